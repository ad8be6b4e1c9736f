"""Ready codings without text: one row a judgement, the rows of one document together are one document."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from cenotaph.errors import ProblemKind, did_you_mean
from cenotaph.sources.batches import Gatherer, Row, SourceBatch
from cenotaph.sources.dates import parse_date
from cenotaph.sources.documents import Fields, cleaned, column_problems, document_dates, peek
from cenotaph.sources.fields import FieldMap, name_parts
from cenotaph.sources.formats import read_records
from cenotaph.sources.known import Checks, Place
from cenotaph.sources.problems import (
    BAD_CONFIDENCE,
    CONFLICTING_CODINGS,
    CONFLICTING_METADATA,
    HALF_A_CODING,
    IDLE_CODING,
    MISSING_ID,
    NO_DATE,
    REPEATED_CODING,
    UNDECODABLE_TEXT,
    UNKNOWN_ACT,
    UNKNOWN_REFERENT,
    UNKNOWN_TARGET,
)
from cenotaph.sources.records import Record, SourceFile
from cenotaph.sources.shards import Shard
from cenotaph.study.models import CONFIDENCE_WORDS, Source

if TYPE_CHECKING:
    from cenotaph.study import LoadedStudy

__all__ = ["ABSENT", "CODER_VERSION", "NAMED", "read_codings"]

#: What a cell of `act` may say besides an act of the codebook: the target is named and no more; it is not named.
NAMED, ABSENT = "named", "absent"

#: Version of the coders whose ready codings a source holds; a change of the codings shows in their document's rows.
CODER_VERSION = "1"

_SHARED = ("date", "actor", "speaker", "office", "title", "language", "occasion", "genre", "audience")
_REMARKS = ("holder", "referent", "quote", "note")
_CONFIDENCES = {**CONFIDENCE_WORDS, "1": 1, "2": 2, "3": 3}


@dataclass(frozen=True)
class _Judgement:
    """A row as read.

    Attributes:
        fields: what its cells say.
        place: where it stands.
        known: when it was public; null where the row does not say; the last day there is where nobody can read it.
    """

    fields: Fields
    place: Place
    known: dt.date | None


@dataclass
class _Coded:
    """A document and the codings of it."""

    fields: dict[str, str | None]
    place: Place
    known: dt.date | None
    statements: list[Row] = field(default_factory=list)
    mentions: dict[tuple[str, str], Row] = field(default_factory=dict)
    absences: dict[tuple[str, str], tuple[Row, Place]] = field(default_factory=dict)
    said: dict[tuple[object, ...], Place] = field(default_factory=dict)


def read_codings(shard: Shard, study: LoadedStudy) -> Iterator[SourceBatch]:
    """Batches of documents without text and their statements, mentions and absences.

    A row with an act of the codebook is a statement, and says that the target is named; `named` says only that;
    `absent` says that the coder looked and did not find. A row with neither act nor target says nothing of any target,
    which is unknown, not absent; its document is kept. A row with only one of the two, and one that says again what
    the same coder has said of the document, is a problem and counts for nothing.
    """
    reader = _CodingReader(shard.settings, study)
    for file in shard.files:
        parts = name_parts(file.stem, shard.settings.filename) or {"stem": file.stem}
        stream = read_records(file, shard.settings)
        peeked, records = peek(stream, file, shard.settings)
        reader.begin(file, records)
        for item in chain(peeked, stream):
            if isinstance(item, Record):
                reader.read(item, parts, file.shown)
            else:
                reader.checks.report(item)
    yield from reader.batches()


class _CodingReader:
    """Gathers the rows of each document; they need not stand together."""

    def __init__(self, source: Source, study: LoadedStudy) -> None:
        self.source = source
        self.map = FieldMap(source)
        self.checks = Checks.of(study, source.date_format)
        self._codebook = study.codebook
        self._codebook_hash = study.codebook_hash
        self._documents: dict[str, list[_Judgement]] = {}
        self._judges = True

    def begin(self, file: SourceFile, records: list[Record]) -> None:
        """Look at the columns of a file by its first records; without act or target none of its rows can judge."""
        self._judges = all(self.map.is_given(name, records) for name in ("act", "target"))
        if records:
            self.checks.found.extend(column_problems(self.map, records, file))

    def read(self, record: Record, parts: dict[str, str], shown: str) -> None:
        """Take one row."""
        fields, damaged = cleaned(self.map.fields(record, parts))
        document_id = fields["document_id"] or fields["id"]
        place = Place(shown, record.line, document_id)
        if damaged:
            self.checks.report(place.problem(UNDECODABLE_TEXT, "The row holds characters that could not be decoded."))
        if document_id is None:
            message = "The coding does not say which document it is about; it is left out."
            self.checks.report(place.problem(MISSING_ID, message, field="document_id"))
            return
        if self._judges and (fields["act"] is None or fields["target"] is None):
            self._half(fields, place)
        judgement = _Judgement(fields, place, self._known(fields, place))
        self._documents.setdefault(document_id, []).append(judgement)

    def _known(self, fields: Fields, place: Place) -> dt.date | None:
        """When a row was public: the day it states, else the last day that its date can be."""
        if fields["known_at"] is not None:
            stated = self.checks.date(fields["known_at"], "known_at", place)
            return stated.last if stated else dt.date.max
        date = parse_date(fields["date"].strip(), self.source.date_format) if fields["date"] else None
        return date.last if date else None

    def _coded(self, judgements: list[_Judgement]) -> _Coded:
        """The document of some rows and its codings; what was known first comes first, so that it stands.

        The document was known when the first of its rows was; and so was a row that does not say when.
        """
        stated = [each.known for each in judgements if each.known]
        known = min(stated, default=None)
        ordered = sorted(
            (replace(each, known=each.known or known) for each in judgements),
            key=lambda judgement: judgement.known or dt.date.max,
        )
        coded = _Coded(dict(ordered[0].fields), ordered[0].place, None if known == dt.date.max else known)
        for judgement in ordered:
            self._agree(coded, judgement.fields, judgement.place)
            self._code(coded, judgement)
        return coded

    def _agree(self, coded: _Coded, fields: Fields, place: Place) -> None:
        """Fill the document's blank fields from the row; report where both state a thing and differ."""
        for name in (*_SHARED, "url"):
            value, known = fields[name], coded.fields[name]
            if known is None:
                coded.fields[name] = value
            elif value is not None and value != known and name != "url":
                message = f'The row says {name} "{value}"; line {coded.place.line} says "{known}", which stands.'
                self.checks.report(place.problem(CONFLICTING_METADATA, message, field=name))

    def _code(self, coded: _Coded, judgement: _Judgement) -> None:
        fields, place = judgement.fields, judgement.place
        act, target = fields["act"], fields["target"]
        if act is None or target is None:
            return
        acts, targets = self._codebook.acts, self._codebook.targets
        if act not in acts and act not in (NAMED, ABSENT):
            self._unknown(UNKNOWN_ACT, "act", act, (*acts, NAMED, ABSENT), place)
            return
        if target not in targets:
            self._unknown(UNKNOWN_TARGET, "target", target, tuple(targets), place)
            return
        row = self._row(fields, place) | {"known_at": judgement.known}
        if self._again(coded, fields, row, place):
            return
        key = (target, str(row["coder"]))
        if act == ABSENT:
            coded.absences.setdefault(key, (row, place))
            return
        coded.mentions.setdefault(key, row)
        if act != NAMED:
            coded.statements.append({**row, **self._statement(fields, place)})

    def _half(self, fields: Fields, place: Place) -> None:
        """Report a row that has only one of act and target, or neither but other words of a coder."""
        act, target = fields["act"], fields["target"]
        if act is not None:
            message = f'The row has the act "{act}" and no target; it is left out.'
            self.checks.report(place.problem(HALF_A_CODING, message, remedy="Say who it is about.", field="target"))
        elif target is not None:
            message = f'The row has the target "{target}" and no act; it is left out, and the target stays unknown.'
            remedy = f"Write an act of the codebook, {NAMED} or {ABSENT}; or clear the target."
            self.checks.report(place.problem(HALF_A_CODING, message, remedy=remedy, field="act"))
        elif given := [name for name in _REMARKS if fields[name] is not None]:
            message = f"The row has {' and '.join(given)}, but neither act nor target; it judges nothing."
            self.checks.report(place.problem(IDLE_CODING, message, remedy="Write act and target.", field="act"))

    def _again(self, coded: _Coded, fields: Fields, row: Row, place: Place) -> bool:
        """Whether the same coder has said just this of the document in an earlier row; reported."""
        act = fields["act"]
        holder = None if act in (NAMED, ABSENT) else fields["holder"] or fields["actor"] or coded.fields["actor"]
        said = (row["coder"], holder, act, *(fields[name] for name in ("target", "referent", "quote", "note", "url")))
        first = coded.said.setdefault(said, place)
        if first is not place:
            where = f"line {first.line}" + ("" if first.file == place.file else f" of {first.file}")
            message = f'{row["coder"]} says "{act}" of "{fields["target"]}" already on {where}; it counts once.'
            remedy = "Take one of the two out; or, if they are two statements, give each its quote or note."
            self.checks.report(place.problem(REPEATED_CODING, message, remedy=remedy, field="act"))
        return first is not place

    def _row(self, fields: Fields, place: Place) -> Row:
        note, quote = fields["note"], fields["quote"]
        return {
            "document_id": place.document_id,
            "target": fields["target"],
            "coder": fields["coder"] or self.source.coder or self.source.id,
            "confidence": self._confidence(fields["confidence"], place),
            "source_url": fields["url"],
            "note": " ".join(filter(None, (note, quote and f"“{quote}”"))) or None,
        }

    def _statement(self, fields: Fields, place: Place) -> Row:
        referent = fields["referent"]
        if referent is not None and referent not in self._codebook.referents:
            self._unknown(UNKNOWN_REFERENT, "referent", referent, tuple(self._codebook.referents), place)
            referent = None
        holder = self.checks.actor(fields["holder"] or fields["actor"], place)
        return {
            "act": fields["act"],
            "holder": holder,
            "referent": referent,
            "coder_version": CODER_VERSION,
            "codebook_hash": self._codebook_hash,
        }

    def _confidence(self, value: str | None, place: Place) -> int | None:
        if value is None:
            return None
        known = _CONFIDENCES.get(value.lower())
        if known is None:
            message = f'"{value}" is no confidence.'
            remedy = "Write 1, 2 or 3, or verified, probable, unverified."
            self.checks.report(place.problem(BAD_CONFIDENCE, message, remedy=remedy, field="confidence"))
        return known

    def _unknown(self, kind: ProblemKind, name: str, value: str, known: tuple[str, ...], place: Place) -> None:
        message = f'The codebook defines no {name} "{value}".'
        self.checks.report(place.problem(kind, message, remedy=did_you_mean(value, known), field=name))

    def batches(self) -> Iterator[SourceBatch]:
        """Everything read, document by document in the order of first rows."""
        gatherer = Gatherer(self.source.id)
        for document_id, judgements in self._documents.items():
            if gatherer.is_full:
                yield gatherer.take()
            coded = self._coded(judgements)
            gatherer.document(self._document(document_id, coded), None)
            for row in self._numbered(coded.statements):
                gatherer.coding("statements", row)
            for row in coded.mentions.values():
                gatherer.coding("mentions", row)
            for key, (row, place) in coded.absences.items():
                if key in coded.mentions:
                    message = (
                        f'{key[1]} says both that "{key[0]}" is absent and that it is not; the absence is left out.'
                    )
                    self.checks.report(place.problem(CONFLICTING_CODINGS, message, field="act"))
                else:
                    gatherer.coding("absences", row)
        for problem in self.checks.taken():
            gatherer.problem(problem)
        yield gatherer.take()

    @staticmethod
    def _numbered(statements: list[Row]) -> Iterator[Row]:
        """Statements with ids made of what they say, so that rows can change places; equal ones are counted."""
        seen: Counter[str] = Counter()
        for row in statements:
            said = "\n".join(
                str(row[name] or "") for name in ("coder", "holder", "act", "target", "referent", "source_url", "note")
            )
            digest = hashlib.sha256(said.encode()).hexdigest()[:12]
            seen[digest] += 1
            number = "" if seen[digest] == 1 else f"-{seen[digest]}"
            yield {**row, "statement_id": f"{row['document_id']}:{row['coder']}:{digest}{number}"}

    def _document(self, document_id: str, coded: _Coded) -> Row:
        fields, place = coded.fields, coded.place
        dates = {**document_dates({**fields, "known_at": None}, self.checks, place), "known_at": coded.known}
        if dates["date"] is None and dates["known_at"] is None:
            message = "The document has no date: it is left out of every reading as of a date."
            self.checks.report(place.problem(NO_DATE, message, field="date"))
        return {
            **{name: fields[name] for name in ("speaker", "office", "genre", "audience", "title", "url")},
            **dates,
            "document_id": document_id,
            "source": self.source.id,
            "actor": self.checks.actor(fields["actor"], place),
            "occasion": self.checks.occasion(fields["occasion"], place),
            "language": self.checks.language(fields["language"], None, place),
            "file": place.file,
            "row": place.line,
        }

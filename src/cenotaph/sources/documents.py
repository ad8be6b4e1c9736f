"""Records of folders and tables to documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING

from cenotaph.errors import Problem, did_you_mean
from cenotaph.sources.batches import Gatherer, SourceBatch
from cenotaph.sources.decode import as_stored
from cenotaph.sources.fields import FieldMap, name_parts
from cenotaph.sources.formats import read_records
from cenotaph.sources.known import Checks, Place
from cenotaph.sources.problems import (
    EMPTY_TEXT,
    MISSING_COLUMN,
    MISSING_ID,
    NAME_OFF_PATTERN,
    NO_DATE,
    REPEATED_ID,
    UNDECODABLE_TEXT,
)
from cenotaph.sources.records import Record, SourceFile, Stream
from cenotaph.sources.shards import Shard, format_of
from cenotaph.study.models import Source

if TYPE_CHECKING:
    from cenotaph.study import LoadedStudy

__all__ = ["PEEKED", "Fields", "cleaned", "column_problems", "document_dates", "peek", "read_documents"]

Fields = Mapping[str, str | None]

_LOST = "\N{REPLACEMENT CHARACTER}"

#: How many records of a file without a header are looked at before a column counts as missing.
PEEKED = {"jsonl": 1_000, "json": 1_000}


def read_documents(shard: Shard, study: LoadedStudy) -> Iterator[SourceBatch]:
    """Batches of the documents of a folder's bucket or of a table."""
    reader = _DocumentReader(shard, study)
    for file in shard.files:
        for record in reader.records(file):
            row, text = reader.document(record, file)
            if not reader.gatherer.has_room(len(text or "")) or reader.gatherer.is_full:
                yield reader.gatherer.take()
            reader.keep(row, text)
        reader.keep(None, None)
    yield reader.gatherer.take()


class _DocumentReader:
    """Reads the files of one shard; knows the ids that were given and what was already reported."""

    def __init__(self, shard: Shard, study: LoadedStudy) -> None:
        self.source = shard.settings
        self.map = FieldMap(self.source)
        self.checks = Checks.of(study, self.source.date_format)
        self.gatherer = Gatherer(self.source.id)
        self._ids: dict[str, Place] = {}
        self._parts: dict[str, str] = {}
        self._silent: frozenset[str] = frozenset()

    def records(self, file: SourceFile) -> Iterator[Record]:
        """The records of a file; its problems are put aside."""
        parts = name_parts(file.stem, self.source.filename)
        if parts is None:
            message = f'The name "{file.stem}" does not fit the pattern {self.source.filename}.'
            self.checks.report(NAME_OFF_PATTERN.at(file.shown, None, message))
        self._parts = parts or {"stem": file.stem}
        stream = read_records(file, self.source)
        if self.source.kind == "table":
            stream = self._checked_columns(stream, file)
        for item in stream:
            if isinstance(item, Record):
                yield item
            else:
                self.checks.report(item)

    def _checked_columns(self, stream: Stream, file: SourceFile) -> Stream:
        peeked, records = peek(stream, file, self.source)
        self._silent = frozenset()
        if records:
            self._silent = frozenset(name for name in ("id", "text", "date") if not self.map.is_given(name, records))
            for problem in column_problems(self.map, records, file):
                self.checks.report(problem)
            if "date" in self._silent and not self.map.is_given("known_at", records):
                message = "Nothing gives its documents a date: all are left out of every reading as of a date."
                self.checks.report(NO_DATE.at(file.shown, None, message))
        return chain(peeked, stream)

    def document(self, record: Record, file: SourceFile) -> tuple[dict[str, object] | None, str | None]:
        """The row of a record and its text; no row where the record is left out. Problems are put aside."""
        fields, damaged = cleaned(self.map.fields(record, self._parts))
        place = Place(file.shown, record.line, self._id(fields, record, file))
        if damaged and (_LOST not in file.stem or _LOST in (fields["text"] or "")):  # an odd name is told already
            message = "The record holds characters that could not be decoded; each stands as U+FFFD."
            self.checks.report(
                place.problem(UNDECODABLE_TEXT, message, remedy="Name the right `encoding`, or mend the file.")
            )
        if not self._is_new(place):
            return None, None
        text = fields["text"]
        if (text is None or not text.strip()) and not self._keep_empty(place):
            return None, None
        text = None if text is None or not text.strip() else text
        return self._row(fields, text, place), text

    def _id(self, fields: Fields, record: Record, file: SourceFile) -> str:
        stated = fields["id"]
        if stated is not None:
            return stated
        if record.line is None:
            return file.stem
        several = "" if self.source.path.endswith(file.path.name) else f"{file.stem}:"
        default = f"{self.source.id}:{several}{record.line}"
        if "id" not in self._silent:
            message = f'The record has no id; it is kept as "{default}".'
            self.checks.report(Place(file.shown, record.line, default).problem(MISSING_ID, message, field="id"))
        return default

    def _is_new(self, place: Place) -> bool:
        document_id = str(place.document_id)
        first = self._ids.setdefault(document_id, place)
        if first is not place:
            where = first.file if first.file != place.file else "the same file"
            line = f" on line {first.line}" if first.line is not None else ""
            message = f'The id "{document_id}" is already that of a document in {where}{line}; this one is left out.'
            self.checks.report(place.problem(REPEATED_ID, message, remedy="Give each its own id.", field="id"))
        return first is place

    def _keep_empty(self, place: Place) -> bool:
        keep = not self.source.skip_empty
        if "text" not in self._silent:
            message = "The document has no text" + (
                "." if keep else "; it is left out, as the source says (skip_empty)."
            )
            self.checks.report(place.problem(EMPTY_TEXT, message, field="text"))
        return keep

    def _row(self, fields: Fields, text: str | None, place: Place) -> dict[str, object]:
        dates = document_dates(fields, self.checks, place)
        if dates["date"] is None and dates["known_at"] is None and "date" not in self._silent:
            message = "The document has no date: it is left out of every reading as of a date."
            self.checks.report(place.problem(NO_DATE, message, field="date"))
        return {
            **{name: fields[name] for name in ("speaker", "office", "genre", "audience", "title", "url")},
            **dates,
            "document_id": place.document_id,
            "source": self.source.id,
            "actor": self.checks.actor(fields["actor"], place),
            "occasion": self.checks.occasion(fields["occasion"], place),
            "language": self.checks.language(fields["language"], text, place),
            "sha256": None if text is None else hashlib.sha256(text.encode()).hexdigest(),
            "n_characters": None if text is None else len(text),
            "file": place.file,
            "row": place.line,
        }

    def keep(self, row: dict[str, object] | None, text: str | None) -> None:
        """Put a document, if there is one, and the problems found so far into the batch."""
        for problem in self.checks.taken():
            self.gatherer.problem(problem)
        if row is not None:
            self.gatherer.document(row, text)


def peek(stream: Stream, file: SourceFile, source: Source) -> tuple[list[Record | Problem], list[Record]]:
    """What a stream gives up to its first record (of JSON up to a thousand items), and the records in it."""
    peeked = list(islice(stream, PEEKED.get(format_of(file.path, source) or "", 1)))
    records = [item for item in peeked if isinstance(item, Record)]
    while not records and (item := next(stream, None)) is not None:
        peeked.append(item)
        records = [item] if isinstance(item, Record) else []
    return peeked, records


def cleaned(fields: Fields) -> tuple[dict[str, str | None], bool]:
    """The fields as they are stored, and whether any held bytes that are no text.

    Only the text keeps its white space.
    """
    clean: dict[str, str | None] = {}
    damaged = False
    for name, value in fields.items():
        if value is not None:
            value, faulty = as_stored(value)
            damaged |= faulty
            if name != "text":
                value = " ".join(value.split()) or None
        clean[name] = value
    return clean, damaged


def document_dates(fields: Fields, checks: Checks, place: Place) -> dict[str, object]:
    """The columns date, date_precision and known_at.

    Where nothing else is stated, a document is known from its date; from the last day of the month or year where only
    that is known. A stated `known_at` that cannot be read is null: nobody can say that it was known earlier.
    """
    date = checks.date(fields["date"], "date", place)
    known = checks.date(fields["known_at"], "known_at", place)
    if fields["known_at"] is None:
        known = date
    return {
        "date": date and date.first,
        "date_precision": date and date.precision,
        "known_at": known and known.last,
    }


def column_problems(fields: FieldMap, records: list[Record], file: SourceFile) -> Iterator[Problem]:
    """A problem for each column that the source names and these records do not have.

    Of a table of texts also where nothing says which column holds the text.
    """
    names = _names(records)
    for name, column in fields.missing_columns(records):
        shown = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
        looked = "file" if len(records) == 1 else f"first {len(records):,} records"
        yield MISSING_COLUMN.at(
            file.shown,
            None,
            f'There is no column "{column}" in the {looked}; there are: {shown}.',
            remedy=did_you_mean(column, names),
            field=name,
        )
    if fields.source.kind == "table" and "text" not in fields.source.columns and not fields.is_given("text", records):
        yield _no_column("text", records, file)


def _no_column(name: str, records: list[Record], file: SourceFile) -> Problem:
    names = _names(records)
    return MISSING_COLUMN.at(
        file.shown,
        None,
        f"The source does not say which column holds the {name}; there are: {', '.join(names[:20])}.",
        remedy=f'Say it: columns = {{ {name} = "{names[-1] if names else name}" }}.',
        field=name,
    )


def _names(records: list[Record]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record.values if name))

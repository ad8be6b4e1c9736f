"""Coding a batch: Arrow sentences in, Arrow mentions and statements out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.coding.acts import OWN_SIDE, Mention, Sentence, statements
from cenotaph.coding.coder import Coder, LanguageCoder
from cenotaph.coding.conditions import Setting
from cenotaph.coding.grammar import GRAMMARS
from cenotaph.coding.matching import Hits, in_case, inside, longest, one_line, original_places
from cenotaph.coding.patterns import Layer
from cenotaph.coding.rows import statement_rows
from cenotaph.coding.syntax import Parse, parser
from cenotaph.coding.trace import SILENT, Trace, Why
from cenotaph.coding.voices import self_named
from cenotaph.store.schemas import SCHEMAS
from cenotaph.text import fold

__all__ = ["PASSAGE_BATCH", "Coded", "Job", "code_batch", "read_names"]

#: What a coder reads: the sentences of documents, each document's together and in order.
PASSAGE_BATCH = pa.schema(
    [
        pa.field("passage_id", pa.string(), nullable=False),
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("language", pa.string()),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("actor", pa.string()),
        pa.field("speaker", pa.string()),
        pa.field("genre", pa.string()),
        pa.field("date", pa.date32()),
        pa.field("source", pa.string()),
    ]
)

#: What a cue may ask of the document.
_ATTRIBUTES = "genre", "speaker", "actor", "source"
#: Confidence of a mention, and of one that stands in a roster.
_SURE, _GUEST = 3, 1
#: A roster is a list of at least so many names with at most so many characters between two of them.
_ROSTER, _ROSTER_GAP = 5, 6
#: At most so many characters stand between a state and the name of its person (总统, 外交部发言人).
_INTRODUCED = 12


@dataclass(frozen=True)
class Coded:
    """What a batch says.

    Attributes:
        mentions, statements: tables of these names, as in the store.
        memory: shape (rows of the batch,), in their order: whether the sentence speaks of the past; null where the
            coder does not read the language.
    """

    mentions: pa.Table
    statements: pa.Table
    memory: pa.BooleanArray


def code_batch(batch: pa.RecordBatch, coder: Coder, trace: Trace = SILENT) -> Coded:
    """Code a batch of sentences.

    A sentence's neighbours are the rows before and after it that belong to the same document. Sentences in a language
    that the coder does not read give no rows.
    """
    languages = np.asarray(batch.column("language").to_pylist(), dtype=object)
    memory = np.full(len(languages), None, dtype=object)
    mentions, found = [_no_rows("mentions")], [_no_rows("statements")]
    for language, part in coder.languages.items():
        rows = np.flatnonzero(languages == language)
        if len(rows):
            part_batch = batch.take(pa.array(rows)) if len(rows) < len(languages) else batch
            job = Job(part_batch, coder, part, language, trace)
            mentions.append(job.mention_table())
            found.append(job.statement_table())
            memory[rows] = job.memory
    return Coded(pa.concat_tables(mentions), pa.concat_tables(found), pa.array(memory.tolist(), pa.bool_()))


def _no_rows(table: str) -> pa.Table:
    return SCHEMAS[table].empty_table()


class Job:
    """The sentences of one language in one batch: found names, what speaks of the past, statements."""

    def __init__(
        self, batch: pa.RecordBatch, coder: Coder, part: LanguageCoder, language: str, trace: Trace = SILENT
    ) -> None:
        self.batch, self.coder, self.part, self.trace = batch, coder, part, trace
        self.grammar = GRAMMARS[language]
        self.speakers: dict[str, str | None] = {}
        self.told: dict[int, dict[str, Any]] = {}
        texts = batch.column("text")
        self.row_start = np.concatenate(([0], np.cumsum(pc.utf8_length(texts).to_numpy(zero_copy_only=False) + 1)))
        self.text = _joined(texts)
        self.document = pc.dictionary_encode(batch.column("document_id")).indices.to_numpy(zero_copy_only=False)
        self.folded = one_line(fold(self.text))
        self.folded_start = self._folded_starts()
        self.lex = part.names.lexicon
        found = part.names.find(self.folded.text)
        self.hits = self._dated(self._keep(found, in_case(found, self.lex, self.text, self.folded), Why.WRONG_CASE))
        self.row = self.rows_of(self.hits)
        self._read()
        self.trace.read(self)

    def _keep(self, hits: Hits, keep: NDArray[np.bool_], why: Why) -> Hits:
        self.trace.dropped(hits, keep, why)
        return hits.where(keep)

    def rows_of(self, hits: Hits) -> NDArray[np.int64]:
        """Which sentence of the batch each hit stands in."""
        return np.searchsorted(self.folded_start, hits.start, side="right") - 1

    def _folded_starts(self) -> NDArray[np.int64]:
        """Where each sentence begins in the folded text, and last where one more would."""
        offsets = self.folded.offsets
        if offsets is None:
            return self.row_start
        starts = np.searchsorted(offsets, self.row_start.astype(offsets.dtype))
        starts[-1] = len(offsets)
        return starts

    def _dated(self, hits: Hits) -> Hits:
        """Hits whose term has its meaning on the day of the text; a text without a date keeps them all."""
        if not self.lex.has_dates or not len(hits):
            return hits
        days = self.batch.column("date").cast(pa.int32())
        known = days.is_valid().to_numpy(zero_copy_only=False)
        day = days.fill_null(0).to_numpy(zero_copy_only=False)
        row = self.rows_of(hits)
        fits = (day[row] >= self.lex.day_from[hits.row]) & (day[row] <= self.lex.day_until[hits.row])
        return self._keep(hits, fits | ~known[row], Why.OUT_OF_DATE)

    def _layer(self, layer: int) -> Hits:
        return self.hits.where(self.lex.layer[self.hits.row] == layer)

    def _read(self) -> None:
        owner = self.lex.owner
        excluded = self._layer(Layer.NOT_REFERENT)
        pasts, hints = self._layer(Layer.REFERENT), self._layer(Layer.HINT)
        self.pasts = self._keep(pasts, ~inside(pasts, owner, excluded), Why.NOT_INSIDE)
        self.past_row = self.rows_of(self.pasts)
        hints = self._keep(hints, ~inside(hints, owner, excluded), Why.NOT_INSIDE)
        count = len(self.batch)
        self.hints, self.present = hints, self._layer(Layer.PRESENT)
        strong = _flags(self.past_row, count)
        hinted = _flags(self.rows_of(hints), count) & ~_flags(self.rows_of(self.present), count)
        self.memory = strong | (hinted & self._beside(strong))
        names = self._layer(Layer.TARGET)
        names = self._keep(names, ~inside(names, owner, self._layer(Layer.NOT_TARGET)), Why.NOT_INSIDE)
        names = self._keep(names, ~self.lex.past[names.row] | self.memory[self.rows_of(names)], Why.NOT_PAST)
        self.names = longest(names)
        self.trace.nested(names, self.names)
        self.name_row = self.rows_of(self.names)

    def _beside(self, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Rows whose neighbour in the same document is flagged."""
        same = self.document[1:] == self.document[:-1]
        result = np.zeros(len(flags), dtype=np.bool_)
        result[1:] |= flags[:-1] & same
        result[:-1] |= flags[1:] & same
        return result

    def place(self, start: NDArray[np.int64], row: NDArray[np.int64]) -> NDArray[np.int32]:
        """Offsets into the documents for offsets into the joined original text."""
        base: NDArray[np.int64] = self.batch.column("start").to_numpy(zero_copy_only=False)
        return (start - self.row_start[row] + base[row]).astype(np.int32)

    def mention_table(self) -> pa.Table:
        row, names = self.name_row, self.names
        take = pa.array(row)
        targets = pa.array(self.coder.targets, pa.string())
        size = len(row)
        return pa.table(
            {
                "document_id": self.batch.column("document_id").take(take),
                "passage_id": self.batch.column("passage_id").take(take),
                "target": targets.take(pa.array(self.lex.owner[names.row])),
                "start": self.place(original_places(self.folded, names.start), row),
                "end": self.place(original_places(self.folded, names.end), row),
                "coder": pa.array([self.coder.name]).take(pa.array(np.zeros(size, dtype=np.int64))),
                "confidence": np.where(self._in_roster(), _GUEST, _SURE).astype(np.int8),
                "known_at": pa.nulls(size, pa.date32()),
            },
            schema=SCHEMAS["mentions"],
        )

    def _in_roster(self) -> NDArray[np.bool_]:
        """Mentions in a long list of states, as of those who attend: they are named, but nothing is said of them."""
        names, row = self.names, self.name_row
        if len(names) < _ROSTER:
            return np.zeros(len(names), dtype=np.bool_)
        near = (row[1:] == row[:-1]) & (names.start[1:] - names.end[:-1] <= _ROSTER_GAP)
        run = np.cumsum(np.concatenate(([True], ~near))) - 1
        in_long: NDArray[np.bool_] = (np.bincount(run) >= _ROSTER)[run]
        return in_long

    def statement_table(self) -> pa.Table:
        # A codebook that names no past asks for none: then every sentence may make a statement.
        rows = np.flatnonzero(self.memory) if self.coder.referents else np.arange(len(self.batch))
        found = []
        for row, sentence in self._candidates(rows):
            self.trace.sentence(row, sentence)
            found += [(row, one) for one in statements(sentence, self.grammar, self.trace)]
        return statement_rows(self, found) if found else _no_rows("statements")

    def _candidates(self, rows: NDArray[np.int64]) -> list[tuple[int, Sentence]]:
        """The sentences of these rows that hold a cue, with all that stands in them."""
        start, stop = self.folded_span(rows)
        pieces = [self.folded.text[a:b] for a, b in zip(start.tolist(), stop.tolist(), strict=True)]
        cue_hits = self.part.cues.find("\n".join(pieces))
        if not len(cue_hits):
            return []
        lex = self.part.cues.lexicon
        base = np.concatenate(([0], np.cumsum(stop - start + 1)))
        place = np.searchsorted(base, cue_hits.start, side="right") - 1
        holding = np.unique(place[lex.layer[cue_hits.row] == Layer.CUE])
        self.told.update(self._told(rows[holding]))
        bounds = np.searchsorted(place, np.arange(len(pieces) + 1)).tolist()
        result = []
        for piece in holding.tolist():
            low, high = bounds[piece], bounds[piece + 1]
            here = cue_hits.where(np.arange(low, high))
            result.append(
                (
                    int(rows[piece]),
                    self._sentence(int(rows[piece]), pieces[piece], here, int(base[piece]), int(start[piece])),
                )
            )
        return result

    def _told(self, rows: NDArray[np.int64]) -> Iterator[tuple[int, dict[str, Any]]]:
        """What the batch says of these sentences besides their text."""
        return zip(
            rows.tolist(), self.batch.select([*_ATTRIBUTES, "date"]).take(pa.array(rows)).to_pylist(), strict=True
        )

    @cached_property
    def _name_bounds(self) -> list[int]:
        """Where the names of each sentence begin among all, and last where one more would."""
        return self._bounds(self.name_row)

    @cached_property
    def _past_bounds(self) -> list[int]:
        """The same for the pasts."""
        return self._bounds(self.past_row)

    def _bounds(self, rows: NDArray[np.int64]) -> list[int]:
        found: list[int] = np.searchsorted(rows, np.arange(len(self.batch) + 1)).tolist()
        return found

    def folded_span(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the sentences of these rows begin and end in the folded text of the batch."""
        return self.folded_start[rows], self.folded_start[rows + 1] - 1

    def _sentence(self, row: int, text: str, cues: Hits, base: int, start: int) -> Sentence:
        lex, names = self.part.cues.lexicon, self.lex
        pasts = [(a - start, b - start) for a, b in _spans(self.pasts, *self._past_bounds[row : row + 2])]
        mentions = []
        low, high = self._name_bounds[row : row + 2]
        for (a, b), hit in zip(_spans(self.names, low, high), self.names.row[low:high].tolist(), strict=True):
            a, b, target = a - start, b - start, self.coder.targets[names.owner[hit]]
            buried = any(left <= a and b <= right and (left, right) != (a, b) for left, right in pasts)
            mentions.append(Mention(a, b, target, False, target in self.coder.states, buried))
        rules = []
        for a, b, hit in zip((cues.start - base).tolist(), (cues.end - base).tolist(), cues.row.tolist(), strict=True):
            if lex.layer[hit] == Layer.CUE:
                rules.append((a, b, self.part.rules[lex.owner[hit]]))
            elif not any(mention.start < b and a < mention.end for mention in mentions):
                mentions.append(_voice(a, b, self.coder.targets[lex.owner[hit]]))
        mentions.sort(key=lambda mention: (mention.start, mention.end))
        rules.sort(key=lambda cue: (cue[0], cue[1], cue[2].name))
        parse = self._parse(row, text) if mentions and rules else None
        setting, introduced = self._setting(row), partial(self._introduced, row)
        beside = partial(self._beside_named, row)
        return Sentence(text, mentions, rules, self.holder(row), setting, self._earlier(row), introduced, beside, parse)

    def _parse(self, row: int, folded: str) -> Parse | None:
        """The sentence's syntax, where the codebook asks for it; as written, where folding kept the offsets."""
        if self.part.syntax is None:
            return None
        original = self.text[self.row_start[row] : self.row_start[row + 1] - 1]
        return parser(self.part.syntax)(original if self.folded.offsets is None else folded)

    def _setting(self, row: int) -> Setting:
        """The document's attributes and day, and the pasts that the sentence speaks of."""
        told = self.told[row]
        attributes = {name: told[name] and _folded(told[name]) for name in _ATTRIBUTES}
        referents = frozenset(self._referents(row))
        sides = {self.coder.sides[referent] for referent in referents if referent in self.coder.sides}
        side = sides.pop() if len(sides) == 1 else None
        return Setting(attributes, told["date"], referents, side)

    def _earlier(self, row: int) -> tuple[str, ...]:
        """Targets named in the sentence before; none where it speaks of the own side, whom a pronoun may mean."""
        if not self._same_document(row, row - 1):
            return ()
        start, stop = int(self.folded_start[row - 1]), int(self.folded_start[row]) - 1
        if self.grammar.own_words.search(self.folded.text, start, stop):
            return ()
        low, high = self._name_bounds[row - 1 : row + 1]
        owners = self.lex.owner[self.names.row[low:high]].tolist()
        return tuple(dict.fromkeys(self.coder.targets[owner] for owner in owners))

    def _introduced(self, row: int, name: str) -> str | None:
        """The state right before whose mention in the sentence before the name stands: 巴基斯坦总统侯赛因."""
        if not self._same_document(row, row - 1):
            return None
        place = self.folded.text.find(name, int(self.folded_start[row - 1]), int(self.folded_start[row]) - 1)
        low, high = self._name_bounds[row - 1 : row + 1]
        for one in range(high - 1, low - 1, -1):
            target: str = self.coder.targets[self.lex.owner[self.names.row[one]]]
            if target in self.coder.states and 0 <= place - int(self.names.end[one]) <= _INTRODUCED:
                return target
        return None

    def _beside_named(self, row: int) -> str | None:
        """The state that a speaker of no known name counts himself to in the sentence before or after."""
        speakers = self.batch.column("speaker")
        for near in (row - 1, row + 1):
            if self._same_document(row, near) and not speakers[row].is_valid and not speakers[near].is_valid:
                start, stop = int(self.folded_start[near]), int(self.folded_start[near + 1]) - 1
                states = [each for each in self._states(near, start) if each[2] in self.coder.states]
                named: str | None = self_named(self.folded.text[start:stop], states, self.grammar)
                if named is not None:
                    return named
        return None

    def _states(self, row: int, base: int) -> list[tuple[int, int, str]]:
        low, high = self._name_bounds[row : row + 2]
        owners = self.lex.owner[self.names.row[low:high]].tolist()
        spans = _spans(self.names, low, high)
        return [(a - base, b - base, self.coder.targets[owner]) for (a, b), owner in zip(spans, owners, strict=True)]

    def _same_document(self, row: int, near: int) -> bool:
        return 0 <= near < len(self.document) and bool(self.document[near] == self.document[row])

    def holder(self, row: int) -> str | None:
        """Whose text or turn a sentence of the batch is; null where nobody says."""
        told = self.told[row] if row in self.told else dict(self._told(np.array([row])))[row]
        speaker: str | None = told["speaker"]
        actor: str | None = told["actor"]
        if speaker is None:
            return actor
        if speaker not in self.speakers:
            self.speakers[speaker] = self._state_of(speaker)
        return self.speakers[speaker] or actor

    def _state_of(self, speaker: str) -> str | None:
        """The state a speaker speaks for: as the study says, else the one that their title or name belongs to."""
        folded = fold(speaker).text
        if folded in self.coder.people:
            return self.coder.people[folded]
        owners = [
            self.lex.owner[hit] for hit in self.part.names.find(folded).row if self.lex.layer[hit] == Layer.TARGET
        ]
        return next(
            (self.coder.targets[owner] for owner in owners if self.coder.targets[owner] in self.coder.states), None
        )

    def referent(self, row: int) -> str | None:
        """The first past named in the sentence, else in the one before, else in the one after."""
        return next(iter(self._referents(row)), None)

    def _referents(self, row: int) -> list[str]:
        """The pasts named in the sentence, else in the one before, else in the one after, in the text's order."""
        for near in (row, row - 1, row + 1):
            if self._same_document(row, near):
                low, high = self._past_bounds[near : near + 2]
                if low < high:
                    return [self.coder.referents[owner] for owner in self.lex.owner[self.pasts.row[low:high]].tolist()]
        return []


def _joined(texts: pa.LargeStringArray) -> str:
    """The texts as one, parted by NUL."""
    whole = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    return str(pc.binary_join(whole, pa.scalar("\0", texts.type))[0].as_py())


@lru_cache(maxsize=4096)
def _folded(value: str) -> str:
    return fold(value).text


def _voice(start: int, end: int, name: str) -> Mention:
    if name == OWN_SIDE:
        return Mention(start, end, name, own=True)
    return Mention(start, end, name, state=True, voice=True)


def _flags(rows: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    flags = np.zeros(count, dtype=np.bool_)
    flags[rows] = True
    return flags


def _spans(hits: Hits, low: int, high: int) -> list[tuple[int, int]]:
    return list(zip(hits.start[low:high].tolist(), hits.end[low:high].tolist(), strict=True))


def read_names(batch: pa.RecordBatch, coder: Coder, language: str) -> pa.Table:
    """The mentions of a batch that is all in one language, without its statements."""
    return Job(batch, coder, coder.languages[language], language).mention_table()

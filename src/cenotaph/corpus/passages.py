"""Documents into passages: paragraphs and sentences with their offsets and, in transcripts, their speakers."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.corpus.turns import speakers_of, turns, without_labels
from cenotaph.store.schemas import SCHEMAS
from cenotaph.text import Span, guess_language, paragraphs, sentences

__all__ = ["segment"]

_LANGUAGES = ("en", "ru", "zh")

Strings: TypeAlias = Sequence[str | None] | pa.Array | pa.ChunkedArray
Integers = NDArray[np.int32]


def segment(document_ids: Strings, texts: Strings, languages: Strings) -> pa.Table:
    """The passages of some documents: of each its paragraphs, then its sentences.

    Args:
        document_ids: the documents' ids.
        texts: their texts; a null text has no passages.
        languages: `en`, `ru`, `zh`; where null, guessed from the text.

    Returns:
        A table of the schema `passages`, the documents in the order given. A line is a paragraph. The label that names
        the speaker of a turn lies in the paragraph and in no sentence; everything else that is not white space lies in
        one paragraph and one sentence. A sentence's speaker is the one whose turn it is; a paragraph's is the one who
        speaks all of it.
    """
    batch = _Batch()
    for text, language in zip(_values(texts), _values(languages), strict=True):
        batch.add(text or "", language)
    return batch.table(pa.array(_values(document_ids), pa.string()))


class _Kind:
    """All passages of one kind of many documents, one after another; numbers only, which are cheap to keep.

    Attributes:
        offsets: start and end of each passage in turn.
        counts: how many passages each document has.
        speakers: number of the passage -> who speaks it.
    """

    def __init__(self) -> None:
        self.offsets, self.counts = array("i"), array("i")
        self.speakers: dict[int, str] = {}

    def add(self, spans: list[Span], speakers: dict[int, str]) -> None:
        before = len(self.offsets) // 2
        self.speakers.update((before + i, name) for i, name in speakers.items())
        self.counts.append(len(spans))
        self.offsets.extend(chain.from_iterable(spans))

    def starts_and_ends(self) -> tuple[Integers, Integers]:
        pairs = np.frombuffer(self.offsets, dtype=np.int32).reshape(-1, 2)
        return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


class _Batch:
    """The paragraphs and sentences of many documents."""

    def __init__(self) -> None:
        self.lines, self.sentences = _Kind(), _Kind()

    def add(self, text: str, language: str | None) -> None:
        language = language or guess_language(text, _LANGUAGES)
        lines, spans = paragraphs(text), sentences(text, language)
        found = turns(text, lines, language)
        if found:
            spans = without_labels(text, spans, found)
        self.lines.add(lines, speakers_of(lines, found))
        self.sentences.add(spans, speakers_of(spans, found))

    def table(self, document_ids: pa.Array) -> pa.Table:
        rows = _Rows(np.array(self.lines.counts, np.int32), np.array(self.sentences.counts, np.int32))
        line_start, line_end = self.lines.starts_and_ends()
        start, end = self.sentences.starts_and_ends()
        columns = {
            "document_id": document_ids.take(pa.array(rows.document)),
            "kind": pa.DictionaryArray.from_arrays(
                pa.array(rows.filled(np.int8(0), np.int8(1))), pa.array(["paragraph", "sentence"])
            ).cast(pa.string()),
            "ordinal": pa.array(rows.filled(rows.line_ordinal, rows.sentence_ordinal)),
            "paragraph": pa.array(rows.filled(rows.line_ordinal, rows.paragraph_of(line_start, start))),
            "start": pa.array(rows.filled(line_start, start)),
            "end": pa.array(rows.filled(line_end, end)),
            "speaker": self._speakers(rows),
        }
        number = pa.array(rows.number).cast(pa.string())
        columns["passage_id"] = pc.binary_join_element_wise(columns["document_id"], number, "#")
        schema = SCHEMAS["passages"]
        return pa.table([columns[name] for name in schema.names], schema=schema)

    def _speakers(self, rows: _Rows) -> pa.Array:
        names = sorted({*self.lines.speakers.values(), *self.sentences.speakers.values()})
        code = {name: i for i, name in enumerate(names)}
        codes = np.full(len(rows.document), -1, dtype=np.int32)
        for where, speakers in ((rows.of_lines, self.lines.speakers), (rows.of_sentences, self.sentences.speakers)):
            places = np.fromiter(speakers, dtype=np.int64, count=len(speakers))
            codes[where[places]] = [code[name] for name in speakers.values()]
        indices = pa.array(codes, mask=codes < 0)
        return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string())).cast(pa.string())


class _Rows:
    """Where the paragraphs and sentences of each document stand in the table.

    Attributes:
        document: index of the document of each row.
        of_lines, of_sentences: rows of all paragraphs and of all sentences.
        line_ordinal, sentence_ordinal: running number of each among its document's.
        number: running number of the row among its document's rows.
    """

    def __init__(self, n_lines: Integers, n_sentences: Integers) -> None:
        size = n_lines + n_sentences
        first = np.cumsum(size) - size
        documents = np.arange(len(size), dtype=np.int32)
        self.document = np.repeat(documents, size)
        self.number = (np.arange(len(self.document)) - first[self.document]).astype(np.int32)
        is_line = self.number < n_lines[self.document]
        self.of_lines, self.of_sentences = np.flatnonzero(is_line), np.flatnonzero(~is_line)
        self.line_ordinal: Integers = self.number[is_line]
        self.sentence_ordinal: Integers = self.number[~is_line] - n_lines[self.document[~is_line]]

    def filled(self, of_lines: Integers | np.int8, of_sentences: Integers | np.int8) -> NDArray[np.integer]:
        """One column out of what it holds for paragraphs and for sentences."""
        column = np.empty(len(self.document), dtype=of_lines.dtype)
        column[self.of_lines] = of_lines
        column[self.of_sentences] = of_sentences
        return column

    def paragraph_of(self, line_start: Integers, start: Integers) -> Integers:
        """Ordinal of the paragraph in which each sentence starts."""
        line_key = self.document[self.of_lines].astype(np.int64) << 32 | line_start
        key = self.document[self.of_sentences].astype(np.int64) << 32 | start
        return self.line_ordinal[np.searchsorted(line_key, key, side="right") - 1]


def _values(strings: Strings) -> Sequence[str | None]:
    if isinstance(strings, pa.Array | pa.ChunkedArray):
        values: list[str | None] = strings.to_pylist()
        return values
    return strings

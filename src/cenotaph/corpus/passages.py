"""Documents into passages: paragraphs and sentences with their offsets and, in transcripts, their speakers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.corpus.turns import Turn, speakers_of, turns, without_labels
from cenotaph.store.schemas import SCHEMAS
from cenotaph.text import Spans, guess_language, split_texts

__all__ = ["segment"]

_LANGUAGES = ("en", "ru", "zh")

Strings: TypeAlias = Sequence[str | None] | pa.Array | pa.ChunkedArray
Integers = NDArray[np.int32]
Places = NDArray[np.int64]


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
    contents = [text or "" for text in _values(texts)]
    told = [
        language or guess_language(text, _LANGUAGES)
        for text, language in zip(contents, _values(languages), strict=True)
    ]
    lines, spans = _split(contents, told)
    found = _turns(contents, told, lines)
    spans = _without_labels(contents, spans, found)
    return _table(pa.array(_values(document_ids), pa.string()), lines, spans, found)


def _split(texts: Sequence[str], languages: Sequence[str | None]) -> tuple[Spans, Spans]:
    """The paragraphs and sentences of the texts, each text in its language."""
    places: dict[str | None, list[int]] = {}
    for place, language in enumerate(languages):
        places.setdefault(language, []).append(place)
    parts = [split_texts([texts[place] for place in chosen], language) for language, chosen in places.items()]
    order = np.array([place for chosen in places.values() for place in chosen], dtype=np.int64)
    return _in_order(order, [lines for lines, _ in parts]), _in_order(order, [spans for _, spans in parts])


def _in_order(order: Places, parts: Sequence[Spans]) -> Spans:
    """Spans of several groups of texts as one, the texts in their order again."""
    if len(parts) == 1:
        return parts[0]
    counts, start, end = (
        np.concatenate([np.zeros(0, np.int64), *(getattr(part, name) for part in parts)])
        for name in ("counts", "start", "end")
    )
    rows = np.argsort(np.repeat(order, counts), kind="stable")
    return Spans(counts[np.argsort(order)], start[rows], end[rows])


Turns: TypeAlias = dict[int, list[Turn]]


def _turns(texts: Sequence[str], languages: Sequence[str | None], lines: Spans) -> Turns:
    """The turns of the documents that are transcripts."""
    found = {}
    for place, text in enumerate(texts):
        if ":" in text or "：" in text:
            some = turns(text, lines.of(place), languages[place])
            if some:
                found[place] = some
    return found


def _without_labels(texts: Sequence[str], spans: Spans, found: Turns) -> Spans:
    """The sentences, less the labels of speakers in them."""
    if not found:
        return spans
    counts, pairs = spans.counts.copy(), np.stack((spans.start, spans.end), axis=1)
    pieces, done = [], 0
    for place, some in found.items():
        kept = without_labels(texts[place], spans.of(place), some)
        first, last = spans.rows(place)
        pieces += [pairs[done:first], np.array(kept, dtype=np.int64).reshape(-1, 2)]
        counts[place], done = len(kept), last
    pairs = np.concatenate([*pieces, pairs[done:]])
    return Spans(counts, pairs[:, 0], pairs[:, 1])


def _table(document_ids: pa.Array, lines: Spans, spans: Spans, found: Turns) -> pa.Table:
    rows = _Rows(lines.counts.astype(np.int32), spans.counts.astype(np.int32))
    line_start, line_end, start, end = (
        column.astype(np.int32) for column in (lines.start, lines.end, spans.start, spans.end)
    )
    columns = {
        "document_id": document_ids.take(pa.array(rows.document)),
        "kind": pa.DictionaryArray.from_arrays(
            pa.array(rows.filled(np.int8(0), np.int8(1))), pa.array(["paragraph", "sentence"])
        ).cast(pa.string()),
        "ordinal": pa.array(rows.filled(rows.line_ordinal, rows.sentence_ordinal)),
        "paragraph": pa.array(rows.filled(rows.line_ordinal, rows.paragraph_of(line_start, start))),
        "start": pa.array(rows.filled(line_start, start)),
        "end": pa.array(rows.filled(line_end, end)),
        "speaker": _speakers(rows, lines, spans, found),
    }
    number = pa.array(rows.number).cast(pa.string())
    columns["passage_id"] = pc.binary_join_element_wise(columns["document_id"], number, "#")
    schema = SCHEMAS["passages"]
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _speakers(rows: _Rows, lines: Spans, spans: Spans, found: Turns) -> pa.Array:
    names: dict[str, int] = {}
    codes = np.full(len(rows.document), -1, dtype=np.int32)
    for where, passages in ((rows.of_lines, lines), (rows.of_sentences, spans)):
        for place, some in found.items():
            first, _ = passages.rows(place)
            for row, name in speakers_of(passages.of(place), some).items():
                codes[where[first + row]] = names.setdefault(name, len(names))
    indices = pa.array(codes, mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(names), pa.string())).cast(pa.string())


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

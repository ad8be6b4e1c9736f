"""Sentences as the coder wants them: cut out of their documents' texts, all at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.coding import PASSAGE_BATCH

__all__ = ["coder_batch", "slices"]


def coder_batch(documents: pa.Table, texts: pa.Table, passages: pa.Table) -> pa.RecordBatch:
    """The sentences of some documents as one batch for the coder, in the order of `passages`.

    A sentence is spoken by the speaker of its turn where the transcript tells, else by the document's speaker.

    Args:
        documents, texts, passages: rows of these tables; every passage's document is among the other two.

    Returns:
        A batch with the schema PASSAGE_BATCH, one row a sentence.
    """
    sentences = passages.filter(pc.equal(passages["kind"], "sentence")).combine_chunks()
    document = pc.index_in(sentences["document_id"], documents["document_id"].combine_chunks())
    in_order = pc.unique(sentences["document_id"])
    spoken = texts.take(pc.index_in(in_order, texts["document_id"].combine_chunks()))
    text = pc.index_in(sentences["document_id"], in_order)
    told = {
        name: documents[name].take(document) for name in ("language", "actor", "speaker", "genre", "date", "source")
    }
    columns = {
        **told,
        "passage_id": sentences["passage_id"],
        "document_id": sentences["document_id"],
        "start": sentences["start"],
        "speaker": pc.coalesce(sentences["speaker"], told["speaker"]),
        "text": slices(
            spoken["text"].combine_chunks(),
            text.to_numpy().astype(np.int64),
            sentences["start"].to_numpy().astype(np.int64),
            sentences["end"].to_numpy().astype(np.int64),
        ),
    }
    arrays = [_whole(columns[field.name]).cast(field.type) for field in PASSAGE_BATCH]
    return pa.RecordBatch.from_arrays(arrays, schema=PASSAGE_BATCH)


def slices(
    texts: pa.LargeStringArray, row: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> pa.LargeStringArray:
    """Pieces of texts by code-point offsets, without a loop over them.

    The bytes of all texts lie behind one another. Those that begin a code point are numbered; so an offset becomes a
    place in the bytes, and pieces that follow each other, with the gaps between, become one array of strings.

    Args:
        texts: the texts, none null.
        row: which text each piece is of.
        start, end: code points, end exclusive. In the order given no piece may begin before the one before it ends.

    Returns:
        One string a piece.
    """
    if not len(row):
        return pa.array([], pa.large_string())
    _, offsets_buffer, data_buffer = texts.buffers()
    offsets = np.frombuffer(offsets_buffer, np.int64, len(texts) + 1, texts.offset * 8)
    data = np.frombuffer(data_buffer, np.uint8, offsets[-1] - offsets[0], offsets[0])
    begins = np.append(np.flatnonzero((data & 0xC0) != 0x80), len(data))
    first = np.searchsorted(begins, offsets[:-1] - offsets[0])
    bounds = np.empty(2 * len(row), np.int64)
    bounds[0::2] = begins[first[row] + start]
    bounds[1::2] = begins[first[row] + end]
    if np.any(np.diff(bounds) < 0):
        raise ValueError("pieces overlap or are out of order")
    pieces = pa.LargeStringArray.from_buffers(
        len(bounds) - 1, pa.py_buffer(bounds), data_buffer.slice(offsets[0], len(data))
    )
    return pieces.take(pa.array(np.arange(0, len(bounds) - 1, 2)))


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column

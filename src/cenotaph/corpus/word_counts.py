"""How often each document uses each word and each dictionary form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.text import lemma, tokens

__all__ = ["WORD_COUNTS", "count_words", "word_counts"]

Ints = NDArray[np.int64]

#: One row a document: its words, each once, and beside each how often it stands there.
WORD_COUNTS = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("word", pa.list_(pa.dictionary(pa.int32(), pa.string())), nullable=False),
        pa.field("n", pa.list_(pa.int32()), nullable=False),
    ]
)

#: Languages whose words have dictionary forms of their own; a Chinese word is its own.
_INFLECTED = ("en", "ru")


def count_words(
    document_ids: Sequence[str], texts: Sequence[str], languages: Sequence[str | None], names: tuple[str, ...] = ()
) -> tuple[pa.Table, pa.Table]:
    """The words of documents, and their dictionary forms, counted.

    Args: texts, folded; names, folded Chinese names that are words. Returns: two tables of `WORD_COUNTS`.
    """
    found = [tokens(text, language, names) for text, language in zip(texts, languages, strict=True)]
    length = np.array([len(each) for each in found], dtype=np.int64)
    written = pa.array(chain.from_iterable(found), pa.string(), size=int(length.sum())).dictionary_encode()
    is_word = np.asarray(pc.match_substring_regex(written.dictionary, r"[\pL\pN]"), dtype=bool)
    row, code = np.repeat(np.arange(len(found)), length), np.asarray(written.indices, dtype=np.int64)
    kept = is_word[code]
    row, code = row[kept], code[kept]
    spoken = np.array([_INFLECTED.index(each) if each in _INFLECTED else -1 for each in languages], dtype=np.int64)
    forms, form = _dictionary_forms(written.dictionary, code, spoken[row])
    ids = pa.array(document_ids, pa.string())
    return (
        word_counts(ids, *_tallied(row, code, len(ids)), written.dictionary),
        word_counts(ids, *_tallied(row, form, len(ids)), forms),
    )


def word_counts(document_ids: pa.Array, offsets: Ints, codes: Ints, counts: Ints, words: pa.Array) -> pa.Table:
    """A table of `WORD_COUNTS` from compressed rows: row i has the codes from `offsets[i]` to `offsets[i + 1]`."""
    bounds = pa.array(offsets.astype(np.int32))
    coded = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), words)
    columns = [
        document_ids,
        pa.ListArray.from_arrays(bounds, coded),
        pa.ListArray.from_arrays(bounds, pa.array(counts.astype(np.int32))),
    ]
    return pa.table(columns, schema=WORD_COUNTS)


def _dictionary_forms(words: pa.Array, code: Ints, language: Ints) -> tuple[pa.Array, Ints]:
    """The dictionary forms, and which of them each token has."""
    own = np.empty(len(code), dtype=np.int64)
    found: list[str] = []
    for place in np.unique(language):
        here = language == place
        used, back = np.unique(code[here], return_inverse=True)
        own[here] = back + len(found)
        spelt = words.take(pa.array(used)).to_pylist()
        found += [lemma(word, _INFLECTED[place]) for word in spelt] if place >= 0 else spelt
    forms = pa.array(found, pa.string()).dictionary_encode()
    return forms.dictionary, np.asarray(forms.indices, dtype=np.int64)[own]


def _tallied(row: Ints, code: Ints, n_rows: int) -> tuple[Ints, Ints, Ints]:
    width = int(code.max(initial=0)) + 1
    cell, count = np.unique(row * width + code, return_counts=True)
    return np.searchsorted(cell, np.arange(n_rows + 1) * width), cell % width, count

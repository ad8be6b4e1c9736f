"""Which texts are one story: reprints, cut or edited, found by the pieces of text they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

__all__ = ["same_story"]

#: Characters in a piece; one piece of so many is kept, the same ones in every text that holds them.
_PIECE, _KEPT_OF = 8, 8
#: Pieces of so many texts at most are taken pair by pair; of more, each text with the next.
_PAIRWISE = 12
_FACTOR, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)


def same_story(
    texts: Sequence[str], days: Sequence[int] | NDArray[np.int64], *, similarity: float = 0.5, within: int = 14
) -> NDArray[np.int64]:
    """The number of the story of each text: the place of its first text.

    Two texts are of one story where their pieces of eight characters overlap by `similarity` or more (Jaccard) and no
    more than `within` days lie between them; what is one story with the same text is one story. The overlap is
    estimated on an eighth of the pieces, chosen by their hash, so that equal texts keep equal pieces.

    Args: texts, folded for search; the day of each as a number. Returns: shape (n,).

    Source: Broder 1997, On the resemblance and containment of documents, section 3 (sampling by hash modulo m).
    """
    pieces = [_kept(text) for text in texts]
    when = np.asarray(days, dtype=np.int64)
    parent = list(range(len(texts)))
    for a, b in _candidates(pieces):
        if abs(int(when[a] - when[b])) > within or _root(parent, a) == _root(parent, b):
            continue
        shared = len(np.intersect1d(pieces[a], pieces[b], assume_unique=True))
        if shared >= similarity * (len(pieces[a]) + len(pieces[b]) - shared):
            low, high = sorted((_root(parent, a), _root(parent, b)))
            parent[high] = low
    return np.array([_root(parent, place) for place in range(len(texts))], dtype=np.int64)


def _kept(text: str) -> NDArray[np.uint64]:
    """Hashes of the pieces that are kept, each once, in order; of a text too short for a piece, its own."""
    letters = np.frombuffer("".join(text.split()).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(letters) < _PIECE:
        return np.array([crc32(letters.tobytes())], dtype=np.uint64) if len(letters) else np.zeros(0, dtype=np.uint64)
    hashed = np.zeros(len(letters) - _PIECE + 1, dtype=np.uint64)
    for place in range(_PIECE):
        hashed = hashed * _FACTOR + letters[place : place + len(hashed)]
    hashed = (hashed ^ (hashed >> np.uint64(29))) * _MIX
    hashed ^= hashed >> np.uint64(32)
    kept = hashed[hashed % np.uint64(_KEPT_OF) == 0]
    return np.unique(kept if len(kept) else hashed[:1])


def _candidates(pieces: Sequence[NDArray[np.uint64]]) -> Iterable[tuple[int, int]]:
    """Pairs of texts that share two pieces or more, or one where that is all a text has."""
    sizes = np.array([len(each) for each in pieces], dtype=np.int64)
    if not sizes.sum():
        return []
    values, owner = np.concatenate(pieces), np.repeat(np.arange(len(pieces)), sizes)
    order = np.lexsort((owner, values))
    values, owner = values[order], owner[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    held = np.repeat(np.diff(np.r_[starts, len(values)]), np.diff(np.r_[starts, len(values)]))
    group = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(values)]))
    pairs = []
    for step in range(1, _PAIRWISE):
        fit = group[step:] == group[:-step]
        if step > 1:
            fit &= held[:-step] <= _PAIRWISE
        pairs.append(owner[:-step][fit] * len(pieces) + owner[step:][fit])
    found, n = np.unique(np.concatenate(pairs), return_counts=True)
    a, b = found // len(pieces), found % len(pieces)
    enough = (n >= 2) | (np.minimum(sizes[a], sizes[b]) < 2)
    return zip(a[enough].tolist(), b[enough].tolist(), strict=True)


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place

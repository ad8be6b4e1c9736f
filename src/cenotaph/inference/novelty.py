"""How new each text of a series is, whether what came after kept it, and what in it was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.quantiles import Floats

__all__ = ["Nearest", "Novelty", "kullback_leibler", "nearest_before", "novelty_in_series"]

#: Added to every count, so that what one text lacks does not make it infinitely far from another.
_PSEUDO = 0.5


@dataclass(frozen=True)
class Novelty:
    """Novelty, transience and resonance of each text of a series, in bits; shape (T,).

    Attributes:
        novelty: mean divergence from the `window` texts before; NaN where there are not so many.
        transience: mean divergence from the `window` texts after; NaN where these are not yet there.
        resonance: novelty - transience: above 0 where what was new was kept; NaN where either is.
    """

    novelty: Floats
    transience: Floats
    resonance: Floats


def kullback_leibler(p: ArrayLike, q: ArrayLike) -> Floats:
    """`sum p log2(p / q)` over the last axis, in bits: how surprised one is by p who expects q. Never below 0.

    Args: shares above 0 that sum to 1 in the last axis. Source: Kullback & Leibler 1951, Annals of Mathematical
    Statistics 22:79-86.
    """
    a, b = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    found: Floats = np.maximum(np.sum(a * np.log2(a / b), axis=-1), 0.0)
    return found


def novelty_in_series(counts: ArrayLike, window: int) -> Novelty:
    """Novelty, transience and resonance of texts in the order of their dates.

    `N_w(j) = mean over d = 1..w of KL(s_j || s_(j-d))`, `T_w(j)` the same with `s_(j+d)`, `R = N - T`, where s is the
    distribution of words or codes with half a count added to each.

    Args: counts of each word or code in each text, shape (T, K); `window`, w, 1 or more.

    Source: Barron, Huang, Spang & DeDeo 2018, PNAS 115:4607-4612, equations 1 to 3.
    """
    weights = np.asarray(counts, dtype=np.float64) + _PSEUDO
    shares = weights / weights.sum(axis=1, keepdims=True)
    size = len(shares)
    sums = np.zeros((2, size))
    for distance in range(1, window + 1):
        if distance < size:
            sums[0, distance:] += kullback_leibler(shares[distance:], shares[:-distance])
            sums[1, :-distance] += kullback_leibler(shares[:-distance], shares[distance:])
    place = np.arange(size)
    novelty = np.where(place >= window, sums[0] / window, np.nan)
    transience = np.where(place < size - window, sums[1] / window, np.nan)
    return Novelty(novelty, transience, novelty - transience)


@dataclass(frozen=True)
class Nearest:
    """For each sentence the most similar of those before.

    Attributes:
        place: of the nearest, -1 where there is none before; shape (n,).
        similarity: mean of containment and Jaccard, 0 to 1; NaN where there is none before.
        containment: share of the sentence's pieces that stand in the other.
        jaccard: words in common over words of both.
    """

    place: NDArray[np.int64]
    similarity: Floats
    containment: Floats
    jaccard: Floats


def nearest_before(
    pieces: Sequence[frozenset[str]],
    words: Sequence[frozenset[str]],
    earlier_pieces: Sequence[frozenset[str]],
    earlier_words: Sequence[frozenset[str]],
) -> Nearest:
    """The most similar earlier sentence of each sentence, the earliest of equally similar ones.

    Similarity is the mean of two that fail differently: containment of character pieces sees word parts and survives
    what is added around a phrase; the Jaccard index of lemmas sees other forms of the same words.

    Args: sets of character pieces and of lemmas, of the sentences asked about and of all earlier ones.

    Source: containment, Broder 1997, section 2; Jaccard 1912, New Phytologist 11:37-50.
    """
    if not earlier_pieces:
        nothing = np.full(len(pieces), np.nan)
        return Nearest(np.full(len(pieces), -1, dtype=np.int64), nothing, nothing.copy(), nothing.copy())
    shared, sizes, _ = _shared(pieces, earlier_pieces)
    common, mine, theirs = _shared(words, earlier_words)
    with np.errstate(divide="ignore", invalid="ignore"):
        containment = np.nan_to_num(shared / sizes[:, None])
        jaccard = np.nan_to_num(common / (mine[:, None] + theirs[None, :] - common))
    similarity = (containment + jaccard) / 2
    best = similarity.argmax(axis=1)
    at = (np.arange(len(pieces)), best)
    return Nearest(best.astype(np.int64), similarity[at], containment[at], jaccard[at])


#: So many members of sets are summed at a time, which bounds memory.
_AT_ONCE = 50_000


def _shared(own: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> tuple[Floats, Floats, Floats]:
    """How many members each pair of sets shares, shape (n, m), and the sizes of the sets."""
    numbers: dict[str, int] = {}
    for each in own:
        for member in each:
            numbers.setdefault(member, len(numbers))
    table = np.zeros((max(len(numbers), 1), len(own)), dtype=np.float32)
    for place, each in enumerate(own):
        table[[numbers[member] for member in each], place] = 1
    held = [[numbers[member] for member in each & numbers.keys()] for each in other]
    length = np.array([len(each) for each in held], dtype=np.int64)
    members = np.fromiter(chain.from_iterable(held), dtype=np.int64, count=int(length.sum()))
    found = np.zeros((len(other), len(own)), dtype=np.float64)
    filled = np.flatnonzero(length)
    bounds = np.cumsum(length)
    start = 0
    while start < len(filled):  # as many sets as hold some 50,000 members together
        first = int(bounds[filled[start]] - length[filled[start]])
        end = max(start + 1, int(np.searchsorted(bounds[filled], first + _AT_ONCE, side="right")))
        part = filled[start:end]
        rows = table[members[first : int(bounds[part[-1]])]]
        found[part] = np.add.reduceat(rows, bounds[part] - length[part] - first, axis=0)
        start = end
    sizes = [np.array([len(each) for each in sets], dtype=np.float64) for sets in (own, other)]
    return found.T, sizes[0], sizes[1]

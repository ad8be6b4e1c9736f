"""How much of what is said depends on who listens: information about the audience in the codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.intervals import MINIMUM_CLUSTERS, Interval
from cenotaph.inference.quantiles import Floats, normal_quantile, t_quantile

__all__ = [
    "AUDIENCES_NEEDED",
    "DOCUMENTS_NEEDED",
    "Adaptivity",
    "audience_adaptivity",
    "document_entropy",
    "entropy",
    "overlapping",
]

#: Below so many audiences, each with so many documents on shared ground, nothing is said.
AUDIENCES_NEEDED, DOCUMENTS_NEEDED = 5, 8

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Adaptivity:
    """What part of the uncertainty about the codes the audience takes away.

    Attributes:
        estimate: (plug-in information - its mean under permutation) / entropy of the codes; near 0 where audiences
            are told the same, below 0 by chance, 1 where the audience settles what is said. NaN where all codes are
            one.
        low, high: interval over documents.
        standard_error: of the estimate, over documents.
        p_value: share of permutations with as much information, the observed one counted among them.
        naive: plug-in information / entropy, without correction; above 0 also where nothing differs.
        information, expected, entropy: the plug-in information, its permutation mean and the entropy, in bits.
        n_permutations: how many there were.
    """

    estimate: float
    low: float
    high: float
    standard_error: float
    p_value: float
    naive: float
    information: float
    expected: float
    entropy: float
    n_permutations: int


def entropy(counts: ArrayLike) -> Floats:
    """Shannon entropy in bits of the shares in the last axis; 0 where nothing is counted.

    Source: Shannon 1948, Bell System Technical Journal 27:379-423, section 6.
    """
    weights = np.asarray(counts, dtype=np.float64)
    total = weights.sum(axis=-1)
    # sum n log n = N log N - N H
    logs = np.sum(weights * np.log2(np.where(weights > 0, weights, 1.0)), axis=-1)
    known = np.where(total > 0, total, 1.0)
    found: Floats = np.maximum(np.where(total > 0, np.log2(known) - logs / known, 0.0), 0.0)
    return found


def overlapping(audience: ArrayLike, strata: ArrayLike, least: int = DOCUMENTS_NEEDED) -> NDArray[np.bool_]:
    """Which documents stand on shared ground: their stratum holds another audience too, and their audience has
    at least `least` such documents.

    Thin audiences are dropped one after another, the thinnest first, since each may take shared ground with it.

    Args: audience and stratum of each document, whole numbers from 0, shape (D,). Returns: shape (D,).
    """
    who, where = np.asarray(audience, dtype=np.int64), np.asarray(strata, dtype=np.int64)
    kept = np.ones(len(who), dtype=bool)
    while kept.any():
        table = np.zeros((where.max() + 1, who.max() + 1), dtype=np.int64)
        np.add.at(table, (where[kept], who[kept]), 1)
        kept &= ((table > 0).sum(axis=1) > 1)[where]
        sizes = np.bincount(who[kept], minlength=table.shape[1])
        thin = np.flatnonzero((sizes > 0) & (sizes < least))
        if not len(thin):
            break
        kept &= who != thin[np.argmin(sizes[thin])]
    return kept


def audience_adaptivity(
    counts: ArrayLike,
    audience: ArrayLike,
    strata: ArrayLike,
    rng: np.random.Generator,
    *,
    n_permutations: int = 300,
    n_bootstraps: int = 200,
    level: float = 0.95,
) -> Adaptivity:
    """Information about the audience in the codes, given the stratum, less what chance gives, over the entropy.

    `I(code; audience | stratum) = sum_s f_s [H(code | s) - sum_a f_a|s H(code | s, a)]`, with shares of codes as
    weights. The plug-in is above 0 by chance alone, the more so the fewer the documents; its mean over permutations of
    documents between the audiences of a stratum is taken off. Documents and not codes are permuted, since what one
    document says hangs together. The interval is estimate +- z x standard error of a bootstrap of documents within
    audience and stratum.

    Args:
        counts: codes of each document, shape (D, K).
        audience, strata: whole numbers from 0, shape (D,); strata hold the topic and the period.
        rng: for permutations and bootstrap.

    Source: mutual information, Cover & Thomas 2006, Elements of Information Theory, 2nd ed., section 2.3; bias of the
        plug-in, Miller 1955; taking off the permutation mean as in Vinh, Epps & Bailey 2010, JMLR 11:2837-2854.
    """
    table = _Table(np.asarray(counts, dtype=np.float64), np.asarray(audience), np.asarray(strata))
    observed = table.information(table.cell)
    chance = np.array([table.information(table.permuted(rng)) for _ in range(n_permutations)])
    again = np.array([table.resampled(rng) for _ in range(n_bootstraps)])
    whole = table.entropy
    if whole <= 0:
        nothing = (np.nan, np.nan, np.nan, np.nan, np.nan, np.nan)
        return Adaptivity(*nothing, observed, float(chance.mean()), whole, n_permutations)
    expected = float(chance.mean())
    estimate = (observed - expected) / whole
    error = float(np.std(again, ddof=1))
    half = normal_quantile((1 + level) / 2) * error
    p_value = (1 + int((chance >= observed - 1e-12).sum())) / (n_permutations + 1)
    return Adaptivity(
        estimate, estimate - half, estimate + half, error, p_value, observed / whole, observed, expected, whole,
        n_permutations,
    )  # fmt: skip


class _Table:
    """The codes of documents that stand sorted by stratum and audience; a cell is one audience in one stratum.

    Documents hold few of the codes, so that only counts above 0 are kept, and sums over cells are one `bincount`.
    """

    def __init__(self, counts: Floats, audience: Ints, strata: Ints) -> None:
        order = np.lexsort((audience, strata))
        counts, keys = counts[order], np.stack((strata, audience), axis=1)[order]
        new = np.ones(len(keys), dtype=bool)
        new[1:] = (keys[1:] != keys[:-1]).any(axis=1)
        self.cell = np.cumsum(new) - 1
        self._starts = np.flatnonzero(new)
        self._sizes = np.diff(np.append(self._starts, len(keys)))
        first = np.ones(len(self._starts), dtype=bool)
        first[1:] = keys[self._starts[1:], 0] != keys[self._starts[:-1], 0]
        self._groups = np.flatnonzero(first)
        self._stratum = (np.cumsum(first) - 1)[self.cell].astype(np.float64)
        self._document, self._code = np.nonzero(counts)
        self._count = counts[self._document, self._code]
        self._shape = (len(self._starts), counts.shape[1])
        self.entropy = self._of(self.cell, self._count)[1]

    def information(self, cell: Ints) -> float:
        """The plug-in information where each document stands in this cell."""
        return self._of(cell, self._count)[0]

    def permuted(self, rng: np.random.Generator) -> Ints:
        """The cells of the documents, dealt out anew within each stratum."""
        return self.cell[np.argsort(self._stratum + rng.random(len(self.cell)))]

    def resampled(self, rng: np.random.Generator) -> float:
        """Information over entropy of documents drawn again, with replacement, within each cell."""
        sizes = self._sizes[self.cell]
        drawn = self._starts[self.cell] + (rng.random(len(sizes)) * sizes).astype(np.int64)
        times = np.bincount(drawn, minlength=len(sizes))
        information, whole = self._of(self.cell, self._count * times[self._document])
        return information / whole if whole > 0 else 0.0

    def _of(self, cell: Ints, count: Floats) -> tuple[float, float]:
        """Information and entropy, given the stratum."""
        at = cell[self._document] * self._shape[1] + self._code
        cells = np.bincount(at, count, minlength=self._shape[0] * self._shape[1]).reshape(self._shape)
        whole = np.add.reduceat(cells, self._groups, axis=0)
        total = cells.sum()
        if total <= 0:
            return np.nan, np.nan
        within = cells.sum(axis=1) @ entropy(cells) / total
        between = whole.sum(axis=1) @ entropy(whole) / total
        return float(between - within), float(between)


def document_entropy(counts: ArrayLike, level: float = 0.95) -> Interval:
    """The entropy of the codes of all documents together, with the bias and the error of a jackknife over documents.

    `D H - (D - 1) mean(H without one document)`; the plug-in H is too low, the more so the fewer the documents. The
    interval takes t quantiles of D - 1 degrees; below `MINIMUM_CLUSTERS` documents there is none.

    Args: counts of each code in each document, shape (D, K). Documents without codes are left out.

    Source: Zahl 1977, Ecology 58:907-913 (jackknife of the Shannon index); Efron & Stein 1981.
    """
    held = np.asarray(counts, dtype=np.float64)
    held = held[held.sum(axis=1) > 0]
    size = len(held)
    if size < 2:
        nothing = np.array(np.nan)
        return Interval(nothing, nothing, nothing, level)
    whole = held.sum(axis=0)
    without = entropy(whole - held)
    estimate = size * entropy(whole) - (size - 1) * without.mean()
    error = np.sqrt((size - 1) / size * np.sum((without - without.mean()) ** 2))
    half = t_quantile((1 + level) / 2, size - 1 if size >= MINIMUM_CLUSTERS else np.nan) * error
    return Interval(np.asarray(estimate), np.maximum(estimate - half, 0.0), estimate + half, level)

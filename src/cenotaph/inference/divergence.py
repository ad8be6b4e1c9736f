"""Distance between distributions of codes: Jensen-Shannon divergence, rarefied to one size, and against chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.quantiles import Floats, t_quantile

__all__ = [
    "MINIMUM_DOCUMENTS",
    "DivergenceChange",
    "Excess",
    "divergence_change",
    "document_permutation",
    "jensen_shannon_divergence",
    "rarefied_divergence",
    "split_half_excess",
]

#: Below so many documents on a side the distance within it cannot be seen by halving it.
MINIMUM_DOCUMENTS = 4

Counts = NDArray[np.int64]


def jensen_shannon_divergence(x: ArrayLike, y: ArrayLike) -> Floats:
    """The plug-in Jensen-Shannon divergence of counts or shares, in bits: H((p + q) / 2) - (H(p) + H(q)) / 2.

    0 where both have the same shares, 1 where no code is shared. The plug-in is too high in small samples, by about
    (K - 1)(1/n1 + 1/n2) / (8 ln 2) where p = q: use it for known distributions and for permutations, never for a trend.

    Args: x and y, shape (..., K), not negative; broadcast together. NaN where a side sums to 0.

    Source: Lin 1991, IEEE Transactions on Information Theory 37:145-151. `scipy.spatial.distance.jensenshannon` is its
    square root.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        p, q = (each / each.sum(-1, keepdims=True) for each in (np.asarray(x, float), np.asarray(y, float)))
    found: Floats = np.clip(_entropy((p + q) / 2) - (_entropy(p) + _entropy(q)) / 2, 0.0, 1.0)
    return found


def rarefied_divergence(counts: ArrayLike, size: int) -> Floats:
    """The expected plug-in divergence, in bits, between samples cut at random to `size` codings each, of all pairs.

    Every pair then carries the same upward bias, so that values of years or actors of unlike volume can be compared.
    The expectation over the hypergeometric draws is exact: each code's part of the entropy of the mixture is a sum over
    the two numbers drawn, so that all pairs together are one matrix product.

    Args: counts, whole numbers, shape (S, K); size, at least 1. Returns: shape (S, S), symmetric; on the diagonal two
    independent draws from the same sample. NaN for samples of fewer than `size` codings.

    Source: rarefaction, Hurlbert 1971, Ecology 52:577-586; the bias, Miller 1955, in Quastler, Information Theory in
    Psychology, pp. 95-100.
    """
    x = np.asarray(counts, dtype=np.int64)
    enough = x.sum(1) >= size
    drawn = _hypergeometric(x[enough], size)
    steps = np.arange(size + 1)
    alone = (drawn @ _surprisal(steps / size)).sum(1)
    mixed = _surprisal((steps[:, None] + steps[None, :]) / (2 * size))
    flat = drawn.reshape(len(drawn), x.shape[1] * (size + 1))
    both = (drawn @ mixed).reshape(flat.shape) @ flat.T
    result = np.full((len(x), len(x)), np.nan)
    result[np.ix_(enough, enough)] = np.clip((both + both.T) / 2 - (alone[:, None] + alone[None, :]) / 2, 0.0, 1.0)
    return result


@dataclass(frozen=True)
class Excess:
    """How far actors stand from each other, beyond how far each stands from itself; all distances in bits.

    Attributes:
        between: shape (A, A): rarefied divergence of half the documents of one from half those of the other.
        within: shape (A,): rarefied divergence of the two halves of one actor's documents, the scale of chance.
        excess: shape (A, A): between, less the mean of the two within; 0 where the actors differ by chance only.
        low, high: shape (A, A): interval of the excess over documents, by the delete-half jackknife.
        size: the codings to which every half was cut; 0 where no two actors had enough, and all is NaN.
        n_splits: how many times the documents were halved.
        level: nominal coverage.
    """

    between: Floats
    within: Floats
    excess: Floats
    low: Floats
    high: Floats
    size: int
    n_splits: int
    level: float


def split_half_excess(
    documents: Counts, actor: Counts, rng: np.random.Generator, *, size: int, n_splits: int = 200, level: float = 0.95
) -> Excess:
    """Divergence between actors above the divergence of random halves of each actor's own documents.

    Documents are halved `n_splits` times; between and within are taken on halves, so that both carry the same bias and
    the same variation between documents. Halves of fewer than `size` codings are passed over; actors with fewer than
    `MINIMUM_DOCUMENTS` documents, or of whom most halves are too small, are NaN.

    Args: documents, counts of codes, shape (D, K); actor, shape (D,), 0 to A - 1.

    Source: the delete-half jackknife, Shao & Wu 1989, Annals of Statistics 17:1176-1197.
    """
    n_actors = int(actor.max()) + 1 if len(actor) else 0
    n = np.bincount(actor, minlength=n_actors)
    between = np.full((n_splits, n_actors, n_actors), np.nan)
    within = np.full((n_splits, n_actors), np.nan)
    for split in range(n_splits):
        halves = _halves(documents, actor, n_actors, rng)
        found = rarefied_divergence(halves, size)
        between[split] = found[:n_actors, :n_actors]
        within[split] = np.diagonal(found[:n_actors, n_actors:])
    fit = (n >= MINIMUM_DOCUMENTS) & (np.isfinite(within).mean(0) > 0.5)
    pair = fit[:, None] & fit[None, :] & ~np.eye(n_actors, dtype=bool) & (np.isfinite(between).sum(0) > 1)
    mean, spread = (np.full(pair.shape, np.nan) for _ in range(2))
    mean[pair], spread[pair] = np.nanmean(between[:, pair], 0), np.nanstd(between[:, pair], 0, ddof=1)
    own = np.full(n_actors, np.nan)
    own[fit] = np.nanmean(within[:, fit], 0)
    excess = mean - (own[:, None] + own[None, :]) / 2
    degrees = np.where(pair, np.minimum(n[:, None], n[None, :]) - 1.0, np.nan)
    half = t_quantile((1 + level) / 2, degrees) * spread
    return Excess(mean, own, excess, excess - half, excess + half, size, n_splits, level)


def document_permutation(
    documents: Counts, second: NDArray[np.bool_], stratum: Counts, rng: np.random.Generator, *, n_draws: int = 999
) -> float:
    """The p-value of the plug-in divergence of two actors, when whole documents change hands within strata.

    Words and codes come in bursts by document, so that tests on pooled codes (chi-square) reject far too often; the
    document is the unit here. NaN where no stratum holds documents of both.

    Args: documents, counts of codes, shape (D, K); second, shape (D,), which documents are the second actor's; stratum,
    shape (D,): labels move only among documents of one stratum, such as a year.

    Source: Phipson & Smyth 2010, Stat. Applications in Genetics and Molecular Biology 9:39, for (1 + b) / (1 + n).
    """
    order = np.lexsort((second, stratum))
    documents, second, stratum = documents[order], second[order], stratum[order]
    shared = np.intersect1d(stratum[second], stratum[~second])
    if not len(shared):
        return float("nan")
    keys = rng.random((n_draws, len(second)))
    moved = second[np.argsort(stratum + keys, axis=1)]
    labels = np.concatenate((second[None], moved)).astype(float)
    theirs = labels @ documents
    found = jensen_shannon_divergence(documents.sum(0) - theirs, theirs)
    return float(np.sum(found[1:] >= found[0] - 1e-12) + 1) / (n_draws + 1)


@dataclass(frozen=True)
class DivergenceChange:
    """Who moved: the change of a rarefied divergence from one time to another, in bits; below 0 is convergence.

    Attributes:
        total: change of the distance of the two.
        first: the change had only the first moved, the second held where it was; second: the other way round.
        together: what neither alone gives (total - first - second): both went to, or away from, something third.
    """

    total: float
    first: float
    second: float
    together: float


def divergence_change(
    first_then: ArrayLike, second_then: ArrayLike, first_now: ArrayLike, second_now: ArrayLike, size: int
) -> DivergenceChange:
    """Decompose the change of a divergence by holding one side where it was.

    Args: counts of codes of both actors then and now, shape (K,) each; `size`, to which each is cut.
    """
    d = rarefied_divergence(np.stack([np.asarray(x) for x in (first_then, second_then, first_now, second_now)]), size)
    then = d[0, 1]
    total, first, second = (float(each - then) for each in (d[2, 3], d[2, 1], d[0, 3]))
    return DivergenceChange(total, first, second, total - first - second)


def _halves(documents: Counts, actor: Counts, n_actors: int, rng: np.random.Generator) -> Counts:
    """Sums of a random half of each actor's documents, and below them those of the other halves; shape (2 A, K)."""
    order = np.lexsort((rng.random(len(actor)), actor))
    n = np.bincount(actor, minlength=n_actors)
    rank = np.arange(len(actor)) - np.repeat(np.cumsum(n) - n, n)
    coin = rng.integers(0, 2, n_actors)  # of an odd number, either half may be the greater one
    later = rank >= (n + coin)[actor[order]] // 2
    sums = np.zeros((2 * n_actors, documents.shape[1]), dtype=np.int64)
    np.add.at(sums, actor[order] + n_actors * later, documents[order])
    return sums


def _entropy(p: Floats) -> Floats:
    total: Floats = _surprisal(p).sum(-1)
    return total


def _surprisal(p: Floats) -> Floats:
    """-p log2 p, and 0 at 0."""
    return -p * np.log2(np.where(p > 0, p, 1.0))


def _hypergeometric(x: Counts, size: int) -> Floats:
    """The probability of drawing 0 to `size` codings of each code; shape (S, K, size + 1)."""
    total = x.sum(1)[:, None, None]
    most = max(int(x.sum(1).max(initial=0)), size)
    log_factorial = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, most + 1)))))

    def log_choose(n: Counts, k: Counts) -> Floats:
        fits = (k >= 0) & (k <= n)
        k = np.where(fits, k, 0)
        return np.where(fits, log_factorial[n] - log_factorial[k] - log_factorial[n - k], -np.inf)

    drawn, of_code = np.arange(size + 1)[None, None, :], x[:, :, None]
    log_p = log_choose(of_code, drawn) + log_choose(total - of_code, size - drawn) - log_choose(total, np.array(size))
    return np.exp(log_p)

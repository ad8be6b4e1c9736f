"""Parts of a whole: shares with their Dirichlet posterior, how a share changed, and log-ratios of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.intervals import Interval
from cenotaph.inference.quantiles import Floats, beta_quantile, log_gamma, normal_quantile

__all__ = [
    "JEFFREYS_WEIGHT",
    "MINIMUM_UNITS",
    "ShareChange",
    "beta_change",
    "centred_log_ratios",
    "dirichlet_prior",
    "dirichlet_shares",
    "share_change",
]

#: Weight of the prior on every part: a half, after Jeffreys.
JEFFREYS_WEIGHT = 0.5

#: A whole of fewer units is described part by part; its log-ratios would mostly say what the prior says.
MINIMUM_UNITS = 30

#: Points of each share's posterior that stand for it where two are compared.
_POINTS = 160
#: Cells of the grid on which such a posterior is summed.
_CELLS = 400


@dataclass(frozen=True)
class ShareChange:
    """How shares differ between two wholes; arrays of one shape.

    Attributes:
        change: difference of the posterior means, second less first.
        low, high: bounds of the difference.
        rose: posterior probability that the second share is the greater.
        level: of the interval.
    """

    change: Floats
    low: Floats
    high: Floats
    rose: Floats
    level: float


def dirichlet_shares(counts: ArrayLike, prior: ArrayLike = JEFFREYS_WEIGHT, level: float = 0.95) -> Interval:
    """The posterior of each part's share of the whole: Dirichlet(counts + prior), so each part is a beta.

    Args:
        counts: units of each part, shape (..., K).
        prior: weight of each part before anything is seen, a number or shape (K,).

    Returns: the posterior means, which sum to 1 over the last axis, with equal-tailed intervals. Where nothing was
    counted in the whole, NaN. The lower bound is 0 where a part has no units, the upper 1 where it has all of them.
    """
    x = np.asarray(counts, dtype=np.float64)
    a, b = _betas(x, prior)
    tail = (1 - level) / 2
    nothing = x.sum(-1, keepdims=True) <= 0
    low = np.where(x <= 0, 0.0, beta_quantile(tail, a, b))
    high = np.where(x >= x.sum(-1, keepdims=True), 1.0, beta_quantile(1 - tail, a, b))
    return Interval(*_blank(nothing, a / (a + b), low, high), level)


def share_change(
    before: ArrayLike, after: ArrayLike, prior: ArrayLike = JEFFREYS_WEIGHT, level: float = 0.95
) -> ShareChange:
    """The change of each part's share from one whole to another, the two taken as independent.

    Each posterior is stood for by points of equal weight, so that the answer is the same at every run; it is good to
    two digits of the posterior's width.

    Args: units of each part, both of shape (K,); `prior` as for `dirichlet_shares`.

    Returns: arrays of shape (K,); NaN where one of the wholes is empty.
    """
    first, second = (_betas(np.asarray(x, dtype=np.float64), prior) for x in (before, after))
    found = beta_change(first, second, level)
    empty = (np.sum(before) <= 0) | (np.sum(after) <= 0)
    return ShareChange(*_blank(empty, found.change, found.low, found.high), np.where(empty, np.nan, found.rose), level)


def beta_change(first: tuple[Floats, Floats], second: tuple[Floats, Floats], level: float = 0.95) -> ShareChange:
    """The change from shares distributed as Beta(*first) to such as Beta(*second), each by itself.

    Args: both parameters of the betas, shape (K,) each. Returns: arrays of shape (K,).
    """
    sides, place = np.unique(np.stack([*first, *second]), axis=1, return_inverse=True)
    found = np.array([_difference(*each, (1 - level) / 2) for each in sides.T.tolist()]).reshape(-1, 3)
    low, high, rose = found[place.ravel()].T
    change = second[0] / (second[0] + second[1]) - first[0] / (first[0] + first[1])
    return ShareChange(change, low, high, rose, level)


@lru_cache(maxsize=50_000)
def _difference(a: float, b: float, c: float, d: float, tail: float) -> tuple[float, float, float]:
    """Both quantiles of Beta(c, d) less Beta(a, b), and the chance that the former is the greater."""
    one, other = _points(a, b), _points(c, d)
    above = np.searchsorted(other, one, "right") + np.searchsorted(other, one, "left")
    return _lowest(one, other, tail), -_lowest(other, one, tail), float(1 - above.mean() / (2 * _POINTS))


def _lowest(one: Floats, other: Floats, tail: float) -> float:
    """The `tail` quantile of all differences of `other` less `one`, both ascending; few of them can be so low."""
    at = tail * (_POINTS**2 - 1)
    rank = int(at)
    place, back = _corner(rank + 2)
    lowest = np.partition(other[place] - one[back], (rank, rank + 1))[rank : rank + 2]
    return float(lowest[0] + (at - rank) * (lowest[1] - lowest[0]))


@cache
def _corner(many: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which pairs of points may be among the `many` lowest differences: fewer than that lie below each of them."""
    steps = np.arange(1, _POINTS + 1)
    place, back = np.nonzero(np.multiply.outer(steps, steps) <= many)
    return place, _POINTS - 1 - back


@lru_cache(maxsize=50_000)
def _points(a: float, b: float) -> Floats:
    """Quantiles of Beta(a, b) at even steps, from its density over the angle whose squared sine is the share.

    Over the angle the density of Jeffreys' prior is flat, and no posterior with it is infinite at an end.
    """
    middle, width = np.arcsin(np.sqrt(a / (a + b))), 8 / (2 * np.sqrt(a + b))
    edges = np.linspace(max(middle - width, 0.0), min(middle + width, np.pi / 2), _CELLS + 1)
    angle = (edges[1:] + edges[:-1]) / 2
    log_density = (2 * a - 1) * np.log(np.sin(angle)) + (2 * b - 1) * np.log(np.cos(angle))
    cumulative = np.concatenate([[0.0], np.cumsum(np.exp(log_density - log_density.max()))])
    at = (np.arange(_POINTS) + 0.5) / _POINTS
    return np.asarray(np.sin(np.interp(at, cumulative / cumulative[-1], edges)) ** 2)


def dirichlet_prior(counts: ArrayLike) -> Floats:
    """The prior that the wholes of a class give one another: its mean is their pooled shares, its weight the likeliest.

    Args: counts, shape (T, K): units of each part in T wholes, such as the occasions of a class.

    Returns: shape (K,), above 0. Its sum is the number of units that the class is worth: small where the wholes differ
    much. It is bounded between 0.1 and 10,000; parts that no whole holds have a share of half a unit.

    Source: Dirichlet-multinomial likelihood, Johnson, Kotz & Balakrishnan 1997, Discrete Multivariate Distributions,
    ch. 35, maximised over the weight; empirical Bayes in the sense of Efron & Morris.
    """
    x = np.asarray(counts, dtype=np.float64)
    x = x[x.sum(-1) > 0]
    share = (x.sum(0) + JEFFREYS_WEIGHT) / (x.sum() + JEFFREYS_WEIGHT * x.shape[1])
    low, high = np.log(0.1), np.log(10_000.0)
    for _ in range(6):
        grid = np.linspace(low, high, 41)
        best = int(np.argmax([_log_likelihood(x, share * np.exp(weight)) for weight in grid]))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, 40)]
    return np.asarray(share * np.exp((low + high) / 2), dtype=np.float64)


def centred_log_ratios(counts: ArrayLike, prior: ArrayLike = JEFFREYS_WEIGHT, level: float = 0.95) -> Interval:
    """Logarithm of each share over the geometric mean of all, in expectation under the Dirichlet posterior.

    A part without units has a value all the same, for the prior replaces the zero. The interval is normal.

    Args: counts, shape (..., K). Wholes of fewer than `MINIMUM_UNITS` units are NaN.

    Source: Aitchison 1986, The Statistical Analysis of Compositional Data, ch. 4; moments of the logarithm of a
    gamma variable: digamma and trigamma.
    """
    x = np.asarray(counts, dtype=np.float64)
    a = x + np.asarray(prior, dtype=np.float64)
    parts = max(a.shape[-1], 1)
    first, second = _digamma(a), _trigamma(a)
    value = first - first.sum(-1, keepdims=True) / parts
    variance = second * (1 - 2 / parts) + second.sum(-1, keepdims=True) / parts**2
    half = normal_quantile((1 + level) / 2) * np.sqrt(variance)
    few = x.sum(-1, keepdims=True) < MINIMUM_UNITS
    return Interval(*_blank(few, value, value - half, value + half), level)


def _blank(unknown: NDArray[np.bool_], value: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
    return np.where(unknown, np.nan, value), np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def _betas(x: Floats, prior: ArrayLike) -> tuple[Floats, Floats]:
    a = x + np.asarray(prior, dtype=np.float64)
    return a, a.sum(-1, keepdims=True) - a


def _log_likelihood(x: Floats, a: Floats) -> float:
    n = x.sum(-1)
    whole = log_gamma(np.full(1, a.sum())) - log_gamma(n + a.sum())
    return float(np.sum(whole) + np.sum(log_gamma(x + a) - log_gamma(a)))


def _digamma(x: Floats) -> Floats:
    """Recurrence up to 8 and the asymptotic series (Abramowitz & Stegun 1964, 6.3.5 and 6.3.18)."""
    total = np.zeros(x.shape)
    for step in range(8):
        total -= 1 / (x + step)
    z = x + 8
    inverse = 1 / z**2
    return (
        total + np.log(z) - 1 / (2 * z) - inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse / 240)))
    )


def _trigamma(x: Floats) -> Floats:
    """As `_digamma` (6.4.6 and 6.4.12)."""
    total = np.zeros(x.shape)
    for step in range(8):
        total += 1 / (x + step) ** 2
    z = x + 8
    inverse = 1 / z**2
    series = 1 / 6 - inverse * (1 / 30 - inverse * (1 / 42 - inverse / 30))
    return np.asarray(total + 1 / z + inverse / 2 + inverse / z * series)

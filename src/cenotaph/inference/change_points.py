"""When did a rate change: one change point with its probability, and the best cuts of a long series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.quantiles import Floats, log_gamma

__all__ = ["ChangePoint", "Cut", "best_cuts", "cost_of_means", "cost_of_rates", "single_change", "stable_cuts"]

#: log rate ratios over which a disturbing term (a jubilee, a closure) is integrated, and the spread of their prior.
_GRID, _SPREAD = np.linspace(-3.0, 3.0, 61), 1.0


@dataclass(frozen=True)
class ChangePoint:
    """One change of rate at an unknown date; `k` is the number of periods before it.

    Attributes:
        probability: shape (T - 1,): P(the change came after period k), k = 1 to T - 1, given that there was one.
        last_before: the most probable k, counted as periods before the change.
        low, high: the k between which the date lies with probability `level` (equal tails).
        bayes_factor: how much more probable the counts are under one change than under none; below 1 speaks for none.
        rate_before, rate_after: counts per unit of exposure on both sides of the most probable date; with disturbing
            terms, of periods without them.
        level: probability of the interval.
    """

    probability: Floats
    last_before: int
    low: int
    high: int
    bayes_factor: float
    rate_before: float
    rate_after: float
    level: float


def single_change(
    counts: ArrayLike,
    exposure: ArrayLike | None = None,
    *,
    shape: float = 1.0,
    rate: float = 1.0,
    term: ArrayLike | None = None,
    dispersion: float = 1.0,
    level: float = 0.9,
) -> ChangePoint:
    """The posterior of one change point in counts with exposure, by exact sums over all dates (gamma-Poisson).

    Rates before and after are gamma with `shape` and `rate` and integrated out; every date is as probable as any other
    beforehand. With `term`, a known disturbance (round anniversaries) multiplies the rate by a factor that is
    integrated out too, on a grid, under a normal prior of its logarithm (sd 1), with a change and without.

    Args:
        counts, exposure: shape (T,), T at least 2; exposure above 0 (1 each where null).
        shape, rate: of the gamma prior. Give rate as shape over a typical rate where exposures are large.
        term: shape (T,), 1 where the disturbance acts, else 0.
        dispersion: counts and exposures are divided by it, where counts scatter more than a Poisson's; 1 is exact.

    Source: the posterior of Carlin, Gelfand & Smith 1992, Applied Statistics 41:389-405, here in closed form; for
    division by the dispersion (quasi-likelihood), Wedderburn 1974, Biometrika 61:439-447.
    """
    c = np.asarray(counts, float) / dispersion
    e = (np.ones_like(c) if exposure is None else np.asarray(exposure, float)) / dispersion
    z = np.zeros_like(c) if term is None else np.asarray(term, float)
    grid = _GRID if z.any() else np.zeros(1)
    prior = -(grid**2) / (2 * _SPREAD**2)
    prior = prior - _log_sum(prior)
    done = np.concatenate(([0.0], np.cumsum(c)))
    exposed = np.concatenate((np.zeros((len(grid), 1)), np.cumsum(e * np.exp(np.outer(grid, z)), axis=1)), axis=1)
    common = grid * (c @ z) + prior

    def evidence(s: Floats, t: Floats) -> Floats:
        known: Floats = log_gamma(np.array([shape])) - shape * np.log(rate)
        return np.subtract(log_gamma(shape + s) - (shape + s) * np.log(rate + t), known)

    s, t = done[1:-1], exposed[:, 1:-1]
    split = evidence(s, t) + evidence(done[-1] - s, exposed[:, -1:] - t) + common[:, None]
    of_date = _log_sum(split, axis=0)
    none = _log_sum(evidence(done[-1], exposed[:, -1]) + common)
    changed = _log_sum(of_date)
    probability = np.exp(of_date - changed)
    k = int(probability.argmax()) + 1
    at = exposed[int(split[:, k - 1].argmax())]
    tail, cumulated = (1 - level) / 2, probability.cumsum()
    low, high = (int(np.searchsorted(cumulated, q - 1e-12)) + 1 for q in (tail, 1 - tail))
    factor = float(np.exp(min(changed - np.log(len(c) - 1) - none, 700)))
    before, after = done[k] / at[k], (done[-1] - done[k]) / (at[-1] - at[k])
    return ChangePoint(probability, k, low, min(high, len(c) - 1), factor, float(before), float(after), level)


@dataclass(frozen=True)
class Cut:
    """A place where a series is cut, after `before` periods; `stability` is the share of penalties that keep it."""

    before: int
    stability: float


def cost_of_means(values: ArrayLike) -> Floats:
    """Squared distance from its mean of every stretch; shape (T + 1, T + 1), entry [i, j] for periods i to j - 1."""
    x = np.asarray(values, float)
    s, ss, n = (np.concatenate(([0.0], np.cumsum(each))) for each in (x, x * x, np.ones_like(x)))
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = (ss[None, :] - ss[:, None]) - (s[None, :] - s[:, None]) ** 2 / (n[None, :] - n[:, None])
    return _upper(cost)


def cost_of_rates(counts: ArrayLike, exposure: ArrayLike) -> Floats:
    """Twice the negative Poisson log likelihood at its best rate of every stretch; shape as `cost_of_means`."""
    s, e = (np.concatenate(([0.0], np.cumsum(np.asarray(each, float)))) for each in (counts, exposure))
    y, t = s[None, :] - s[:, None], e[None, :] - e[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = np.where(y > 0, -2 * (y * np.log(y / t) - y), 0.0)
    return _upper(cost)


def best_cuts(cost: Floats, penalty: float, least: int = 2) -> tuple[int, ...]:
    """The cuts that make total cost plus `penalty` for each cut least, of stretches of `least` periods or more.

    Exact: every period may be a cut (PELT finds the same with `jump=1`; with jump=5, its default, it may not). Returns:
    the number of periods before each cut, ascending.

    Source: optimal partitioning, Jackson et al. 2005, IEEE Signal Processing Letters 12:105-108; Killick, Fearnhead &
    Eckley 2012, JASA 107:1590-1598.
    """
    length = len(cost) - 1
    best = np.full(length + 1, np.inf)
    best[0], came = -penalty, np.zeros(length + 1, dtype=np.int64)
    for end in range(least, length + 1):
        options = best[: end - least + 1] + cost[: end - least + 1, end]
        came[end] = int(options.argmin())
        best[end] = options[came[end]] + penalty
    cuts, end = [], length
    while end and came[end]:
        end = int(came[end])
        cuts.append(end)
    return tuple(reversed(cuts))


def stable_cuts(cost: Floats, penalties: Sequence[float], least: int = 2, near: int = 0) -> tuple[Cut, ...]:
    """The cuts at the middle penalty, each with the share of all penalties that cut there too.

    A best partition has no error bar; that a cut stays while the penalty halves and doubles is what can be said.

    Args: penalties, from mild to strict; near: a cut so many periods away counts as the same.
    """
    every = [best_cuts(cost, penalty, least) for penalty in penalties]
    return tuple(
        Cut(cut, sum(any(abs(cut - other) <= near for other in cuts) for cuts in every) / len(every))
        for cut in every[len(every) // 2]
    )


def _upper(cost: Floats) -> Floats:
    return np.where(np.triu(np.ones(cost.shape, dtype=bool), 1), cost, np.inf)


def _log_sum(x: Floats, axis: int | None = None) -> Floats:
    top = x.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(x - top).sum(axis=axis, keepdims=True)) + top
    return total.reshape(()) if axis is None else total.squeeze(axis)

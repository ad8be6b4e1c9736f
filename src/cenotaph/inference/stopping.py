"""Has it stopped? Tests of a record of sightings, and of a record of outcomes at each occurrence of a rite."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.presence import JEFFREYS, BetaPrior, log_beta
from cenotaph.inference.quantiles import Floats

__all__ = [
    "EndDate",
    "OneChange",
    "SightingTest",
    "StopPosterior",
    "fit_stop_hazard",
    "one_change",
    "optimal_linear_estimate",
    "sighting_test",
    "stop_posterior",
]

_HAZARDS = np.exp(np.linspace(np.log(0.001), np.log(0.6), 60))


@dataclass(frozen=True)
class SightingTest:
    """Whether a record of sightings in continuous time has ended.

    Attributes:
        p_value: of so long a silence, were sightings still as frequent. It is not the probability of survival.
        bayes_factor: for survival, against an end at any time since the last sighting.
        survival: posterior probability of survival at even prior odds.
        n: sightings that count.
    """

    p_value: float
    bayes_factor: float
    survival: float
    n: int


def sighting_test(sightings: ArrayLike, end: float, start: float | None = None) -> SightingTest:
    """Solow's test: p = (t_n / T)^n, and the Bayes factor (n - 1) / ((T / t_n)^(n - 1) - 1) for survival.

    Args: times of sightings; `end`, the time of looking; `start`, when looking began. Where looking began is unknown
    the first sighting starts the clock and does not count.

    Raises: ValueError where fewer than two sightings count, or the last lies after `end`.

    Source: Solow 1993, Ecology 74:962-964.
    """
    times = np.sort(np.asarray(sightings, float))
    counted = times[1:] if start is None else times
    n = len(counted)
    if n < 2 or counted[-1] > end:
        raise ValueError("two sightings or more must count, none later than the end")
    began = times[0] if start is None else start
    last, span = float(counted[-1] - began), float(end - began)
    if last == span:
        return SightingTest(1.0, np.inf, 1.0, n)
    factor = (n - 1) / ((span / last) ** (n - 1) - 1)
    return SightingTest((last / span) ** n, factor, factor / (1 + factor), n)


@dataclass(frozen=True)
class EndDate:
    """When a record of sightings ended.

    Attributes:
        estimate: the optimal linear estimate of the end.
        low, high: bounds of its interval.
        shape: estimated shape of the joint Weibull distribution of the last sightings.
        level: nominal coverage.
    """

    estimate: float
    low: float
    high: float
    shape: float
    level: float


def optimal_linear_estimate(sightings: ArrayLike, level: float = 0.95) -> EndDate:
    """The optimal linear estimate of the end date from the last sightings, whatever the law of sighting.

    Args: times of the last sightings, three different ones at least; five to ten are usual.

    Raises: ValueError below that.

    Source: Roberts & Solow 2003, Nature 426:245; Solow 2005, Mathematical Biosciences 195:47-55.
    """
    times = np.sort(np.asarray(sightings, float))[::-1]
    k = len(times)
    if len(np.unique(times)) < 3:
        raise ValueError("three different times of sighting at least")
    gaps = times[0] - times[1:-1]
    shape = float(np.log((times[0] - times[-1]) / gaps[gaps > 0]).sum() / (k - 1))
    matrix = np.empty((k, k))
    for i in range(1, k + 1):
        for j in range(1, i + 1):
            value = exp(lgamma(2 * shape + i) + lgamma(shape + j) - lgamma(shape + i) - lgamma(j))
            matrix[i - 1, j - 1] = matrix[j - 1, i - 1] = value
    weights = np.linalg.solve(matrix, np.ones(k))
    estimate = float(weights @ times / weights.sum())
    tail = (1 - level) / 2
    low, high = (
        float(times[0] + (times[0] - times[-1]) / ((-log(each) / k) ** -shape - 1)) for each in (1 - tail, tail)
    )
    return EndDate(estimate, low, high, shape, level)


@dataclass(frozen=True)
class StopPosterior:
    """Whether a series of outcomes has stopped for good.

    Attributes:
        probability: that it stopped at some occurrence after the last presence; NaN where it was never present.
        bayes_factor: stopped, at any such occurrence alike, against the same rate throughout; NaN where it was never
            present or was present last time.
        absences: known absences since the last presence.
        hazard: prior probability of stopping at each occurrence.
    """

    probability: float
    bayes_factor: float
    absences: int
    hazard: float


def stop_posterior(outcomes: ArrayLike, hazard: float = 0.05, prior: BetaPrior = JEFFREYS) -> StopPosterior:
    """The probability that a target is dropped for good, from its outcomes in order of time.

    While it goes on it is present with an unknown constant rate; it may stop before any occurrence with probability
    `hazard`. After one absence this is h / (h + (1 - h) P(absent | still on)): .51 after nine of nine with h = .05, so
    that one omission after a perfect record is a coin toss.

    Args: outcomes, 1 present, 0 absent, NaN unknown and passed over; hazard in (0, 1).

    Source: discrete form of Solow 1993; sum over stop points as in Barry & Hartigan 1992, Annals of Statistics 20:260.
    """
    marginals, last, n = _stop_marginals(outcomes, prior)
    if last == 0:
        return StopPosterior(np.nan, np.nan, n, hazard)
    if last == n:
        return StopPosterior(0.0, np.nan, 0, hazard)
    weights = _stop_weights(marginals, last, n, np.array([hazard]))[0]
    stopped, on = weights[:-1], weights[-1]
    factor = float(np.exp(marginals[:-1] - marginals[-1]).mean())
    return StopPosterior(float(stopped.sum() / (stopped.sum() + on)), factor, n - last, hazard)


def fit_stop_hazard(outcomes: ArrayLike, prior: BetaPrior = JEFFREYS) -> float:
    """How likely a target is to be dropped for good at any one occurrence, from a panel of series.

    The posterior mean over the panel; the prior is Beta(1, 19), mean .05, so that a panel that says nothing leaves .05.

    Args: outcomes, shape (series, occurrences); NaN is unknown. Series that were never present say nothing.
    """
    likelihood = 18 * np.log1p(-_HAZARDS)
    for row in np.atleast_2d(np.asarray(outcomes, float)):
        marginals, last, n = _stop_marginals(row, prior)
        if last:
            likelihood += np.log(_stop_weights(marginals - marginals.max(), last, n, _HAZARDS).sum(axis=1))
    weights = np.exp(likelihood - likelihood.max()) * _HAZARDS  # the grid is even in the logarithm
    return float((weights * _HAZARDS).sum() / weights.sum())


def _stop_marginals(outcomes: ArrayLike, prior: BetaPrior) -> tuple[Floats, int, int]:
    """Log marginal likelihood of being on for exactly last ... n known occurrences; the last presence; how many."""
    known = np.asarray(outcomes, float)
    known = known[~np.isnan(known)]
    n = len(known)
    present = np.flatnonzero(known == 1)
    last, s = (int(present[-1]) + 1, len(present)) if len(present) else (0, 0)
    on = np.arange(last, n + 1)
    return log_beta(prior.a + s, prior.b + on - s) - log_beta(prior.a, prior.b), last, n


def _stop_weights(marginals: Floats, last: int, n: int, hazards: Floats) -> Floats:
    """Prior times likelihood of each stop point, never last; shape (hazards, stop points)."""
    on = np.arange(last, n + 1)
    survived = (1 - hazards[:, None]) ** on
    weights: Floats = survived * np.where(on < n, hazards[:, None], 1.0) * np.exp(marginals)
    return weights


@dataclass(frozen=True)
class OneChange:
    """One change of rate in a series of outcomes.

    Attributes:
        bayes_factor: one change anywhere, against a constant rate.
        first: place (among the known outcomes) of the first outcome of the new regime, where it is most likely.
        probability: posterior probability of that place, given one change.
        posterior: of every place from 1 to n - 1, shape (n - 1,).
        p_value: share of permutations of the series with as great a Bayes factor, itself among them; NaN without `rng`.
    """

    bayes_factor: float
    first: int
    probability: float
    posterior: Floats
    p_value: float


def one_change(
    outcomes: ArrayLike,
    prior: BetaPrior = JEFFREYS,
    rng: np.random.Generator | None = None,
    permutations: int = 2000,
) -> OneChange:
    """Whether and when the rate of presence changed, once.

    Args: outcomes without NaN, four at least; `rng` for the permutation test.

    Raises: ValueError below four outcomes, or where one is unknown.

    Source: Smith 1975, Biometrika 62:407-416, with beta priors on both rates.
    """
    y = np.asarray(outcomes, float)
    if len(y) < 4 or np.isnan(y).any():
        raise ValueError("four known outcomes at least")
    marginals, constant = _change_marginals(y[None], prior)
    factor = float(np.exp(marginals - constant[:, None]).mean())
    posterior = np.exp(marginals[0] - marginals.max())
    posterior /= posterior.sum()
    place = int(np.argmax(posterior))
    p_value = np.nan
    if rng is not None:
        shuffled, same = _change_marginals(rng.permuted(np.tile(y, (permutations, 1)), axis=1), prior)
        factors = np.exp(shuffled - same[:, None]).mean(axis=1)
        p_value = float((1 + (factors >= factor * (1 - 1e-9)).sum()) / (1 + permutations))
    return OneChange(factor, place + 1, float(posterior[place]), posterior, p_value)


def _change_marginals(y: Floats, prior: BetaPrior) -> tuple[Floats, Floats]:
    n = y.shape[1]
    before, total = np.cumsum(y, axis=1)[:, :-1], y.sum(axis=1)
    c = np.arange(1.0, n)

    def marginal(s: Floats, known: Floats) -> Floats:
        return log_beta(prior.a + s, prior.b + known - s) - log_beta(prior.a, prior.b)

    return marginal(before, c) + marginal(total[:, None] - before, n - c), marginal(total, np.array(float(n)))

"""How often someone is there: the predictive probability of presence at the next occurrence of a rite.

Arrays of outcomes have a row a series (target, state) and a column an occurrence, in order of time: 1 present,
0 absent, NaN unknown. Unknown is never counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.quantiles import Floats, beta_quantile, log_gamma

__all__ = [
    "JEFFREYS",
    "LAPLACE",
    "MINIMUM_SERIES",
    "BetaPrior",
    "Predictive",
    "PriorName",
    "SequentialPredictive",
    "fit_beta_prior",
    "log_beta",
    "presence_predictive",
    "sequential_predictive",
    "surprise_bits",
]

PriorName = Literal["pooled", "jeffreys", "laplace"]

#: Below so many well-known series a prior is not fitted to them; Jeffreys' takes its place.
MINIMUM_SERIES = 10

#: A series counts for the prior where at least this share of its occurrences is known.
_WELL_KNOWN = 0.5

#: Up to so many pairs the standard library is faster than arrays.
_FEW = 100

_GRID = np.exp(np.arange(-3, 2.01, 0.25))


@dataclass(frozen=True)
class BetaPrior:
    """The distribution of rates of presence over the series of a reference class, as Beta(a, b).

    Attributes:
        a, b: its parameters.
        n_series: how many series it was fitted to; 0: not fitted.
    """

    a: float
    b: float
    n_series: int = 0

    def predictive(self, present: ArrayLike, known: ArrayLike) -> Floats:
        """The probability of presence next time, after s of n: (a + s) / (a + b + n)."""
        probability: Floats = (self.a + np.asarray(present, float)) / (self.a + self.b + np.asarray(known, float))
        return probability


JEFFREYS = BetaPrior(0.5, 0.5)
LAPLACE = BetaPrior(1.0, 1.0)


@dataclass(frozen=True)
class Predictive:
    """The probability of presence at the next occurrence; arrays of one shape.

    Attributes:
        probability: of presence.
        low, high: equal-tailed interval of the rate behind it. It covers disposition (U3): what this actor would do
            on another such occasion, the record being as short as it is.
        level: its nominal coverage.
    """

    probability: Floats
    low: Floats
    high: Floats
    level: float


@dataclass(frozen=True)
class SequentialPredictive:
    """For every series and occurrence the probability of presence, from strictly earlier occurrences alone.

    Attributes:
        probability: of presence, shape (series, occurrences); NaN where the class of the occurrence is unknown.
        present, known: how often present and how often known before, within the class; same shape. With a half-life
            these are weights, not counts.
        a, b: the prior that was used at each occurrence, shape (occurrences,).
        n_series: how many series it was fitted to, shape (occurrences,); 0: not fitted.
    """

    probability: Floats
    present: Floats
    known: Floats
    a: Floats
    b: Floats
    n_series: NDArray[np.int64]


def presence_predictive(
    present: ArrayLike,
    known: ArrayLike,
    prior: BetaPrior = JEFFREYS,
    level: float = 0.95,
    *,
    a: ArrayLike | None = None,
    b: ArrayLike | None = None,
) -> Predictive:
    """The beta-binomial predictive (a + s) / (a + b + n) of presence next time, after s of n.

    After ten of ten, absence has probability .083 with Laplace's prior and .045 with Jeffreys'.

    Args: present (s) and known (n), counts of one shape; `a` and `b` take the place of the prior's, elementwise.

    Source: Laplace 1774; Jeffreys 1961, Theory of Probability, 3rd ed., section 3.1; Gelman et al. 2013, Bayesian Data
    Analysis, 3rd ed., section 2.4.
    """
    s, n = np.asarray(present, float), np.asarray(known, float)
    a, b = np.asarray(prior.a if a is None else a, float), np.asarray(prior.b if b is None else b, float)
    s, n, a, b = np.broadcast_arrays(s, n, a, b)
    pairs, where = np.unique(np.stack([(a + s).ravel(), (b + n - s).ravel()]), axis=1, return_inverse=True)
    tail = (1 - level) / 2
    low, high = (beta_quantile(p, *pairs)[where].reshape(s.shape) for p in (tail, 1 - tail))
    return Predictive((a + s) / (a + b + n), low, high, level)


def log_beta(a: ArrayLike, b: ArrayLike) -> Floats:
    """The natural logarithm of the beta function, elementwise; a, b > 0, broadcast together."""
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    if a.size > _FEW:
        return log_gamma(a) + log_gamma(b) - log_gamma(a + b)
    pairs = zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)
    return np.array([math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y) for x, y in pairs]).reshape(a.shape)


def surprise_bits(probability: ArrayLike) -> Floats:
    """-log2 of the probability that was given to what happened: 1 bit for a coin toss, 0 for the certain."""
    with np.errstate(divide="ignore"):
        bits: Floats = np.abs(np.log2(np.asarray(probability, float)))
    return bits


def fit_beta_prior(present: ArrayLike, known: ArrayLike) -> BetaPrior:
    """Beta(a, b) by the greatest marginal likelihood over a class of series: the reference class itself.

    Series borrow strength from one another: a short record is drawn to what is usual in the class. The grid of a and
    b goes from 0.05 to 7.4; below `MINIMUM_SERIES` series with anything known the answer is Jeffreys' prior.

    Args: present and known, whole counts, one a series.

    Source: empirical Bayes of the beta-binomial: Skellam 1948, JRSS B 10:257-261; Casella 1985, The American
    Statistician 39:83-87.
    """
    s, n = np.asarray(present, np.int64), np.asarray(known, np.int64)
    s, n = s[n > 0], n[n > 0]
    if s.size < MINIMUM_SERIES:
        return JEFFREYS
    pairs, counts = np.unique(np.stack([s, n]), axis=1, return_counts=True)
    s, n = pairs
    rising = _log_rising(_GRID, int(n.max()))
    both = _log_rising((_GRID[:, None] + _GRID).ravel(), int(n.max())).reshape(_GRID.size, _GRID.size, -1)
    likelihood = ((rising[:, None, s] + rising[None, :, n - s] - both[:, :, n]) * counts).sum(-1)
    i, j = np.unravel_index(np.argmax(likelihood), likelihood.shape)
    return BetaPrior(float(_GRID[i]), float(_GRID[j]), int(counts.sum()))


def sequential_predictive(
    outcomes: ArrayLike,
    strata: ArrayLike | None = None,
    *,
    prior: PriorName = "pooled",
    half_life: float = np.inf,
) -> SequentialPredictive:
    """The predictive of every outcome from those before it that belong to the same class of occurrences.

    Args:
        outcomes: shape (series, occurrences).
        strata: the class of each occurrence as a whole number, negative where unknown; shape (occurrences,) or that of
            `outcomes`. Null: all are of one class.
        prior: `pooled` fits Beta(a, b) to the series of the class that are known at half of its occurrences or more, as
            they stood before; `jeffreys` and `laplace` do not.
        half_life: after so many occurrences an outcome counts half; a prior is then fitted to rounded weights.
    """
    y = np.atleast_2d(np.asarray(outcomes, float))
    labels = np.broadcast_to(0 if strata is None else np.asarray(strata, np.int64), y.shape)
    seen, there = ~np.isnan(y), np.nan_to_num(y)
    documented = seen.any(axis=0)
    present, known = np.zeros(y.shape), np.zeros(y.shape)
    fixed = LAPLACE if prior == "laplace" else JEFFREYS
    priors = []
    for t in range(y.shape[1]):
        same = labels[:, :t] == labels[:, t : t + 1]
        weights = np.exp2(-(t - 1 - np.arange(t)) / half_life)
        counted = same & seen[:, :t]
        known[:, t] = counted @ weights
        present[:, t] = (counted * there[:, :t]) @ weights
        if prior == "pooled":
            well = known[:, t] >= np.maximum(_WELL_KNOWN * ((same & documented[:t]) @ weights), 0.5)
            s = np.rint(present[well, t])
            priors.append(fit_beta_prior(s, np.maximum(np.rint(known[well, t]), s)))
        else:
            priors.append(fixed)
    a, b = np.array([each.a for each in priors]), np.array([each.b for each in priors])
    probability = np.where(labels < 0, np.nan, (a + present) / (a + b + known))
    n_series = np.array([each.n_series for each in priors], np.int64)
    return SequentialPredictive(probability, present, known, a, b, n_series)


def _log_rising(start: Floats, most: int) -> Floats:
    """log of x (x + 1) ... (x + m - 1) for m = 0 ... most, shape (x, most + 1)."""
    steps = np.log(start[:, None] + np.arange(most))
    return np.concatenate([np.zeros((start.size, 1)), np.cumsum(steps, axis=1)], axis=1)

"""Intervals for shares and rates: of independent units, and of units that come in clusters (documents)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.quantiles import Floats, beta_quantile, normal_quantile, t_quantile

__all__ = [
    "MINIMUM_CLUSTERS",
    "UNSEEN_CORRELATION",
    "Interval",
    "clustered_share_interval",
    "jeffreys_interval",
    "ratio_interval",
    "wilson_interval",
]

#: Below so many clusters no interval is given: the variation between them cannot be seen.
MINIMUM_CLUSTERS = 5

#: Correlation of units within a cluster that is assumed where none or all units count, so that it cannot be estimated.
UNSEEN_CORRELATION = 0.1


@dataclass(frozen=True)
class Interval:
    """Estimates with their intervals; all arrays of one shape, NaN where there is nothing to say.

    Attributes:
        estimate: the share or rate; NaN where nothing was there to measure, never 0.
        low, high: bounds of the interval; NaN where there are too few units to give one.
        level: nominal coverage, such as 0.95.
    """

    estimate: Floats
    low: Floats
    high: Floats
    level: float


def wilson_interval(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Interval:
    """The score interval of a share of independent units; 0 of 10 is [0, 0.28], not [0, 0].

    Args: successes and trials, counts of one shape. A share of no trials is NaN with NaN bounds.

    Source: Wilson 1927, JASA 22:209-212; recommended by Brown, Cai & DasGupta 2001, Statistical Science 16:101-133.
    """
    k, n = _counts(successes, trials)
    return _score_interval(k / n, n, np.full(n.shape, normal_quantile((1 + level) / 2)), level)


def jeffreys_interval(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Interval:
    """The equal-tailed interval of the posterior Beta(k + 1/2, n - k + 1/2) of a share.

    The lower bound is 0 where nothing counted, the upper bound 1 where all did.

    Source: Brown, Cai & DasGupta 2001, Statistical Science 16:101-133, section 3.1.2.
    """
    k, n = _counts(successes, trials)
    tail = (1 - level) / 2
    low = np.where(k == 0, 0.0, beta_quantile(tail, k + 0.5, n - k + 0.5))
    high = np.where(k == n, 1.0, beta_quantile(1 - tail, k + 0.5, n - k + 0.5))
    estimate = k / n
    return Interval(estimate, np.where(np.isnan(n), np.nan, low), np.where(np.isnan(n), np.nan, high), level)


def ratio_interval(
    sum_y: ArrayLike,
    sum_x: ArrayLike,
    sum_yy: ArrayLike,
    sum_xy: ArrayLike,
    sum_xx: ArrayLike,
    n_clusters: ArrayLike,
    level: float = 0.95,
) -> Interval:
    """The ratio of two totals over clusters, with its linearised variance and t quantiles.

    Args: sums over the clusters of each group of `y`, `x`, `y*y`, `x*y`, `x*x`, and the number of clusters with
    `x > 0`; arrays of one shape. Below `MINIMUM_CLUSTERS` clusters the bounds are NaN; where `x` sums to 0 all is.

    Source: Cochran 1977, Sampling Techniques, 3rd ed., section 6.4, eq. 6.13 (without finite population correction).
    """
    y, x, yy, xy, xx, n = _floats(sum_y, sum_x, sum_yy, sum_xy, sum_xx, n_clusters)
    estimate, variance = _ratio(y, x, yy, xy, xx, n)
    enough = n >= MINIMUM_CLUSTERS
    half = t_quantile((1 + level) / 2, np.where(enough, n - 1, np.nan)) * np.sqrt(variance)
    return Interval(estimate, estimate - half, estimate + half, level)


def clustered_share_interval(
    sum_y: ArrayLike,
    sum_x: ArrayLike,
    sum_yy: ArrayLike,
    sum_xy: ArrayLike,
    sum_xx: ArrayLike,
    n_clusters: ArrayLike,
    level: float = 0.95,
) -> Interval:
    """The share of units that count, where units come in clusters: a score interval on the effective number of units.

    `x` is the number of units of a cluster and `y` how many of them count. The linearised variance of the ratio gives
    the number of independent units that would be as uncertain, never more than there are; the score interval
    is then taken with the t quantile of clusters minus one. Where none or all units count this variance says
    nothing, and units within a cluster are taken to correlate by `UNSEEN_CORRELATION`.

    Args: as `ratio_interval`. Below `MINIMUM_CLUSTERS` clusters the bounds are NaN; where `x` sums to 0 all is.

    Source: effective sample size of Korn & Graubard 1998, Survey Methodology 24:193-201, put into Wilson's interval as
    in Franco, Little, Louis & Slud 2019, Journal of Survey Statistics and Methodology 7:334-364; for the design effect
    1 + (m - 1) rho, Kish 1965, Survey Sampling, section 5.4.
    """
    y, x, yy, xy, xx, n = _floats(sum_y, sum_x, sum_yy, sum_xy, sum_xx, n_clusters)
    share, variance = _ratio(y, x, yy, xy, xx, n)
    assumed = x / (1 + (xx / x - 1) * UNSEEN_CORRELATION)
    with np.errstate(divide="ignore", invalid="ignore"):
        estimated = share * (1 - share) / variance
    certain = (y <= 0) | (y >= x) | ~np.isfinite(estimated)
    units = np.minimum(np.where(certain, assumed, estimated), x)
    enough = n >= MINIMUM_CLUSTERS
    t = t_quantile((1 + level) / 2, np.where(enough, n - 1, np.nan))
    return _score_interval(share, units, t, level)


def _ratio(y: Floats, x: Floats, yy: Floats, xy: Floats, xx: Floats, n: Floats) -> tuple[Floats, Floats]:
    estimate = y / x
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.maximum(yy - 2 * estimate * xy + estimate**2 * xx, 0.0)
        variance = n / (n - 1) * squares / x**2
    return estimate, np.where(n > 1, variance, np.nan)


def _score_interval(share: Floats, units: Floats, z: Floats, level: float) -> Interval:
    centre = (share + z**2 / (2 * units)) / (1 + z**2 / units)
    half = z / (1 + z**2 / units) * np.sqrt(share * (1 - share) / units + z**2 / (4 * units**2))
    low = np.where(share <= 0, 0.0 * centre, np.clip(centre - half, 0.0, 1.0))
    high = np.where(share >= 1, 1.0 + 0.0 * centre, np.clip(centre + half, 0.0, 1.0))
    return Interval(share, low, high, level)


def _counts(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    k, n = _floats_plain(successes, trials)
    return k, np.where(n > 0, n, np.nan)


def _floats_plain(*values: ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values)))


def _floats(*values: ArrayLike) -> tuple[Floats, ...]:
    y, x, *rest = _floats_plain(*values)
    return (y, np.where(x > 0, x, np.nan), *rest)

"""Ratios of two rates with exposure: tests, intervals, units that come in clusters, and searches that miss some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import erfc, exp, inf, log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.intervals import MINIMUM_CLUSTERS
from cenotaph.inference.quantiles import beta_cdf, beta_quantile, normal_quantile, t_quantile, t_tails

__all__ = [
    "RATE_TESTS",
    "RateRatio",
    "adjusted_for_recall",
    "clustered_rate_ratio",
    "exact_rate_ratio",
    "rate_ratio",
    "rate_test",
]


@dataclass(frozen=True)
class RateRatio:
    """The ratio of two rates.

    Attributes:
        estimate: (y_a / e_a) / (y_b / e_b); infinite where b has none, NaN where neither has.
        low, high: bounds; infinite above where b has none; NaN where there are too few clusters.
        p_value: two-sided, of a ratio of 1.
        standard_error: of the logarithm of the ratio; NaN where a count is 0.
        level: nominal coverage.
    """

    estimate: float
    low: float
    high: float
    p_value: float
    standard_error: float
    level: float


def _wald(y_a: float, y_b: float, d: float) -> float:
    return (y_a - y_b * d) / sqrt(y_a + y_b * d**2)


def _score(y_a: float, y_b: float, d: float) -> float:
    return (y_a - y_b * d) / sqrt((y_a + y_b) * d)


def _wald_log(y_a: float, y_b: float, d: float) -> float:
    return (log(y_a / y_b) - log(d)) / sqrt(1 / y_a + 1 / y_b)


def _score_log(y_a: float, y_b: float, d: float) -> float:
    return (log(y_a / y_b) - log(d)) / sqrt((2 + 1 / d + d) / (y_a + y_b))


def _sqrt(y_a: float, y_b: float, d: float) -> float:
    return 2 * (sqrt(y_a + 3 / 8) - sqrt((y_b + 3 / 8) * d)) / sqrt(1 + d)


#: Statistics of two Poisson counts whose expectations stand as d to 1 under the null; standard normal.
RATE_TESTS: dict[str, Callable[[float, float, float], float]] = {
    "wald": _wald,
    "score": _score,
    "wald-log": _wald_log,
    "score-log": _score_log,
    "sqrt": _sqrt,
}


def rate_test(
    count_a: float,
    exposure_a: float,
    count_b: float,
    exposure_b: float,
    *,
    method: str = "exact",
    one_sided: bool = False,
) -> float:
    """The p value of equal rates, against a greater rate of `a` where `one_sided`.

    Args: counts, not both 0; exposures above 0; `method`, `exact` (conditional on the sum of the counts) or a name of
    `RATE_TESTS`; those with a logarithm need both counts above 0 and else give NaN.

    Source: Gu, Ng, Tang & Schucany 2008, Biometrical Journal 50:283-298; exact: Przyborowski & Wilenski 1940,
    Biometrika 31:313-323. The two-sided exact value is twice the smaller tail, at most 1.
    """
    d = exposure_a / exposure_b
    if count_a + count_b <= 0:
        return nan
    if method == "exact":
        above, below = _tails(count_a, count_b, d)
        return above if one_sided else min(1.0, 2 * min(above, below))
    if method.endswith("log") and not (count_a and count_b):
        return nan
    z = RATE_TESTS[method](count_a, count_b, d)
    return erfc(z / sqrt(2)) / 2 if one_sided else erfc(abs(z) / sqrt(2))


def rate_ratio(count_a: float, exposure_a: float, count_b: float, exposure_b: float, level: float = 0.95) -> RateRatio:
    """The ratio of two Poisson rates with the score interval: every ratio that the score test does not reject.

    Source: the quadratic of Graham, Mayo & Bowker 2003, Statistics in Medicine 22:2071-2083.
    """
    d = exposure_a / exposure_b
    z2 = normal_quantile((1 + level) / 2) ** 2
    total = count_a + count_b
    if total <= 0:
        return RateRatio(nan, nan, nan, nan, nan, level)
    # count_b^2 r^2 - (2 count_a count_b + z^2 total) r + count_a^2 = 0, with r = ratio x d
    half = 2 * count_a * count_b + z2 * total
    root = sqrt(max(half**2 - 4 * count_a**2 * count_b**2, 0.0))
    low, high = (count_a**2 / half, inf) if count_b == 0 else tuple(
        (half + sign * root) / (2 * count_b**2) for sign in (-1, 1)
    )  # fmt: skip
    return RateRatio(
        _ratio(count_a, count_b) / d,
        low / d,
        high / d,
        rate_test(count_a, exposure_a, count_b, exposure_b, method="score"),
        _log_error(count_a, count_b),
        level,
    )


def exact_rate_ratio(
    count_a: float, exposure_a: float, count_b: float, exposure_b: float, level: float = 0.95
) -> RateRatio:
    """The ratio of two Poisson rates with the exact conditional interval, which covers at least as often as it says.

    Source: given the sum, count_a is binomial; the interval of Clopper & Pearson 1934, Biometrika 26:404-413, turned
    from a share p into the ratio p / (1 - p).
    """
    d, total, tail = exposure_a / exposure_b, count_a + count_b, (1 - level) / 2
    if total <= 0:
        return RateRatio(nan, nan, nan, nan, nan, level)
    ends = beta_quantile([tail, 1 - tail], [max(count_a, 0.5), count_a + 1], [count_b + 1, max(count_b, 0.5)])
    p_low = 0.0 if count_a == 0 else float(ends[0])
    p_high = 1.0 if count_b == 0 else float(ends[1])
    return RateRatio(
        _ratio(count_a, count_b) / d,
        _ratio(p_low, 1 - p_low) / d,
        _ratio(p_high, 1 - p_high) / d,
        rate_test(count_a, exposure_a, count_b, exposure_b),
        _log_error(count_a, count_b),
        level,
    )


def clustered_rate_ratio(
    counts_a: ArrayLike, counts_b: ArrayLike, exposure_a: float, exposure_b: float, level: float = 0.95
) -> RateRatio:
    """The ratio of two rates whose items come in clusters (stories and their reprints).

    Var(log ratio) = k / (k - 1) sum_i (a_i / A - b_i / B)^2 over the k clusters that hold any item, with A and B the
    sums; interval and test take t quantiles of k - 1 degrees. With one item a cluster this is 1/A + 1/B, as for Poisson
    counts, times k / (k - 1).

    Args: items of a and of b in each cluster, shape (k,). Below `MINIMUM_CLUSTERS` clusters, or where a sum is 0,
    there is no interval and no p value.

    Source: linearisation (delta method) of a ratio of totals over clusters whose number is random, Cochran 1977,
    Sampling Techniques, 3rd ed., section 6.4; Huber's variance of a Poisson model with log link is the same.
    """
    a, b = np.asarray(counts_a, dtype=np.float64), np.asarray(counts_b, dtype=np.float64)
    held = (a > 0) | (b > 0)
    a, b, k = a[held], b[held], int(held.sum())
    estimate = _ratio(float(a.sum()), float(b.sum())) * exposure_b / exposure_a
    if k < MINIMUM_CLUSTERS or not a.sum() or not b.sum():
        return RateRatio(estimate, nan, nan, nan, nan, level)
    error = sqrt(k / (k - 1) * float(np.sum((a / a.sum() - b / b.sum()) ** 2)))
    if error == 0:  # every cluster holds the two in the same proportion: nothing varies
        return RateRatio(estimate, nan, nan, nan, nan, level)
    half = _t(level, k - 1) * error
    p_value = float(t_tails(log(estimate) / error, k - 1)) if estimate != 1 else 1.0
    return RateRatio(estimate, estimate * exp(-half), estimate * exp(half), p_value, error, level)


def adjusted_for_recall(
    found: RateRatio, seen_a: int, sample_a: int, seen_b: int, sample_b: int, degrees: float = inf
) -> RateRatio:
    """The ratio where the search for `a` finds `seen_a` of `sample_a` hand-read items, that for `b` its own share.

    RR_adj = RR x recall_b / recall_a; to the variance of its logarithm is added (1 - r) / (n r) for each recall, with
    half an item added to both counts where all or none were seen.

    Args: `degrees`, of the t quantile. Source: delta method for a log share, Agresti 2013, Categorical Data Analysis,
    3rd ed., section 3.1.
    """
    estimate, variance = found.estimate, found.standard_error**2
    for seen, sample, sign in ((seen_a, sample_a, -1), (seen_b, sample_b, 1)):
        k, n = (seen + 0.5, sample + 1.0) if seen in (0, sample) else (float(seen), float(sample))
        estimate *= (k / n) ** sign
        variance += (1 - k / n) / k
    if not estimate > 0 or variance != variance:
        return RateRatio(estimate, nan, nan, nan, nan, found.level)
    error = sqrt(variance)
    half = error * (normal_quantile((1 + found.level) / 2) if degrees == inf else _t(found.level, degrees))
    p_value = erfc(abs(log(estimate)) / error / sqrt(2))
    return RateRatio(estimate, estimate * exp(-half), estimate * exp(half), p_value, error, found.level)


@cache
def _t(level: float, degrees: float) -> float:
    """The t quantile of a two-sided interval; taking it is far slower than all else here."""
    return float(t_quantile((1 + level) / 2, degrees))


def _tails(count_a: float, count_b: float, d: float) -> tuple[float, float]:
    """P(as many of `a` or more), P(as many or fewer), given the sum, where the expectations stand as d to 1."""
    share = d / (1 + d)
    above = 1.0 if count_a == 0 else float(beta_cdf(share, count_a, count_b + 1))
    below = 1.0 if count_b == 0 else 1 - float(beta_cdf(share, count_a + 1, count_b))
    return above, below


def _ratio(a: float, b: float) -> float:
    return a / b if b else (inf if a else nan)


def _log_error(count_a: float, count_b: float) -> float:
    return sqrt(1 / count_a + 1 / count_b) if count_a and count_b else nan

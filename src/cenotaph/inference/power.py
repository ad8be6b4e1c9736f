"""What a short series could have shown: the smallest effect that would have been seen, and when to abstain."""

from __future__ import annotations

import numpy as np

from cenotaph.inference.count_regression import scalar_t_quantile
from cenotaph.inference.quantiles import normal_quantile

__all__ = ["LEAST_AFTER", "LEAST_BEFORE", "detectable_ratio", "too_short"]

#: With so many periods before and after, a doubling of nine counts a period is seen with this power, a factor of 1.5
#: and one of 3 with those; by simulation, `bench/validity/change.py`.
LEAST_BEFORE, LEAST_AFTER = 8, 3
_POWER = ".63"


def detectable_ratio(
    counts_before: float, counts_after: float, dispersion: float, degrees: float, *, power: float = 0.8
) -> float:
    """The smallest rate ratio above 1 that a test at 5% would have found with this power.

    Args: counts expected before and after if nothing had changed; dispersion (Pearson), degrees of freedom of its
    estimate. NaN where a side expects none.

    Source: the variance of a log rate ratio, dispersion x (1/before + 1/after), and the two quantiles that test and
    power ask for; Cohen 1988, Statistical Power Analysis, 2nd ed., ch. 1, by the normal approximation of the second.
    """
    if min(counts_before, counts_after) <= 0 or not degrees > 0:
        return float("nan")
    error = np.sqrt(max(dispersion, 1.0) * (1 / counts_before + 1 / counts_after))
    return float(np.exp((scalar_t_quantile(0.975, degrees) + normal_quantile(power)) * error))


def too_short(before: int, after: int, noun: str = "period") -> str:
    """In words, that the series is too short on a side; empty where it is long enough."""
    if before >= LEAST_BEFORE and after >= LEAST_AFTER:
        return ""
    have = f"{_count(before, noun)} before and {after} after"
    need = f"at least {LEAST_BEFORE} before and {LEAST_AFTER} after are needed to see a doubling with power {_POWER}"
    return f"{have}; {need}"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"

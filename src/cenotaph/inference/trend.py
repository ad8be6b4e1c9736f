"""The slope of a short series, with serial correlation, and whether it may be called no change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.count_regression import scalar_t_quantile
from cenotaph.inference.quantiles import Floats, t_tails

__all__ = ["MINIMUM_PERIODS", "Trend", "trend"]

#: Below so many periods no slope is given.
MINIMUM_PERIODS = 6

FALLING, RISING, LEVEL, NEITHER = "falling", "rising", "no change", "cannot say"


@dataclass(frozen=True)
class Trend:
    """A slope per unit of time, and what may be said of it.

    Attributes:
        slope, low, high: least squares with Newey-West errors and t quantiles, interval at `level`.
        p_value: two-sided, of no slope, by the t of that error.
        p_permutation: two-sided, when blocks of neighbouring periods change places.
        p_equivalence: of the two one-sided tests that the slope is smaller, either way, than the smallest slope that
            matters; small means: no change worth the name.
        verdict: `falling`, `rising`, `no change`, or `cannot say` where neither a slope nor its absence is shown.
        n: periods.
    """

    slope: float
    low: float
    high: float
    p_value: float
    p_permutation: float
    p_equivalence: float
    verdict: str
    n: int


def trend(
    values: ArrayLike,
    times: ArrayLike,
    smallest: float,
    rng: np.random.Generator,
    *,
    block: int = 2,
    n_draws: int = 999,
    level: float = 0.95,
) -> Trend | None:
    """The slope of values over time, against no slope and against `smallest`, the least slope that matters.

    A slope that is not significant is not yet "no change": that is a claim of its own, made only where the interval at
    2 x level - 1 lies within +-smallest. What is neither is `cannot say`.

    Args: values and times, shape (T,), NaN values are passed over; smallest, above 0, declared beforehand; block,
    periods that the permutation keeps together. Returns: null below `MINIMUM_PERIODS` values.

    Source: Newey & West 1987, Econometrica 55:703-708, lags floor(4 (T/100)^(2/9)), with the factor T/(T - 2); two
    one-sided tests, Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15:657-680.
    """
    y, t = np.asarray(values, float), np.asarray(times, float)
    known = np.isfinite(y)
    y, t = y[known], t[known]
    n = len(y)
    if n < MINIMUM_PERIODS:
        return None
    x = t - t.mean()
    spread = float(x @ x)
    slope = float(x @ y / spread)
    error = _newey_west_error(x, y - y.mean() - slope * x, spread)
    half = scalar_t_quantile((1 + level) / 2, n - 2) * error
    moved = np.abs(_shuffled(y, block, n_draws, rng) @ x / spread)
    by_chance = float(np.sum(moved >= abs(slope) - 1e-12) + 1) / (n_draws + 1)
    p, equal = _two_sided(slope, error, n - 2), _equivalence(slope, error, smallest, n - 2)
    sure = max(p, by_chance) < 1 - level
    if sure and slope:
        verdict = FALLING if slope < 0 else RISING
    elif equal < 1 - level:
        verdict = LEVEL
    else:
        verdict = NEITHER
    return Trend(slope, slope - half, slope + half, p, by_chance, equal, verdict, n)


def _newey_west_error(x: Floats, residual: Floats, spread: float) -> float:
    n, score = len(x), x * residual
    lags = int(4 * (n / 100) ** (2 / 9))
    total = float(score @ score)
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * float(score[lag:] @ score[:-lag])
    return float(np.sqrt(max(total, 0.0) * n / (n - 2))) / spread


def _two_sided(slope: float, error: float, degrees: int) -> float:
    return float(t_tails(slope / error, degrees)) if error > 0 else float(slope == 0)


def _equivalence(slope: float, error: float, smallest: float, degrees: int) -> float:
    room = smallest - abs(slope)
    if error <= 0:
        return 0.0 if room > 0 else 1.0
    tail = float(t_tails(room / error, degrees)) / 2
    return tail if room > 0 else 1 - tail


def _shuffled(y: Floats, block: int, n_draws: int, rng: np.random.Generator) -> Floats:
    """The values with blocks of neighbours in another order; shape (n_draws, T). Blocks begin at a random place."""
    n = len(y)
    shift = rng.integers(0, block, n_draws)[:, None]
    of_block = (np.arange(n)[None, :] + shift) // block
    keys = np.take_along_axis(rng.random((n_draws, n // block + 2)), of_block, axis=1)
    return y[np.argsort(keys, axis=1, kind="stable")]

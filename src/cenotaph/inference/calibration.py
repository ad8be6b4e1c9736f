"""How good probabilities were: log score, Brier score, and whether what was called p came true in p of the cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.intervals import wilson_interval
from cenotaph.inference.quantiles import Floats

__all__ = ["BIN_EDGES", "MINIMUM_FORECASTS", "Calibration", "calibration"]

#: Below so many resolved forecasts calibration is unknown.
MINIMUM_FORECASTS = 100

#: Inner edges of the bins of a reliability table.
BIN_EDGES = (0.1, 0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True)
class Calibration:
    """Scores of forecasts, and their reliability table.

    Attributes:
        n: resolved forecasts.
        log_score: mean surprise in bits of what happened; less is better. 1 for coin tosses.
        brier: mean squared difference of forecast and outcome; less is better.
        climatology_log_score, climatology_brier: the same for always forecasting the share of presence of all cases, as
            known afterwards.
        known: whether there are `MINIMUM_FORECASTS` of them; below, the table proves nothing.
        predicted, observed: mean forecast and share of presence in each bin; NaN where it is empty.
        low, high: 95% score interval of the observed share, forecasts taken as independent.
        counts: forecasts in each bin.
    """

    n: int
    log_score: float
    brier: float
    climatology_log_score: float
    climatology_brier: float
    known: bool
    predicted: Floats
    observed: Floats
    low: Floats
    high: Floats
    counts: NDArray[np.int64]


def calibration(probability: ArrayLike, outcomes: ArrayLike) -> Calibration:
    """Scores of forecasts of presence against what happened; pairs with a NaN are left out.

    Args: probability of presence in (0, 1), outcomes 1 or 0; arrays of one shape.

    Source: Good 1952, JRSS B 14:107-114 (log score); Brier 1950, Monthly Weather Review 78:1-3; Murphy & Winkler 1977,
    JRSS C 26:41-47 (reliability).
    """
    p, y = (each.ravel() for each in np.broadcast_arrays(np.asarray(probability, float), np.asarray(outcomes, float)))
    resolved = ~np.isnan(p) & ~np.isnan(y)
    p, y = p[resolved], y[resolved]
    n = len(p)
    rate = y.mean() if n else np.nan
    bins = np.digitize(p, BIN_EDGES)
    counts = np.bincount(bins, minlength=len(BIN_EDGES) + 1)
    with np.errstate(invalid="ignore"):
        predicted, observed = (np.bincount(bins, each, len(counts)) / counts for each in (p, y))
    interval = wilson_interval(np.nan_to_num(observed) * counts, counts)
    return Calibration(
        n,
        _log_score(p, y),
        float(np.mean((p - y) ** 2)) if n else np.nan,
        _log_score(np.full(n, rate), y),
        float(rate * (1 - rate)),
        n >= MINIMUM_FORECASTS,
        predicted,
        observed,
        interval.low,
        interval.high,
        counts,
    )


def _log_score(p: Floats, y: Floats) -> float:
    if not len(p):
        return np.nan
    given = np.where(y == 1, p, 1 - p)
    return float(-np.log2(given).mean())

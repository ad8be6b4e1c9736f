"""Many looks and many targets: evidence that may be looked at after every occasion, and its false discovery rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.presence import log_beta
from cenotaph.inference.quantiles import Floats

__all__ = [
    "beta_mixture_e_process",
    "e_benjamini_hochberg",
    "stop_e_process",
]


def beta_mixture_e_process(outcomes: ArrayLike, rate: float, a: float = 1.0, b: float = 1.0) -> Floats:
    """Evidence after each outcome against a stated constant rate of presence; at 20 or more an alarm, at any time.

    Under that rate the process passes 20 with probability 1/20 at most, however often it is looked at.

    Args: outcomes without NaN, shape (occurrences,) or (series, occurrences); rate in (0, 1); Beta(a, b), the mixture
    of alternatives.

    Source: Howard, Ramdas, McAuliffe & Sekhon 2021, Annals of Statistics 49:1055-1080; Ville 1939.
    """
    y = np.asarray(outcomes, float)
    s, n = np.cumsum(y, axis=-1), np.arange(1, y.shape[-1] + 1)
    log_odds = log_beta(a + s, b + n - s) - log_beta(a, b) - s * np.log(rate) - (n - s) * np.log1p(-rate)
    evidence: Floats = np.exp(log_odds)
    return evidence


def stop_e_process(outcomes: ArrayLike, probability: ArrayLike, hazard: float = 0.05) -> Floats:
    """Evidence after each occurrence that a series has stopped, against the forecasts made of it one by one.

    A mixture over the occurrence at which it may have stopped: before each with probability `hazard`. Its expectation
    never grows while the forecasts hold, so that 20 is passed with probability 1/20 at most at any time.

    Args: outcomes (NaN: unknown, changes nothing) and the forecast probability of presence of each (NaN: no forecast,
    changes nothing), shape (series, occurrences).

    Source: Shiryaev 1963, Theory of Probability and its Applications 8:22-46, as an e-process: Ramdas, Gruenwald, Vovk
    & Shafer 2023, Statistical Science 38:576-601.
    """
    y, p = np.broadcast_arrays(np.asarray(outcomes, float), np.asarray(probability, float))
    stopped, going = np.zeros(y.shape[:-1]), np.ones(y.shape[:-1])
    evidence = np.empty(y.shape)
    for t in range(y.shape[-1]):
        forecast = ~np.isnan(y[..., t]) & ~np.isnan(p[..., t])
        moved = going * hazard * forecast
        ratio = np.where(y[..., t] == 0, 1 / np.where(forecast, 1 - p[..., t], 1.0), 0.0)
        stopped = (stopped + moved) * np.where(forecast, ratio, 1.0)
        going = going - moved
        evidence[..., t] = stopped + going
    return evidence


def e_benjamini_hochberg(e_values: ArrayLike, alpha: float = 0.05) -> NDArray[np.bool_]:
    """Which e-values are listed at a false discovery rate of `alpha`, under any dependence. NaN never is.

    Source: Wang & Ramdas 2022, JRSS B 84:822-852.
    """
    e = np.nan_to_num(np.asarray(e_values, float), nan=-np.inf)
    falling = np.sort(e)[::-1]
    m = np.isfinite(np.asarray(e_values, float)).sum()
    enough = np.flatnonzero(falling * np.arange(1, e.size + 1) >= m / alpha)
    return np.asarray(e >= falling[enough[-1]]) if len(enough) else np.zeros(e.shape, np.bool_)

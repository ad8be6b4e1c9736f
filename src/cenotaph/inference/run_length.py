"""Alerts on a running series: how long the present regime has lasted, after each new value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.quantiles import Floats, log_gamma

__all__ = ["RunLength", "run_length_of_counts", "run_length_of_values"]


@dataclass(frozen=True)
class RunLength:
    """Online posterior of the length of the present run.

    Attributes:
        probability: shape (T + 1, T + 1): entry [r, t] is P(the run is r periods long after t periods).
    """

    probability: Floats

    @property
    def likeliest(self) -> Floats:
        """The most probable run length after each number of periods, shape (T + 1,)."""
        found: Floats = self.probability.argmax(0).astype(np.float64)
        return found

    def recent(self, periods: int) -> Floats:
        """P(the present run began within the last `periods` periods) after each number of periods, shape (T + 1,)."""
        total: Floats = self.probability[: periods + 1].sum(0)
        return total


def run_length_of_values(
    values: ArrayLike,
    *,
    hazard: float = 0.01,
    mean: float | None = None,
    weight: float = 0.05,
    shape: float = 1.0,
    scale: float | None = None,
) -> RunLength:
    """Bayesian online change point detection for values that scatter normally about a level.

    Args: values, shape (T,); hazard, the chance of a change in any period; mean, weight, shape, scale, of the
    normal-inverse-gamma prior (mean: of the first ten values where null; scale: half the variance of the differences).

    Source: Adams & MacKay 2007, arXiv:0710.3742; predictive Student t, Murphy 2007, Conjugate Bayesian analysis.
    """
    x = np.asarray(values, float)
    first = float(x[:10].mean()) if mean is None else mean
    spread = float(np.var(np.diff(x)) / 2) if scale is None else scale
    start = (np.array([first]), np.array([weight]), np.array([shape]), np.array([spread]))
    state, log_r = start, _empty(len(x))
    for t, value in enumerate(x):
        m, k, a, b = state
        predicted = _student(value, 2 * a, m, b * (k + 1) / (a * k))
        _grow(log_r, t, predicted, hazard)
        new = (k * m + value) / (k + 1), k + 1, a + 0.5, b + k * (value - m) ** 2 / (2 * (k + 1))
        state = tuple(np.concatenate((s, n)) for s, n in zip(start, new, strict=True))  # type: ignore[assignment]
    return RunLength(np.exp(log_r))


def run_length_of_counts(
    counts: ArrayLike, exposure: ArrayLike, *, hazard: float = 0.01, shape: float = 1.0, rate: float | None = None
) -> RunLength:
    """The same for counts with exposure: gamma-Poisson, with the negative binomial as what is predicted.

    Args: counts and exposure, shape (T,); shape and rate of the gamma prior (rate: so that its mean is the rate of the
    first ten periods, or of one count in them, where null).
    """
    c, e = np.asarray(counts, float), np.asarray(exposure, float)
    known = shape * e[:10].sum() / max(float(c[:10].sum()), 1.0) if rate is None else rate
    counted, log_r = _since(c), _empty(len(c))
    a, b = shape + counted, known + _since(e)
    whole = np.array_equal(c, np.rint(c))  # then sums repeat, and each gamma function is taken once
    log_gammas = log_gamma(shape + np.arange(c.sum() + 1))[counted.astype(np.int64)] if whole else log_gamma(a)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = a[:, :-1] * np.log(b[:, :-1] / b[:, 1:]) + c * np.log(e / b[:, 1:])
    predicted = log_gammas[:, 1:] - log_gammas[:, :-1] - log_gamma(c + 1.0) + spread
    for t in range(len(c)):
        _grow(log_r, t, predicted[t::-1, t], hazard)
    return RunLength(np.exp(log_r))


def _since(values: Floats) -> Floats:
    """Sums from period i up to before period j, shape (T, T + 1), for j from i on; 0 before."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    return np.asarray(np.maximum(total[None, :] - total[:-1, None], 0.0), dtype=np.float64)


def _empty(length: int) -> Floats:
    log_r = np.full((length + 1, length + 1), -np.inf)
    log_r[0, 0] = 0.0
    return log_r


def _grow(log_r: Floats, t: int, predicted: Floats, hazard: float) -> None:
    """Each run goes on, or ends; the two chances add up to 1, so that all runs before sum to the column's."""
    reached = log_r[: t + 1, t] + predicted
    log_r[1 : t + 2, t + 1] = reached + (np.log1p(-hazard) - np.logaddexp.reduce(reached))
    log_r[0, t + 1] = np.log(hazard)


def _student(x: float, degrees: Floats, centre: Floats, scale: Floats) -> Floats:
    half: Floats = log_gamma((degrees + 1) / 2) - log_gamma(degrees / 2) - 0.5 * np.log(np.pi * degrees * scale)
    return half - (degrees + 1) / 2 * np.log1p((x - centre) ** 2 / (degrees * scale))

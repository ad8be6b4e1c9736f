"""Log-linear regression of counts with exposure: Poisson, quasi-Poisson, negative binomial; serial correlation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.quantiles import Floats, t_quantile, t_tails

__all__ = ["CountFit", "negative_binomial_regression", "poisson_regression", "scalar_t_quantile"]

_STEPS, _TOLERANCE = 60, 1e-10
_FARTHEST = 30.0


@dataclass(frozen=True)
class CountFit:
    """A fitted log-linear model of rates.

    Attributes:
        coefficients: log rate ratios, shape (P,); NaN throughout where the model cannot be fitted.
        covariance: their covariance, shape (P, P), already scaled by the dispersion or made robust as asked.
        dispersion: Pearson's X2 over its degrees of freedom; 1 where counts scatter as a Poisson does. For the negative
            binomial, the `alpha` of variance mu + alpha mu^2.
        degrees: observations less coefficients.
        fitted: expected counts, shape (T,).
    """

    coefficients: Floats
    covariance: Floats
    dispersion: float
    degrees: int
    fitted: Floats

    def ratio(self, place: int, level: float = 0.95) -> tuple[float, float, float]:
        """The rate ratio of one column with its interval (t quantiles)."""
        half = scalar_t_quantile((1 + level) / 2, self.degrees) * self.error(place)
        estimate = float(self.coefficients[place])
        return float(np.exp(estimate)), _exp(estimate - half), _exp(estimate + half)

    def error(self, place: int) -> float:
        """Standard error of one log rate ratio."""
        return float(np.sqrt(self.covariance[place, place]))

    def p_value(self, place: int) -> float:
        """Two-sided p-value of no effect of one column."""
        return float(t_tails(self.coefficients[place] / self.error(place), self.degrees))


def poisson_regression(
    counts: ArrayLike, columns: ArrayLike, exposure: ArrayLike, *, quasi: bool = True, lags: int | None = None
) -> CountFit:
    """log E[count] = log exposure + columns x coefficients, by iteratively reweighted least squares.

    Args:
        counts: shape (T,); exposure: shape (T,), above 0; columns: shape (T, P), the constant among them.
        quasi: scale the covariance by Pearson's dispersion, which yearly counts need; else Poisson.
        lags: where given, the covariance of Newey and West with so many lags (Bartlett weights) in time order instead.

    Coefficients are NaN where the columns are collinear, or a rate runs to 0 (a period type with no counts at all).

    Source: McCullagh & Nelder 1989, Generalized Linear Models, 2nd ed., ch. 6 and section 9.2; Newey & West 1987,
    Econometrica 55:703-708; for interrupted series, Bernal, Cummins & Gasparrini 2017, Int. J. Epidemiology 46:348-355.
    """
    y, x, offset = _read(counts, columns, exposure)
    beta = _iterate(y, x, offset, 0.0, None)
    degrees = len(y) - x.shape[1]
    if beta is None or degrees < 1:
        return _unfitted(x, y, degrees)
    mu: Floats = np.exp(offset + x @ beta)
    bread: Floats = np.asarray(np.linalg.inv(x.T @ (x * mu[:, None])), dtype=np.float64)
    dispersion = float(((y - mu) ** 2 / mu).sum() / degrees)
    if lags is not None:
        covariance: Floats = bread @ _newey_west(x * (y - mu)[:, None], lags) @ bread
    else:
        covariance = bread * (dispersion if quasi else 1.0)
    return CountFit(beta, covariance, dispersion, degrees, mu)


def negative_binomial_regression(counts: ArrayLike, columns: ArrayLike, exposure: ArrayLike) -> CountFit:
    """The same with variance mu + alpha mu^2, alpha by maximum likelihood (NB2); at alpha 0 it is the Poisson's.

    Source: Cameron & Trivedi 2013, Regression Analysis of Count Data, 2nd ed., section 3.3.
    """
    y, x, offset = _read(counts, columns, exposure)
    degrees = len(y) - x.shape[1]
    beta = _iterate(y, x, offset, 0.0, None)
    if beta is None or degrees < 1:
        return _unfitted(x, y, degrees)
    low, high = np.log(1e-6), np.log(1e3)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(_STEPS):
        a, b = high - golden * (high - low), low + golden * (high - low)
        fits = [_iterate(y, x, offset, float(np.exp(each)), beta) for each in (a, b)]
        scores = [_likelihood(y, x, offset, np.exp(each), fit) for each, fit in zip((a, b), fits, strict=True)]
        low, high = (low, b) if scores[0] >= scores[1] else (a, high)
    alpha = float(np.exp((low + high) / 2))
    fitted = _iterate(y, x, offset, alpha, beta)
    if fitted is None:
        return _unfitted(x, y, degrees)
    mu = np.exp(offset + x @ fitted)
    covariance = np.asarray(np.linalg.inv(x.T @ (x * (mu / (1 + alpha * mu))[:, None])), dtype=np.float64)
    return CountFit(fitted, covariance, alpha if alpha > 2e-6 else 0.0, degrees, mu)


@cache
def scalar_t_quantile(probability: float, degrees: int) -> float:
    """`t_quantile` of one number of degrees of freedom, remembered."""
    return float(t_quantile(probability, degrees))


def _read(counts: ArrayLike, columns: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats, Floats]:
    return np.asarray(counts, float), np.asarray(columns, float), np.log(np.asarray(exposure, float))


def _iterate(y: Floats, x: Floats, offset: Floats, alpha: float, start: Floats | None) -> Floats | None:
    """Coefficients at this alpha; null where there are none: collinear columns, or a rate that runs to 0."""
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return None
    mu = np.maximum(y, 0.5) if start is None else np.exp(offset + x @ start)
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        weight = mu / (1 + alpha * mu)
        working = np.log(mu) - offset + (y - mu) / mu
        try:
            normal = x.T @ (x * weight[:, None])
            new: Floats = np.asarray(np.linalg.solve(normal, x.T @ (weight * working)), dtype=np.float64)
        except np.linalg.LinAlgError:
            return None
        linear = x @ new
        if not np.all(np.isfinite(linear)) or np.ptp(linear) > _FARTHEST:
            return None
        mu = np.exp(offset + linear)
        if np.max(np.abs(new - beta)) < _TOLERANCE:
            return new
        beta = new
    return None


def _likelihood(y: Floats, x: Floats, offset: Floats, alpha: Floats, beta: Floats | None) -> float:
    """The NB2 log likelihood, without what does not depend on alpha or beta."""
    if beta is None:
        return -np.inf
    mu = np.exp(offset + x @ beta)
    # log Gamma(y + 1/alpha) - log Gamma(1/alpha) - y log(1/alpha), as a sum over 0 to y - 1
    steps = np.concatenate(([0.0], np.cumsum(np.log1p(alpha * np.arange(int(y.max(initial=0)))))))
    return float((steps[y.astype(int)] + y * np.log(mu) - (y + 1 / alpha) * np.log1p(alpha * mu)).sum())


def _newey_west(scores: Floats, lags: int) -> Floats:
    meat: Floats = scores.T @ scores
    for lag in range(1, lags + 1):
        later = scores[lag:].T @ scores[:-lag]
        meat = meat + (1 - lag / (lags + 1)) * (later + later.T)
    return np.asarray(meat, dtype=np.float64)


def _unfitted(x: Floats, y: Floats, degrees: int) -> CountFit:
    p = x.shape[1]
    return CountFit(np.full(p, np.nan), np.full((p, p), np.nan), float("nan"), degrees, np.full(len(y), np.nan))


def _exp(value: float) -> float:
    return float(np.exp(value)) if value < 700 else float("inf")

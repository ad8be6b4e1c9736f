"""Log-linear regression of counts with exposure: Poisson, quasi-Poisson, negative binomial; serial correlation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.quantiles import Floats, t_quantile, t_tails

__all__ = [
    "CountFit",
    "CountFits",
    "Designs",
    "negative_binomial_regression",
    "negative_binomial_regressions",
    "poisson_regression",
    "poisson_regressions",
    "scalar_t_quantile",
]

_STEPS, _TOLERANCE = 60, 1e-10
#: Golden sections of log alpha, to within 1e-8 of it: nearer, the likelihood is level to the last digit.
_SECTIONS = 45
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


@dataclass(frozen=True)
class Designs:
    """The columns of several models of one series, such as one for every date at which a step may lie.

    Attributes:
        columns: shape (B, T, P), the constant among them.
        independent: which models have columns that say different things, and are to be fitted, shape (B,).
        products: every column times every other, shape (B, T, P * P).
    """

    columns: Floats
    independent: NDArray[np.bool_]
    products: Floats

    @classmethod
    def of(cls, columns: ArrayLike) -> Designs:
        """The designs of columns of shape (B, T, P)."""
        x = np.asarray(columns, float)
        products = (x[..., :, None] * x[..., None, :]).reshape(*x.shape[:2], -1)
        return cls(x, np.linalg.matrix_rank(x) == x.shape[2], products)

    def only(self, wanted: NDArray[np.bool_]) -> Designs:
        """Those of them that are to be fitted, shape (B,)."""
        return replace(self, independent=self.independent & wanted)


@dataclass(frozen=True)
class CountFits:
    """Several models fitted to one series; as `CountFit`, with the models along the first axis.

    Attributes: coefficients, shape (B, P); covariance, (B, P, P); dispersion, (B,); degrees, the same for all; fitted,
    (B, T). NaN for models that cannot be fitted.
    """

    coefficients: Floats
    covariance: Floats
    dispersion: Floats
    degrees: int
    fitted: Floats

    def __getitem__(self, place: int) -> CountFit:
        """One of them."""
        dispersion = float(self.dispersion[place])
        return CountFit(
            self.coefficients[place], self.covariance[place], dispersion, self.degrees, self.fitted[place]
        )  # fmt: skip


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
    return poisson_regressions(counts, Designs.of(np.asarray(columns)[None]), exposure, quasi=quasi, lags=lags)[0]


def poisson_regressions(
    counts: ArrayLike, designs: Designs, exposure: ArrayLike, *, quasi: bool = True, lags: int | None = None
) -> CountFits:
    """`poisson_regression` of one series under several designs at once."""
    y, offset = np.asarray(counts, float), np.log(np.asarray(exposure, float))
    x = designs.columns
    degrees = len(y) - x.shape[2]
    beta = _iterate(y, designs, offset, np.zeros(len(x)))
    if degrees < 1:
        beta = np.full_like(beta, np.nan)
    mu = np.exp(offset + _linear(x, beta))
    bread = _inverse(_normal(designs.products, mu))
    dispersion = ((y - mu) ** 2 / mu).sum(1) / max(degrees, 1)
    if lags is not None:
        covariance = bread @ _newey_west(x * (y - mu)[:, :, None], lags) @ bread
    else:
        covariance = bread * (dispersion if quasi else np.ones_like(dispersion))[:, None, None]
    return CountFits(beta, covariance, dispersion, degrees, mu)


def negative_binomial_regression(counts: ArrayLike, columns: ArrayLike, exposure: ArrayLike) -> CountFit:
    """The same with variance mu + alpha mu^2, alpha by maximum likelihood (NB2); at alpha 0 it is the Poisson's.

    Source: Cameron & Trivedi 2013, Regression Analysis of Count Data, 2nd ed., section 3.3.
    """
    return negative_binomial_regressions(counts, Designs.of(np.asarray(columns)[None]), exposure)[0]


def negative_binomial_regressions(counts: ArrayLike, designs: Designs, exposure: ArrayLike) -> CountFits:
    """`negative_binomial_regression` of one series under several designs at once."""
    y, offset = np.asarray(counts, float), np.log(np.asarray(exposure, float))
    x = designs.columns
    degrees = len(y) - x.shape[2]
    beta = _iterate(y, designs, offset, np.zeros(len(x)))
    if degrees < 1:
        beta = np.full_like(beta, np.nan)
    designs = designs.only(np.isfinite(beta[:, 0]))
    alpha = _likeliest_alpha(y, designs, offset, beta)
    beta = _iterate(y, designs, offset, alpha, beta)
    mu = np.exp(offset + _linear(x, beta))
    covariance = _inverse(_normal(designs.products, mu / (1 + alpha[:, None] * mu)))
    shown = np.where(np.isfinite(beta[:, 0]), np.where(alpha > 2e-6, alpha, 0.0), np.nan)
    return CountFits(beta, covariance, shown, degrees, mu)


def _likeliest_alpha(y: Floats, designs: Designs, offset: Floats, beta: Floats) -> Floats:
    """The alpha of each design that makes its counts likeliest, by golden sections of its logarithm; shape (B,)."""
    golden = (np.sqrt(5) - 1) / 2
    low, high = (np.full(len(beta), np.log(each)) for each in (1e-6, 1e3))

    def score(at: Floats, start: Floats) -> tuple[Floats, Floats]:
        fit = _iterate(y, designs, offset, np.exp(at), start)
        return _likelihood(y, designs.columns, offset, np.exp(at), fit), np.where(np.isnan(fit), beta, fit)

    (of_a, near_a), (of_b, _) = (score(high - golden * (high - low), beta), score(low + golden * (high - low), beta))
    near = near_a
    for _ in range(_SECTIONS):
        left = of_a >= of_b  # the best lies below b: b is the new end, a the new b
        a, b = high - golden * (high - low), low + golden * (high - low)
        low, high = np.where(left, low, a), np.where(left, b, high)
        new = np.where(left, high - golden * (high - low), low + golden * (high - low))
        found, near = score(new, near)
        of_a, of_b = np.where(left, found, of_b), np.where(left, of_a, found)
    return np.asarray(np.exp((low + high) / 2), dtype=np.float64)


@cache
def scalar_t_quantile(probability: float, degrees: float) -> float:
    """`t_quantile` of one number of degrees of freedom, remembered."""
    return float(t_quantile(probability, degrees))


def _iterate(y: Floats, designs: Designs, offset: Floats, alpha: Floats, start: Floats | None = None) -> Floats:
    """Coefficients of each design at its alpha; NaN where there are none: collinear columns, or a rate that runs to 0.

    What has settled leaves the batch.
    """
    found = np.full((len(alpha), designs.columns.shape[2]), np.nan)
    left = np.flatnonzero(designs.independent)
    x, products, alpha = designs.columns[left], designs.products[left], alpha[left, None]
    flat = np.broadcast_to(np.log(np.maximum(y, 0.5)) - offset, (len(left), len(y)))
    linear, beta = (flat if start is None else _linear(x, start[left])), np.zeros(x[:, 0].shape)
    for _ in range(_STEPS):
        mu = np.exp(offset + linear)
        weight = mu / (1 + alpha * mu)
        working = linear + (y - mu) / mu
        new = _solved(_normal(products, weight), ((weight * working)[:, None, :] @ x)[:, 0])
        linear = _linear(x, new)
        fit = np.isfinite(linear).all(1) & (np.ptp(linear, 1) <= _FARTHEST)
        settled = fit & (np.abs(new - beta).max(1) < _TOLERANCE)
        found[left[settled]] = new[settled]
        going, beta = fit & ~settled, new
        if not going.all():
            left, x, products, alpha, linear, beta = (each[going] for each in (left, x, products, alpha, linear, beta))
        if not len(left):
            break
    return found


def _normal(products: Floats, weight: Floats) -> Floats:
    """X'WX of each design, shape (B, P, P)."""
    width = int(np.sqrt(products.shape[2]))
    return np.asarray((weight[:, None, :] @ products).reshape(len(products), width, width), dtype=np.float64)


def _linear(x: Floats, beta: Floats) -> Floats:
    return np.asarray((x @ beta[:, :, None])[:, :, 0], dtype=np.float64)


def _solved(normal: Floats, right: Floats) -> Floats:
    """Solutions, shape (B, P); NaN for singular systems."""
    try:
        return np.asarray(np.linalg.solve(normal, right[:, :, None])[:, :, 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        if len(normal) == 1:
            return np.full(right.shape, np.nan)
        return np.concatenate([_solved(normal[i : i + 1], right[i : i + 1]) for i in range(len(normal))])


def _inverse(normal: Floats) -> Floats:
    """Inverses, shape (B, P, P); NaN where there is none."""
    found = np.full(normal.shape, np.nan)
    fit = np.isfinite(normal).all((1, 2))
    found[fit] = np.linalg.inv(normal[fit])
    return found


def _likelihood(y: Floats, x: Floats, offset: Floats, alpha: Floats, beta: Floats) -> Floats:
    """The NB2 log likelihood of each design, without what does not depend on alpha or beta; shape (B,)."""
    # log Gamma(y + 1/alpha) - log Gamma(1/alpha) - y log(1/alpha), as a sum over 0 to y - 1
    logs = np.log1p(alpha[:, None] * np.arange(int(y.max(initial=0))))
    steps = np.concatenate((np.zeros((len(alpha), 1)), np.cumsum(logs, axis=1)), axis=1)[:, y.astype(int)]
    log_mu = offset + _linear(x, beta)
    scatter = (y + 1 / alpha[:, None]) * np.log1p(alpha[:, None] * np.exp(log_mu))
    found = (steps + y * log_mu - scatter).sum(1)
    return np.where(np.isfinite(found), found, -np.inf)


def _newey_west(scores: Floats, lags: int) -> Floats:
    turned = scores.swapaxes(1, 2)
    meat: Floats = turned @ scores
    for lag in range(1, lags + 1):
        later = turned[:, :, lag:] @ scores[:, :-lag]
        meat = meat + (1 - lag / (lags + 1)) * (later + later.swapaxes(1, 2))
    return np.asarray(meat, dtype=np.float64)


def _exp(value: float) -> float:
    return float(np.exp(value)) if value < 700 else float("inf")

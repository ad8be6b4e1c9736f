"""Quantiles of the normal, beta and Student t distributions, on arrays, with numpy alone."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Floats", "beta_cdf", "beta_quantile", "log_gamma", "normal_quantile", "t_quantile", "t_tails"]

Floats: TypeAlias = NDArray[np.float64]

_FRACTION_STEPS = 300
_BISECTIONS, _NEWTON_STEPS = 32, 6
_MANY_DEGREES = 100
# Terms of t in powers of 1/degrees: (power of z, coefficient).
_T_EXPANSION = (
    ((3, 1 / 4), (1, 1 / 4)),
    ((5, 5 / 96), (3, 16 / 96), (1, 3 / 96)),
    ((7, 3 / 384), (5, 19 / 384), (3, 17 / 384), (1, -15 / 384)),
    ((9, 79 / 92160), (7, 776 / 92160), (5, 1482 / 92160), (3, -1920 / 92160), (1, -945 / 92160)),
)
# Lanczos approximation of the gamma function, g = 7, n = 9 (Godfrey's coefficients).
_LANCZOS = (
    0.99999999999980993,
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7,
)


def normal_quantile(probability: float) -> float:
    """The standard normal quantile; 0.975 gives 1.95996. Raises StatisticsError outside (0, 1)."""
    return NormalDist().inv_cdf(probability)


def beta_cdf(x: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """The regularised incomplete beta function I_x(a, b), elementwise.

    Args: x in [0, 1]; a, b > 0; broadcast together. NaN in, NaN out.

    Source: continued fraction by Lentz's method, as in Press et al., Numerical Recipes, 3rd ed., section 6.4.
    """
    x, a, b = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (x, a, b)))
    return _beta_cdf(x, a, b, _log_beta(a, b))


def _beta_cdf(x: Floats, a: Floats, b: Floats, log_beta: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        front = np.exp(a * np.log(x) + b * np.log1p(-x) - log_beta)
        below = x < (a + 1) / (a + b + 2)
        value = np.where(
            below,
            front * _beta_fraction(np.where(below, x, 0.0), a, b) / a,
            1 - front * _beta_fraction(np.where(below, 0.0, 1 - x), b, a) / b,
        )
    return np.where(x <= 0, 0.0, np.where(x >= 1, 1.0, value))


def beta_quantile(probability: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """The quantile of the beta distribution, elementwise, by bisection and then Newton's method.

    Args: probability in [0, 1]; a, b > 0; broadcast together. NaN in, NaN out.
    """
    asked = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (probability, a, b)))
    shape = asked[0].shape
    # Counts repeat: each question is answered once.
    distinct, place = np.unique(np.stack([each.ravel() for each in asked]), axis=1, return_inverse=True)
    found = _beta_quantile(*distinct)
    return np.asarray(found[place.ravel()].reshape(shape), dtype=np.float64)


def _beta_quantile(p: Floats, a: Floats, b: Floats) -> Floats:
    low, high = np.zeros(p.shape), np.ones(p.shape)
    log_beta = _log_beta(a, b)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        left = _beta_cdf(middle, a, b, log_beta) < p
        low, high = np.where(left, middle, low), np.where(left, high, middle)
    x = (low + high) / 2
    for _ in range(_NEWTON_STEPS):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            log_density = (a - 1) * np.log(x) + (b - 1) * np.log1p(-x) - log_beta
            step = x - (_beta_cdf(x, a, b, log_beta) - p) * np.exp(-log_density)
        x = np.clip(np.where(np.isfinite(step), step, x), low, high)
    return np.where(np.isnan(p) | np.isnan(a) | np.isnan(b), np.nan, x)


def t_quantile(probability: float, degrees: ArrayLike) -> Floats:
    """The upper quantile of Student's t, elementwise over its degrees of freedom.

    Args: probability in (0.5, 1); degrees > 0. NaN where degrees are not above 0.

    Source: above 100 degrees the expansion of Abramowitz & Stegun 1964, 26.7.5, good to eight digits there; below, if T
    has d degrees, d / (d + T^2) is distributed as beta(d/2, 1/2) (Johnson, Kotz & Balakrishnan 1995,
    Continuous Univariate Distributions, vol. 2, ch. 28).
    """
    degrees = np.asarray(degrees, dtype=np.float64)
    few = (degrees > 0) & (degrees <= _MANY_DEGREES)
    d, where = np.unique(np.where(few, degrees, 1.0), return_inverse=True)
    x = beta_quantile(2 * (1 - probability), d / 2, 0.5)
    exact = np.sqrt(d * (1 - x) / x)[where].reshape(degrees.shape)
    z = normal_quantile(probability)
    expanded = np.full(degrees.shape, z)
    many = np.where(degrees > _MANY_DEGREES, degrees, np.inf)
    for power, coefficients in enumerate(_T_EXPANSION, start=1):
        term = sum(coefficient * z**exponent for exponent, coefficient in coefficients)
        expanded = expanded + term / many**power
    return np.where(few, exact, np.where(degrees > 0, expanded, np.nan))


def t_tails(t: ArrayLike, degrees: ArrayLike) -> Floats:
    """The chance that Student's t lies as far from 0 as `t` on either side: the two-sided p value, elementwise.

    Args: t; degrees > 0, broadcast together. NaN in, NaN out.

    Source: up to 100 degrees as for `t_quantile`; above, the transformation of Hill 1970, Communications of the ACM
    13:617-619 (algorithm 395), good to six digits there.
    """
    t, degrees = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (t, degrees)))
    few = degrees <= _MANY_DEGREES
    p = np.full(t.shape, np.nan)
    p[few] = np.minimum(beta_cdf(degrees[few] / (degrees[few] + t[few] ** 2), degrees[few] / 2, 0.5), 1.0)
    d = degrees[~few] - 0.5
    y = d * np.log1p(t[~few] ** 2 / degrees[~few])
    series = (((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y**2 + 100 + 48 * d**2)
    z = ((series + y + 3) / (48 * d**2) + 1) * np.sqrt(y / 2)
    p[~few] = np.fromiter(map(math.erfc, z.tolist()), np.float64, len(z))
    return p


def _log_beta(a: Floats, b: Floats) -> Floats:
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b)


def log_gamma(x: Floats) -> Floats:
    """The logarithm of the gamma function, elementwise, for x > 0.

    Source: Lanczos 1964, SIAM Journal on Numerical Analysis 1:86-96, with Godfrey's coefficients; good to 13 digits.
    """
    z = x - 1
    total = np.full_like(z, _LANCZOS[0])
    for step, coefficient in enumerate(_LANCZOS[1:], start=1):
        total = total + coefficient / (z + step)
    base = z + 7.5
    result: Floats = 0.5 * np.log(2 * np.pi) + (z + 0.5) * np.log(base) - base + np.log(total)
    return result


def _beta_fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    tiny = 1e-300
    c = np.ones_like(x)
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1), tiny)
    value = d
    for m in range(1, _FRACTION_STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + term * d, tiny)
            c = _away_from_zero(1 + term / c, tiny)
            factor = c * d
            value = value * factor
        if np.all(np.abs(factor - 1) < 1e-15):
            break
    return value


def _away_from_zero(value: Floats, tiny: float) -> Floats:
    return np.where(np.abs(value) < tiny, tiny, value)

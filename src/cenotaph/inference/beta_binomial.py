"""Shares that differ from occasion to occasion: the beta-binomial, and what its clustering costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.intervals import MINIMUM_CLUSTERS
from cenotaph.inference.quantiles import Floats, log_gamma

__all__ = ["BetaBinomial", "beta_binomial", "design_effect"]

_ANGLES, _ROOTS, _ROUNDS = 48, 24, 8
#: A cell of less density than this part of the densest is left out of a finer grid.
_NEGLIGIBLE = 1e-6


@dataclass(frozen=True)
class BetaBinomial:
    """A share that varies between occasions.

    Attributes:
        share: expected share on an occasion, its posterior median; null (NaN) where nothing was counted.
        low, high: bounds of the expected share; NaN below five occasions.
        rho: posterior median of the correlation of two units of one occasion, 0 to 1; NaN below five occasions.
        rho_low, rho_high: its bounds.
        design_effect: how many units count for one, at the mean number of units an occasion (weighted by units).
        n_effective: units over the design effect.
        n_occasions: occasions with any unit.
        level: of the intervals.
    """

    share: float
    low: float
    high: float
    rho: float
    rho_low: float
    rho_high: float
    design_effect: float
    n_effective: float
    n_occasions: int
    level: float


def design_effect(units: ArrayLike, rho: ArrayLike) -> Floats:
    """How many clustered units are worth one independent unit: 1 + (m - 1) rho.

    Args: units per cluster, m; rho, correlation within it. Forty sentences at rho .1 are worth 40 / 4.9 = 8.

    Source: Kish 1965, Survey Sampling, section 5.4.
    """
    return np.asarray(1 + (np.asarray(units, dtype=np.float64) - 1) * np.asarray(rho, dtype=np.float64))


def beta_binomial(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> BetaBinomial:
    """The expected share over occasions, where each occasion has a share of its own.

    The posterior under Jeffreys' prior for the share and a flat prior for the correlation, on a grid; no maximum has
    to be found, so that occasions that are all alike, or hold nothing, have an answer too.

    Args: successes of trials on each occasion, shape (T,); occasions without trials are left out.

    Source: Skellam 1948, Journal of the Royal Statistical Society B 10:257-261; Griffiths 1973, Biometrics 29:637-648.
    """
    k, n = (np.asarray(each, dtype=np.float64) for each in (successes, trials))
    k, n = k[n > 0], n[n > 0]
    nan = float("nan")
    if not len(n):
        return BetaBinomial(nan, nan, nan, nan, nan, nan, nan, nan, 0, level)
    tails = ((1 - level) / 2, 0.5, (1 + level) / 2)
    (low, middle, high), (rho_low, rho_middle, rho_high) = _posterior(k, n, tails)
    few = len(n) < MINIMUM_CLUSTERS
    if few:
        low, high, rho_low, rho_middle, rho_high = (nan,) * 5
        middle = float(k.sum() / n.sum())
    effect = float(design_effect(np.sum(n * n) / np.sum(n), rho_middle))
    if k.sum() == 0:
        low = low if few else 0.0
    if k.sum() == n.sum():
        high = high if few else 1.0
    return BetaBinomial(
        middle, low, high, rho_middle, rho_low, rho_high, effect, float(n.sum()) / effect, len(n), level
    )


def _posterior(k: Floats, n: Floats, tails: Sequence[float]) -> tuple[list[float], list[float]]:
    """Quantiles of the share and of the correlation.

    On the scales where the priors are flat (the angle whose squared sine is the share) or nearly so (the root of the
    correlation) a coarse grid finds where the posterior lies; finer ones over that place follow until it fills them.
    """
    angles, roots = (0.0, np.pi / 2), (0.0, 1.0)
    for _ in range(_ROUNDS):
        angle, root = _middles(*angles, _ANGLES), _middles(*roots, _ROOTS)
        log_density = _log_likelihood(k, n, np.sin(angle[:, None]) ** 2, root[None, :] ** 2)
        density = np.exp(log_density - log_density.max()) * root
        found = _held(density.sum(1), angles), _held(density.sum(0), roots)
        if found == (angles, roots):
            break
        angles, roots = found
    return (
        [float(np.sin(each) ** 2) for each in _quantiles(angle, density.sum(1), tails)],
        [float(each**2) for each in _quantiles(root, density.sum(0), tails)],
    )


def _middles(low: float, high: float, cells: int) -> Floats:
    return np.asarray(low + (np.arange(cells) + 0.5) * (high - low) / cells)


def _held(weights: Floats, bounds: tuple[float, float]) -> tuple[float, float]:
    """Bounds of the cells that hold all but a negligible part of the weight, with one more cell on each side.

    Where they are more than half of the cells, the bounds stand.
    """
    cells = np.flatnonzero(weights > _NEGLIGIBLE * weights.max())
    first, last = max(cells[0] - 1, 0), min(cells[-1] + 2, len(weights))
    if last - first > len(weights) / 2:
        return bounds
    width = (bounds[1] - bounds[0]) / len(weights)
    return float(bounds[0] + first * width), float(bounds[0] + last * width)


def _log_likelihood(k: Floats, n: Floats, share: Floats, rho: Floats) -> Floats:
    weight = 1 / rho - 1
    a, b = share * weight, (1 - share) * weight
    total = np.zeros(np.broadcast(share, rho).shape)
    pairs, times = np.unique(np.stack([k, n]), axis=1, return_counts=True)
    for (successes, trials), count in zip(pairs.T, times, strict=True):
        total -= count * log_gamma(trials + weight)
        if successes:
            total += count * log_gamma(successes + a)
        if successes < trials:
            total += count * log_gamma(trials - successes + b)
    hits, misses = times[pairs[0] > 0].sum(), times[pairs[0] < pairs[1]].sum()
    return np.asarray(total + len(n) * log_gamma(weight) - hits * log_gamma(a) - misses * log_gamma(b))


def _quantiles(points: Floats, weights: Floats, tails: Sequence[float]) -> Floats:
    """Quantiles of weights that are spread evenly over cells about the points."""
    width = points[1] - points[0]
    edges = np.concatenate([points - width / 2, points[-1:] + width / 2])
    cumulative = np.concatenate([[0.0], np.cumsum(weights)]) / weights.sum()
    return np.asarray(np.interp(tails, cumulative, edges))

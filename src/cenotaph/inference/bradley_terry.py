"""Latent scales from comparisons of pairs: which of two is more, asked many times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cenotaph.inference.quantiles import Floats

__all__ = ["BradleyTerry", "bradley_terry", "connected_parts"]

Ints = NDArray[np.int64]

_STEPS = 100
#: A step shorter than this is the last.
_SETTLED = 1e-9


@dataclass(frozen=True)
class BradleyTerry:
    """Places of items on a latent scale, in logits.

    Attributes:
        strength: place of each item, shape (K,); they sum to 0. NaN where the comparisons cannot say.
        covariance: of the strengths, shape (K, K); NaN likewise.
        first: advantage of standing first, in logits; 0 where it was not asked for.
        first_error: its standard error; NaN where it was not asked for.
        n: comparisons of each item, shape (K,).
        parts: which connected part of the design each item lies in, shape (K,); items of two parts were never
            compared, not even by way of others.
        prior: drawn comparisons with an average item that were added for every item.
    """

    strength: Floats
    covariance: Floats
    first: float
    first_error: float
    n: Floats
    parts: Ints
    prior: float

    @property
    def error(self) -> Floats:
        """Standard error of each strength, against the average of all."""
        return np.sqrt(np.diagonal(self.covariance))

    def relative_to(self, item: int) -> tuple[Floats, Floats]:
        """Strengths less that of one item, and the standard errors of these differences."""
        variance = np.diagonal(self.covariance)
        squares = variance + variance[item] - 2 * self.covariance[item]
        return self.strength - self.strength[item], np.sqrt(np.maximum(squares, 0.0))


def bradley_terry(
    first: ArrayLike,
    second: ArrayLike,
    won: ArrayLike,
    n_items: int | None = None,
    *,
    weight: ArrayLike = 1.0,
    order: bool = False,
    prior: float = 0.0,
) -> BradleyTerry:
    """The likeliest places of items on a scale: logit P(first beats second) = its strength less the other's.

    Args:
        first, second: the items compared, places from 0, shape (C,).
        won: 1 where the first won, 0 where the second, 0.5 for a tie (half a win to each), shape (C,).
        n_items: how many items there are; by default the greatest place and one.
        weight: how often each comparison was made, a number or shape (C,).
        order: whether to estimate the advantage of standing first.
        prior: how many comparisons with an average item, each a tie, to add for every item. 0 is maximum likelihood,
            which has no finite answer where items won all they were in, or some only ever beat the others; all is NaN
            then. A half keeps the answer finite and shrinks it a little.

    Where the design falls into parts that were never compared, all is NaN, whatever the prior: see `parts`.

    Source: Bradley & Terry 1952, Biometrika 39:324-345; for the order, Davidson & Beaver 1977, Biometrics 33:693-702;
    for when the answer is finite, Ford 1957, American Mathematical Monthly 64:28-33. By Newton's method.
    """
    one, other = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    result = np.asarray(won, dtype=np.float64)
    times = np.broadcast_to(np.asarray(weight, dtype=np.float64), one.shape)
    items = int(max(one.max(initial=-1), other.max(initial=-1)) + 1) if n_items is None else n_items
    n = np.asarray(np.bincount(one, times, items) + np.bincount(other, times, items), dtype=np.float64)
    parts = connected_parts(one, other, items)
    nan, places = float("nan"), np.full(items, np.nan)
    nowhere = BradleyTerry(places, np.full((items, items), np.nan), nan if order else 0.0, nan, n, parts, prior)
    if items < 2 or parts.max() > 0 or not (prior > 0 or _is_finite(one, other, result, items)):
        return nowhere
    design = np.zeros((len(one), items + 1))
    rows = np.arange(len(one))
    design[rows, one] += 1
    design[rows, other] -= 1
    design[:, items] = float(order)
    found = _newton(design, result, times, items, prior, order)
    if found is None:
        return nowhere
    estimate, covariance = found
    advantage, error = (float(estimate[items]), float(np.sqrt(covariance[items, items]))) if order else (0.0, nan)
    return BradleyTerry(estimate[:items], covariance[:items, :items], advantage, error, n, parts, prior)


def connected_parts(first: ArrayLike, second: ArrayLike, n_items: int) -> Ints:
    """Which connected part of a design each item lies in, numbered from 0 in order of items; shape (n_items,)."""
    label = np.arange(n_items)
    one, other = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    while len(one):
        least = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, one, least)
        np.minimum.at(label, other, least)
        label = label[label]
        if np.array_equal(label, before):
            break
    return np.unique(label, return_inverse=True)[1].astype(np.int64)


def _is_finite(one: Ints, other: Ints, won: Floats, items: int) -> bool:
    """Whether from every item a chain of wins leads to every other."""
    beats = np.zeros((items, items), dtype=bool)
    beats[one[won > 0], other[won > 0]] = True
    beats[other[won < 1], one[won < 1]] = True
    for step in (beats, beats.T):
        reached = np.zeros(items, dtype=bool)
        reached[0] = True
        while True:
            wider = reached | step[reached].any(axis=0)
            if np.array_equal(wider, reached):
                break
            reached = wider
        if not reached.all():
            return False
    return True


def _newton(
    design: Floats, won: Floats, times: Floats, items: int, prior: float, order: bool
) -> tuple[Floats, Floats] | None:
    """The maximum and the inverse of the information there, both with strengths that sum to 0."""
    fixed = np.zeros((items + 1, items + 1))
    fixed[:items, :items] = 0.0 if prior else 1 / items  # a prior says where the middle is; else nothing does
    fixed[items, items] = 0.0 if order else 1.0
    estimate = np.zeros(items + 1)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-design @ estimate))
        drawn = 1 / (1 + np.exp(-estimate[:items]))
        slope = design.T @ (times * (won - chance))
        slope[:items] += prior * (0.5 - drawn)
        information = (design * (times * chance * (1 - chance))[:, None]).T @ design + fixed
        information[np.arange(items), np.arange(items)] += prior * drawn * (1 - drawn)
        step = np.linalg.solve(information, slope)
        largest = np.abs(step).max()
        estimate = estimate + step * min(1.0, 2.0 / max(largest, 1e-12))
        if largest < _SETTLED:
            break
    else:
        return None
    centred = np.eye(items + 1)
    centred[:items, :items] -= 1 / items
    return centred @ estimate, centred @ np.linalg.inv(information) @ centred

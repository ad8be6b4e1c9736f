"""Forecasts of presence: for every series and year its probability, from earlier years of the class alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cenotaph.absence.classes import ALL_YEARS, LONG_RECORD, ReferenceClass
from cenotaph.inference import PriorName, SequentialPredictive, sequential_predictive

__all__ = ["MINIMUM_OCCASIONS", "UNVERIFIED", "Forecasts", "Panel", "forecasts", "panels"]

#: Below so many known earlier occurrences of a class there is no expectation.
MINIMUM_OCCASIONS = 3

#: Confidence of what nobody verified.
UNVERIFIED = 1


@dataclass(frozen=True)
class Panel:
    """All series of one act of one actor on one rite.

    Attributes:
        kind, occasion, actor, act: as in table `PRESENCE`.
        targets: (id, name) of each series.
        years: of each occurrence, ascending.
        outcomes: 1 present, 0 absent, NaN unknown; shape (series, years).
        sure: whether the outcome rests on more than an unverified coding; same shape.
        cells: the rows of `PRESENCE` by (series, year index).
        companion, companion_name: the target (or targets) that is named in all of these years; null: any years.
    """

    kind: str
    occasion: str
    actor: str | None
    act: str
    targets: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    outcomes: NDArray[np.float64]
    sure: NDArray[np.bool_]
    cells: dict[tuple[int, int], dict[str, Any]]
    companion: str | None = None
    companion_name: str | None = None

    def series(self, target: str) -> int | None:
        """The row of a target; null where it has none."""
        return next((row for row, (key, _) in enumerate(self.targets) if key == target), None)


def panels(presence: pa.Table, since: int | None = None) -> Iterator[Panel]:
    """The panels of a table `PRESENCE`, one for each act of each actor on each rite, from the year `since` on."""
    grouped: dict[tuple[str, str, str | None, str], list[dict[str, Any]]] = {}
    for row in presence.to_pylist():
        if since is None or row["year"] >= since:
            grouped.setdefault((row["kind"], row["occasion"], row["actor"], row["act"]), []).append(row)
    for (kind, occasion, actor, act), rows in grouped.items():
        names = {row["target"]: row["target_name"] for row in rows}
        years = tuple(sorted({row["year"] for row in rows}))
        series = {target: place for place, target in enumerate(names)}
        columns = {year: place for place, year in enumerate(years)}
        outcomes = np.full((len(series), len(years)), np.nan)
        sure = np.zeros(outcomes.shape, np.bool_)
        cells = {}
        for row in rows:
            at = series[row["target"]], columns[row["year"]]
            cells[at] = row
            outcomes[at] = np.nan if row["present"] is None else row["present"]
            sure[at] = row["confidence"] != UNVERIFIED
        yield Panel(kind, occasion, actor, act, tuple(names.items()), years, outcomes, sure, cells)


@dataclass(frozen=True)
class Forecasts:
    """The forecasts for a panel under each reference class, and the class whose forecast counts.

    Attributes:
        panel: the outcomes.
        classes: every class; predictives: the forecasts under each.
        tells: whether a class was tried: by then it told years of the record apart, or it was asked for, or is all
            years; shape (classes, series, years).
        choice: index of the class that counts for each series and year, -1 where none has `MINIMUM_OCCASIONS`: of the
            declared classes with enough occurrences that whose forecasts for the whole panel had the best log score in
            the years before; or the class that was asked for.
        probability: of presence under that class, NaN where there is none; shape (series, years).
    """

    panel: Panel
    classes: tuple[ReferenceClass, ...]
    predictives: tuple[SequentialPredictive, ...]
    tells: NDArray[np.bool_]
    choice: NDArray[np.int64]
    probability: NDArray[np.float64]


def forecasts(
    panel: Panel,
    classes: Sequence[ReferenceClass],
    *,
    wanted: ReferenceClass | None = None,
    prior: PriorName = "pooled",
    verified: bool = False,
) -> Forecasts:
    """Forecast every outcome of a panel from what came before it.

    Args:
        classes: the declared classes, all years first.
        wanted: the class that is to count; null: the one that did best so far.
        prior: of the rates of presence; see `cenotaph.inference.sequential_predictive`.
        verified: expectations rest on verified outcomes only.
    """
    tried = (*classes, wanted) if wanted is not None and wanted not in classes else tuple(classes)
    history = np.where(panel.sure, panel.outcomes, np.nan) if verified else panel.outcomes
    predictives = tuple(
        sequential_predictive(history, each.strata, prior=prior, half_life=each.half_life) for each in tried
    )
    probability = np.stack([each.probability for each in predictives])
    enough = np.stack([each.known for each in predictives]) >= MINIMUM_OCCASIONS
    tells = np.stack([_tells(each, panel) | (each is wanted) for each in tried])
    usable = enough & tells & ~np.isnan(probability)
    if wanted is not None:
        order = np.zeros((len(tried), panel.outcomes.shape[1]))
        usable &= np.array([each is wanted for each in tried])[:, None, None]
    else:
        order = _record(probability, panel.outcomes)
    best = np.argmax(np.where(usable, order[:, None, :], -np.inf), axis=0)
    choice = np.where(usable.any(axis=0), best, -1)
    chosen = np.take_along_axis(probability, np.maximum(choice, 0)[None], axis=0)[0]
    return Forecasts(panel, tried, predictives, tells, choice, np.where(choice < 0, np.nan, chosen))


def _tells(klass: ReferenceClass, panel: Panel) -> NDArray[np.bool_]:
    """Where a class is tried, from what is known of the years up to each: shape (series, years)."""
    shape = panel.outcomes.shape
    if np.isfinite(klass.half_life):
        known = ~np.isnan(panel.outcomes).all(axis=0)
        return np.broadcast_to(np.cumsum(known) - known >= LONG_RECORD, shape)
    if klass.name == ALL_YEARS or not klass.declared:
        return np.ones(shape, np.bool_)
    strata = np.broadcast_to(klass.strata, shape)
    apart = np.maximum.accumulate(strata == 1, axis=1) & np.maximum.accumulate(strata == 0, axis=1)
    return np.asarray(apart, np.bool_)


def _record(probability: NDArray[np.float64], outcomes: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much each class beat the first one in log score over the years before each; shape (classes, years).

    A class is compared where it had a forecast, so that one that is seldom known does not silence the others.
    """
    given = np.log(np.where(outcomes == 1, probability, 1 - probability))
    gained = np.nan_to_num(np.where(np.isnan(outcomes), 0.0, given - given[0])).sum(axis=1)
    before: NDArray[np.float64] = np.cumsum(gained, axis=1) - gained
    return before

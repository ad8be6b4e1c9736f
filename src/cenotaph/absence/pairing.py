"""Pairings: a target named without its usual companion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cenotaph.absence.classes import ReferenceClass
from cenotaph.absence.forecasts import MINIMUM_OCCASIONS, Forecasts, Panel, forecasts
from cenotaph.absence.omissions import Judged, judge, last_known_year, told
from cenotaph.inference import JEFFREYS, benjamini_hochberg, benjamini_yekutieli

__all__ = ["PAIRING", "beside", "beside_class", "broken_pairings"]

#: The kind of a row that speaks of a target beside a companion.
PAIRING = "pairing"

#: A pair is watched where routine would part it with at most this probability, and listed where it is parted.
_WATCHED = 0.25


def beside(panel: Panel, companions: Sequence[str]) -> Panel:
    """The panel in the years that name any of the companions; a companion's own naming does not count for itself."""
    rows = [row for row, (target, _) in enumerate(panel.targets) if target in companions]
    there = panel.outcomes == 1
    counts = there[rows].sum(axis=0)
    own = np.isin(np.arange(len(panel.targets)), rows)[:, None] & there
    mask = counts - own > 0
    kept = np.flatnonzero(mask.any(axis=0))
    places = {int(t): place for place, t in enumerate(kept)}
    return replace(
        panel,
        kind=PAIRING,
        years=tuple(panel.years[t] for t in kept),
        outcomes=np.where(mask, panel.outcomes, np.nan)[:, kept],
        sure=panel.sure[:, kept],
        cells={(k, places[t]): cell for (k, t), cell in panel.cells.items() if t in places},
        companion=",".join(panel.targets[row][0] for row in rows),
        companion_name=" or ".join(panel.targets[row][1] for row in rows),
    )


def beside_class(panel: Panel) -> ReferenceClass:
    """All years of a panel of pairs; found by looking, so exploratory."""
    ones = np.ones(len(panel.years), np.int64)
    return ReferenceClass(f"given {panel.companion}", f"naming {panel.companion_name}", "", ones, declared=False)


def broken_pairings(
    found: Sequence[Forecasts],
    years: Sequence[int] = (),
    *,
    targets: Sequence[str] = (),
    verified: bool = False,
    occasion_names: Mapping[str, str] | None = None,
) -> pa.Table:
    """Targets that were not named in a year that names their usual companion.

    For every target that is named, the years that named it are the reference class of every other (Jeffreys' prior).
    A pair is watched where at least `MINIMUM_OCCASIONS` such years are known and absence had probability 1/4 or less,
    in that year or where the present run of absences began; it is listed where it is parted and absence is less likely
    beside this companion than without regard to it. All pairs are searched, so every row is exploratory; `n_watched`
    and the q-values cover all pairs of that year.

    Args:
        found: forecasts of panels of the act of being named.
        years, targets, occasion_names: as in `omissions`; verified: as in `forecasts`.

    Returns: table `OMISSIONS`, kind `pairing`.
    """
    parted: list[Judged] = []
    for each in found:
        panel = each.panel
        for year in [y for y in years if y in panel.years] if years else last_known_year(found, panel):
            parted += _parted(each, panel.years.index(year), years or [year], targets, verified)
    return told(parted, occasion_names)


def _parted(each: Forecasts, t: int, years: Sequence[int], targets: Sequence[str], verified: bool) -> list[Judged]:
    panel = each.panel
    y = panel.outcomes
    p_absent, at_start = _expectations(panel, t, verified)
    watched = (at_start <= _WATCHED) & (y[:, t] == 1)[:, None] & ~np.isnan(y[:, t])[None, :]
    np.fill_diagonal(watched, False)
    absent = y[:, t] == 0
    p = np.where(watched, np.where(absent[None, :], p_absent, 1.0), np.nan)
    q, dependent = benjamini_hochberg(p.ravel()).reshape(p.shape), benjamini_yekutieli(p.ravel()).reshape(p.shape)
    plain = np.nan_to_num(1 - each.probability[:, t], nan=1.0)
    listed = watched & absent[None, :] & (p_absent < plain[None, :])
    found: list[Judged] = []
    for companion in np.flatnonzero(listed.any(axis=1)).tolist():
        parted = np.flatnonzero(listed[companion]).tolist()
        shown = [k for k in parted if not targets or panel.targets[k][0] in targets]
        if not shown:
            continue
        part = beside(panel, [panel.targets[companion][0]])
        of_pair = forecasts(part, [], wanted=beside_class(part), prior="jeffreys", verified=verified)
        for row, shared, k in judge(of_pair, panel.years[t], [year for year in years if year in part.years], shown):
            row |= {"n_watched": int(watched.sum()), "q_value": float(q[companion, k])}
            row |= {"q_dependent": float(dependent[companion, k]), "alarm": None}
            found.append((row, shared, k))
    return found


def _expectations(panel: Panel, t: int, verified: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """P(absent | companion named) of every pair, shape (companions, targets): in year t, and where its absences began.

    Both are NaN below `MINIMUM_OCCASIONS` known years.
    """
    size = len(panel.targets)
    known, together, at_start = np.zeros((size, size)), np.zeros((size, size)), np.full((size, size), np.nan)
    missing = np.zeros((size, size), np.bool_)

    def expectation() -> NDArray[np.float64]:
        return np.where(known >= MINIMUM_OCCASIONS, 1 - JEFFREYS.predictive(together, known), np.nan)

    for s in range(t):
        named = (panel.outcomes[:, s] == 1)[:, None]
        seen = ~np.isnan(panel.outcomes[:, s]) & (panel.sure[:, s] | (not verified))
        there, away = named & (panel.outcomes[:, s] == 1) & seen, named & (panel.outcomes[:, s] == 0) & seen
        at_start = np.where(away & ~missing, expectation(), at_start)
        missing = (missing | away) & ~there
        known, together = known + (there | away), together + there
    now = expectation()
    return now, np.where(missing, at_start, now)

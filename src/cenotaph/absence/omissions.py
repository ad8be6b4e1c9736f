"""Omissions: who was expected on an occasion by a stated reference class and was not there; and who came unexpected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cenotaph.absence.families import mark_families
from cenotaph.absence.forecasts import MINIMUM_OCCASIONS, Forecasts, Panel
from cenotaph.absence.presence import CAME, NAMED
from cenotaph.absence.schema import OMISSIONS
from cenotaph.absence.stages import attendance_stages
from cenotaph.absence.wording import sentence
from cenotaph.inference import (
    BetaPrior,
    evidence_ceiling,
    fit_stop_hazard,
    one_change,
    presence_predictive,
    rank_predictive,
    stop_e_process,
    stop_posterior,
    surprise_bits,
)

__all__ = ["WATCH_HAZARD", "Judged", "judge", "last_known_year", "omissions", "told"]

#: Chance of stopping at each occurrence that a standing watch looks out for.
WATCH_HAZARD = 0.05

#: Below so many known years no change of habit is looked for.
_CHANGE_MINIMUM = 8

#: What the row shows of the class that counts.
_KEPT = (
    *("n", "n_present", "p_absent", "probability", "low", "high", "surprise_bits"),
    *("ceiling_db", "ceiling_low", "ceiling_high", "joint_probability", "joint_ceiling_db"),
)

_COVERS = (
    "Intervals cover disposition: what this actor would do on another such occasion, the record being so short. They "
    "do not cover errors of coding."
)


def omissions(
    found: Sequence[Forecasts],
    years: Sequence[int] = (),
    *,
    targets: Sequence[str] = (),
    occasion_names: Mapping[str, str] | None = None,
    occasion_years: pa.Table | None = None,
) -> pa.Table:
    """Every outcome of the years asked for, against what was to be expected from earlier years alone.

    The probability is that of the class whose forecasts did best so far, or of the class asked for
    (`Forecasts.choice`); every class that was tried stands in `classes` with its own ceiling. Below
    `MINIMUM_OCCASIONS` known years of every class there is no probability, and the sentence says so.

    Several years asked for are also judged together (`joint_*`); with one year or none, the run of like outcomes that
    ends in it. Probabilities multiply as each year is forecast from those before it.

    False alarms: `q_value` (Benjamini-Hochberg) and `q_dependent` (Benjamini-Yekutieli) over all series watched on that
    occasion, absences and appearances apart; `e_value` for a watch that looks after every occurrence, `alarm` where
    those of the occasion pass e-BH at .05.

    Args:
        found: forecasts of one or more panels.
        years: null: for each actor on each rite the last year in which anything is known.
        targets: rows of these only, also where it is unknown whether they were there.
        occasion_names: rite -> its name; occasion_years: table `occasions`, for how many occurrences fell due.

    Returns: table `OMISSIONS`, the most surprising first, then those of which nothing can be said.
    """
    judged: list[Judged] = []
    for each in found:
        panel = each.panel
        asked = [year for year in years if year in panel.years] if years else last_known_year(found, panel)
        for year in asked:
            judged += judge(each, year, asked, due=_due(panel, occasion_years))
    mark_families([row for row, _, _ in judged])
    return told([each for each in judged if _shown(each[0], targets)], occasion_names)


def judge(
    each: Forecasts, year: int, asked: Sequence[int], targets: Sequence[int] = (), due: Sequence[int] | None = None
) -> list[Judged]:
    """The outcomes of one year of a panel, as yet without what `told` adds.

    Args: `asked`, the years judged together; `targets`, rows of the panel, all where empty; `due`, the years in which
    the rite fell due, by default those of the panel.
    """
    shared = _year(each, each.panel.years.index(year), asked, each.panel.years if due is None else due)
    return [(_row(shared, k), shared, k) for k in targets or range(len(each.panel.targets))]


def told(judged: Sequence[Judged], occasion_names: Mapping[str, str] | None = None) -> pa.Table:
    """Table `OMISSIONS` of the outcomes, each with its reference class, its intervals and its sentence."""
    for row, shared, k in judged:
        row |= _change(shared, k) | {"reference": _reference(shared, k)}
        row["occasion_name"] = (occasion_names or {}).get(row["occasion"], row["occasion"])
        row["sentence"] = sentence(row)
    rows = [row for row, _, _ in judged]
    _set_intervals(rows)
    return pa.Table.from_pylist(sorted(rows, key=_order), schema=OMISSIONS)


def _shown(row: Mapping[str, Any], targets: Sequence[str]) -> bool:
    """What is unknown is shown where it was asked for, and of being there at all; not of each treatment."""
    if row["outcome"] == "unknown":
        return row["target"] in targets and row["act"] in (NAMED, CAME)
    return not targets or row["target"] in targets


def last_known_year(found: Sequence[Forecasts], panel: Panel) -> list[int]:
    """The last year in which anything is known of the actor on the rite, in a list; empty where nothing ever is."""
    alike = [
        each.panel
        for each in found
        if (each.panel.kind, each.panel.occasion, each.panel.actor) == (panel.kind, panel.occasion, panel.actor)
    ]
    known = [
        year
        for one in alike
        for year, column in zip(one.years, one.outcomes.T, strict=True)
        if not np.isnan(column).all()
    ]
    return [max(known)] if known and max(known) in panel.years else []


@dataclass(frozen=True)
class _Year:
    """What the rows of one year of a panel share."""

    forecasts: Forecasts
    t: int
    asked: tuple[int, ...]
    due: tuple[int, ...]
    e_values: NDArray[np.float64]
    hazard: float

    def labels(self, k: int) -> list[list[str]]:
        """What each earlier year of a series is called, under every class that tells."""
        return self._common if all(each.strata.ndim == 1 for each in self.forecasts.classes) else self._labels(k)

    @cached_property
    def _common(self) -> list[list[str]]:
        return self._labels(0)

    def _labels(self, k: int) -> list[list[str]]:
        shape, classes = self.forecasts.panel.outcomes.shape, self.forecasts.classes
        strata = [(each, np.broadcast_to(each.strata, shape)[k].tolist()) for each in classes]
        return [[label for each, of in strata if (label := each.label(of[s]))] for s in range(self.t)]


#: An outcome with what it shares with the others of its year, and its row in the panel.
Judged = tuple[dict[str, Any], _Year, int]


def _year(each: Forecasts, t: int, asked: Sequence[int], due: Sequence[int]) -> _Year:
    panel, made = each.panel, each.predictives
    watch = stop_e_process(panel.outcomes[:, : t + 1], each.probability[:, : t + 1], WATCH_HAZARD)[:, -1]
    prior = BetaPrior(float(made[0].a[t]), float(made[0].b[t]))
    hazard = fit_stop_hazard(panel.outcomes[:, :t], prior) if t else WATCH_HAZARD
    return _Year(each, t, tuple(asked), tuple(due), watch, hazard)


def _row(year: _Year, k: int) -> dict[str, Any]:
    panel, t = year.forecasts.panel, year.t
    cell, outcome = panel.cells.get((k, t), {}), panel.outcomes[k, t]
    present = None if np.isnan(outcome) else bool(outcome)
    earlier = panel.outcomes[k, :t]
    known, ever = int((~np.isnan(earlier)).sum()), bool(np.nansum(earlier))
    joint = _joint_years(year, k)
    choice = int(year.forecasts.choice[k, t])
    tried = {c: _under(year, k, c, joint) for c in np.flatnonzero(year.forecasts.tells[:, k, t]).tolist()}
    row: dict[str, Any] = dict.fromkeys(OMISSIONS.names)
    row |= {"kind": panel.kind, "occasion": panel.occasion, "actor": panel.actor, "act": panel.act}
    row |= {"target": panel.targets[k][0], "target_name": panel.targets[k][1], "year": panel.years[t]}
    row |= {key: cell.get(key) for key in ("date", "treatment", "confidence", "source_id")}
    row["ids"] = cell.get("ids") or []
    row |= {"outcome": "unknown" if present is None else "present" if present else "absent"}
    row |= {"n_known": known, "n_due": sum(y < panel.years[t] for y in year.due) or t, "classes": list(tried.values())}
    row |= {"first_ever": bool(present and known and not ever), "ever_before": ever, "covers": _COVERS}
    row |= {"joint_years": [panel.years[s] for s in joint]}
    row |= {"companion": panel.companion, "companion_name": panel.companion_name}
    row |= _headline(year, k, tried[choice] if choice in tried and present is not None else None, choice)
    row |= _stop(year, k, choice, present) | _rank(panel, year, k, choice)
    return row


def _headline(year: _Year, k: int, under: dict[str, Any] | None, choice: int) -> dict[str, Any]:
    if under is None:
        return {"verdict": "cannot say", "exploratory": False}
    made = year.forecasts.predictives[choice]
    expected = under["probability"] >= 0.5
    absent = year.forecasts.panel.outcomes[k, year.t] == 0
    return {key: under.get(key) for key in _KEPT} | {
        "verdict": "expected" if expected else "omission" if absent else "appearance",
        "reference_class": under["name"],
        "reference_label": under["label"],
        "half_life": half if np.isfinite(half := year.forecasts.classes[choice].half_life) else None,
        "exploratory": not under["declared"],
        "prior_a": float(made.a[year.t]),
        "prior_b": float(made.b[year.t]),
        "prior_series": int(made.n_series[year.t]),
        "e_value": float(year.e_values[k]),
    }


def _under(year: _Year, k: int, c: int, joint: Sequence[int]) -> dict[str, Any]:
    """The outcome against one reference class."""
    each, t = year.forecasts, year.t
    klass, made = each.classes[c], each.predictives[c]
    stratum = int(np.broadcast_to(klass.strata, each.panel.outcomes.shape)[k, t])
    n, s, p = float(made.known[k, t]), float(made.present[k, t]), float(made.probability[k, t])
    shown: dict[str, Any] = {"name": klass.name, "label": klass.label(stratum), "declared": klass.declared}
    shown |= {"n": n, "n_present": s}
    outcome = each.panel.outcomes[k, t]
    if n < MINIMUM_OCCASIONS or np.isnan(p):
        return shown
    shown["p_absent"] = 1 - p
    if np.isnan(outcome):
        return shown
    probability = p if outcome else 1 - p
    shown |= {"probability": probability, "surprise_bits": float(surprise_bits(probability))}
    shown["ceiling_db"] = float(evidence_ceiling(probability).decibels)
    shown["posterior"] = (float(made.a[t]) + s, float(made.b[t]) + n - s)
    together = _together(each, k, c, joint)
    if together is not None:
        shown |= {"joint_probability": together, "joint_ceiling_db": float(evidence_ceiling(together).decibels)}
    return shown


def _set_intervals(rows: Sequence[dict[str, Any]]) -> None:
    """Fill in the intervals of the probability and its ceiling, of every class at once."""
    pairs = [(row, under) for row in rows for under in row["classes"] if "posterior" in under]
    a, b = np.array([under.pop("posterior") for _, under in pairs]).reshape(-1, 2).T
    rate = presence_predictive(0, 0, a=a, b=b)
    absent = np.array([row["outcome"] == "absent" for row, _ in pairs], bool)
    low, high = np.where(absent, 1 - rate.high, rate.low), np.where(absent, 1 - rate.low, rate.high)
    ceiling = evidence_ceiling(1.0, low, high)
    bounds = {"low": low, "high": high, "ceiling_low": ceiling.low, "ceiling_high": ceiling.high}
    for place, (row, under) in enumerate(pairs):
        # A rate may be as good as 0 or 1; then there is no bound on the ceiling.
        under |= {key: float(found) if np.isfinite(found := values[place]) else None for key, values in bounds.items()}
        if under["name"] == row["reference_class"]:
            row |= {key: under[key] for key in bounds}


def _together(each: Forecasts, k: int, c: int, joint: Sequence[int]) -> float | None:
    """Probability of the outcomes of several years, each forecast from what went before it; null where one has none."""
    if not joint or each.predictives[c].known[k, joint[0]] < MINIMUM_OCCASIONS:
        return None
    p, y = each.predictives[c].probability[k, joint], each.panel.outcomes[k, joint]
    product = float(np.prod(np.where(y == 1, p, 1 - p)))
    return None if np.isnan(product) else product


def _joint_years(year: _Year, k: int) -> list[int]:
    """The years judged together: those asked for up to this one, or the run of like outcomes that ends in it."""
    panel, t = year.forecasts.panel, year.t
    y = panel.outcomes[k]
    if np.isnan(y[t]):
        return []
    before = [s for s in range(t + 1) if not np.isnan(y[s])]
    if len(year.asked) > 1:
        return [s for s in before if panel.years[s] in year.asked]
    run = []
    for s in reversed(before):
        if y[s] != y[t]:
            break
        run.append(s)
    return run[::-1]


def _stop(year: _Year, k: int, choice: int, present: bool | None) -> dict[str, Any]:
    """Whether it is dropped for good: by the years of the class that counts, or by all where it was never there."""
    if choice < 0 or present is not False:
        return {}
    each, t = year.forecasts, year.t
    strata = np.broadcast_to(each.classes[choice].strata, each.panel.outcomes.shape)[k, : t + 1]
    made = each.predictives[choice]
    everything = each.panel.outcomes[k, : t + 1]
    alike = everything[strata == strata[-1]]
    history = alike if (alike == 1).any() else everything
    stop = stop_posterior(history, year.hazard, BetaPrior(float(made.a[t]), float(made.b[t])))
    if np.isnan(stop.probability):
        return {"absences": stop.absences}
    return {
        "absences": stop.absences,
        "stop_probability": stop.probability,
        "stop_bayes_factor": stop.bayes_factor,
        "hazard": year.hazard,
    }


def _change(year: _Year, k: int) -> dict[str, Any]:
    """Whether and since when the habit changed once, by all known years up to this one."""
    outcomes = year.forecasts.panel.outcomes[k, : year.t + 1]
    known = np.flatnonzero(~np.isnan(outcomes))
    if len(known) < _CHANGE_MINIMUM:
        return {}
    found = one_change(outcomes[known])
    return {
        "change_year": year.forecasts.panel.years[known[found.first]],
        "change_probability": found.probability,
        "change_bayes_factor": found.bayes_factor,
    }


def _rank(panel: Panel, year: _Year, k: int, choice: int) -> dict[str, Any]:
    """Of a deed: invitation and the conditions behind it, the rank that came, and how likely it was to be no higher."""
    t = year.t
    cell = panel.cells.get((k, t), {})
    if panel.kind != "deed" or choice < 0:
        return {}
    strata = np.broadcast_to(year.forecasts.classes[choice].strata, panel.outcomes.shape)[k]
    before = [s for s in range(t) if strata[s] == strata[t]]
    found: dict[str, Any] = {"invited": cell.get("invited")}
    if panel.act == CAME:
        found["stages"] = attendance_stages(panel, k, before)
    rank = cell.get("rank_order")
    ranks = [panel.cells.get((k, s), {}).get("rank_order") for s in before]
    known = np.array([np.nan if each is None else each for each in ranks], float)
    if rank is None or (~np.isnan(known)).sum() < MINIMUM_OCCASIONS:
        return found | {"rank_order": rank}
    levels = int(max(rank, np.nanmax(known))) + 2
    return found | {"rank_order": rank, "p_rank_at_most": float(rank_predictive(known, levels)[rank])}


def _reference(year: _Year, k: int) -> list[dict[str, Any]]:
    """The earlier years that make the expectation, with their outcomes, ids and classes."""
    panel, t = year.forecasts.panel, year.t
    labels = year.labels(k)
    rows = []
    for s in range(t):
        cell = panel.cells.get((k, s), {})
        y = panel.outcomes[k, s]
        rows.append(
            {
                "year": panel.years[s],
                "outcome": "unknown" if np.isnan(y) else "present" if y else "absent",
                "treatment": cell.get("treatment"),
                "source_id": cell.get("source_id"),
                "ids": cell.get("ids") or [],
                "confidence": cell.get("confidence"),
                "labels": labels[s],
            }
        )
    return rows


def _due(panel: Panel, occasion_years: pa.Table | None) -> list[int]:
    """The years in which the rite fell due since the series began."""
    if occasion_years is None:
        return list(panel.years)
    due = zip(occasion_years["occasion"].to_pylist(), occasion_years["year"].to_pylist(), strict=True)
    return [year for occasion, year in due if occasion == panel.occasion and year >= panel.years[0]]


def _order(row: Mapping[str, Any]) -> tuple[bool, float, str, int]:
    return (row["surprise_bits"] is None, -(row["surprise_bits"] or 0), row["target_name"], row["year"])

"""How good the forecasts were: every outcome on record, forecast from what came before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cenotaph.absence.forecasts import Forecasts
from cenotaph.inference import BIN_EDGES, MINIMUM_FORECASTS, calibration, sequential_predictive

__all__ = ["BACKTEST", "backtest"]

_f, _s = pa.float64(), pa.string()

BACKTEST = pa.schema(
    [
        ("part", _s),
        ("kind", _s),
        ("occasion", _s),
        ("actor", _s),
        ("label", _s),
        ("n", pa.int64()),
        ("calibration_known", pa.bool_()),
        ("log_score", _f),
        ("climatology_log_score", _f),
        ("frequency_log_score", _f),
        ("brier", _f),
        ("climatology_brier", _f),
        ("predicted", _f),
        ("observed", _f),
        ("low", _f),
        ("high", _f),
        ("sentence", _s),
    ]
)


def backtest(found: Sequence[Forecasts]) -> pa.Table:
    """Scores and reliability of the forecasts, rolling through the record: each was made from earlier years alone.

    Log scores are mean surprise in bits, less is better. They are compared with climatology (the share of presence over
    the same outcomes, known afterwards, which favours it) and with each series' own earlier frequency (Jeffreys' prior,
    all years). An outcome counts where there was a forecast.

    Returns: table `BACKTEST`; `part` is `all`; `watched` (series that had been present before); `rite`, one a kind,
    rite and actor; `class`, by the label of the reference class; and `bin`, the reliability table: `predicted` and
    `observed` share of presence with its 95% interval, for each kind. Below `MINIMUM_FORECASTS` calibration is
    unknown.
    """
    cases = [_cases(each) for each in found]
    if not cases:
        return BACKTEST.empty_table()
    rows = [_scored("all", _joined(cases))]
    rows.append(
        _scored("watched", _joined([{**each, "y": np.where(each["before"], each["y"], np.nan)} for each in cases]))
    )
    for kind, occasion, actor in dict.fromkeys((f.panel.kind, f.panel.occasion, f.panel.actor) for f in found):
        of_rite = [
            case
            for case, f in zip(cases, found, strict=True)
            if (f.panel.kind, f.panel.occasion, f.panel.actor) == (kind, occasion, actor)
        ]
        rows.append(_scored("rite", _joined(of_rite), kind=kind, occasion=occasion, actor=actor))
    labels = sorted({str(label) for case in cases for label in np.unique(case["label"]) if label})
    for label in labels:
        rows.append(_scored("class", _joined([_only(case, label) for case in cases]), label=label))
    for kind in dict.fromkeys(f.panel.kind for f in found):
        of_kind = [case for case, f in zip(cases, found, strict=True) if f.panel.kind == kind]
        rows += _bins(_joined(of_kind), kind)
    return pa.Table.from_pylist([row for row in rows if row["n"]], schema=BACKTEST)


def _cases(each: Forecasts) -> dict[str, NDArray[Any]]:
    """Forecast, outcome, plain frequency, class label of every outcome, flat; NaN where there is no forecast."""
    y = each.panel.outcomes
    present = np.nan_to_num(y)
    label = np.full(y.shape, "", dtype=object)
    for c, klass in enumerate(each.classes):
        strata = np.broadcast_to(klass.strata, y.shape)
        for stratum in (0, 1):
            label[(each.choice == c) & (strata == stratum)] = klass.label(stratum)
    plain = sequential_predictive(y, prior="jeffreys").probability
    return {
        "p": each.probability.ravel(),
        "y": y.ravel(),
        "plain": plain.ravel(),
        "label": label.ravel(),
        "before": (np.cumsum(present, axis=1) - present > 0).ravel(),
    }


def _only(case: Mapping[str, NDArray[Any]], label: str) -> dict[str, NDArray[Any]]:
    return {**case, "y": np.where(case["label"] == label, case["y"], np.nan)}


def _joined(cases: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    return {key: np.concatenate([case[key] for case in cases]) for key in ("p", "y", "plain")}


def _scored(part: str, case: Mapping[str, NDArray[Any]], **about: str | None) -> dict[str, Any]:
    found = calibration(case["p"], case["y"])
    row: dict[str, Any] = dict.fromkeys(BACKTEST.names)
    row |= {"part": part, "n": found.n, "calibration_known": found.known} | about
    if not found.n:
        return row
    plain = calibration(np.where(np.isnan(case["p"]), np.nan, case["plain"]), case["y"])
    row |= {"log_score": found.log_score, "climatology_log_score": found.climatology_log_score}
    row |= {"frequency_log_score": plain.log_score}
    row |= {"brier": found.brier, "climatology_brier": found.climatology_brier}
    return row | {"sentence": _sentence(row)}


def _sentence(row: Mapping[str, Any]) -> str:
    if not row["calibration_known"]:
        return f"Calibration unknown: {row['n']:,} of at least {MINIMUM_FORECASTS} resolved forecasts."
    better = row["log_score"] < row["climatology_log_score"]
    verdict = "beat" if better else "did not beat"
    return (
        f"The forecasts {verdict} climatology: {row['log_score']:.3f} against {row['climatology_log_score']:.3f} bits "
        f"an outcome over {row['n']:,}."
    )


def _bins(case: Mapping[str, NDArray[Any]], kind: str) -> Iterator[dict[str, Any]]:
    found = calibration(case["p"], case["y"])
    edges = (0.0, *BIN_EDGES, 1.0)
    for place, n in enumerate(found.counts):
        row: dict[str, Any] = dict.fromkeys(BACKTEST.names)
        row |= {"part": "bin", "kind": kind, "label": f"{edges[place]:g}-{edges[place + 1]:g}", "n": int(n)}
        row["calibration_known"] = found.known
        if n:
            bounds = ("predicted", "observed", "low", "high")
            row |= {key: float(getattr(found, key)[place]) for key in bounds}
        yield row

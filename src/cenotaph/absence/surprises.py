"""How surprising each cell of a roll call was when it came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.absence.forecasts import Forecasts
from cenotaph.inference import surprise_bits

__all__ = ["ONE_IN", "SURPRISES", "is_surprising", "surprises", "with_surprise"]

#: What was no more likely than one in so many, by the years before it, is marked in a roll call.
ONE_IN = 10

SURPRISES = pa.schema(
    [
        ("kind", pa.string()),
        ("occasion", pa.string()),
        ("actor", pa.string()),
        ("act", pa.string()),
        ("target", pa.string()),
        ("year", pa.int16()),
        ("present", pa.bool_()),
        ("p_present", pa.float64()),
        ("surprise_bits", pa.float64()),
        ("reference_class", pa.string()),
        ("reference_label", pa.string()),
        ("n", pa.float64()),
        ("n_present", pa.float64()),
    ]
)


def surprises(found: Sequence[Forecasts]) -> pa.Table:
    """The surprise of every known outcome under the class that counted at the time; `omissions` tells all of one year.

    Returns: table `SURPRISES`; `p_present` and `surprise_bits` are null where the record was too thin to forecast.
    """
    rows: list[dict[str, Any]] = []
    for each in found:
        panel, p = each.panel, each.probability
        bits = surprise_bits(np.where(panel.outcomes == 1, p, 1 - p))
        for k, t in np.argwhere(~np.isnan(panel.outcomes)).tolist():
            about = {"kind": panel.kind, "occasion": panel.occasion, "actor": panel.actor, "act": panel.act}
            row = about | {"target": panel.targets[k][0], "year": panel.years[t], "present": panel.outcomes[k, t] == 1}
            choice = int(each.choice[k, t])
            if choice >= 0:
                made, klass = each.predictives[choice], each.classes[choice]
                stratum = int(np.broadcast_to(klass.strata, panel.outcomes.shape)[k, t])
                row |= {"p_present": float(p[k, t]), "surprise_bits": float(bits[k, t])}
                row |= {"reference_class": klass.name, "reference_label": klass.label(stratum)}
                row |= {"n": float(made.known[k, t]), "n_present": float(made.present[k, t])}
            rows.append(row)
    return pa.Table.from_pylist(rows, schema=SURPRISES)


#: Columns that a roll call gets, and where they come from.
_ADDED = {
    "p_present": "p_present",
    "surprise_bits": "surprise_bits",
    "reference_class": "reference_class",
    "reference_label": "reference_label",
    "n_before": "n",
    "n_present_before": "n_present",
}


def with_surprise(cells: pa.Table, told: pa.Table, key: str, act: str) -> pa.Table:
    """A roll call whose cells say how surprising they were when they came about: null where nothing could be expected.

    Args:
        cells: a roll call of one actor, with `year` and the column `key` of targets or states.
        told: table `SURPRISES` of that roll call. act: of being named, or of coming.

    Returns: the cells with `p_present`, `surprise_bits`, `reference_class`, `reference_label`, `n_before` and
    `n_present_before`.
    """
    told = told.filter(pc.equal(told["act"], act))
    keys = zip(told["target"].to_pylist(), told["year"].to_pylist(), strict=True)
    place = {each: number for number, each in enumerate(keys)}
    wanted = zip(cells[key].to_pylist(), cells["year"].to_pylist(), strict=True)
    found = pa.array([place.get(each) for each in wanted], pa.int64())
    for name, source in _ADDED.items():
        cells = cells.append_column(name, told[source].combine_chunks().take(found))
    return cells


def is_surprising(cell: Mapping[str, Any]) -> bool:
    """Whether a cell was no more likely than one in `ONE_IN`, by the years before it alone."""
    bits = cell.get("surprise_bits")
    return bits is not None and 2**bits >= ONE_IN

"""How surprising each cell of a roll call was when it came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from cenotaph.absence.forecasts import Forecasts
from cenotaph.inference import surprise_bits

__all__ = ["SURPRISES", "surprises"]

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

"""False alarms: what was watched on one occasion is one family of tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cenotaph.inference import benjamini_hochberg, benjamini_yekutieli, e_benjamini_hochberg

__all__ = ["mark_families"]

_ALPHA = 0.05


def mark_families(rows: Sequence[dict[str, Any]]) -> None:
    """Set `n_watched`, `q_value`, `q_dependent` and `alarm` of the rows of each actor, rite and year.

    Absences are watched for in every series that was ever present before, appearances in all; what was watched is fixed
    before the outcome is known. The p-value of an absence is its probability, that of a presence, where absence is
    watched for, 1; and the other way about.
    """
    families: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row["p_absent"] is not None and row["outcome"] != "unknown":
            families.setdefault((row["kind"], row["occasion"], row["actor"], row["year"]), []).append(row)
    for family in families.values():
        _mark(family, [row["ever_before"] for row in family], "absent")
        _mark(family, [True] * len(family), "present")


def _mark(family: Sequence[dict[str, Any]], watched: Sequence[bool], outcome: str) -> None:
    p = np.array(
        [
            np.nan if not one else row["probability"] if row["outcome"] == outcome else 1.0
            for row, one in zip(family, watched, strict=True)
        ]
    )
    q, dependent = benjamini_hochberg(p), benjamini_yekutieli(p)
    e = np.array([row["e_value"] if one else np.nan for row, one in zip(family, watched, strict=True)])
    alarm = e_benjamini_hochberg(e, _ALPHA)
    for place, row in enumerate(family):
        if row["outcome"] == outcome and watched[place]:
            row |= {"n_watched": sum(watched), "q_value": float(q[place]), "q_dependent": float(dependent[place])}
            row["alarm"] = bool(alarm[place]) if outcome == "absent" else None

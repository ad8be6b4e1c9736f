"""The sequence of conditions behind an attendance: the rite was held, the guest was invited, came, at a rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cenotaph.absence.forecasts import Panel
from cenotaph.inference import invitation_bounds

__all__ = ["attendance_stages"]


def attendance_stages(panel: Panel, k: int, before: Sequence[int]) -> list[dict[str, Any]]:
    """Each condition with its own denominator, over earlier occurrences.

    Absence speaks of a guest's will only below "invited". Where nobody knows of an invitation, `low` and `high` bound
    the share over all ways it may have been (for `came if invited`, the predictive with Jeffreys' prior).

    Args: k, the series; before, places of the earlier occurrences of the class.

    Returns: rows `stage` (`held`, `invited if held`, `came if invited`), `n`, `n_yes`, `n_unknown`, `low`, `high`.
    """
    held = [s for s in before if not np.isnan(panel.outcomes[:, s]).all()]
    known = [s for s in held if not np.isnan(panel.outcomes[k, s])]
    came = sum(panel.outcomes[k, s] == 1 for s in known)
    asked = [panel.cells[k, s]["invited"] for s in known if panel.outcomes[k, s] == 0]
    stayed, not_invited, unknown = asked.count(True), asked.count(False), asked.count(None)
    bounds = invitation_bounds(came, stayed, not_invited, unknown)
    return [
        _stage("held", len(before), len(held), len(before) - len(held)),
        _stage("invited if held", len(known), came + stayed, unknown, bounds.invited_low, bounds.invited_high),
        _stage("came if invited", came + stayed + unknown, came, unknown, bounds.came_low, bounds.came_high),
    ]


def _stage(
    stage: str, n: int, yes: int, unknown: int, low: float | None = None, high: float | None = None
) -> dict[str, Any]:
    if n == 0:
        low = high = None
    elif low is None:
        low, high = yes / n, (yes + unknown) / n
    return {"stage": stage, "n": int(n), "n_yes": int(yes), "n_unknown": int(unknown), "low": low, "high": high}

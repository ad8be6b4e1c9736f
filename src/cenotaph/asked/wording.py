"""How notes say numbers."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["how_many", "unverified"]


def how_many(n: int, noun: str) -> str:
    """`1 document`, `2,000 documents`."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def unverified(cells: pa.Table) -> list[str]:
    """A note on the cells of a roll call, absences too, that rest on a coding of confidence 1 at best."""
    unsure = cells.filter(pc.equal(cells["confidence"], 1))
    if not unsure.num_rows:
        return []
    rest = "cell rests on a coding that is" if unsure.num_rows == 1 else "cells rest on codings that are"
    note = f"{unsure.num_rows:,} {rest} unverified (confidence 1)"
    absent = pc.sum(pc.equal(unsure["treatment"], "absent")).as_py() if "treatment" in unsure.column_names else 0
    return [f"{note}; of these, {absent:,} said to be absent." if absent else f"{note}."]

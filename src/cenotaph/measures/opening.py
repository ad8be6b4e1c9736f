"""Columns of a measure's own: numbers with nulls, and the ids that open each row."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["MOST_IDS", "listed", "numbers"]

#: So many ids open a row at most.
MOST_IDS = 200


def numbers(values: NDArray[Any]) -> pa.Array:
    """The numbers, NaN as null."""
    flat = np.asarray(values, dtype=np.float64).ravel().tolist()
    return pa.array([None if each != each else each for each in flat], pa.float64())


def listed(ids: pa.Array, row: NDArray[np.int64], shown: NDArray[np.bool_], n_rows: int) -> pa.Array:
    """The ids of each row, in their order, `MOST_IDS` at most; nulls are left out.

    Args: the ids, the row each belongs to, whether it is shown, and how many rows there are.
    """
    kept = np.flatnonzero(shown)
    order = kept[np.argsort(row[kept], kind="stable")]
    bounds = np.searchsorted(row[order], np.arange(n_rows + 1)).tolist()
    names = ids.take(pa.array(order)).to_pylist()
    held = [[each for each in names[first : min(last, first + MOST_IDS)] if each] for first, last in pairwise(bounds)]
    return pa.array(held, pa.list_(pa.string()))

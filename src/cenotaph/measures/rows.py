"""The rows of a measure as a table: the columns that lead, those of the contract, then its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

__all__ = ["estimates"]

#: A list, an array or an Arrow array.
Column = Collection[Any]

_LEADING: Mapping[str, pa.DataType] = {"year": pa.int16(), "date": pa.date32(), "n_years": pa.int16()}


def estimates(
    leading: Mapping[str, Column],
    *,
    value: Column,
    low: Column | None = None,
    high: Column | None = None,
    n: Column,
    numerator: Column | None = None,
    denominator: Column | None = None,
    unit: str,
    covers: str | Column,
    abstains: Column | None = None,
    own: Mapping[str, Column] | None = None,
) -> pa.Table:
    """Rows of the contract from columns of one length; NaN becomes null.

    Where `abstains` says why there is no answer, value, low and high are null whatever was given.

    Args: `leading`, the `by` columns and keys, in order; `own`, further columns (typed Arrow arrays where they may be
    empty). A row that abstains without a reason given keeps `abstains` null.
    """
    size = len(value)
    reasons: list[str | None] = [None] * size if abstains is None else list(abstains)
    silent = np.array([reason is not None for reason in reasons], dtype=bool)
    columns = {
        name: each if isinstance(each, pa.Array) else pa.array(list(each), _LEADING.get(name, pa.string()))
        for name, each in leading.items()
    }
    nothing = [None] * size
    for name, numbers in (("value", value), ("low", low), ("high", high)):
        columns[name] = _numbers(nothing if numbers is None else numbers, silent)
    columns["n"] = pa.array([int(each) for each in n], pa.int32())
    for name, counts in (("numerator", numerator), ("denominator", denominator)):
        columns[name] = _counts(nothing if counts is None else counts)
    columns["unit"] = pa.array([unit] * size, pa.string())
    columns["covers"] = pa.array([covers] * size if isinstance(covers, str) else list(covers), pa.string())
    columns["abstains"] = pa.array(reasons, pa.string())
    for name, each in (own or {}).items():
        columns[name] = each if isinstance(each, pa.Array) else pa.array(list(each))
    return pa.table(columns)


def _numbers(values: Column, silent: np.ndarray[Any, np.dtype[np.bool_]]) -> pa.Array:
    floats = np.array([np.nan if each is None else each for each in values], dtype=np.float64)
    return pa.array([None if hide or not known else each for each, hide, known in zip(
        floats.tolist(), silent, np.isfinite(floats), strict=True
    )], pa.float64())  # fmt: skip


def _counts(values: Column) -> pa.Array:
    """Whole numbers where all of them are, else numbers."""
    known = [None if each is None or each != each else each for each in (np.asarray(values, dtype=object)).tolist()]
    whole = all(each is None or float(each).is_integer() for each in known)
    return pa.array([each if each is None else int(each) if whole else float(each) for each in known],
                    pa.int64() if whole else pa.float64())  # fmt: skip

"""The engine under rates and shares: units that count over all units, by group and target, clustered in documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.inference import MINIMUM_CLUSTERS, Interval, clustered_share_interval, wilson_interval
from cenotaph.inference.quantiles import Floats
from cenotaph.measures.grouping import distinct_rows, grouped, with_periods

__all__ = ["Material", "Ratio", "material", "units_of"]

Ints = NDArray[np.int64]

_COVERS = "variation between documents; not coder error"
_TOO_FEW = f"no interval: fewer than {MINIMUM_CLUSTERS} documents"
_NOTHING = "nothing here to count in, the denominator is 0"


@dataclass(frozen=True)
class Material:
    """Documents sorted into groups, ready for sums.

    Attributes:
        document_ids: the documents, shape (D,).
        group: place of each document's group, shape (D,).
        groups: one row a group, with the columns asked for.
        targets: ids of the targets shown, shape (T,); null where all targets are taken together.
        language: place of each document's language among the rows of `can_judge`, shape (D,).
        can_judge: whether a text in a language (row) can name a target (column), shape (L, T).
        by: the columns asked for, in order.
    """

    document_ids: pa.Array
    group: Ints
    groups: pa.Table
    targets: list[str] | None
    language: Ints
    can_judge: NDArray[np.bool_]
    by: tuple[str, ...]

    def documents_of(self, table: pa.Table) -> Ints:
        """The place of each row's document, -1 where the material does not hold it."""
        found = pc.index_in(_flat(table["document_id"]), value_set=self.document_ids)
        return np.asarray(pc.fill_null(found, -1), dtype=np.int64)

    def targets_of(self, table: pa.Table) -> Ints:
        """The place of each row's target, -1 where it is not shown; 0 where all targets are taken together."""
        if self.targets is None:
            return np.zeros(table.num_rows, dtype=np.int64)
        found = pc.index_in(_flat(table["target"]), value_set=pa.array(self.targets, pa.string()))
        return np.asarray(pc.fill_null(found, -1), dtype=np.int64)


def material(documents: pa.Table, targets: pa.Table, by: Sequence[str], *, without_text: bool) -> Material:
    """Sort documents into groups. Duplicates (`duplicate_of` not null) are left out: a reprint is not said twice.

    Args:
        documents: table `documents`.
        targets: `target`, `languages`; the targets to show, all of them taken together where `by` has no `target`.
        by: names of `registry.BY`. With `occasion`, documents on no occasion are left out and `year` is the rite's.
        without_text: whether a document without text is judged by its codings (for shares), or left out (for rates).
    """
    kept = documents.filter(pc.is_null(documents["duplicate_of"]))
    if "occasion" in by:
        kept = kept.filter(pc.is_valid(kept["occasion"]))
    if not without_text:
        kept = kept.filter(pc.greater(pc.fill_null(kept["n_characters"], 0), 0))
    columns = [name for name in by if name != "target"]
    group, groups = grouped(with_periods(kept, by).select(columns), kept.num_rows)
    has_text = np.asarray(pc.greater(pc.fill_null(kept["n_characters"], 0), 0), dtype=bool)
    languages = sorted({each for each in kept["language"].to_pylist() if each})
    place = pc.fill_null(
        pc.index_in(_flat(kept["language"]), value_set=pa.array(languages, pa.string())), len(languages)
    )
    # Two more rows: a language nobody told (no target can be named in it), and no text (codings say what is known).
    language = np.where(has_text, np.asarray(place, dtype=np.int64), len(languages) + 1)
    shown = targets["target"].to_pylist() if "target" in by else None
    spoken = [set(each) for each in targets["languages"].to_pylist()]
    in_language = [[name in each for each in spoken] for name in languages]
    can_judge = np.array([*in_language, [False] * len(spoken), [True] * len(spoken)], dtype=bool)
    if shown is None:
        can_judge = np.ones((len(languages) + 2, 1), dtype=bool)
    return Material(_flat(kept["document_id"]), group, groups, shown, language, can_judge, tuple(by))


def units_of(codings: pa.Table, *, apart: bool) -> pa.Table:
    """The units that are counted: a sentence once per target (`apart`) or once in all; a coding without text once.

    Args: statements or mentions. Returns: `document_id`, `target` (null unless `apart`), `n`.
    """
    own = codings["statement_id"] if "statement_id" in codings.column_names else codings["document_id"]
    unit = pc.coalesce(codings["passage_id"], own)
    target = codings["target"] if apart else pa.nulls(codings.num_rows, pa.string())
    table = pa.table({"document_id": codings["document_id"], "target": target, "unit": unit})
    distinct, _ = distinct_rows(table, ["document_id", "target", "unit"])
    counted, n = distinct_rows(distinct.select(["document_id", "target"]), ["document_id", "target"])
    return counted.append_column("n", _array(n))


class Ratio:
    """Sums of `y` (units that count) and `x` (all units) over the documents of each group and target.

    Args:
        of: the material.
        x: all units of each document, shape (D,); 0 or NaN where there is nothing to count in.
        y: `document_id`, `target`, `n`: the units that count.
    """

    def __init__(self, of: Material, x: Floats, y: pa.Table) -> None:
        self.of = of
        x = np.nan_to_num(x)
        self.shape = (of.groups.num_rows, of.can_judge.shape[1])
        self.n = self._dense((x > 0).astype(np.float64))
        self.x, self.xx = self._dense(x), self._dense(x * x)
        document, target, count = self._sparse(y, x)
        at = of.group[document] * self.shape[1] + target
        self.y, self.yy, self.xy = (self._summed(at, each) for each in (count, count * count, count * x[document]))

    def add_known(self, known: pa.Table, named: pa.Table) -> None:
        """Count single units of documents that have none of their own: `document_id` and `target` judged by codings.

        Args: `known`, the pairs judged; `named`, those of them that count.
        """
        for pairs, totals in ((known, (self.n, self.x, self.xx)), (named, (self.y, self.yy, self.xy))):
            document, target = self.of.documents_of(pairs), self.of.targets_of(pairs)
            held = (document >= 0) & (target >= 0)
            for total in totals:
                np.add.at(total, (self.of.group[document[held]], target[held]), 1.0)

    def table(self, *, unit: str, scale: float = 1.0, independent: bool = False) -> pa.Table:
        """Rows of the contract: the `by` columns, value, low, high, n, numerator, denominator, unit, covers, abstains.

        Args: `scale` multiplies value and interval; `independent` takes Wilson's interval over single documents.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            if independent:
                found = wilson_interval(self.y, self.x)
            else:
                found = clustered_share_interval(self.y, self.x, self.yy, self.xy, self.xx, self.n)
        return self._rows(found, unit, scale)

    def _summed(self, at: Ints, weights: Floats) -> Floats:
        return np.bincount(at, weights, minlength=self.shape[0] * self.shape[1]).astype(np.float64).reshape(self.shape)

    def _dense(self, values: Floats) -> Floats:
        languages = self.of.can_judge.shape[0]
        at = self.of.group * languages + self.of.language
        sums = np.bincount(at, values, minlength=self.shape[0] * languages).astype(np.float64)
        total: Floats = sums.reshape(self.shape[0], languages) @ self.of.can_judge.astype(np.float64)
        return total

    def _sparse(self, table: pa.Table, x: Floats) -> tuple[Ints, Ints, Floats]:
        document, target = self.of.documents_of(table), self.of.targets_of(table)
        count = np.asarray(table["n"], dtype=np.float64)
        held = (document >= 0) & (target >= 0)
        document, target, count = document[held], target[held], count[held]
        fit = (x[document] > 0) & self.of.can_judge[self.of.language[document], target]
        return document[fit], target[fit], count[fit]

    def _rows(self, found: Interval, unit: str, scale: float) -> pa.Table:
        enough = (self.n >= MINIMUM_CLUSTERS) & (self.x > 0)
        columns: dict[str, pa.Array] = {}
        groups, targets = self.shape
        for name in self.of.by:
            if name == "target":
                columns[name] = pa.array((self.of.targets or []) * groups, pa.string())
            else:
                columns[name] = _flat(self.of.groups[name]).take(_array(np.repeat(np.arange(groups), targets)))
        columns["value"] = _nullable(found.estimate * scale, self.x > 0)
        columns["low"] = _nullable(found.low * scale, enough)
        columns["high"] = _nullable(found.high * scale, enough)
        columns["n"] = _array(self.n.ravel().astype(np.int32))
        columns["numerator"] = _array(self.y.ravel().astype(np.int64))
        columns["denominator"] = _array(self.x.ravel().astype(np.int64))
        size = groups * targets
        columns["unit"] = pa.array([unit] * size, pa.string())
        columns["covers"] = pa.array(np.where(enough.ravel(), _COVERS, _TOO_FEW).tolist(), pa.string())
        columns["abstains"] = pc.if_else(pa.array((self.x.ravel() > 0).tolist(), pa.bool_()), None, _NOTHING)
        columns["place"] = _array(np.tile(np.arange(targets), groups))
        order = [("place" if name == "target" else name, "ascending") for name in self.of.by]
        made = pa.table(columns)
        return (made.sort_by(order) if order else made).drop_columns("place")


def _nullable(values: Floats, known: NDArray[np.bool_]) -> pa.Array:
    flat = values.ravel()
    shown = known.ravel() & np.isfinite(flat)
    return pc.if_else(pa.array(shown.tolist(), pa.bool_()), _array(flat), pa.scalar(None, pa.float64()))


def _array(values: NDArray[Any]) -> pa.Array:
    """The numbers as Arrow, without a copy; `pa.array` would import all of pandas first, where it is installed."""
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, pa.py_buffer(values)])


def _flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column

"""Documents sorted into groups by what stands in their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.errors import CenotaphError

__all__ = [
    "PERIODS",
    "Sorted",
    "clusters_of",
    "distinct_rows",
    "grouped",
    "others_of",
    "sorted_documents",
    "with_periods",
]

Ints = NDArray[np.int64]

#: The columns that `with_periods` adds.
PERIODS = ["year", "month", "document"]


@dataclass(frozen=True)
class Sorted:
    """Documents, each in one group.

    Attributes:
        document_ids: the documents, shape (D,).
        group: place of each document's group, shape (D,).
        groups: one row a group, with the columns asked for, in their order.
    """

    document_ids: pa.Array
    group: Ints
    groups: pa.Table

    def places(self, document_ids: pa.ChunkedArray | pa.Array) -> Ints:
        """The place of each document, -1 for those that are not here."""
        if isinstance(document_ids, pa.ChunkedArray):
            document_ids = document_ids.combine_chunks()
        return np.asarray(pc.fill_null(pc.index_in(document_ids, value_set=self.document_ids), -1), dtype=np.int64)


def sorted_documents(documents: pa.Table, by: Sequence[str]) -> Sorted:
    """Documents by their columns; reprints are left out, and with `occasion` what was said on none.

    Args: `by`, columns of documents, `year` (with `occasion` the rite's), `month` (`2015-05`) and `document`.
    """
    kept = documents.filter(pc.is_null(documents["duplicate_of"]))
    if "occasion" in by:
        kept = kept.filter(pc.is_valid(kept["occasion"]))
    group, groups = grouped(with_periods(kept, by).select(list(by)), kept.num_rows)
    return Sorted(kept["document_id"].combine_chunks(), group, groups)


def with_periods(documents: pa.Table, by: Sequence[str]) -> pa.Table:
    """The documents with the columns `year`, `month` and `document`, by which a measure can be broken down."""
    year = documents["occasion_year"] if "occasion" in by else pc.year(documents["date"])
    documents = documents.append_column("year", pc.cast(year, pa.int16()))
    documents = documents.append_column("month", pc.strftime(documents["date"], format="%Y-%m"))
    return documents.append_column("document", documents["document_id"])


def others_of(groups: pa.Table, group: int, against: str) -> Ints:
    """The groups that a group is compared with: the `rest`, or the one `before` it whose other columns are the same."""
    if against == "rest":
        return np.delete(np.arange(groups.num_rows), group)
    fixed = groups.column_names[:-1]
    if group and all(groups[name][group].as_py() == groups[name][group - 1].as_py() for name in fixed):
        return np.array([group - 1])
    return np.empty(0, dtype=np.int64)


def clusters_of(of: Sorted, documents: pa.Table, over: str) -> tuple[Ints, Ints]:
    """The cluster of each document, and the group of each cluster (-1: said on no rite, which is no occasion).

    Args: `over`, `document` (each is one), or `occasion` (what one actor said on one rite of one year).
    """
    if over not in ("document", "occasion"):
        raise CenotaphError(f'over is "document" or "occasion"; found "{over}".')
    if over == "document":
        return np.arange(len(of.document_ids)), of.group
    rites = sorted_documents(documents, ("occasion", "year", "actor"))
    on = rites.places(of.document_ids)
    rite = np.where(on >= 0, rites.group[np.maximum(on, 0)], rites.groups.num_rows)
    pairs, cluster = np.unique(np.stack([of.group, rite]), axis=1, return_inverse=True)
    none = pairs[1] == rites.groups.num_rows
    return cluster.ravel(), np.where(none, -1, pairs[0])


def grouped(columns: pa.Table, n_rows: int) -> tuple[Ints, pa.Table]:
    """The place of each row's group, and one row a group, in the order of the columns."""
    if not columns.num_columns:
        return np.zeros(n_rows, dtype=np.int64), pa.table({"all": pa.array([True] if n_rows else [])})
    codes = [
        np.asarray(column.combine_chunks().dictionary_encode(null_encoding="encode").indices, dtype=np.int64)
        for column in columns.columns
    ]
    _, first, group = np.unique(np.stack(codes, axis=1), axis=0, return_index=True, return_inverse=True)
    groups = columns.take(pa.array(first)).append_column("place", pa.array(np.arange(len(first))))
    ordered = groups.sort_by([(name, "ascending") for name in columns.column_names])
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.asarray(ordered["place"])] = np.arange(len(first))
    return rank[group.ravel()], ordered.drop_columns("place")


def distinct_rows(table: pa.Table, keys: Sequence[str]) -> tuple[pa.Table, Ints]:
    """One row (the first) for each combination of the keys, and how many rows have it; in no promised order.

    Over strings this is some five times cheaper than Arrow's grouping, which hashes all of them together.
    """
    combined = np.zeros(table.num_rows, dtype=np.int64)
    for name in keys:
        code = table[name].combine_chunks().dictionary_encode(null_encoding="encode")
        combined = combined * max(len(code.dictionary), 1) + np.asarray(code.indices, dtype=np.int64)
    _, first, count = np.unique(combined, return_index=True, return_counts=True)
    return table.take(pa.array(first)), count.astype(np.int64)

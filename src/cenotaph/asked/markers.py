"""How often words of a marker stand in each document, from the counted words of the study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.asked.needs import GIVEN, Bounds
from cenotaph.asked.word_tables import word_counts
from cenotaph.measures import MARKER_COUNTS, MARKERS

__all__ = ["markers"]


def markers(of: Bounds, tables: Mapping[str, pa.Table], told: Mapping[str, Any]) -> pa.Table:
    """The words of every marker in the documents asked for, language by language; see `MARKER_COUNTS`."""
    documents = tables["documents"]
    found = [MARKER_COUNTS.empty_table()]
    for language in MARKERS["duty"]:
        spoken = documents.filter(pc.equal(documents["language"], language))
        if not spoken.num_rows:
            continue
        counted = word_counts(of, {"documents": spoken}, {"forms": False})
        marker_of = {word: name for name, lists in MARKERS.items() for word in lists[language]}
        found += [_marked(counted, marker_of)]
    return pa.concat_tables(found)


def _marked(counted: pa.Table, marker_of: Mapping[str, str]) -> pa.Table:
    """The counts of listed words, summed by document and marker."""
    listed = pa.array(list(marker_of), pa.string())
    parts = []
    for batch in counted.to_batches():
        words = batch["word"]
        held = words.flatten()
        place = pc.index_in(held.dictionary, value_set=listed).take(held.indices)
        row = pc.list_parent_indices(words)
        flat = pa.table({"row": row, "place": place, "n": batch["n"].flatten()}).drop_null()
        names = pa.array([marker_of[word] for word in listed.to_pylist()], pa.string())
        parts.append(pa.table({
            "document_id": batch["document_id"].take(flat["row"].combine_chunks()),
            "marker": names.take(flat["place"].combine_chunks()),
            "n": flat["n"].cast(pa.int64()),
        }))  # fmt: skip
    if not parts:
        return MARKER_COUNTS.empty_table()
    summed = pa.concat_tables(parts).group_by(["document_id", "marker"]).aggregate([("n", "sum")])
    return summed.rename_columns(["document_id", "marker", "n"]).select(MARKER_COUNTS.names).cast(MARKER_COUNTS)


GIVEN["markers"] = markers

"""What a question about coverage needs besides the store: the yardsticks, and which items are one story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.asked.needs import GIVEN, Bounds
from cenotaph.corpus import same_story
from cenotaph.measures import EXPOSURES, STORIES, compared_targets

__all__ = ["exposures", "stories"]


def exposures(of: Bounds, tables: Mapping[str, pa.Table], told: Mapping[str, Any]) -> pa.Table:
    """The rows of exposures.csv that were known as of the date of the study."""
    day = of.study.as_of
    known = (row.value for row in of.study.loaded.exposures)
    rows = [each.model_dump() for each in known if day is None or each.known_at is None or each.known_at <= day]
    return pa.Table.from_pylist(rows, schema=EXPOSURES)


def stories(of: Bounds, tables: Mapping[str, pa.Table], told: Mapping[str, Any]) -> pa.Table:
    """The documents that name either target, with the story of each, and how often its very text was printed."""
    pair = compared_targets(told["pair"], tables["exposures"], tables["targets"])
    mentions = tables["mentions"]
    named = mentions.filter(pc.is_in(mentions["target"], value_set=pa.array(pair, pa.string())))
    ids = pc.unique(named["document_id"].combine_chunks() if named.num_rows else pa.array([], pa.string()))
    found = of.study.snapshot.query(
        "SELECT d.document_id, coalesce(c.n, 0) + 1 AS copies, d.date, t.folded FROM documents d "
        "LEFT JOIN texts t USING (document_id) LEFT JOIN (SELECT duplicate_of AS document_id, count(*) AS n "
        "FROM documents WHERE duplicate_of IS NOT NULL GROUP BY 1) c USING (document_id) "
        "WHERE d.document_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY d.date NULLS LAST, d.document_id",
        [ids.to_pylist()],
    )
    days = np.asarray(pc.fill_null(found["date"].cast(pa.int32()), 0), dtype=np.int64)
    texts = [text or "" for text in found["folded"].to_pylist()]
    story = same_story(texts, days, similarity=told["similarity"], within=told["reprints"])
    columns = [found["document_id"].combine_chunks(), pa.array(story), found["copies"].combine_chunks()]
    return pa.table(columns, names=STORIES.names).cast(STORIES)


GIVEN["exposures"] = exposures
GIVEN["stories"] = stories

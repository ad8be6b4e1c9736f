"""Distinct rows are those of Arrow's own grouping."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.measures.grouping import distinct_rows

_words = st.sampled_from(["a", "b", "ab", "", None])


@given(st.lists(st.tuples(_words, _words, _words), max_size=30))
def test_distinct_rows_and_how_often_they_stand(rows: list[tuple[str | None, ...]]) -> None:
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(3)]
    table = pa.table(columns, names=["x", "y", "z"])
    found, count = distinct_rows(table, ["x", "y", "z"])
    ours = {tuple(row.values()): n for row, n in zip(found.to_pylist(), count.tolist(), strict=True)}
    grouped = table.group_by(["x", "y", "z"]).aggregate([([], "count_all")]).to_pylist()
    assert ours == {(row["x"], row["y"], row["z"]): row["count_all"] for row in grouped}
    assert found.num_rows == len(ours)

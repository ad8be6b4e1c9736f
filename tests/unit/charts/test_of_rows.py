"""Charts of a measure's rows: which rows are drawn, on which axis, and the sentence beside them."""

from __future__ import annotations

import json

import pyarrow as pa

from cenotaph.charts import CHARTS, chart_of
from cenotaph.measures import estimates

ROWS = estimates(
    {"actor": ["A", "A", "B"], "year": [2020, 2021, 2020]},
    value=[0.5, 2.0, None],
    low=[0.25, 1.5, None],
    high=[1.0, 3.0, None],
    n=[8, 9, 1],
    unit="rate ratio",
    covers="variation between documents",
    abstains=[None, None, "too few"],
    own={"document_ids": pa.array([["a"], ["b"], []], pa.list_(pa.string())), "contested": [True, False, False]},
)


def test_rows_that_abstain_and_lists_of_ids_are_not_drawn() -> None:
    for kind in CHARTS:
        chart = chart_of(ROWS, title="Ratios", leading=("actor", "year"), kind=kind)
        assert chart is not None
        assert [row["value"] for row in chart.rows] == [0.5, 2.0]
        assert "document_ids" not in chart.rows[0]
        assert json.loads(json.dumps(chart.spec))["data"]["values"] == list(chart.rows)


def test_years_make_a_line_and_a_log_axis_has_a_rule_at_one() -> None:
    line = chart_of(ROWS, title="Ratios", leading=("actor", "year"))
    assert line is not None
    assert line.spec["encoding"]["x"]["field"] == "year"
    dots = chart_of(ROWS, title="Ratios", leading=("actor",), kind="intervals_log")
    assert dots is not None
    assert dots.spec["layer"][0]["encoding"]["x"]["datum"] == 1
    assert dots.spec["layer"][1]["encoding"]["x"]["scale"] == {"type": "log"}


def test_the_sentence_tells_the_ends_and_what_the_intervals_cover() -> None:
    chart = chart_of(ROWS, title="Ratios", leading=("actor", "year"), kind="intervals")
    assert chart is not None
    assert chart.title == "Ratios (A)"
    assert chart.sentence == (
        "2021 stands highest at 2 (1.5 to 3) and 2020 lowest at 0.5 (0.25 to 1), rate ratio. "
        "Intervals (95%) cover variation between documents."
    )


def test_nothing_to_draw_is_no_chart() -> None:
    assert chart_of(ROWS.slice(2), title="Ratios", leading=("actor",)) is None

"""Charts of measures: what is drawn, what is said, and when there is nothing to draw."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.charts import Chart, over_time

NAMES = {"BEL": "Belloria", "ARD": "the Ardanians"}


def rows(
    *cells: tuple[str, int, float | None, float | None, float | None, int], unit: str = "share of credits"
) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "target": target,
                "year": year,
                "value": value,
                "low": low,
                "high": high,
                "n": n,
                "numerator": 1,
                "denominator": 4,
                "unit": unit,
                "covers": "no interval" if low is None else "variation between documents",
            }
            for target, year, value, low, high, n in cells
        ]
    )


def drawn(table: pa.Table, **options: Any) -> Chart:
    chart = over_time(table, title="Credit", names=NAMES, **options)
    assert chart is not None
    return chart


APART = rows(("BEL", 2010, 0.1, 0.05, 0.2, 8), ("BEL", 2012, 0.6, 0.5, 0.7, 9))


def test_a_year_without_a_value_is_a_gap_and_not_a_zero():
    chart = drawn(APART)
    assert [row["year"] for row in chart.rows] == [2010, 2011, 2012]
    assert chart.rows[1]["value"] is None
    assert chart.spec["data"]["values"][1]["value"] is None


def test_the_sentence_says_highest_lowest_n_and_what_the_interval_covers():
    sentence = drawn(APART).sentence
    assert "highest at 60% in 2012 (interval 50% to 70%, n = 9 documents)" in sentence
    assert "lowest at 10% in 2010 (interval 5% to 20%, n = 8 documents)" in sentence
    assert "do not overlap" in sentence
    assert sentence.endswith("Intervals cover variation between documents.")


def test_overlapping_intervals_are_said_to_overlap():
    near = rows(("BEL", 2010, 0.3, 0.2, 0.4, 8), ("BEL", 2011, 0.35, 0.25, 0.45, 9))
    assert "The two intervals overlap" in drawn(near).sentence


def test_touching_intervals_overlap():
    touching = rows(("BEL", 2010, 0.3, 0.2, 0.4, 8), ("BEL", 2011, 0.5, 0.4, 0.6, 9))
    assert "The two intervals overlap" in drawn(touching).sentence


def test_points_without_an_interval_are_drawn_but_not_compared():
    table = rows(("BEL", 2010, 1.0, None, None, 1), ("BEL", 2011, 0.3, 0.2, 0.4, 9))
    chart = drawn(table)
    assert chart.rows[0]["value"] == 1.0
    assert "100%" not in chart.sentence
    assert "every other period has too few documents for an interval" in chart.sentence


def test_nothing_is_drawn_where_no_value_has_an_interval():
    table = rows(("BEL", 2010, 1.0, None, None, 1), ("BEL", 2011, 0.0, None, None, 1))
    assert over_time(table, title="Credit", names=NAMES) is None


def test_nothing_is_drawn_for_a_single_year_or_for_no_row():
    assert over_time(rows(("BEL", 2010, 0.1, 0.0, 0.2, 8)), title="Credit", names=NAMES) is None
    assert over_time(APART.slice(0, 0), title="Credit", names=NAMES) is None


def test_nothing_is_drawn_where_every_value_is_zero():
    table = rows(("BEL", 2010, 0.0, 0.0, 0.2, 8), ("BEL", 2011, 0.0, 0.0, 0.2, 8))
    assert over_time(table, title="Credit", names=NAMES) is None


def test_a_rate_keeps_its_unit_and_is_no_percentage():
    table = rows(("BEL", 2010, 2.5, 1.0, 4.0, 8), ("BEL", 2012, 12.0, 9.0, 15.0, 9), unit="per 1,000 sentences")
    chart = drawn(table)
    assert not chart.share
    assert "12.0 in 2012" in chart.sentence
    assert "per 1,000 sentences" in chart.sentence
    assert "%" not in chart.sentence


def test_years_taken_together_are_named_as_spans_that_end_with_the_record():
    table = rows(("BEL", 2015, 0.1, 0.05, 0.2, 8), ("BEL", 2020, 0.6, 0.5, 0.7, 9), ("BEL", 2025, 0.5, None, None, 2))
    chart = drawn(table, years_together=5, last_year=2025)
    assert [row["period"] for row in chart.rows] == ["2015–19", "2020–24", "2025"]


def test_targets_with_most_years_come_first_and_the_rest_is_left_out():
    cells = [(f"T{i}", year, 0.2, 0.1, 0.3, 8) for i in range(12) for year in range(2010, 2011 + i)]
    chart = drawn(rows(*cells), most=3)
    assert list(dict.fromkeys(row["target"] for row in chart.rows)) == ["T11", "T10", "T9"]


def test_names_begin_with_a_capital_in_the_picture():
    table = rows(("ARD", 2010, 0.1, 0.05, 0.2, 8), ("ARD", 2012, 0.6, 0.5, 0.7, 9))
    assert drawn(table).rows[0]["name"] == "The Ardanians"


@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]):
    cells = [
        (target, year, 0.1 * place + 0.1, 0.05, 0.9, 6 + place)
        for place, (target, year) in enumerate(
            [("BEL", 2010), ("BEL", 2011), ("BEL", 2013), ("ARD", 2010), ("ARD", 2012), ("ARD", 2013)]
        )
    ]
    table = rows(*cells)
    shuffled = table.take(pa.array(list(order)))
    assert json.dumps(drawn(shuffled).spec) == json.dumps(drawn(table).spec)


def test_the_specification_is_plain_json_without_any_address_to_load():
    spec = dict(drawn(APART).spec)
    assert spec.pop("$schema").endswith("/v6.json")
    assert "http" not in json.dumps(spec)

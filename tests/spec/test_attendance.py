"""What a cell of the attendance roll says."""

from __future__ import annotations

import pyarrow as pa
from drawn import drawn

from cenotaph.measures import attendance_roll

EVENTS = drawn(
    "events",
    """
    event_id | date       | occasion_year
    p15      | 2015-05-09 | 2015
    p16      | 2016-05-09 | 2016
    p20      | 2020-06-24 | 2020
    m20      | 2020-05-08 | 2020
    """,
)
DUE = drawn(
    "occasions",
    """
    year | date
    2015 | 2015-05-09
    2016 | 2016-05-09
    2017 | 2017-05-09
    2018 | 2018-05-09
    2019 | 2019-05-09
    2020 | 2020-06-24
    """,
)


def roll(participations: str, **more: object) -> pa.Table:
    return attendance_roll(EVENTS, drawn("participations", participations), DUE, {"CHN": "China"}, **more)


RECORD = """
    event_id | state | rank             | rank_order | status      | person
    p15      | CHN   | head_of_state    | 12         | attended    | A
    p15      | CHN   | contingent_only  | 1          | contingent  |
    p15      | MNG   | contingent_only  | 1          | contingent  |
    p16      | CHN   | none             | 0          | absent      |
    p20      | CHN   | head_of_state    | 12         | cancelled   | A
    p20      | CHN   | defence_minister | 5          | attended    | B
    m20      | MNG   | head_of_state    | 12         | virtual     | C
    p20      | MNG   | head_of_state    | 12         | absent      | C
"""


def test_the_highest_rank_that_came_counts_and_silence_of_the_record_is_unknown() -> None:
    cells = [(r["year"], r["rank"], r["status"], r["person"]) for r in roll(RECORD, only=["CHN"]).to_pylist()]
    assert cells == [
        (2015, "head_of_state", "attended", "A"),
        (2016, "none", "absent", None),
        (2017, None, "unknown", None),
        (2018, None, "unknown", None),
        (2019, None, "unknown", None),
        (2020, "defence_minister", "attended", "B"),
    ]


def test_a_marching_unit_alone_is_contingent_only_and_a_message_is_virtual() -> None:
    cells = {r["year"]: r for r in roll(RECORD, only=["MNG"]).to_pylist()}
    assert (cells[2015]["rank"], cells[2015]["status"]) == ("contingent_only", "contingent")
    assert (cells[2020]["rank"], cells[2020]["status"]) == ("head_of_state", "virtual")
    assert cells[2016]["rank"] is None
    assert cells[2016]["rank_order"] is None


def test_whoever_stayed_away_the_rank_is_none() -> None:
    cells = roll("event_id | state | rank | rank_order | status\np16 | USA | head_of_state | 12 | declined").to_pylist()
    assert [(r["rank"], r["rank_order"], r["status"]) for r in cells if r["year"] == 2016] == [("none", 0, "declined")]


def test_marks_are_set_over_known_years_only() -> None:
    marks = {r["year"]: (r["first"], r["gone"]) for r in roll(RECORD, only=["CHN"]).to_pylist()}
    assert marks[2016] == (False, True)
    assert marks[2015] == marks[2017] == marks[2020] == (False, False)


def test_states_most_often_present_come_first() -> None:
    table = roll(RECORD + "    p16 | MNG | ambassador | 2 | attended | D\n")
    assert table["state_name"].to_pylist()[0] == "MNG"
    assert roll(RECORD, without=["CHN"])["state"].unique().to_pylist() == ["MNG"]


def test_no_events_no_rows() -> None:
    assert attendance_roll(EVENTS.slice(0, 0), drawn("participations", RECORD), DUE).num_rows == 0

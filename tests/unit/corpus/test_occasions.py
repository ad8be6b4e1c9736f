"""When rites fall due, and which documents were said on them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.corpus import Record, assign_occasions, fill_offices, mark_duplicates, occasion_years, said_before
from cenotaph.store.schemas import SCHEMAS
from cenotaph.study.models import Actor, Occasion


def occasion(**keys: Any) -> Occasion:
    given_keys = {"name": "Harvest Day", "calendar": {"month": 9, "day": 20}, **keys}
    return Occasion.model_validate(given_keys)


def documents(*rows: dict[str, Any]) -> pa.Table:
    base = {"source": "s", "file": "f", "date_precision": "day", "actor": "RUR", "title": "Address", "n_characters": 90}
    filled = [{"document_id": f"d{i}", **base, **row} for i, row in enumerate(rows)]
    return pa.Table.from_pylist(filled, schema=SCHEMAS["documents"])


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_rite_falls_due_every_year_of_its_calendar() -> None:
    rite = occasion(
        host="RUR",
        genre="address",
        anniversary_of="1950-09-20",
        calendar={"month": 9, "day": 20, "since": 1999, "until": 2002, "moved": [{"to": "2001-10-01", "why": "flood"}]},
        classes={"jubilee": {"every": 50}, "after": {"from": "2000-09-20"}, "listed": {"years": [1999, 2002]}},
    )
    table = occasion_years({"harvest": rite}, 1990, 2020)
    assert table.schema.equals(SCHEMAS["occasions"])
    assert table.select(["year", "date", "anniversary_n", "classes"]).to_pylist() == [
        {"year": 1999, "date": day("1999-09-20"), "anniversary_n": 49, "classes": ["listed"]},
        {"year": 2000, "date": day("2000-09-20"), "anniversary_n": 50, "classes": ["jubilee", "after"]},
        {"year": 2001, "date": day("2001-10-01"), "anniversary_n": 51, "classes": ["after"]},
        {"year": 2002, "date": day("2002-09-20"), "anniversary_n": 52, "classes": ["after", "listed"]},
    ]
    assert set(table["host"].to_pylist()) == {"RUR"}


def test_without_since_the_first_year_asked_for_is_the_first() -> None:
    assert occasion_years({"h": occasion()}, 2010, 2012)["year"].to_pylist() == [2010, 2011, 2012]


def test_listed_dates_are_due_and_29_february_is_28_in_common_years() -> None:
    listed = occasion(calendar={"dates": ["2005-05-01", "2001-05-02", "2005-11-01", "2031-01-01"]})
    assert [str(date) for date in occasion_years({"h": listed}, 2000, 2030)["date"].to_pylist()] == [
        "2001-05-02",
        "2005-05-01",
        "2005-11-01",
    ]
    leap = occasion(calendar={"month": 2, "day": 29})
    assert [date.day for date in occasion_years({"h": leap}, 2023, 2025)["date"].to_pylist()] == [28, 29, 28]


def test_the_founding_year_is_no_anniversary_of_any_class() -> None:
    rite = occasion(anniversary_of="2000-09-20", classes={"fifth": {"every": 5}})
    rows = occasion_years({"h": rite}, 1999, 2005).to_pylist()
    assert [row["anniversary_n"] for row in rows] == [None, 0, 1, 2, 3, 4, 5]
    assert [row["classes"] for row in rows] == [[], [], [], [], [], [], ["fifth"]]


def test_all_that_a_class_states_must_hold_and_an_empty_rule_holds_for_no_year() -> None:
    rite = occasion(
        anniversary_of="2000-01-01", classes={"late_fives": {"every": 5, "to": "2006-01-01"}, "nothing": {}}
    )
    assert [row["classes"] for row in occasion_years({"h": rite}, 2005, 2010).to_pylist()] == [
        ["late_fives"],
        [],
        [],
        [],
        [],
        [],
    ]


def test_movable_days_follow_their_rule_and_moves_stand_above_it() -> None:
    last_monday = occasion(
        calendar={"month": 5, "weekday": "monday", "nth": -1, "moved": [{"to": "2021-06-07"}], "since": 2020}
    )
    assert occasion_years({"h": last_monday}, 1990, 2023)["date"].to_pylist() == [
        day("2020-05-25"),
        day("2021-06-07"),
        day("2022-05-30"),
        day("2023-05-29"),
    ]
    parents = occasion(calendar={"easter": "orthodox", "plus": 9, "since": 2023})
    assert occasion_years({"h": parents}, 1990, 2025)["date"].to_pylist() == [
        day("2023-04-25"),
        day("2024-05-14"),
        day("2025-04-29"),
    ]


def test_a_year_is_of_a_class_or_of_its_complement_or_of_neither_where_nobody_knows() -> None:
    rite = occasion(
        anniversary_of="2000-09-20",
        calendar={"month": 9, "day": 20, "since": 2004},
        host="RUR",
        classes={
            "jubilee": {"every": 5, "otherwise": "ordinary"},
            "open": {"guests_invited": True},
            "with-gra": {"guest": "GRA"},
            "away": {"host": ["GRA"], "from": "2005-01-01"},
        },
    )
    events = pa.Table.from_pylist(
        [
            event("e4", "2004-09-20", guests_invited=False, known_at=day("2006-01-01")),
            event("e5", "2005-09-20", guests_invited=True),
            event("e6", "2006-09-20", host="GRA"),
        ],
        schema=SCHEMAS["events"],
    )
    parts = pa.Table.from_pylist(
        [
            part("e4", "GRA", "absent", "2006-01-01"),
            part("e5", "GRA", "attended", "2005-09-21"),
            part("e6", "GRA", "attended", "2006-09-20"),
        ],
        schema=SCHEMAS["participations"],
    )
    rows = occasion_years({"harvest": rite}, 2004, 2007, Record.of(events, parts)).to_pylist()
    assert [(row["year"], row["classes"], row["complements"]) for row in rows] == [
        (2004, [], ["ordinary", "not-open", "not-with-gra", "not-away"]),
        (2005, ["jubilee", "open", "with-gra"], ["not-away"]),
        (2006, ["away"], ["ordinary"]),  # GRA is no guest where it is the host; nobody says whether guests were asked
        (2007, [], ["ordinary", "not-away"]),
    ]
    assert rows[0]["complements_known_at"][:3] == [day("2004-09-20"), day("2006-01-01"), day("2006-01-01")]
    assert rows[1]["classes_known_at"] == [day("2005-09-20"), day("2005-09-20"), day("2005-09-21")]


def event(event_id: str, date: str, **more: Any) -> dict[str, Any]:
    held = {"event_id": event_id, "date": day(date), "occasion": "harvest", "occasion_year": day(date).year}
    return {**held, "host": "RUR", "title": "Rite", "known_at": day(date), "row": 2, **more}


def part(event_id: str, state: str, status: str, known_at: str) -> dict[str, Any]:
    came = {"event_id": event_id, "state": state, "rank": "none", "rank_order": 0, "status": status, "row": 2}
    return {**came, "known_at": day(known_at)}


RULE = {"actor": "RUR", "title": ["address", "Ёлка"], "not_title": "draft", "within_days": 2, "min_characters": 50}


@pytest.mark.parametrize(
    ("change", "year"),
    [
        ({}, 2020),
        ({"date": day("2020-09-22")}, 2020),
        ({"date": day("2020-09-23")}, None),
        ({"title": "New-year елка"}, 2020),
        ({"title": "ADDRESS (Draft)"}, None),
        ({"title": None}, None),
        ({"actor": "CHN"}, None),
        ({"actor": None}, None),
        ({"n_characters": 49}, None),
        ({"n_characters": None}, None),
        ({"date": None}, None),
        ({"date_precision": "year"}, None),
    ],
)
def test_a_document_must_meet_the_whole_rule(change: dict[str, Any], year: int | None) -> None:
    table = assign_occasions(documents({"date": day("2020-09-20"), **change}), {"h": occasion(documents=RULE)})
    assert table["occasion_year"].to_pylist() == [year]
    assert table["occasion"].to_pylist() == [None if year is None else "h"]
    assert table.schema.equals(SCHEMAS["documents"])


def test_the_year_is_that_of_the_due_date_also_over_new_year() -> None:
    rite = occasion(calendar={"month": 12, "day": 31}, documents={"within_days": 3})
    table = assign_occasions(documents({"date": day("2021-01-02")}, {"date": day("2020-12-29")}), {"h": rite})
    assert table["occasion_year"].to_pylist() == [2020, 2020]


def test_a_moved_rite_is_sought_on_its_new_day() -> None:
    rite = occasion(calendar={"month": 9, "day": 20, "moved": [{"to": "2020-11-01"}]}, documents={})
    table = assign_occasions(documents({"date": day("2020-11-01")}, {"date": day("2020-09-20")}), {"h": rite})
    assert table["occasion_year"].to_pylist() == [2020, None]


def test_the_source_has_the_last_word_and_the_year_is_added() -> None:
    rites = {"h": occasion(documents={"within_days": 9}), "other": occasion(name="Other")}
    table = assign_occasions(
        documents(
            {"date": day("2020-09-20"), "occasion": "other"},
            {"date": day("2020-03-01"), "occasion": "h"},
            {"date": day("2020-09-20"), "occasion": "h", "occasion_year": 1999},
            {"date": day("2020-09-20"), "occasion": "unheard-of"},
            {"date": None, "occasion": "h"},
        ),
        rites,
    )
    assert table["occasion"].to_pylist() == ["other", "h", "h", "unheard-of", "h"]
    assert table["occasion_year"].to_pylist() == [2020, 2019, 1999, None, None]


def test_of_two_rites_the_nearer_then_the_first() -> None:
    rites = {
        "far": occasion(documents={"within_days": 9}),
        "near": occasion(calendar={"month": 9, "day": 22}, documents={"within_days": 9}),
        "same": occasion(calendar={"month": 9, "day": 22}, documents={"within_days": 9}),
    }
    table = assign_occasions(documents({"date": day("2020-09-22")}, {"date": day("2020-09-19")}), rites)
    assert table["occasion"].to_pylist() == ["near", "far"]


def test_no_documents_and_no_rites() -> None:
    assert assign_occasions(documents(), {"h": occasion(documents=RULE)}).num_rows == 0
    table = documents({"date": day("2020-09-20")})
    assert assign_occasions(table, {}).equals(table)


PEOPLE = {
    "RUR": Actor.model_validate(
        {
            "name": "Ruritania",
            "people": [
                {
                    "name": "Анна Белова",
                    "aliases": ["A. Belova"],
                    "offices": [
                        {"office": "mayor", "to": "2009-12-31"},
                        {"office": "president", "from": "2010-01-01"},
                        {"office": "patron", "from": "2010-01-01"},
                    ],
                },
                {"name": "Boris Hill", "offices": [{"office": "minister", "from": "2001-01-01", "to": "2001-12-31"}]},
            ],
        }
    )
}


@pytest.mark.parametrize(
    ("row", "office"),
    [
        ({"speaker": "анна БЕЛОВА", "date": day("2009-12-31")}, "mayor"),
        ({"speaker": "a. belova", "date": day("2010-01-01")}, "president"),
        ({"speaker": "A. Belova", "date": None}, None),
        ({"speaker": "Boris Hill", "date": None}, "minister"),
        ({"speaker": "Boris Hill", "date": day("2002-01-01")}, None),
        ({"speaker": "Boris Hill", "date": day("2001-05-05"), "office": "envoy"}, "envoy"),
        ({"speaker": "Boris Hill", "date": day("2001-05-05"), "actor": "CHN"}, None),
        ({"speaker": None, "date": day("2001-05-05")}, None),
    ],
)
def test_the_office_on_the_day(row: dict[str, Any], office: str | None) -> None:
    assert fill_offices(documents(row), PEOPLE)["office"].to_pylist() == [office]


def test_duplicates_have_the_same_text_and_date_and_point_to_the_first_by_id() -> None:
    rows = documents(
        {"sha256": "x", "date": day("2020-01-02")},
        {"sha256": "x", "date": None},
        {"sha256": "x", "date": day("2020-01-01"), "document_id": "b"},
        {"sha256": "x", "date": day("2020-01-01"), "document_id": "a"},
        {"sha256": "y", "date": day("2020-01-01")},
        {"sha256": None, "date": day("2020-01-01")},
        {"sha256": None, "date": day("2020-01-01")},
        {"sha256": "empty", "n_characters": 0},
        {"sha256": "empty", "n_characters": 0},
    )
    assert mark_duplicates(rows)["duplicate_of"].to_pylist() == [None, None, "a", *[None] * 6]
    assert said_before(rows).to_pylist() == ["a", "a", "a", *[None] * 6]
    assert mark_duplicates(documents()).num_rows == 0


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 3)), max_size=9), st.randoms())
def test_the_order_of_documents_does_not_matter_to_duplicates(texts: list[tuple[str, int]], random: Any) -> None:
    rows = [
        {"document_id": f"d{i}", "sha256": hash_, "date": dt.date(2000, 1, 1 + shift)}
        for i, (hash_, shift) in enumerate(texts)
    ]
    shuffled = random.sample(rows, len(rows))
    first, second = (mark_duplicates(documents(*order)).to_pylist() for order in (rows, shuffled))
    key = {row["document_id"]: row["duplicate_of"] for row in first}
    assert key == {row["document_id"]: row["duplicate_of"] for row in second}
    for row in first:
        if row["duplicate_of"] is not None:
            assert key[row["duplicate_of"]] is None

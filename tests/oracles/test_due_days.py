"""Days of movable rites against the calendars of others."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.study import ruled_day
from cenotaph.study.due_days import easter_sunday
from cenotaph.study.models import Calendar
from cenotaph.study.rites import WEEKDAYS

# Published tables: Easter Sundays of both churches, and Memorial Days (last Monday of May) as proclaimed.
EASTER = {
    "western": ["1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2038-04-25"],
    "orthodox": ["2000-04-30", "2008-04-27", "2024-05-05", "2025-04-20", "2038-04-25"],
}


@pytest.mark.parametrize(("tradition", "day"), [(church, day) for church, days in EASTER.items() for day in days])
def test_easter_is_that_of_the_tables(tradition: str, day: str) -> None:
    assert easter_sunday(int(day[:4]), tradition) == dt.date.fromisoformat(day)


def test_easter_agrees_with_dateutil() -> None:
    easter = pytest.importorskip("dateutil.easter").easter
    years = range(1600, 4000)
    assert [easter_sunday(year, "western") for year in years] == [easter(year, 3) for year in years]
    assert [easter_sunday(year, "orthodox") for year in years] == [easter(year, 2) for year in years]


@given(st.integers(1583, 9998), st.integers(1, 12), st.sampled_from(WEEKDAYS), st.sampled_from([1, 2, 3, 4, -1, -2]))
def test_the_nth_weekday_has_as_many_of_its_kind_before_it(year: int, month: int, weekday: str, nth: int) -> None:
    found = ruled_day(Calendar.model_validate({"month": month, "weekday": weekday, "nth": nth}), year)
    first = dt.date(year, month, 1)
    days = [first + dt.timedelta(n) for n in range(31)]
    same = [day for day in days if day.month == month and day.weekday() == WEEKDAYS.index(weekday)]
    assert found == same[nth if nth < 0 else nth - 1]


def test_a_list_of_dates_has_no_rule() -> None:
    assert ruled_day(Calendar.model_validate({"dates": ["2015-09-03"]}), 2015) is None

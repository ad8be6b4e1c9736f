from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.sources import DateSpan, parse_date


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2015-05-09", "2015-05-09", "day"),
        ("2015-5-9", "2015-05-09", "day"),
        ("2022-06-24T23:30:00Z", "2022-06-24", "day"),
        ("2025-09-03 15:34:01", "2025-09-03", "day"),
        ("2015-05-09T00:30:00+03:00", "2015-05-09", "day"),
        ("2015.05.09", "2015-05-09", "day"),
        ("20150509", "2015-05-09", "day"),
        ("09.05.2015", "2015-05-09", "day"),
        ("Oct 30, 2021", "2021-10-30", "day"),
        ("October 30th, 2021", "2021-10-30", "day"),
        ("Sept. 3, 2015", "2015-09-03", "day"),
        ("Saturday, 9 May 2015, 10:00", "2015-05-09", "day"),
        ("9 May 2015", "2015-05-09", "day"),
        ("3rd of September 2015", "2015-09-03", "day"),
        ("8 мая 2025 года", "2025-05-08", "day"),
        ("8 МАЯ 2025 г.", "2025-05-08", "day"),
        ("1 марта 2022 года, 12:00", "2022-03-01", "day"),
        ("2025年5月8日", "2025-05-08", "day"),
        ("2025 年 5 月 8 日 星期四", "2025-05-08", "day"),
        ("二〇一五年九月三日", "2015-09-03", "day"),
        ("一九四五年十二月三十一日", "1945-12-31", "day"),
        ("二○二○年十月二十日", "2020-10-20", "day"),
        ("2015-05", "2015-05-01", "month"),
        ("May 2015", "2015-05-01", "month"),
        ("май 2015 года", "2015-05-01", "month"),
        ("2015年5月", "2015-05-01", "month"),
        ("2015", "2015-01-01", "year"),
        ("2015.0", "2015-01-01", "year"),
        ("2015 год", "2015-01-01", "year"),
        ("2015年", "2015-01-01", "year"),
    ],
)
def test_dates_as_states_write_them(text: str, date: str, precision: str) -> None:
    assert parse_date(text) == DateSpan(dt.date.fromisoformat(date), precision)


@pytest.mark.parametrize(
    "text", ["", "soon", "09/05/2015", "2015-13-01", "2015-02-30", "31 foo 2015", "2015年13月", "1234567"]
)
def test_what_cannot_be_told_is_null(text: str) -> None:
    assert parse_date(text) is None


def test_a_format_settles_what_slashes_mean() -> None:
    assert parse_date("09/05/15", "%d/%m/%y") == DateSpan(dt.date(2015, 5, 9), "day")
    assert parse_date("05/2015", "%m/%Y") == DateSpan(dt.date(2015, 5, 1), "month")
    assert parse_date("in 2015", "in %Y") == DateSpan(dt.date(2015, 1, 1), "year")
    assert parse_date("2015-05-09", "%d/%m/%y") == DateSpan(dt.date(2015, 5, 9), "day")
    assert parse_date("9 May 2015", "%d/%m/%y") is None


def test_a_vague_date_is_public_at_its_end() -> None:
    assert DateSpan(dt.date(2024, 2, 1), "month").last == dt.date(2024, 2, 29)
    assert DateSpan(dt.date(2024, 1, 1), "year").last == dt.date(2024, 12, 31)
    assert DateSpan(dt.date(2024, 2, 1), "day").last == dt.date(2024, 2, 1)


@given(st.dates(min_value=dt.date(1500, 1, 1)))
def test_every_day_is_read_in_three_languages(day: dt.date) -> None:
    months = (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    )  # fmt: skip
    expected = DateSpan(day, "day")
    assert parse_date(day.isoformat()) == expected
    assert parse_date(f"{day.day} {months[day.month - 1]} {day.year} года") == expected
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == expected
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == expected


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    span = parse_date(text)
    assert span is None or span.first <= span.last

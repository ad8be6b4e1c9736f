"""The day on which a rite falls due in a year, by the rule of its calendar."""

from __future__ import annotations

import calendar as months
import datetime as dt

from cenotaph.study.rites import WEEKDAYS, Calendar

__all__ = ["easter_sunday", "ruled_day"]


def ruled_day(rule: Calendar, year: int) -> dt.date | None:
    """The day by the rule alone, before any move; 28 February for the 29th where there is none.

    Null for a list of dates, which has no rule.
    """
    if rule.easter is not None:
        return easter_sunday(year, rule.easter) + dt.timedelta(days=rule.plus)
    if rule.month is None:
        return None
    first_weekday, length = months.monthrange(year, rule.month)
    if rule.day is not None:
        return dt.date(year, rule.month, min(rule.day, length))
    if rule.weekday is None or rule.nth is None:
        return None
    first = 1 + (WEEKDAYS.index(rule.weekday) - first_weekday) % 7
    weeks = rule.nth - 1 if rule.nth > 0 else (length - first) // 7 + 1 + rule.nth
    return dt.date(year, rule.month, first + 7 * weeks)


def easter_sunday(year: int, tradition: str) -> dt.date:
    """Easter Sunday, `western` or `orthodox`, as a day of the Gregorian calendar.

    Source: J. Meeus, Astronomical Algorithms, 2nd ed. 1998, chapter 8.
    """
    if tradition == "orthodox":
        moon = (19 * (year % 19) + 15) % 30
        sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        month, day = divmod(moon + sunday + 114, 31)
        behind = year // 100 - year // 400 - 2  # days by which the Julian calendar is behind
        return dt.date(year, month, day + 1) + dt.timedelta(days=behind)
    century, rest = divmod(year, 100)
    skipped = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - century // 4 - skipped + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)

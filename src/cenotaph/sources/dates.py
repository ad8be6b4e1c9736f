"""Dates as states and their archives write them, in English, Russian and Chinese."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["DateSpan", "parse_date"]


@dataclass(frozen=True)
class DateSpan:
    """A date as exactly as it is known.

    Attributes:
        first: the first day it can be; this is the document's date.
        precision: `day`, `month` or `year`.
    """

    first: dt.date
    precision: str

    @property
    def last(self) -> dt.date:
        """The last day it can be: by then it was public, whichever day it was."""
        if self.precision == "day":
            return self.first
        if self.precision == "year":
            return dt.date(self.first.year, 12, 31)
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])


_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_RUSSIAN = ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s].*)?")
_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})")
_YEAR = re.compile(r"(\d{4})(?:\.0)?(?:\s*(?:г\.?|год|года))?")
_COMPACT = re.compile(r"((?:1[5-9]|20)\d\d)(\d\d)(\d\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:\s.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s.*)?")
_WORD_DAY = re.compile(
    r"(?:[^\W\d_]+,\s*)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([^\W\d_]+)\.?,?\s+(\d{4})(?:[\s,].*)?"
)
_WORD_MONTH_FIRST = re.compile(r"(?:[^\W\d_]+,\s*)?([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[\s,].*)?")
_WORD_MONTH = re.compile(r"([^\W\d_]+)\.?,?\s+(\d{4})(?:\s*(?:г\.?|год|года))?")
_CHINESE = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号號])?)?.*")

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def _number(text: str) -> str:
    """Chinese numerals up to 99 and years written digit by digit, as Arabic digits."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")
    return text.translate(_DIGITS)


def _month_number(word: str) -> int | None:
    lowered = word.lower()
    for names in (_ENGLISH, _RUSSIAN):
        for number, start in enumerate(names, 1):
            if lowered.startswith(start) and (start != "ма" or lowered in ("май", "мая", "мае", "маю")):
                return number
    return None


def _span(year: str, month: str | int | None = None, day: str | int | None = None) -> DateSpan | None:
    try:
        first = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return DateSpan(first, "day" if day else "month" if month else "year")


@lru_cache(maxsize=65536)
def parse_date(text: str, date_format: str | None = None) -> DateSpan | None:
    """The date that the text states, or null where it cannot be read.

    Reads `2015-05-09` (with a time and zone or without; the day is the one written), `2015-05`, `2015`, `20150509`,
    `09.05.2015`, `9 May 2015`, `May 9, 2015`, `9 мая 2015 года`, `2015年5月9日` and `二〇一五年五月九日`. Dates with
    slashes and the day or month first are not read: nobody can tell which is which; give `date_format` (the codes of
    `strptime`) for them; beside it only `2015-05-09` is read. A format without a day gives a month, one without a
    month a year.
    """
    text = text.strip()
    if date_format is not None:
        return _formatted(text, date_format)
    for pattern in (_ISO, _YEAR_FIRST, _COMPACT, _MONTH, _YEAR):
        if (found := pattern.fullmatch(text)) and (span := _span(*found.groups())):
            return span
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return _span(year, month, day)
    if "年" in text:
        western = re.sub(r"[〇○零一二三四五六七八九十０-９]+", lambda part: _number(part.group()), text)
        found = _CHINESE.fullmatch(western)
        return _span(*found.groups()) if found else None
    return _in_words(text)


def _in_words(text: str) -> DateSpan | None:
    """A date whose month is a word."""
    for pattern, order in ((_WORD_DAY, (2, 1, 0)), (_WORD_MONTH_FIRST, (2, 0, 1)), (_WORD_MONTH, (1, 0))):
        if found := pattern.fullmatch(text):
            parts = [found.groups()[place] for place in order]
            month = _month_number(parts[1])
            if month is not None:
                return _span(parts[0], month, parts[2] if len(parts) > 2 else None)
    return None


def _formatted(text: str, date_format: str) -> DateSpan | None:
    try:
        day = dt.datetime.strptime(text, date_format).date()
    except ValueError:
        found = _ISO.fullmatch(text)
        return _span(*found.groups()) if found else None
    if not re.search(r"%[djxcDFeuUwW]", date_format):
        return DateSpan(day.replace(day=1), "month" if re.search(r"%[mbB]", date_format) else "year")
    return DateSpan(day, "day")

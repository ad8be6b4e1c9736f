"""Rites: when they fell due, and which documents are the words said on them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.corpus.reference_classes import Membership, Record, anniversary, class_members
from cenotaph.store.schemas import SCHEMAS
from cenotaph.study.due_days import ruled_day
from cenotaph.study.models import Calendar, DocumentMatch, Occasion
from cenotaph.text import fold

__all__ = ["assign_occasions", "due_dates", "occasion_years"]


def occasion_years(
    occasions: Mapping[str, Occasion], first_year: int, last_year: int, record: Record | None = None
) -> pa.Table:
    """Every time a rite fell due, in a table of the schema `occasions`, by rite and date.

    Args:
        occasions: the rites by id.
        first_year: where a calendar does not say since when the rite is held.
        last_year: the last year to be listed; a calendar's `until` may end sooner.
        record: who held the rites and who came; without it no year belongs to a class that asks for it.
    """
    rows = [
        {
            "occasion": occasion_id,
            "year": due.year,
            "date": due,
            "name": occasion.name,
            "host": occasion.host,
            "genre": occasion.genre or None,
            "anniversary_n": anniversary(occasion, due.year),
            **_classes(class_members(occasion_id, occasion, due, record)),
        }
        for occasion_id, occasion in occasions.items()
        for due in due_dates(occasion.calendar, first_year, last_year)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMAS["occasions"])


def _classes(members: Sequence[Membership]) -> dict[str, list[str] | list[dt.date]]:
    inside, outside = [m for m in members if m.belongs], [m for m in members if not m.belongs]
    return {
        "classes": [m.name for m in inside],
        "classes_known_at": [m.known_at for m in inside],
        "complements": [m.name for m in outside],
        "complements_known_at": [m.known_at for m in outside],
    }


def due_dates(calendar: Calendar, first_year: int, last_year: int) -> list[dt.date]:
    """The days on which a rite fell due or was held, sorted, from `first_year` or its own first to `last_year`."""
    first = first_year if calendar.since is None else calendar.since
    last = last_year if calendar.until is None else min(calendar.until, last_year)
    if calendar.dates:
        return sorted({due for due in calendar.dates if (calendar.since or due.year) <= due.year <= last})
    moved = {move.to.year: move.to for move in calendar.moved}
    days = (moved.get(year) or ruled_day(calendar, year) for year in range(first, last + 1))
    return [due for due in days if due is not None]


def assign_occasions(documents: pa.Table, occasions: Mapping[str, Occasion]) -> pa.Table:
    """The documents with the rite on which they were said, and its year.

    What the source says stands; where it names the rite and not the year, the year is that of the nearest due date.
    Other documents belong to a rite whose `documents` rule they meet in full: actor, genre, source, words of the
    title, least length, and a date known to the day within so many days of a due date. Of several rites the one
    due nearest is taken, then the first in the file. All documents of one rite and year are kept.

    Args:
        documents: a table of the schema `documents`.
        occasions: the rites by id.

    Returns:
        The same rows in the same order, with `occasion` and `occasion_year` filled where a rite was found.
    """
    stated: list[str | None] = documents["occasion"].to_pylist()
    dates: list[dt.date | None] = documents["date"].to_pylist()
    names, years = list(stated), documents["occasion_year"].to_pylist()
    distances: dict[int, int] = {}
    for occasion_id, occasion in occasions.items():
        due_dates = _due_around(occasion.calendar, dates)
        for row in (i for i, name in enumerate(stated) if name == occasion_id and years[i] is None):
            years[row] = _year_said(dates[row], due_dates)
        if occasion.documents is None or not due_dates:
            continue
        for row in _candidates(documents, occasion.documents, due_dates):
            date = dates[row]
            if date is None:
                continue
            due, distance = _nearest(date, due_dates)
            if distance < distances.get(row, distance + 1):
                distances[row], names[row], years[row] = distance, occasion_id, due.year
    schema = SCHEMAS["documents"]
    for name, values in (("occasion", names), ("occasion_year", years)):
        place = documents.schema.get_field_index(name)
        documents = documents.set_column(place, schema.field(name), pa.array(values, schema.field(name).type))
    return documents


def _due_around(calendar: Calendar, dates: Sequence[dt.date | None]) -> list[dt.date]:
    """Due dates from a year before the first of the dates to a year after the last."""
    years = [date.year for date in dates if date is not None]
    if not years:
        return []
    first, last = max(min(years) - 1, dt.MINYEAR), min(max(years) + 1, dt.MAXYEAR)
    return due_dates(calendar, first, last)


def _year_said(date: dt.date | None, due_dates: Sequence[dt.date]) -> int | None:
    """The rite's year for a document that is known to belong to it."""
    if date is None:
        return None
    return _nearest(date, due_dates)[0].year if due_dates else date.year


def _nearest(date: dt.date, due_dates: Sequence[dt.date]) -> tuple[dt.date, int]:
    """The due date nearest to the date, the earlier of two, and the days between."""
    place = bisect_left(due_dates, date)
    around = due_dates[max(place - 1, 0) : place + 1]
    return min(((due, abs((date - due).days)) for due in around), key=lambda found: found[1])


def _candidates(documents: pa.Table, rule: DocumentMatch, due_dates: Sequence[dt.date]) -> list[int]:
    """Rows that are unassigned and meet all of the rule; what is null meets nothing.

    Titles are folded, which costs time, so only those of rows that meet all the rest are looked at.
    """
    precision = pc.fill_null(documents["date_precision"], "day")
    conditions = [
        pc.is_null(documents["occasion"]),
        pc.equal(precision, "day"),
        pc.greater_equal(pc.fill_null(documents["n_characters"], 0), rule.min_characters),
        _near(documents["date"], due_dates, rule.within_days),
    ]
    for column in ("actor", "genre", "source"):
        if values := getattr(rule, column):
            conditions.append(pc.is_in(documents[column], pa.array(values, pa.string())))
    met = pc.fill_null(reduce(pc.and_kleene, conditions), False)
    rows: list[int] = pc.indices_nonzero(met).to_pylist()
    if not (rule.title or rule.not_title):
        return rows
    folded = [fold(title or "").text for title in documents["title"].take(pa.array(rows, pa.int64())).to_pylist()]
    wanted, unwanted = _folded(rule.title), _folded(rule.not_title)
    return [
        row
        for row, title in zip(rows, folded, strict=True)
        if (not wanted or any(word in title for word in wanted)) and not any(word in title for word in unwanted)
    ]


def _near(dates: pa.ChunkedArray, due_dates: Sequence[dt.date], within_days: int) -> pa.Array:
    """Whether each date is at most so many days from a due date; null where it is not known."""
    due = pa.array(due_dates, pa.date32()).cast(pa.int32()).to_numpy()
    days = pc.fill_null(dates.cast(pa.int32()), 0).to_numpy()
    place = np.searchsorted(due, days)
    before, after = due[np.maximum(place - 1, 0)], due[np.minimum(place, len(due) - 1)]
    near = np.minimum(np.abs(days - before), np.abs(days - after)) <= within_days
    return pc.if_else(pc.is_valid(dates), pa.array(near), None)


def _folded(wordings: Sequence[str]) -> list[str]:
    return [fold(wording).text for wording in wordings]

"""Rites that fall due in a window, as far as a given day could foresee them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pyarrow as pa

from cenotaph.corpus.occasions import due_dates
from cenotaph.corpus.reference_classes import Record, anniversary, class_members
from cenotaph.study.models import Calendar, Occasion

__all__ = ["DUE", "due_rites", "foreseen", "roundness"]

DUE = pa.schema(
    [
        ("occasion", pa.string()),
        ("occasion_name", pa.string()),
        ("date", pa.date32()),
        ("year", pa.int16()),
        ("host", pa.string()),
        ("genre", pa.string()),
        ("anniversary_n", pa.int32()),
        ("round_by", pa.int16()),
        ("classes", pa.list_(pa.string())),
        ("complements", pa.list_(pa.string())),
        ("moved_because", pa.string()),
    ]
)

#: What makes a number of years round, the roundest first.
_ROUND = (100, 50, 25, 10, 5)


def roundness(number: int | None) -> int | None:
    """The largest of 100, 50, 25, 10 and 5 that divides the number of an anniversary; null for any other."""
    return next((by for by in _ROUND if number and number % by == 0), None)


def foreseen(calendar: Calendar, as_of: dt.date) -> Calendar | None:
    """The calendar as people could read it on a day: without later moves, founding, end, or dates nobody foresaw.

    Null where the rite was not yet founded.
    """
    if calendar.since is not None and calendar.since > as_of.year:
        return None
    dates = tuple(day for day in calendar.dates if calendar.foreseen or day <= as_of)
    if calendar.dates and not dates:
        return None
    ends = calendar.until if calendar.until is not None and calendar.until < as_of.year else None
    moved = tuple(move for move in calendar.moved if (move.known_at or move.to) <= as_of)
    return calendar.model_copy(update={"dates": dates, "until": ends, "moved": moved})


def due_rites(
    occasions: Mapping[str, Occasion], first: dt.date, last: dt.date, *, as_of: dt.date | None, record: Record
) -> pa.Table:
    """Every rite that falls due from `first` to `last`, both inclusive, by date and then in the order of the file.

    Args:
        occasions: the rites by id.
        as_of: only what could be foreseen on that day; null: all that occasions.yaml says.
        record: who held the rites and who came, for years of the window that are on record.

    Returns:
        A table of the schema `DUE`; `round_by` is null for an anniversary that is not round, `moved_because` for a
        rite on its own day.
    """
    found: list[tuple[dt.date, dict[str, object]]] = []
    for occasion_id, occasion in occasions.items():
        calendar = occasion.calendar if as_of is None else foreseen(occasion.calendar, as_of)
        if calendar is None:
            continue
        moved = {move.to: move.why for move in calendar.moved}
        for due in due_dates(calendar, first.year, last.year):
            if first <= due <= last:
                found.append((due, _row(occasion_id, occasion, due, moved.get(due), record)))
    rows = [row for _, row in sorted(found, key=lambda pair: pair[0])]
    return pa.Table.from_pylist(rows, schema=DUE)


def _row(
    occasion_id: str, occasion: Occasion, due: dt.date, moved_because: str | None, record: Record
) -> dict[str, object]:
    number = anniversary(occasion, due.year)
    members = class_members(occasion_id, occasion, due, record)
    return {
        "occasion": occasion_id,
        "occasion_name": occasion.name,
        "date": due,
        "year": due.year,
        "host": occasion.host,
        "genre": occasion.genre or None,
        "anniversary_n": number,
        "round_by": roundness(number),
        "classes": [member.name for member in members if member.belongs],
        "complements": [member.name for member in members if not member.belongs],
        "moved_because": moved_because,
    }

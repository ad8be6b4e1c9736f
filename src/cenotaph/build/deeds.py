"""The tables of deeds, from the CSV files that people wrote: events, participations, gestures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from cenotaph.store import SCHEMAS
from cenotaph.study import RANKS, Event, LoadedStudy, Participation, channel_of

__all__ = ["deed_tables"]


def deed_tables(study: LoadedStudy) -> dict[str, pa.Table]:
    """The three tables. An empty cell is null; `known_at` is the day of the deed where nothing else is stated."""
    held = {row.value.event_id: row.value for row in study.events}
    events = [
        _row(row.value, row.line, occasion_year=row.value.date.year if row.value.occasion else None)
        for row in study.events
    ]
    participations = [_participation(row.value, row.line, held[row.value.event_id]) for row in study.participations]
    gestures = [
        _row(
            row.value,
            row.line,
            channel=row.value.channel or channel_of(row.value.kind),
            occasion_year=row.value.date.year if row.value.occasion else None,
        )
        for row in study.gestures
    ]
    rows = {"events": events, "participations": participations, "gestures": gestures}
    return {name: pa.Table.from_pylist(table, schema=SCHEMAS[name]) for name, table in rows.items()}


#: Statuses that only an invited guest can have, and those that only one who was not invited can have.
_INVITED = {
    **dict.fromkeys(("attended", "declined", "cancelled", "virtual", "contingent"), True),
    "not_invited": False,
}


def _participation(part: Participation, line: int, event: Event) -> Mapping[str, Any]:
    invited = part.invited if part.invited is not None else _INVITED.get(part.status)
    if invited is None and event.guests_invited is False:
        invited = False
    if part.state == event.host:
        invited = None
    known = event.known_at or event.date
    return _row(part, line, rank_order=RANKS.index(part.rank), date=known, invited=invited)


def _row(value: BaseModel, line: int, **more: object) -> Mapping[str, Any]:
    row = {name: None if cell == "" else cell for name, cell in value.model_dump().items()}
    row.update(more, row=line)
    row["known_at"] = row["known_at"] or row["date"]
    return row

"""The tables of deeds, from the CSV files that people wrote: events, participations, gestures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from cenotaph.store import SCHEMAS
from cenotaph.study import RANKS, LoadedStudy

__all__ = ["deed_tables"]


def deed_tables(study: LoadedStudy) -> dict[str, pa.Table]:
    """The three tables. An empty cell is null; `known_at` is the day of the deed where nothing else is stated."""
    known = {row.value.event_id: row.value.known_at or row.value.date for row in study.events}
    events = [
        _row(row.value, row.line, occasion_year=row.value.date.year if row.value.occasion else None)
        for row in study.events
    ]
    participations = [
        _row(row.value, row.line, rank_order=RANKS.index(row.value.rank), date=known[row.value.event_id])
        for row in study.participations
    ]
    gestures = [_row(row.value, row.line) for row in study.gestures]
    rows = {"events": events, "participations": participations, "gestures": gestures}
    return {name: pa.Table.from_pylist(table, schema=SCHEMAS[name]) for name, table in rows.items()}


def _row(value: BaseModel, line: int, **more: object) -> Mapping[str, Any]:
    row = {name: None if cell == "" else cell for name, cell in value.model_dump().items()}
    row.update(more, row=line)
    row["known_at"] = row["known_at"] or row["date"]
    return row

"""Which rites fall due in a window, how round the number is, and what each actor did on them in past years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cenotaph.answer import Answer
from cenotaph.asked.fetch import codings_of, require
from cenotaph.asked.wording import how_many
from cenotaph.corpus import Record, due_rites, roundness
from cenotaph.errors import CenotaphError
from cenotaph.measures import PRACTICE, practice, preferred_codings, treatment_words

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["calendar"]

Key = tuple[str, int]

_MOST_YEARS = 200


def calendar(
    study: OpenStudy,
    *,
    from_date: dt.date,
    to_date: dt.date,
    today: dt.date,
    occasions: Sequence[str] = (),
    actors: Sequence[str] = (),
    last: int = 3,
) -> Answer:
    """See `OpenStudy.calendar`."""
    if to_date < from_date:
        raise CenotaphError(f"The window ends on {to_date}, before it begins on {from_date}.")
    if to_date.year - from_date.year > _MOST_YEARS:
        raise CenotaphError(
            f"The window from {from_date} to {to_date} is too long to list; ask for {_MOST_YEARS} years at most."
        )
    loaded, snapshot = study.loaded, study.snapshot
    require("occasion", occasions, loaded.occasions)
    require("actor", actors, loaded.config.actors)
    rites = {name: rite for name, rite in loaded.occasions.items() if not occasions or name in occasions}
    record = Record.of(snapshot.table("events"), snapshot.table("participations"))
    due = due_rites(rites, from_date, to_date, as_of=study.as_of, record=record)
    later = None if due.num_rows else due_rites(rites, to_date, _years_on(to_date), as_of=study.as_of, record=record)
    before = _occurrences_before(due, snapshot.table("occasions", ["occasion", "year", "date", "anniversary_n"]), last)
    own = {(row["occasion"], row["year"]): row["date"] for row in due.to_pylist()}
    cells = _practice(study, own | {key: day for keys in before for key, day in keys.items()})
    on_record = [_of_actors(cells[row["occasion"], row["year"]], actors) for row in due.to_pylist()]
    years = [[year for _, year in keys] for keys in before]
    past = [[cell for key in keys for cell in _of_actors(cells[key], actors)] for keys in before]
    rows = (
        due.append_column("days", pa.array([(day - today).days for day in due["date"].to_pylist()], pa.int32()))
        .append_column("on_record", pa.array(on_record, pa.list_(PRACTICE)))
        .append_column("past_years", pa.array(years, pa.list_(pa.int16())))
        .append_column("past", pa.array(past, pa.list_(PRACTICE)))
    )
    window = {"from_date": from_date, "to_date": to_date, "today": today}
    return study.answer("calendar", rows, _notes(study, rows, from_date, to_date, later), **window)


def _years_on(day: dt.date) -> dt.date:
    """Some years after the day, in which every rite of a yearly calendar falls due."""
    return min(day, dt.date.max - dt.timedelta(800)) + dt.timedelta(800)


def _occurrences_before(due: pa.Table, held: pa.Table, last: int) -> list[dict[Key, dt.date]]:
    """For each rite that falls due its last occurrences before, the latest first; for a round year the last round one
    too, since an ordinary year tells little of it.
    """
    by_rite: dict[str, list[dict[str, Any]]] = {}
    for row in held.sort_by("date").to_pylist():
        by_rite.setdefault(row["occasion"], []).append(row)
    found = []
    for row in due.to_pylist():
        earlier = [past for past in by_rite.get(row["occasion"], []) if past["date"] < row["date"]]
        shown = earlier[len(earlier) - last :] if last < len(earlier) else earlier
        if row["round_by"] and last:
            shown = [past for past in earlier if roundness(past["anniversary_n"])][-1:] + shown
        found.append({(row["occasion"], past["year"]): past["date"] for past in shown[::-1]})
    return found


def _practice(study: OpenStudy, occurrences: Mapping[Key, dt.date]) -> dict[Key, list[dict[str, Any]]]:
    """What is on record of these occurrences; see `cenotaph.measures.practice`."""
    snapshot = study.snapshot
    rites, first = sorted({rite for rite, _ in occurrences}), min((year for _, year in occurrences), default=0)
    where = "occasion IN (SELECT unnest(?::VARCHAR[])) AND occasion_year >= ?"
    documents, events, gestures = (
        snapshot.table(name, where=where, parameters=[rites, first]).sort_by("date")
        for name in ("documents", "events", "gestures")
    )
    codings = preferred_codings(*codings_of(study, documents))
    return practice(
        occurrences,
        documents,
        codings.mentions,
        codings.statements,
        events,
        snapshot.table("participations").sort_by("row"),
        gestures,
        treatments=treatment_words(study.loaded.codebook),
    )


def _of_actors(cells: Sequence[dict[str, Any]], actors: Sequence[str]) -> list[dict[str, Any]]:
    return [cell for cell in cells if not actors or cell["actor"] in actors]


def _notes(study: OpenStudy, rows: pa.Table, from_date: dt.date, to_date: dt.date, later: pa.Table | None) -> list[str]:
    if later is not None:
        coming = [f" The next is {row['occasion_name']} on {row['date']}." for row in later.slice(0, 1).to_pylist()]
        return [f"No rite of occasions.yaml falls due from {from_date} to {to_date}.{''.join(coming)}"]
    bare = sum(not past for past in rows["past"].to_pylist())
    notes = []
    if bare:
        rites = how_many(rows.num_rows, "rite")
        notes.append(f"{bare} of {rites} {'has' if bare == 1 else 'have'} nothing on record in the years shown.")
    if study.as_of and any(rite.calendar.dates for rite in study.loaded.occasions.values()):
        notes.append(f"Listed dates after {study.as_of} are shown only where their calendar says foreseen.")
    return notes

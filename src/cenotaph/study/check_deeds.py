"""A careful editor's look at events.csv, participations.csv and gestures.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from cenotaph.errors import did_you_mean
from cenotaph.study.check_config import is_address
from cenotaph.study.check_participations import check_participations
from cenotaph.study.deed_problems import (
    ANNIVERSARY_NUMBER,
    DUPLICATE_ID,
    EVENT_BEFORE_ANNIVERSARY,
    JUBILEE_FLAG,
    KNOWN_BEFORE_DONE,
    KNOWN_TOO_EARLY,
    NOT_AN_ADDRESS,
    UNKNOWN_OCCASION,
    UNKNOWN_STATE,
)
from cenotaph.study.files import Notes
from cenotaph.study.models import Event, Gesture, Participation
from cenotaph.study.parts import Part, Parts
from cenotaph.study.tables import Row

__all__ = ["check_deeds"]

_Deed = TypeVar("_Deed", bound=BaseModel)

_YEAR_AT_END = re.compile(r"(?:^|[^0-9])(\d{4})(?:-\d\d-\d\d)?$")


def check_deeds(parts: Parts) -> None:
    """Rows twice, references to nothing, dates and numbers that contradict each other, ranks that offices belie."""
    _check_ids(parts.events, "event_id")
    _check_ids(parts.gestures, "gesture_id")
    if not parts.config.is_unread:
        _check_states(parts)
    for event in parts.events.value:
        _check_event(parts, event)
    for table in (parts.events, parts.gestures):
        _check_occasions(parts, table)
    check_participations(parts)
    for part in (parts.events, parts.participations, parts.gestures):
        _check_addresses(part.notes, part.value)
    for table in (parts.events, parts.gestures):
        _check_known_at(table.notes, table.value)


def _check_ids(part: Part[tuple[Row[_Deed], ...]], field: str) -> None:
    seen: dict[str, int] = {}
    for row in part.value:
        name = getattr(row.value, field)
        if name in seen:
            message = f'The {field} "{name}" stands already on line {seen[name]}.'
            part.notes.add(DUPLICATE_ID, row.line, message, remedy="Give each row its own id.", path=(field,))
        seen.setdefault(name, row.line)


def _check_states(parts: Parts) -> None:
    """Each state that study.toml does not know, told once a table with the number of rows."""
    known = parts.config.declared
    states: list[tuple[Notes, str, list[tuple[int, str]]]] = [
        (parts.events.notes, "host", [(row.line, row.value.host) for row in parts.events.value]),
        (parts.events.notes, "initiator", [(row.line, row.value.initiator) for row in parts.events.value]),
        (parts.events.notes, "recipient", [(row.line, row.value.recipient) for row in parts.events.value]),
        (parts.participations.notes, "state", [(row.line, row.value.state) for row in parts.participations.value]),
        (parts.gestures.notes, "performer_state", [(r.line, r.value.performer_state) for r in parts.gestures.value]),
        (parts.gestures.notes, "addressee_state", [(r.line, r.value.addressee_state) for r in parts.gestures.value]),
    ]
    for notes, field, named in states:
        lines: dict[str, list[int]] = {}
        for line, state in named:
            if state and state not in known:
                lines.setdefault(state, []).append(line)
        for state, places in lines.items():
            rows = f" ({len(places)} rows)" if len(places) > 1 else ""
            remedy = did_you_mean(state, sorted(known)) or f'Add it: [actors.{state}] with name = "...".'
            message = f'"{state}" is not among the actors of study.toml{rows}.'
            notes.add(UNKNOWN_STATE, places[0], message, remedy=remedy, path=(field,))


def _check_occasions(parts: Parts, table: Part[tuple[Row[Event], ...]] | Part[tuple[Row[Gesture], ...]]) -> None:
    if parts.occasions.is_unread:
        return
    known = parts.occasions.declared
    for row in table.value:
        name = row.value.occasion
        if name and name not in known:
            remedy = did_you_mean(name, sorted(known)) or "Add it to occasions.yaml."
            message = f'"{name}" is not an occasion of occasions.yaml.'
            table.notes.add(UNKNOWN_OCCASION, row.line, message, remedy=remedy, path=("occasion",))


def _check_event(parts: Parts, row: Row[Event]) -> None:
    event, notes = row.value, parts.events.notes
    start = _year_commemorated(parts, event)
    if start is not None and event.date.year < start:
        message = f"The event ({event.date}) comes before what it commemorates ({start})."
        notes.add(EVENT_BEFORE_ANNIVERSARY, row.line, message, remedy="Mend date or anniversary_of.", path=("date",))
    elif start is not None and event.anniversary_n is not None and event.anniversary_n != event.date.year - start:
        years = event.date.year - start
        message = f"anniversary_n is {event.anniversary_n}; from {start} to {event.date.year} are {years} years."
        notes.add(
            ANNIVERSARY_NUMBER, row.line, message, remedy="Mend the number, or leave it empty.", path=("anniversary_n",)
        )
    if event.jubilee is not None and event.anniversary_n is not None:
        round_year = event.anniversary_n % 5 == 0
        if event.jubilee != round_year and (event.jubilee or event.anniversary_n % 10 == 0):
            flag, number = str(event.jubilee).lower(), event.anniversary_n
            message = f"jubilee is {flag}, but {number} is {'' if round_year else 'not '}a round anniversary."
            notes.add(JUBILEE_FLAG, row.line, message, remedy="Mend jubilee or anniversary_n.", path=("jubilee",))


def _year_commemorated(parts: Parts, event: Event) -> int | None:
    """The year of what an event commemorates: its own `anniversary_of` where that ends in a year, else its rite's."""
    if event.anniversary_of:
        found = _YEAR_AT_END.search(event.anniversary_of)
        return int(found[1]) if found else None
    occasion = parts.occasions.value.get(event.occasion)
    return occasion.anniversary_of.year if occasion and occasion.anniversary_of else None


def _check_addresses(notes: Notes, rows: Iterable[Row[Event] | Row[Participation] | Row[Gesture]]) -> None:
    for row in rows:
        url = row.value.source_url
        if url and not is_address(url):
            message = f'"{url[:60]}" is not a web address.'
            remedy = "Write it whole, beginning with https:// or http://; other sources go into the note."
            notes.add(NOT_AN_ADDRESS, row.line, message, remedy=remedy, path=("source_url",))


def _check_known_at(notes: Notes, rows: Sequence[Row[Event] | Row[Gesture]]) -> None:
    """An event may be announced before it happens, but not years before; what was done is known once it is done."""
    remedy = "Mend one of the two; known_at is the day on which it became public."
    for row in rows:
        deed = row.value
        if deed.known_at is None or deed.known_at >= deed.date:
            continue
        if isinstance(deed, Gesture) and deed.made:
            message = f"The gesture was made on {deed.date}, but known already on {deed.known_at}."
            notes.add(KNOWN_BEFORE_DONE, row.line, message, remedy=remedy, path=("known_at",))
        elif (deed.date - deed.known_at).days > 366:
            message = f"It was known ({deed.known_at}) more than a year before it happened ({deed.date})."
            notes.add(KNOWN_TOO_EARLY, row.line, message, remedy=remedy, path=("known_at",))

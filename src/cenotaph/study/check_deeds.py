"""A careful editor's look at events.csv, participations.csv and gestures.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from cenotaph.errors import did_you_mean
from cenotaph.study.check_config import is_address
from cenotaph.study.deed_problems import (
    ANNIVERSARY_NUMBER,
    DUPLICATE_ID,
    DUPLICATE_ROW,
    EVENT_BEFORE_ANNIVERSARY,
    JUBILEE_FLAG,
    KNOWN_TOO_EARLY,
    NOT_AN_ADDRESS,
    RANK_AGAINST_OFFICE,
    TWO_HEADS,
    UNKNOWN_EVENT,
    UNKNOWN_OCCASION,
    UNKNOWN_STATE,
)
from cenotaph.study.files import Notes
from cenotaph.study.models import Event, Gesture, Participation
from cenotaph.study.parts import Part, Parts
from cenotaph.study.tables import Row

__all__ = ["check_deeds", "rank_of_office"]

_Deed = TypeVar("_Deed", bound=BaseModel)

_YEAR_AT_END = re.compile(r"(?:^|[^0-9])(\d{4})(?:-\d\d-\d\d)?$")


def check_deeds(parts: Parts) -> None:
    """Rows twice, references to nothing, dates and numbers that contradict each other, ranks that offices belie."""
    _check_ids(parts.events, "event_id")
    _check_ids(parts.gestures, "gesture_id")
    _check_repeats(parts.participations)
    if not parts.config.is_unread:
        _check_states(parts)
    for event in parts.events.value:
        _check_event(parts, event)
    _check_events_named(parts)
    for participation in parts.participations.value:
        _check_rank(parts.participations.notes, participation)
    _check_heads(parts)
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


def _check_repeats(part: Part[tuple[Row[Participation], ...]]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in part.value:
        key = (row.value.event_id, row.value.state, row.value.person, row.value.office)
        if key in seen:
            message = f"The same part of {row.value.state} in {row.value.event_id} stands already on line {seen[key]}."
            part.notes.add(DUPLICATE_ROW, row.line, message, remedy="Take one of the two rows out.")
        seen.setdefault(key, row.line)


def _check_states(parts: Parts) -> None:
    """Each state that study.toml does not know, told once a table with the number of rows."""
    known = parts.config.declared
    states: list[tuple[Notes, str, list[tuple[int, str]]]] = [
        (parts.events.notes, "host", [(row.line, row.value.host) for row in parts.events.value]),
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


def _check_event(parts: Parts, row: Row[Event]) -> None:
    event, notes = row.value, parts.events.notes
    if event.occasion and event.occasion not in parts.occasions.declared and not parts.occasions.is_unread:
        remedy = did_you_mean(event.occasion, sorted(parts.occasions.declared)) or "Add it to occasions.yaml."
        message = f'"{event.occasion}" is not an occasion of occasions.yaml.'
        notes.add(UNKNOWN_OCCASION, row.line, message, remedy=remedy, path=("occasion",))
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


def _check_events_named(parts: Parts) -> None:
    known = parts.events.declared
    for row in parts.participations.value:
        if row.value.event_id not in known:
            remedy = did_you_mean(row.value.event_id, sorted(known)) or "Add it to events.csv."
            message = f'"{row.value.event_id}" is not an event of events.csv.'
            parts.participations.notes.add(UNKNOWN_EVENT, row.line, message, remedy=remedy, path=("event_id",))


def _check_heads(parts: Parts) -> None:
    heads: dict[tuple[str, str], tuple[str, int]] = {}
    for row in parts.participations.value:
        part = row.value
        if part.rank != "head_of_state" or part.status != "attended" or not part.person:
            continue
        person, line = heads.setdefault((part.event_id, part.state), (part.person, row.line))
        if person != part.person:
            message = (
                f"{part.state} has two heads of state at {part.event_id}: {part.person}, and {person} (line {line})."
            )
            remedy = "Mend the rank of one; a retired head of state holds none."
            parts.participations.notes.add(TWO_HEADS, row.line, message, remedy=remedy, path=("rank",))


#: Plain titles and the rank they carry, the longer before those they hold.
_OFFICES: tuple[tuple[str, str], ...] = (
    ("vice president", "vice_president"),
    ("prime minister", "head_of_government"),
    ("president", "head_of_state"),
    ("king", "head_of_state"),
    ("queen", "head_of_state"),
    ("emperor", "head_of_state"),
    ("premier", "head_of_government"),
    ("chancellor", "head_of_government"),
    ("foreign minister", "foreign_minister"),
    ("minister of foreign affairs", "foreign_minister"),
    ("defence minister", "defence_minister"),
    ("defense minister", "defence_minister"),
    ("minister of defence", "defence_minister"),
    ("minister of defense", "defence_minister"),
    ("ambassador", "ambassador"),
)


def rank_of_office(office: str) -> str | None:
    """The rank that an English title carries where it stands alone (`President`, `Interior Minister`); else null.

    Titles with anything more (`former`, `deputy`, `of the Senate`, a second office) are left to people.
    """
    title = " ".join(office.lower().replace("-", " ").split()).removeprefix("the ").removeprefix("acting ")
    for words, rank in _OFFICES:
        if title == words:
            return rank
    words_of_title = title.split()
    plain = len(words_of_title) == 2 and words_of_title[0] not in (
        "deputy",
        "former",
        "first",
        "assistant",
        "vice",
        "ex",
    )
    return "minister" if plain and words_of_title[1] == "minister" else None


def _check_rank(notes: Notes, row: Row[Participation]) -> None:
    part = row.value
    due = rank_of_office(part.office)
    if due is not None and part.status in ("attended", "virtual") and part.rank != due:
        message = f'Rank is {part.rank}, but the office is "{part.office}", which is {due}.'
        remedy = f"Write {due}, or say in the office what makes the difference."
        notes.add(RANK_AGAINST_OFFICE, row.line, message, remedy=remedy, path=("rank",))


def _check_addresses(notes: Notes, rows: Iterable[Row[Event] | Row[Participation] | Row[Gesture]]) -> None:
    for row in rows:
        url = row.value.source_url
        if url and not is_address(url):
            message = f'"{url[:60]}" is not a web address.'
            remedy = "Write it whole, beginning with https:// or http://; other sources go into the note."
            notes.add(NOT_AN_ADDRESS, row.line, message, remedy=remedy, path=("source_url",))


def _check_known_at(notes: Notes, rows: Sequence[Row[Event] | Row[Gesture]]) -> None:
    for row in rows:
        deed = row.value
        if deed.known_at is not None and (deed.date - deed.known_at).days > 366:
            message = f"It was known ({deed.known_at}) more than a year before it happened ({deed.date})."
            remedy = "Mend one of the two; known_at is the day on which it became public."
            notes.add(KNOWN_TOO_EARLY, row.line, message, remedy=remedy, path=("known_at",))

"""A careful editor's look at participations.csv: who came, at which rank, whether that can be."""

from __future__ import annotations

import datetime as dt

from cenotaph.errors import did_you_mean
from cenotaph.study.deed_problems import (
    DUPLICATE_ROW,
    INVITATION_CONTRADICTED,
    KNOWN_BEFORE_DONE,
    NOT_IN_OFFICE,
    RANK_AGAINST_OFFICE,
    TWO_HEADS,
    TWO_PLACES,
    UNKNOWN_EVENT,
)
from cenotaph.study.models import Event, Participation
from cenotaph.study.parts import Parts
from cenotaph.study.tables import Row
from cenotaph.study.titles import rank_of_office

__all__ = ["check_participations"]

#: Statuses that are known only on the day itself.
_ON_THE_DAY = ("attended", "absent", "virtual", "contingent")
_GUESTS = ("attended", "declined", "cancelled", "virtual", "contingent")


def check_participations(parts: Parts) -> None:
    """Rows twice, events that are not there, ranks that offices belie, people and invitations that contradict."""
    _check_repeats(parts)
    events = {row.value.event_id: row.value for row in parts.events.value}
    offices = _offices(parts)
    for row in parts.participations.value:
        event = events.get(row.value.event_id)
        if row.value.event_id not in parts.events.declared:
            _check_event_named(parts, row)
        _check_rank(parts, row)
        if event is not None:
            _check_office(parts, row, event, offices)
            _check_invitation(parts, row, event)
            _check_known_at(parts, row, event)
    _check_heads(parts, events)
    _check_places(parts, events)


def _check_repeats(parts: Parts) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in parts.participations.value:
        key = (row.value.event_id, row.value.state, row.value.person, row.value.office)
        if key in seen:
            message = f"The same part of {row.value.state} in {row.value.event_id} stands already on line {seen[key]}."
            parts.participations.notes.add(DUPLICATE_ROW, row.line, message, remedy="Take one of the two rows out.")
        seen.setdefault(key, row.line)


def _check_event_named(parts: Parts, row: Row[Participation]) -> None:
    known = sorted(parts.events.declared)
    remedy = did_you_mean(row.value.event_id, known) or "Add it to events.csv."
    message = f'"{row.value.event_id}" is not an event of events.csv.'
    parts.participations.notes.add(UNKNOWN_EVENT, row.line, message, remedy=remedy, path=("event_id",))


def _check_rank(parts: Parts, row: Row[Participation]) -> None:
    part = row.value
    due = rank_of_office(part.office)
    if due is not None and part.status in ("attended", "virtual") and part.rank != due:
        message = f'Rank is {part.rank}, but the office is "{part.office}", which is {due}.'
        remedy = f"Write {due}, or say in the office what makes the difference."
        parts.participations.notes.add(RANK_AGAINST_OFFICE, row.line, message, remedy=remedy, path=("rank",))


Term = tuple[str, dt.date, dt.date]


def _offices(parts: Parts) -> dict[tuple[str, str], list[Term]]:
    """(state, name or alias) -> ranks by study.toml, with their first and last day."""
    held: dict[tuple[str, str], list[Term]] = {}
    for state, actor in parts.config.value.actors.items():
        for person in actor.people:
            terms = [
                (rank, office.from_ or dt.date.min, office.to or dt.date.max)
                for office in person.offices
                if (rank := rank_of_office(office.office))
            ]
            for name in (person.name, *person.aliases):
                held.setdefault((state, name), []).extend(terms)
    return held


def _check_office(parts: Parts, row: Row[Participation], event: Event, held: dict[tuple[str, str], list[Term]]) -> None:
    """A head of state or government who, by study.toml, held that office at another time."""
    part = row.value
    terms = [term for term in held.get((part.state, part.person), []) if term[0] == part.rank]
    if part.status == "attended" and terms and not any(first <= event.date <= last for _, first, last in terms):
        rank = part.rank.replace("_", " ")
        message = f"{part.person} came as {rank} on {event.date}; by study.toml the office was held at another time."
        remedy = "Mend the person, the rank, or the office's dates in study.toml."
        parts.participations.notes.add(NOT_IN_OFFICE, row.line, message, remedy=remedy, path=("person",))


def _check_invitation(parts: Parts, row: Row[Participation], event: Event) -> None:
    part, message = row.value, ""
    if (
        part.invited is not None
        and part.invited != (part.status != "not_invited")
        and part.status
        in (
            *_GUESTS,
            "not_invited",
        )
    ):
        message = f"invited is {str(part.invited).lower()}, but the status is {part.status}."
    elif event.guests_invited is False and part.state != event.host and part.invited is None and part.status in _GUESTS:
        message = f"The status is {part.status}, but events.csv says that no guests were invited to {event.event_id}."
    if message:
        remedy = "Mend the one that is wrong; a guest who came without invitation has invited false and a note."
        parts.participations.notes.add(INVITATION_CONTRADICTED, row.line, message, remedy=remedy, path=("status",))


def _check_known_at(parts: Parts, row: Row[Participation], event: Event) -> None:
    part = row.value
    if part.known_at is not None and part.known_at < event.date and part.status in _ON_THE_DAY:
        message = f'"{part.status}" was known on {part.known_at}, before the event of {event.date}.'
        remedy = "Mend the day; what was announced before is no part in the event yet."
        parts.participations.notes.add(KNOWN_BEFORE_DONE, row.line, message, remedy=remedy, path=("known_at",))


def _check_heads(parts: Parts, events: dict[str, Event]) -> None:
    """Two heads of one state on one day."""
    heads: dict[tuple[dt.date, str], Row[Participation]] = {}
    for row in parts.participations.value:
        part, event = row.value, events.get(row.value.event_id)
        if event is None or part.rank != "head_of_state" or part.status != "attended" or not part.person:
            continue
        other = heads.setdefault((event.date, part.state), row)
        if other.value.person != part.person:
            message = (
                f"{part.state} has two heads of state on {event.date}: {part.person}, and {other.value.person} "
                f"(line {other.line})."
            )
            remedy = "Mend the rank of one; a retired head of state holds none."
            parts.participations.notes.add(TWO_HEADS, row.line, message, remedy=remedy, path=("rank",))


def _check_places(parts: Parts, events: dict[str, Event]) -> None:
    """Someone who came to events of two hosts in two places on one day."""
    seen: dict[tuple[str, str, dt.date], tuple[Row[Participation], Event]] = {}
    for row in parts.participations.value:
        part, event = row.value, events.get(row.value.event_id)
        if event is None or event.end_date or part.status != "attended" or not (part.person and event.place):
            continue
        other, elsewhere = seen.setdefault((part.state, part.person, event.date), (row, event))
        if elsewhere.place != event.place and elsewhere.host != event.host:
            message = (
                f"{part.person} is on {event.date} in {event.place} and, by line {other.line}, in {elsewhere.place}."
            )
            remedy = "Mend the day or the person; where both are right, leave it."
            parts.participations.notes.add(TWO_PLACES, row.line, message, remedy=remedy, path=("person",))

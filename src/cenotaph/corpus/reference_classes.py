"""Reference classes: of which kind a year of a rite is, by the calendar and by the record of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa

from cenotaph.study.models import ClassRule, Occasion

__all__ = ["Membership", "Record", "anniversary", "class_members"]


class Membership(NamedTuple):
    """A year belongs to a class, or (`belongs` false) to its complement; `name` is that of the one it belongs to."""

    name: str
    belongs: bool
    known_at: dt.date


class Known(NamedTuple):
    """Something that the record tells, and since when it does."""

    holds: bool
    known_at: dt.date


@dataclass(frozen=True)
class Record:
    """What the tables of deeds tell of each (rite, year).

    Attributes:
        events: rows of table `events`.
        guests: rows of table `participations`, without the hosts' own.
    """

    events: Mapping[tuple[str, int], list[dict[str, Any]]] = field(default_factory=dict)
    guests: Mapping[tuple[str, int], list[dict[str, Any]]] = field(default_factory=dict)

    @classmethod
    def of(cls, events: pa.Table, participations: pa.Table) -> Record:
        """The record of the tables `events` and `participations`."""
        by_year: dict[tuple[str, int], list[dict[str, Any]]] = {}
        guests: dict[tuple[str, int], list[dict[str, Any]]] = {}
        held = {row["event_id"]: row for row in events.to_pylist() if row["occasion"]}
        for event in held.values():
            by_year.setdefault((event["occasion"], event["occasion_year"]), []).append(event)
        for part in participations.to_pylist():
            event = held.get(part["event_id"])
            if event and part["state"] != event["host"]:
                guests.setdefault((event["occasion"], event["occasion_year"]), []).append(part)
        return cls(by_year, guests)


def anniversary(occasion: Occasion, year: int) -> int | None:
    """Years since what the rite commemorates; null where that is not stated or not yet past."""
    if occasion.anniversary_of is None or year < occasion.anniversary_of.year:
        return None
    return year - occasion.anniversary_of.year


def class_members(occasion_id: str, occasion: Occasion, due: dt.date, record: Record | None) -> list[Membership]:
    """The classes and complements of one year of a rite, in the order of the file.

    All that a rule states must hold. A class without a rule has no years, in it or out of it; nor has a year a place
    where the record does not tell.
    """
    members = []
    for name, rule in occasion.classes.items():
        told: list[Known | None] = [Known(holds, due) for holds in _by_calendar(rule, occasion, due)]
        if rule.asks_events:
            told += _by_record(rule, occasion_id, occasion, due, record or Record())
        verdict = _all_hold(told) if rule.has_rule else None
        if verdict is not None:
            members.append(Membership(name if verdict.holds else rule.otherwise or f"not-{name}", *verdict))
    return members


def _all_hold(told: Iterable[Known | None]) -> Known | None:
    """Whether all hold: false as soon as one does not, null where one is unknown and none is false."""
    answers = list(told)
    false = [answer for answer in answers if answer is not None and not answer.holds]
    if false:
        return Known(False, min(answer.known_at for answer in false))
    sure = [answer for answer in answers if answer is not None]
    return Known(True, max(answer.known_at for answer in sure)) if sure and len(sure) == len(answers) else None


def _by_calendar(rule: ClassRule, occasion: Occasion, due: dt.date) -> list[bool]:
    holds: list[bool] = []
    if rule.every is not None:
        number = anniversary(occasion, due.year)
        holds.append(number is not None and number > 0 and number % rule.every == 0)
    if rule.from_ is not None:
        holds.append(due >= rule.from_)
    if rule.to is not None:
        holds.append(due <= rule.to)
    if rule.years:
        holds.append(due.year in rule.years)
    return holds


def _by_record(
    rule: ClassRule, occasion_id: str, occasion: Occasion, due: dt.date, record: Record
) -> list[Known | None]:
    events = record.events.get((occasion_id, due.year), [])
    told: list[Known | None] = []
    if rule.host:
        hosts = [(event["host"] in rule.host, event["known_at"]) for event in events if event["host"]]
        if not hosts and occasion.host:
            hosts = [(occasion.host in rule.host, due)]
        told.append(_any_holds(hosts))
    if rule.guest:
        parts = record.guests.get((occasion_id, due.year), [])
        told.append(
            _any_holds(
                (part["status"] == "attended", part["known_at"])
                for part in parts
                if part["state"] in rule.guest and part["status"] != "unknown"
            )
        )
    if rule.guests_invited is not None:
        asked = [(event["guests_invited"], event["known_at"]) for event in events]
        answer = _any_holds((invited, known) for invited, known in asked if invited is not None)
        told.append(answer and Known(answer.holds is rule.guests_invited, answer.known_at))
    return told


def _any_holds(told: Iterable[tuple[bool, dt.date]]) -> Known | None:
    """Whether one holds, and since when that is known; null where nothing is told."""
    answers = list(told)
    true = [known_at for holds, known_at in answers if holds]
    if true:
        return Known(True, min(true))
    return Known(False, max(known_at for _, known_at in answers)) if answers else None

"""A careful editor's look at occasions.yaml."""

from __future__ import annotations

import datetime as dt

from cenotaph.errors import ProblemKind, did_you_mean
from cenotaph.study.due_days import ruled_day
from cenotaph.study.lines import line_of
from cenotaph.study.models import Calendar, Occasion, Source
from cenotaph.study.occasion_problems import (
    BEFORE_ANNIVERSARY,
    CLASS_NAMED_TWICE,
    CLASS_WITHOUT_RULE,
    IDLE_MOVE,
    NO_DOCUMENTS,
    SPAN_REVERSED,
    UNKNOWN_CLASS_STATE,
    UNKNOWN_HOST,
    UNKNOWN_MATCH_ACTOR,
    UNKNOWN_MATCH_SOURCE,
)
from cenotaph.study.parts import Parts

__all__ = ["check_occasions"]


def check_occasions(parts: Parts) -> None:
    """Rites that name unknown states or sources, fall on impossible days, or that no document can belong to."""
    for occasion_id, occasion in parts.occasions.value.items():
        if not parts.config.is_unread:
            _check_names(parts, occasion_id, occasion)
        _check_calendar(parts, occasion_id, occasion)
        _check_classes(parts, occasion_id, occasion)
        _check_class_names(parts, occasion_id, occasion)
        _check_documents(parts, occasion_id, occasion)


def _check_names(parts: Parts, occasion_id: str, occasion: Occasion) -> None:
    """The states and sources that a rite names stand in study.toml."""
    actors = sorted(parts.config.declared)
    if occasion.host is not None:
        _check_known(parts, (occasion_id, "host"), occasion.host, actors, "the actors", UNKNOWN_HOST)
    if occasion.documents is None:
        return
    at = (occasion_id, "documents")
    for name in occasion.documents.actor:
        _check_known(parts, (*at, "actor"), name, actors, "the actors", UNKNOWN_MATCH_ACTOR)
    sources = [source.id for source in parts.config.value.sources]
    for name in occasion.documents.source:
        _check_known(parts, (*at, "source"), name, sources, "the sources", UNKNOWN_MATCH_SOURCE)


def _note(parts: Parts, kind: ProblemKind, path: tuple[object, ...], message: str, remedy: str = "") -> None:
    parts.occasions.notes.add(kind, line_of(parts.occasions.tree, *path), message, remedy=remedy, path=path)


def _check_known(
    parts: Parts, path: tuple[str, ...], name: str, known: list[str], among: str, kind: ProblemKind
) -> None:
    if name not in known:
        remedy = did_you_mean(name, known) or f"Add it to {among} in study.toml."
        _note(parts, kind, path, f'"{name}" is not among {among} of study.toml.', remedy)


def _check_calendar(parts: Parts, occasion_id: str, occasion: Occasion) -> None:
    calendar, at = occasion.calendar, (occasion_id, "calendar")
    if calendar.since and calendar.until and calendar.until < calendar.since:
        message = f"The rite ends in {calendar.until}, before it begins in {calendar.since}."
        _note(parts, SPAN_REVERSED, (*at, "until"), message, "Swap since and until, or mend one.")
    start = occasion.anniversary_of
    first = min(calendar.dates, default=dt.date(calendar.since, 12, 31) if calendar.since else None)
    if start and first and first < start:
        message = f"The rite is held from {first.year} on, before what it commemorates ({start})."
        _note(parts, BEFORE_ANNIVERSARY, at, message, "Mend anniversary_of, or the years of the calendar.")
    seen: dict[int, int] = {}
    for number, moved in enumerate(calendar.moved):
        path = (*at, "moved", number)
        line = line_of(parts.occasions.tree, *path)
        reason = _why_idle(calendar, moved.to, seen)
        if reason:
            _note(parts, IDLE_MOVE, path, f"The move to {moved.to} {reason}.", "Mend the day, or take the move out.")
        seen.setdefault(moved.to.year, line)


def _why_idle(calendar: Calendar, to: dt.date, seen: dict[int, int]) -> str:
    """Why a moved date has no effect; empty where it has one."""
    if calendar.dates:
        return "moves nothing: this rite has a list of dates"
    if to.year in seen:
        return f"is the second of its year; the other stands on line {seen[to.year]}"
    if to == ruled_day(calendar, to.year):
        return "is the day on which the rite falls anyway"
    since, until = calendar.since or dt.MINYEAR, calendar.until or dt.MAXYEAR
    if since <= until and not since <= to.year <= until:
        return "lies outside the years of the rite"
    return ""


def _check_classes(parts: Parts, occasion_id: str, occasion: Occasion) -> None:
    for class_id, rule in occasion.classes.items():
        path = (occasion_id, "classes", class_id)
        if rule.from_ and rule.to and rule.to < rule.from_:
            message = f"The class ends on {rule.to}, before it begins on {rule.from_}."
            _note(parts, SPAN_REVERSED, path, message, "Swap from and to, or mend one.")
        if rule.every and occasion.anniversary_of is None:
            message = f"{class_id} holds every {rule.every} years, but it is not said since when."
            _note(parts, CLASS_WITHOUT_RULE, path, message, "Give the occasion anniversary_of, such as 1945-08-15.")
        if not rule.has_rule:
            message = f"{class_id} has no rule, so no year belongs to it."
            remedy = "Give every, from, to, years, host, guest or guests_invited."
            _note(parts, CLASS_WITHOUT_RULE, path, message, remedy)


def _check_class_names(parts: Parts, occasion_id: str, occasion: Occasion) -> None:
    """States that a class names stand in study.toml; no two classes or complements have one name."""
    at, actors = (occasion_id, "classes"), sorted(parts.config.declared)
    names = set(occasion.classes)
    for class_id, rule in occasion.classes.items():
        for key in ("host", "guest") if not parts.config.is_unread else ():
            for name in getattr(rule, key):
                _check_known(parts, (*at, class_id, key), name, actors, "the actors", UNKNOWN_CLASS_STATE)
        if rule.otherwise in names:
            message = f"The complement of {class_id} is called {rule.otherwise}, as another class or complement is."
            _note(parts, CLASS_NAMED_TWICE, (*at, class_id, "otherwise"), message, "Give it a name of its own.")
        elif rule.otherwise:
            names.add(rule.otherwise)


def _check_documents(parts: Parts, occasion_id: str, occasion: Occasion) -> None:
    """Whether any source can hold a document of the rite, as far as study.toml alone tells."""
    sources = parts.config.value.sources
    match = occasion.documents
    if match is None or not sources:
        return
    named = [source for source in sources if not match.source or source.id in match.source]
    known_actors = tuple(actor for actor in match.actor if actor in parts.config.declared)
    for field, wanted in (("genre", match.genre), ("actor", known_actors)):
        if wanted and named and not any(_can_be(source, field, wanted) for source in named):
            message = (
                f"No source can give a document whose {field} is {' or '.join(wanted)}; the rite would stay empty."
            )
            given = sorted({source.constant[field] for source in named if field in source.constant})
            remedy = f"The sources give: {', '.join(given)}." if given else f"No source says the {field}."
            _note(parts, NO_DOCUMENTS, (occasion_id, "documents", field), message, remedy)


def _can_be(source: Source, field: str, wanted: tuple[str, ...]) -> bool:
    """Front matter, columns, templates and file names may hold anything; a constant holds what it says."""
    if field in source.columns or field in source.template or "{" + field + "}" in (source.filename or ""):
        return True
    if source.kind == "folder" and source.format != "html" and field not in source.constant:
        return True
    if source.kind != "folder" and field not in source.constant:
        return True
    return source.constant.get(field) in wanted

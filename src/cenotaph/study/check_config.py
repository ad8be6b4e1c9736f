"""A careful editor's look at study.toml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from cenotaph.errors import did_you_mean
from cenotaph.study.lines import line_of
from cenotaph.study.models import Actor, Office
from cenotaph.study.parts import Parts
from cenotaph.study.problems import (
    BAD_ADDRESS,
    DUPLICATE_SOURCE,
    OFFICE_REVERSED,
    OFFICES_OVERLAP,
    SHARED_NAME,
    UNKNOWN_ACTOR,
    UNLISTED_LANGUAGE,
)

__all__ = ["check_config", "is_address"]


def is_address(text: str) -> bool:
    """Whether a text is a web address that a reader can open."""
    return text.startswith(("http://", "https://")) and not any(letter.isspace() for letter in text)


def check_config(parts: Parts) -> None:
    """Sources that clash or name unknown actors and languages; offices whose dates cannot be; names of two people."""
    _check_sources(parts)
    for actor_id, actor in parts.config.value.actors.items():
        _check_offices(parts, actor_id, actor)
    _check_names(parts)


def _check_sources(parts: Parts) -> None:
    config, tree, notes = parts.config.value, parts.config.tree, parts.config.notes
    seen: dict[str, int] = {}
    for number, source in enumerate(config.sources):
        line = line_of(tree, "sources", number, "id")
        if source.id in seen:
            message = f'Two sources have the id "{source.id}"; the other stands on line {seen[source.id]}.'
            notes.add(DUPLICATE_SOURCE, line, message, remedy="Rename one of them.", path=("sources", number, "id"))
        seen.setdefault(source.id, line)
        at = ("sources", number, "constant")
        actor, language, url = (source.constant.get(name) for name in ("actor", "language", "url"))
        if actor is not None and actor not in parts.config.declared:
            remedy = did_you_mean(actor, sorted(parts.config.declared)) or f"Add [actors.{actor}] to study.toml."
            message = f'Source "{source.id}" speaks for "{actor}", which is not among the actors.'
            notes.add(UNKNOWN_ACTOR, line_of(tree, *at, "actor"), message, remedy=remedy, path=(*at, "actor"))
        if language is not None and language not in config.languages:
            remedy = f"Languages of this study: {', '.join(config.languages)}. Add it to languages, or mend it here."
            message = f'Source "{source.id}" is in "{language}", which is not a language of this study.'
            notes.add(UNLISTED_LANGUAGE, line_of(tree, *at, "language"), message, remedy=remedy, path=(*at, "language"))
        if url is not None and not is_address(url):
            message = f'"{url}" is not a web address.'
            notes.add(BAD_ADDRESS, line_of(tree, *at, "url"), message, remedy=_ADDRESS, path=(*at, "url"))


_ADDRESS = "Write it whole, beginning with https:// or http://."


def _check_offices(parts: Parts, actor_id: str, actor: Actor) -> None:
    tree, notes = parts.config.tree, parts.config.notes
    for number, person in enumerate(actor.people):
        at = ("actors", actor_id, "people", number, "offices")
        for place, office in enumerate(person.offices):
            if office.from_ and office.to and office.to < office.from_:
                message = (
                    f"{person.name} leaves the office {office.office} ({office.to}) before taking it ({office.from_})."
                )
                remedy = "Swap from and to, or mend one of them."
                notes.add(OFFICE_REVERSED, line_of(tree, *at, place), message, remedy=remedy, path=(*at, place))
        for (_, one), (place, other) in combinations(enumerate(person.offices), 2):
            shared = _days_shared(one, other)
            if shared > 1:
                message = (
                    f"{person.name} is {one.office} and {other.office} at once for {shared} days; "
                    "a document of those days is given the first."
                )
                remedy = "Let one end before the other begins, or keep the higher office only."
                notes.add(OFFICES_OVERLAP, line_of(tree, *at, place), message, remedy=remedy, path=(*at, place))


def _days_shared(one: Office, other: Office) -> int:
    """How many days two offices have in common; a day of handing over is one."""
    first = max(one.from_ or dt.date.min, other.from_ or dt.date.min)
    last = min(one.to or dt.date.max, other.to or dt.date.max)
    return max(0, (last - first).days + 1)


def _check_names(parts: Parts) -> None:
    """A spelling that stands for two people would give one the words of the other."""
    notes = parts.config.notes
    holders: dict[str, tuple[str, int]] = {}
    for name, owner, line in _names(parts):
        other, other_line = holders.setdefault(name.casefold(), (owner, line))
        if other != owner:
            message = f'"{name}" names {owner} and also {other} (line {other_line}).'
            remedy = "Use a longer spelling for one of them."
            notes.add(SHARED_NAME, line, message, remedy=remedy, path=("actors",))


def _names(parts: Parts) -> Iterator[tuple[str, str, int]]:
    """Every name and alias with the person (and state) it stands for and its line."""
    tree = parts.config.tree
    for actor_id, actor in parts.config.value.actors.items():
        for number, person in enumerate(actor.people):
            at = ("actors", actor_id, "people", number)
            owner = f"{person.name} ({actor_id})"
            yield person.name, owner, line_of(tree, *at, "name")
            for place, alias in enumerate(person.aliases):
                yield alias, owner, line_of(tree, *at, "aliases", place)

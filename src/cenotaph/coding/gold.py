"""A gold sample: sentences with the statements that people say they make."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cenotaph.coding.problems import BAD_GOLD, NO_GOLD
from cenotaph.corpus import turns
from cenotaph.errors import Problem, StudyError
from cenotaph.text import Span

__all__ = ["GoldSentence", "read_gold"]

Triple = tuple[str | None, str, str]


@dataclass(frozen=True)
class GoldSentence:
    """One sentence of the sample.

    Attributes:
        id, language, text, before, after: the sentence and its neighbours; these are empty where there are none.
        document: what it was drawn from; its own id where the file does not say.
        actor, actor_from: the state whose text it is, and how that is known; null where it is not.
        speaker: whose turn it is, where the row says so or a label stands in it or in the sentence before.
        pi: probability with which it was drawn; 1 where the file does not say.
        date: day of the document, the last that it can be where a year alone is told; null where less is.
        memory: whether it speaks of the past.
        statements: (holder, act, target).
        mentions: targets named; null where the file does not say.
    """

    id: str
    language: str
    text: str
    before: str
    after: str
    document: str
    actor: str | None
    actor_from: str
    pi: float
    date: dt.date | None
    memory: bool
    statements: frozenset[Triple]
    mentions: frozenset[str] | None = None
    speaker: str | None = None


def read_gold(
    paths: Sequence[Path], *, actors: Mapping[str, str] | None = None, states: Collection[str] = ()
) -> list[GoldSentence]:
    """Read samples in JSON lines: id, lang, sentence, memory, statements; prev, next, doc, source, speaker, pi, date,
    mentions.

    Whose text a sentence is: its field `actor`; else what `actors` says of its source (patterns such as `press_*`);
    else the state whose id begins `doc` (`FRA_79_2024`); else the state of the outlet at whose address `doc` is.

    Raises:
        StudyError: a file cannot be read, or rows are not as they should be; all of them are listed.
    """
    problems: list[Problem] = []
    sample: list[GoldSentence] = []
    for path in paths:
        try:
            lines = path.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            problems.append(NO_GOLD.at(path.name, None, f"The file cannot be read: {reason}."))
            continue
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                sample.append(_sentence(json.loads(line), actors or {}, states))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                remedy = "cenotaph explain C111 shows a row."
                problems.append(BAD_GOLD.at(path.name, number, f"{_reason(error)}", remedy=remedy))
    if not sample and not problems:
        problems.append(NO_GOLD.at(", ".join(path.name for path in paths), None, "There is no sentence in it."))
    if problems:
        raise StudyError(problems)
    return sample


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"The line is not JSON: {error.msg} (column {error.colno})."
    if isinstance(error, KeyError):
        return f"The row has no `{error.args[0]}`."
    return f"The row is not as it should be: {error}."


def _sentence(row: dict[str, Any], actors: Mapping[str, str], states: Collection[str]) -> GoldSentence:
    if not isinstance(row, dict):
        raise ValueError("it is no object with keys")
    text, language = row["sentence"], row["lang"]
    if not isinstance(text, str) or not isinstance(language, str):
        raise ValueError("`sentence` and `lang` are words")
    actor, how = _actor(row, actors, states)
    pi = float(row.get("pi", 1))
    if not 0 < pi <= 1:
        raise ValueError(f"`pi` is a probability above 0, not {row['pi']}")
    mentions = row.get("mentions")
    return GoldSentence(
        id=str(row["id"]),
        language=language,
        text=text,
        before=row.get("prev") or "",
        after=row.get("next") or "",
        document=str(row.get("doc") or row["id"]),
        actor=actor,
        actor_from=how,
        pi=pi,
        date=_day(row.get("date")),
        memory=bool(int(row["memory"])),
        statements=frozenset(_triple(each) for each in row["statements"]),
        mentions=None if mentions is None else frozenset(str(each) for each in mentions),
        speaker=row.get("speaker") or _labelled(row.get("prev") or "", text, language),
    )


def _labelled(before: str, text: str, language: str) -> str | None:
    """Who speaks, by the last label in the sentence before or at the head of this one."""
    first, second = Span(0, len(before)), Span(len(before) + 1, len(before) + 1 + len(text))
    found = turns(f"{before}\n{text}", [first, second], language)
    heard = [turn.speaker for turn in found if turn.label.start <= second.start < turn.end]
    return heard[-1] if heard else None


def _triple(value: Any) -> Triple:
    holder, act, target = value
    if not isinstance(act, str) or not isinstance(target, str) or not isinstance(holder, str | None):
        raise ValueError("a statement is a list of holder, act and target")
    return holder, act, target


def _day(value: object) -> dt.date | None:
    try:
        day = str(value or "")
        return dt.date(int(day), 12, 31) if re.fullmatch(r"\d{4}", day) else dt.date.fromisoformat(day)
    except ValueError:
        return None


def _actor(row: Mapping[str, Any], actors: Mapping[str, str], states: Collection[str]) -> tuple[str | None, str]:
    if row.get("actor"):
        return str(row["actor"]), "the field `actor`"
    source, document = str(row.get("source") or ""), str(row.get("doc") or "")
    for pattern, actor in actors.items():
        if fnmatchcase(source, pattern):
            return actor, "the sources named"
    begins = re.match(r"[A-Z]{3}(?=[^A-Za-z])", document)
    if begins and (not states or begins[0] in states):
        return begins[0], "the document's id"
    host = urlsplit(document).hostname or ""
    for domain, state in _outlets().items():
        if host == domain or host.endswith(f".{domain}"):
            return state, "the outlet's address"
    return None, "nothing"


@cache
def _outlets() -> dict[str, str]:
    """Domain of an outlet of a state -> that state."""
    lines = files("cenotaph.coding").joinpath("outlets.csv").read_text("utf-8").splitlines()
    return {row["domain"]: row["state"] for row in csv.DictReader(lines)}

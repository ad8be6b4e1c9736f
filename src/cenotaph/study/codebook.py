"""The codebook as a checked object: targets, acts and referents with their terms and cues in each language."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from cenotaph.study.models import Slug

__all__ = ["ACT_ORDER", "Act", "Codebook", "Cue", "Example", "Referent", "Target", "Term"]

#: Acts of the built-in codebook in the order in which a roll-call cell prefers them when counts are equal.
ACT_ORDER = ("distort", "blame", "warn", "thank", "credit", "honour", "bond", "victim")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True)


class Term(_Strict):
    """A word or phrase that names something.

    A bare string in the file is a term with all defaults: it is inflected (Russian cases, English plural and
    possessive; Chinese to both scripts) and matched whatever the case, unless it is written all in capitals (`US`,
    `КНР`), when case counts. A final `*` stands for any ending.
    """

    term: str = Field(min_length=1)
    inflect: bool = True
    case: Literal["any", "exact", "auto"] = "auto"
    from_: dt.date | None = Field(None, alias="from")
    until: dt.date | None = None


Terms = dict[Literal["en", "ru", "zh"], tuple[Term, ...]]


def _terms(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {
        language: [{"term": term} if isinstance(term, str) else term for term in terms]
        if isinstance(terms, list)
        else terms
        for language, terms in value.items()
    }


class Target(_Strict):
    """Who or what a statement is about: a state with its people and army, a coalition, a site, an idea.

    `not_inside` lists phrases in which a term does not name the target (印度 inside 印度尼西亚).
    """

    name: str
    names: dict[str, str] = {}
    kind: Literal["state", "people", "army", "person", "coalition", "group", "site", "event", "idea"] = "state"
    terms: Terms = {}
    not_inside: Terms = {}
    note: str = ""

    _as_terms = field_validator("terms", "not_inside", mode="before")(_terms)


class Referent(_Strict):
    """A past that is invoked, such as the Second World War, with the terms that show it is meant."""

    name: str
    terms: Terms = {}
    not_inside: Terms = {}
    note: str = ""

    _as_terms = field_validator("terms", "not_inside", mode="before")(_terms)


class Cue(_Strict):
    """A phrase that carries an act, and how it must stand to the target."""

    cue: str = Field(min_length=1)
    inflect: bool = True
    target: Literal["before", "after", "either"] = "either"
    within: int | None = Field(None, ge=1, description="greatest distance to the target, in words (characters in zh)")
    scope: Literal["sentence", "clause"] = "sentence"
    confidence: Literal[1, 2, 3] = 2


class Example(_Strict):
    """A sentence of our own making with the statements it must (or, with an empty list, must not) yield."""

    sentence: str
    language: Literal["en", "ru", "zh"]
    actor: str = ""
    statements: tuple[tuple[str, str, str], ...] = ()


class Act(_Strict):
    """What a statement does to its target: credit, thank, honour, blame ...

    `treatment` is the word a roll-call cell shows for a target so treated (`credited`); the act's id where empty.
    """

    name: str
    treatment: str = ""
    definition: str = ""
    cues: dict[Literal["en", "ru", "zh"], tuple[Cue, ...]] = {}
    examples: tuple[Example, ...] = ()

    @field_validator("cues", mode="before")
    @classmethod
    def _as_cues(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {
            language: [{"cue": cue} if isinstance(cue, str) else cue for cue in cues] if isinstance(cues, list) else cues
            for language, cues in value.items()
        }


class Codebook(_Strict):
    """Targets, acts and referents of a study; `extends` names a packaged codebook whose entries are taken over.

    Own entries with the same id replace those taken over; `drop` names entries that are left out.
    """

    codebook: Slug
    version: str
    extends: tuple[Slug, ...] = ()
    drop: tuple[Slug, ...] = ()
    targets: dict[Slug, Target] = {}
    referents: dict[Slug, Referent] = {}
    acts: dict[Slug, Act] = {}

    @field_validator("extends", "drop", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

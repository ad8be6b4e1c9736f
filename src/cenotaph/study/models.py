"""The human files of a study as checked objects: study.toml, occasions.yaml and the three CSV tables of deeds.

Field names are the keys that people write. A model says what a key means and what it may hold; finding the line of a
faulty key is the loader's work.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

__all__ = [
    "RANKS",
    "Actor",
    "Calendar",
    "ClassRule",
    "Confidence",
    "DocumentMatch",
    "Event",
    "Gesture",
    "Occasion",
    "Office",
    "Participation",
    "Person",
    "Slug",
    "Source",
    "StudyConfig",
]

Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=80)]

#: Confidence in a coding or a fact: 3 sure (verified), 2 probable, 1 a guess (unverified).
CONFIDENCE_WORDS = {"verified": 3, "sure": 3, "probable": 2, "unverified": 1, "guess": 1}


def _confidence(value: object) -> object:
    if isinstance(value, str):
        word = value.strip().lower()
        if not word:
            return None
        return CONFIDENCE_WORDS.get(word, value)
    return value


Confidence = Annotated[Literal[1, 2, 3] | None, BeforeValidator(_confidence)]

#: Ranks of a participation, lowest first; the place in this tuple is the rank's order.
RANKS: tuple[str, ...] = (
    "none",
    "contingent_only",
    "ambassador",
    "special_envoy",
    "deputy_minister",
    "defence_minister",
    "foreign_minister",
    "minister",
    "parliament_speaker",
    "politburo_member",
    "vice_president",
    "head_of_government",
    "head_of_state",
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True)


class Office(_Strict):
    """An office held for a time; `from` and `to` bound it, both inclusive."""

    office: str
    from_: dt.date | None = Field(None, alias="from")
    to: dt.date | None = None


class Person(_Strict):
    """Someone who speaks for an actor, with the spellings under which transcripts name them."""

    name: str
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()


class Actor(_Strict):
    """A state (or other body) whose words and deeds the study watches."""

    name: str
    names: dict[str, str] = {}
    people: tuple[Person, ...] = ()


METADATA = (
    "id", "date", "known_at", "actor", "speaker", "office", "title", "language", "url", "occasion", "genre", "text",
)  # fmt: skip


class Source(_Strict):
    """Where documents come from.

    `kind` is `folder` (one file a document), `table` (one row a document) or `codings` (ready codings, no text).
    Every metadata field may be a constant, come from a column, from the file's name, or from a template that puts
    columns and file-name parts together: `date = "{year}-09-20"`. The first that is given wins, in the order
    columns, template, filename, constant; front matter of a text file comes before all. A field of which nothing is
    said is taken from the column that has its name. `parts` takes a column apart by a pattern as `filename` does
    the file's name: with `parts = { url = "{}/news/{number}" }`, `{number}` can stand in templates.
    """

    id: Slug
    kind: Literal["folder", "table", "codings"]
    path: str
    format: Literal["txt", "md", "html", "csv", "tsv", "jsonl", "json", "parquet", "xlsx"] | None = None
    encoding: str | None = None
    header: bool = True
    delimiter: str | None = None
    sheet: str | None = None
    columns: dict[str, str | int | list[str | int]] = {}
    constant: dict[str, str] = {}
    template: dict[str, str] = {}
    filename: str | None = None
    parts: dict[str, str] = {}
    date_format: str | None = None
    skip_empty: bool = False
    coder: Slug | None = None

    @field_validator("columns", "constant", "template")
    @classmethod
    def _known_fields(cls, value: dict[str, object]) -> dict[str, object]:
        for key in value:
            if key not in (*METADATA, *CODING_FIELDS):
                raise ValueError(f'"{key}" is not a field of a document; fields are {", ".join(METADATA)}')
        return value

    @field_validator("filename")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        if value is not None and "{" not in value:
            raise ValueError("a file-name pattern names its parts in braces, such as {actor}_{session}_{year}")
        return value


CODING_FIELDS = ("document_id", "coder", "holder", "act", "target", "referent", "confidence", "note", "quote")


class StudyConfig(_Strict):
    """study.toml: what the study is about and where its documents come from.

    `as_of` sets the default reading date of every question; `timeline_start` bounds nothing but the roll calls'
    first column. `codebook` names a file of the folder or a packaged codebook such as `memory-acts`.
    """

    title: str
    description: str = ""
    languages: tuple[Literal["en", "ru", "zh"], ...] = Field(min_length=1)
    as_of: dt.date | None = None
    codebook: str = "codebook.yaml"
    actors: dict[Slug, Actor] = {}
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _unique_sources(self) -> StudyConfig:
        seen: set[str] = set()
        for source in self.sources:
            if source.id in seen:
                raise ValueError(f'two sources have the id "{source.id}"')
            seen.add(source.id)
        return self


class Moved(_Strict):
    """One year in which the rite was held on another day, and why."""

    to: dt.date
    why: str = ""


class Calendar(_Strict):
    """When a rite falls due: a fixed `month` and `day` each year, with `moved` years; or a list of `dates`."""

    month: int | None = Field(None, ge=1, le=12)
    day: int | None = Field(None, ge=1, le=31)
    moved: tuple[Moved, ...] = ()
    dates: tuple[dt.date, ...] = ()
    since: int | None = None
    until: int | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> Calendar:
        if bool(self.dates) == (self.month is not None and self.day is not None):
            raise ValueError("give either month and day, or a list of dates")
        if self.month is not None and self.day is not None:
            dt.date(2024, self.month, self.day)
        return self


class ClassRule(_Strict):
    """A reference class of years: every n-th anniversary, a span of dates, or listed years."""

    every: int | None = Field(None, ge=2)
    from_: dt.date | None = Field(None, alias="from")
    to: dt.date | None = None
    years: tuple[int, ...] = ()


class DocumentMatch(_Strict):
    """Which documents are the words said on the occasion.

    All that is given must hold. `title` and `not_title` are lists of which one must (may not) stand in the title,
    whatever the case; `within_days` is the greatest distance to the due date, in days.
    """

    actor: tuple[Slug, ...] = ()
    genre: tuple[str, ...] = ()
    source: tuple[Slug, ...] = ()
    title: tuple[str, ...] = ()
    not_title: tuple[str, ...] = ()
    within_days: int = Field(0, ge=0, le=183)
    min_characters: int = Field(0, ge=0)

    @field_validator("actor", "genre", "source", "title", "not_title", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


class Occasion(_Strict):
    """A recurring rite: when it falls due, who hosts it, what is said on it."""

    name: str
    names: dict[str, str] = {}
    host: Slug | None = None
    genre: str = ""
    anniversary_of: dt.date | None = None
    calendar: Calendar
    documents: DocumentMatch | None = None
    classes: dict[Slug, ClassRule] = {}
    note: str = ""


def _empty_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


OptionalDate = Annotated[dt.date | None, BeforeValidator(_empty_is_none)]
OptionalInt = Annotated[int | None, BeforeValidator(_empty_is_none)]
OptionalBool = Annotated[bool | None, BeforeValidator(_empty_is_none)]


class Event(_Strict):
    """A row of events.csv: something done, such as a parade, visit, wreath or letter."""

    event_id: Slug
    date: dt.date
    end_date: OptionalDate = None
    occasion: str = ""
    kind: str = ""
    host: str = ""
    place: str = ""
    anniversary_of: str = ""
    anniversary_n: OptionalInt = None
    jubilee: OptionalBool = None
    title: str
    known_at: OptionalDate = None
    source_url: str = ""
    source_title: str = ""
    confidence: Confidence = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Event:
        if self.end_date is not None and self.end_date < self.date:
            raise ValueError(f"the event ends ({self.end_date}) before it begins ({self.date})")
        return self


class Participation(_Strict):
    """A row of participations.csv: a state's part in an event, with the rank that came."""

    event_id: Slug
    state: Slug
    person: str = ""
    office: str = ""
    rank: Literal[RANKS]  # type: ignore[valid-type]
    status: Literal["attended", "absent", "not_invited", "declined", "cancelled", "virtual", "contingent", "unknown"]
    note: str = ""
    source_url: str = ""
    known_at: OptionalDate = None
    confidence: Confidence = None


class Gesture(_Strict):
    """A row of gestures.csv: a gesture made, or one that was expected and not made.

    `made = false` needs `expectation_basis`: on what ground it was expected.
    """

    gesture_id: Slug
    date: dt.date
    performer: str = ""
    performer_state: Slug
    kind: str
    referent: str = ""
    addressee_state: str = ""
    made: bool
    expectation_basis: str = ""
    note: str = ""
    known_at: OptionalDate = None
    source_url: str = ""
    confidence: Confidence = None

    @model_validator(mode="after")
    def _withheld_needs_ground(self) -> Gesture:
        if not self.made and not self.expectation_basis:
            raise ValueError("a gesture not made needs expectation_basis: on what ground was it expected?")
        return self

"""The human files of a study as checked objects: study.toml, occasions.yaml and the three CSV tables of deeds.

Field names are the keys that people write. A model says what a key means and what it may hold; finding the line of a
faulty key is the loader's work.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from cenotaph.errors import did_you_mean

__all__ = [
    "RANKS",
    "Actor",
    "Calendar",
    "ClassRule",
    "Confidence",
    "Day",
    "DocumentMatch",
    "Event",
    "Gesture",
    "HumanModel",
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
        return int(word) if word in ("1", "2", "3") else CONFIDENCE_WORDS.get(word, value)
    return value


Confidence = Annotated[Literal[1, 2, 3] | None, BeforeValidator(_confidence)]

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: object) -> object:
    if isinstance(value, dt.datetime) or (isinstance(value, dt.date) and value.year < 1):
        value = str(value)
    if isinstance(value, dt.date):
        return value
    text = value.strip() if isinstance(value, str) else str(value)
    try:
        return dt.date.fromisoformat(text if _ISO_DAY.fullmatch(text) else "")
    except ValueError:
        found = text if len(text) <= 40 else text[:37] + "..."
        raise PydanticCustomError(
            "bad-day",
            'is not a day of the calendar; found "{found}".',
            {"found": found, "remedy": "Write year-month-day, such as 2024-05-09."},
        ) from None


#: A day, written year-month-day; nothing else is taken for one.
Day = Annotated[dt.date, BeforeValidator(_day)]

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


class HumanModel(BaseModel):
    """Something people write as a block of keys: no other keys than its own; a key left empty is not given."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True, coerce_numbers_to_str=True
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_given(cls, value: object) -> object:
        if isinstance(value, Mapping):
            return {key: inner for key, inner in value.items() if inner is not None}
        return value


class Office(HumanModel):
    """An office held for a time; `from` and `to` bound it, both inclusive."""

    office: str
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class Person(HumanModel):
    """Someone who speaks for an actor, with the spellings under which transcripts name them."""

    name: str
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()


class Actor(HumanModel):
    """A state (or other body) whose words and deeds the study watches."""

    name: str
    names: dict[str, str] = {}
    people: tuple[Person, ...] = ()


METADATA = (
    "id", "date", "known_at", "actor", "speaker", "office", "title", "language", "url", "occasion", "genre", "text",
)  # fmt: skip


class Source(HumanModel):
    """Where documents come from.

    `kind` is `folder` (one file a document), `table` (one row a document) or `codings` (ready codings, no text).
    Every metadata field may be a constant, come from a column, from the file's name, or from a template that puts
    columns and file-name parts together: `date = "{year}-09-20"`. The first that is given wins, in the order
    columns, template, filename, constant; front matter of a text file comes before all. A field of which nothing is
    said is taken from the column that has its name. `parts` takes a column apart by a pattern as `filename` does
    the file's name: with `parts = { url = "{}/news/{number}" }`, `{number}` can stand in templates.
    `join` says how a text in several columns is put together: by a blank line, or (`nothing`) as one text that was
    cut to fit into cells.
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
    join: Literal["paragraphs", "nothing"] = "paragraphs"
    date_format: str | None = None
    skip_empty: bool = False
    coder: Slug | None = None

    @field_validator("columns", "constant", "template")
    @classmethod
    def _known_fields(cls, value: dict[str, object]) -> dict[str, object]:
        for key in value:
            if key not in (*METADATA, *CODING_FIELDS):
                raise PydanticCustomError(
                    "unknown-key",
                    'names "{key}", which is not a field of a document.',
                    {"key": key, "remedy": did_you_mean(key, METADATA) or f"Fields are {', '.join(METADATA)}."},
                )
        return value

    @field_validator("filename")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        if value is not None and "{" not in value:
            raise PydanticCustomError(
                "bad-value",
                "names no part of the file's name.",
                {"remedy": "Name the parts in braces, such as {actor}_{session}_{year}."},
            )
        return value


CODING_FIELDS = ("document_id", "coder", "holder", "act", "target", "referent", "confidence", "note", "quote")


class StudyConfig(HumanModel):
    """study.toml: what the study is about and where its documents come from.

    `as_of` sets the default reading date of every question; `timeline_start` bounds nothing but the roll calls'
    first column. `codebook` names a file of the folder or a packaged codebook such as `memory-acts`.
    """

    title: str
    description: str = ""
    languages: tuple[Literal["en", "ru", "zh"], ...] = Field(min_length=1)
    as_of: Day | None = None
    codebook: str = "codebook.yaml"
    actors: dict[Slug, Actor] = {}
    sources: tuple[Source, ...] = ()


class Moved(HumanModel):
    """One year in which the rite was held on another day, and why."""

    to: Day
    why: str = ""


_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Calendar(HumanModel):
    """When a rite falls due: a fixed `month` and `day` each year, with `moved` years; or a list of `dates`."""

    month: int | None = Field(None, ge=1, le=12)
    day: int | None = Field(None, ge=1, le=31)
    moved: tuple[Moved, ...] = ()
    dates: tuple[Day, ...] = ()
    since: int | None = Field(None, ge=1, le=9999)
    until: int | None = Field(None, ge=1, le=9999)

    @model_validator(mode="after")
    def _one_rule(self) -> Calendar:
        if bool(self.dates) == (self.month is not None and self.day is not None):
            raise PydanticCustomError("bad-value", "must give either month and day, or a list of dates.")
        if self.month is not None and self.day is not None and self.day > _DAYS_OF_MONTH[self.month - 1]:
            raise PydanticCustomError(
                "no-such-day",
                "falls on a day that no year has: month {month}, day {day}.",
                {"month": self.month, "day": self.day, "remedy": "Set month and day to a day of the calendar."},
            )
        return self


class ClassRule(HumanModel):
    """A reference class of years: every n-th anniversary, a span of dates, or listed years."""

    every: int | None = Field(None, ge=2)
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    years: tuple[int, ...] = ()


class DocumentMatch(HumanModel):
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


class Occasion(HumanModel):
    """A recurring rite: when it falls due, who hosts it, what is said on it."""

    name: str
    names: dict[str, str] = {}
    host: Slug | None = None
    genre: str = ""
    anniversary_of: Day | None = None
    calendar: Calendar
    documents: DocumentMatch | None = None
    classes: dict[Slug, ClassRule] = {}
    note: str = ""


class Event(HumanModel):
    """A row of events.csv: something done, such as a parade, visit, wreath or letter."""

    event_id: Slug
    date: Day
    end_date: Day | None = None
    occasion: str = ""
    kind: str = ""
    host: str = ""
    place: str = ""
    anniversary_of: str = ""
    anniversary_n: int | None = Field(None, ge=0, le=9999)
    jubilee: bool | None = None
    title: str
    known_at: Day | None = None
    source_url: str = ""
    source_title: str = ""
    confidence: Confidence = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Event:
        if self.end_date is not None and self.end_date < self.date:
            raise PydanticCustomError(
                "dates-reversed",
                "ends on {end}, before it begins on {begin}.",
                {"end": str(self.end_date), "begin": str(self.date), "remedy": "Swap date and end_date, or mend one."},
            )
        return self


class Participation(HumanModel):
    """A row of participations.csv: a state's part in an event, with the rank that came."""

    event_id: Slug
    state: Slug
    person: str = ""
    office: str = ""
    rank: Literal[RANKS]  # type: ignore[valid-type]
    status: Literal["attended", "absent", "not_invited", "declined", "cancelled", "virtual", "contingent", "unknown"]
    note: str = ""
    source_url: str = ""
    known_at: Day | None = None
    confidence: Confidence = None


class Gesture(HumanModel):
    """A row of gestures.csv: a gesture made, or one that was expected and not made.

    `made = false` needs `expectation_basis`: on what ground it was expected.
    """

    gesture_id: Slug
    date: Day
    performer: str = ""
    performer_state: Slug
    kind: str
    referent: str = ""
    addressee_state: str = ""
    made: bool
    expectation_basis: str = ""
    note: str = ""
    known_at: Day | None = None
    source_url: str = ""
    confidence: Confidence = None

    @model_validator(mode="after")
    def _withheld_needs_ground(self) -> Gesture:
        if not self.made and not self.expectation_basis:
            raise PydanticCustomError(
                "gesture-without-ground",
                "says that a gesture was not made, but not on what ground it was expected.",
                {"remedy": "Fill expectation_basis, such as: a wreath was laid every year from 2005 to 2012."},
            )
        return self

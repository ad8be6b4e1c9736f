"""The human files of a study as checked objects: study.toml, occasions.yaml and the three CSV tables of deeds.

Field names are the keys that people write. A model says what a key means and what it may hold; finding the line of a
faulty key is the loader's work.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from cenotaph.errors import did_you_mean
from cenotaph.study.deeds import RANKS, Event, Gesture, Participation
from cenotaph.study.fields import CONFIDENCE_WORDS, Confidence, Day, HumanModel, Slug
from cenotaph.study.rites import Calendar, ClassRule, DocumentMatch, Moved, Occasion

__all__ = [
    "CODING_FIELDS",
    "CONFIDENCE_WORDS",
    "METADATA",
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
    "Moved",
    "Occasion",
    "Office",
    "Participation",
    "Person",
    "Slug",
    "Source",
    "StudyConfig",
]


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
    names: dict[str, str] = Field(default_factory=dict)
    people: tuple[Person, ...] = ()


METADATA = (
    "id", "date", "known_at", "actor", "speaker", "office", "title", "language", "url", "occasion", "genre", "audience",
    "text",
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
    columns: dict[str, str | int | list[str | int]] = Field(default_factory=dict)
    constant: dict[str, str] = Field(default_factory=dict)
    template: dict[str, str] = Field(default_factory=dict)
    filename: str | None = None
    parts: dict[str, str] = Field(default_factory=dict)
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
    actors: dict[Slug, Actor] = Field(default_factory=dict)
    sources: tuple[Source, ...] = ()

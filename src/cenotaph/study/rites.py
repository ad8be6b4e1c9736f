"""The blocks of occasions.yaml as checked objects: rites, when they fall due, which documents belong to them."""

from __future__ import annotations

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from cenotaph.study.fields import Day, HumanModel, Slug

__all__ = ["Calendar", "ClassRule", "DocumentMatch", "Moved", "Occasion"]


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
    names: dict[str, str] = Field(default_factory=dict)
    host: Slug | None = None
    genre: str = ""
    anniversary_of: Day | None = None
    calendar: Calendar
    documents: DocumentMatch | None = None
    classes: dict[Slug, ClassRule] = Field(default_factory=dict)
    note: str = ""

"""The blocks of occasions.yaml as checked objects: rites, when they fall due, which documents belong to them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from cenotaph.study.fields import Day, HumanModel, Slug

__all__ = ["WEEKDAYS", "Calendar", "ClassRule", "DocumentMatch", "Moved", "Occasion"]


class Moved(HumanModel):
    """One year in which the rite was held on another day, why, and when that became known (by default, that day)."""

    to: Day
    why: str = ""
    known_at: Day | None = None


#: Days of the week, Monday first; the place in this tuple is the number that `datetime` gives it.
WEEKDAYS: tuple[str, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Calendar(HumanModel):
    """When a rite falls due, by one of four rules, in the years from `since` to `until`.

    A fixed day: `month` and `day`. A movable one: `month`, `weekday` and `nth` (1 the first, -1 the last), or `easter`
    (western or orthodox) and `plus` days. Any other: a list of `dates`, one of them for a rite held once;
    `foreseen` says that the list follows a calendar that everyone could read in advance.
    """

    month: int | None = Field(None, ge=1, le=12)
    day: int | None = Field(None, ge=1, le=31)
    weekday: Literal[WEEKDAYS] | None = None  # type: ignore[valid-type]
    nth: Literal[1, 2, 3, 4, -1, -2] | None = None
    easter: Literal["western", "orthodox"] | None = None
    plus: int = Field(0, ge=-60, le=90)
    moved: tuple[Moved, ...] = ()
    dates: tuple[Day, ...] = ()
    foreseen: bool = False
    since: int | None = Field(None, ge=1, le=9999)
    until: int | None = Field(None, ge=1, le=9999)

    @model_validator(mode="after")
    def _one_rule(self) -> Calendar:
        fixed = self.month is not None and self.day is not None
        movable = self.month is not None and self.weekday is not None and self.nth is not None
        if [fixed, movable, self.easter is not None, bool(self.dates)].count(True) != 1:
            raise PydanticCustomError(
                "bad-value",
                "must give one rule: month and day; month, weekday and nth; easter; or a list of dates.",
            )
        if self.plus and not self.easter:
            raise PydanticCustomError("bad-value", "gives plus, which counts days from easter, but no easter.")
        if self.month is not None and self.day is not None and self.day > _DAYS_OF_MONTH[self.month - 1]:
            raise PydanticCustomError(
                "no-such-day",
                "falls on a day that no year has: month {month}, day {day}.",
                {"month": self.month, "day": self.day, "remedy": "Set month and day to a day of the calendar."},
            )
        return self


class ClassRule(HumanModel):
    """A reference class: the years of a rite that are of one kind. All that is stated must hold.

    Of the calendar: every n-th anniversary, a span of dates, listed years. Of events.csv: who held the rite (`host`),
    who came to it as `guest`, whether foreign guests were invited (`guests_invited`); where the record does not tell,
    the year belongs neither to the class nor to its complement. `otherwise` names the complement.
    """

    every: int | None = Field(None, ge=2)
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    years: tuple[int, ...] = ()
    host: tuple[Slug, ...] = ()
    guest: tuple[Slug, ...] = ()
    guests_invited: bool | None = None
    otherwise: Slug | None = None

    @field_validator("host", "guest", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @property
    def has_rule(self) -> bool:
        """Whether any year can belong to it."""
        return bool(self.every or self.from_ or self.to or self.years) or self.asks_events

    @property
    def asks_events(self) -> bool:
        """Whether only events.csv and participations.csv can tell which years belong to it."""
        return bool(self.host or self.guest) or self.guests_invited is not None


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

"""What the models of all human files share: ids, days, confidence, and a block of keys that has no other keys."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

__all__ = ["CONFIDENCE_WORDS", "Confidence", "Day", "HumanModel", "Slug"]

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

"""The rows of events.csv, participations.csv and gestures.csv as checked objects."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cenotaph.study.fields import Confidence, Day, HumanModel, Slug

__all__ = ["RANKS", "Event", "Gesture", "Participation"]

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


class Event(HumanModel):
    """A row of events.csv: something done, such as a parade, visit, wreath or letter.

    `guests_invited` says whether foreign guests were invited at all; empty is unknown.
    """

    event_id: Slug
    date: Day
    end_date: Day | None = None
    occasion: str = ""
    kind: str = ""
    host: str = ""
    initiator: str = ""
    recipient: str = ""
    code: str = ""
    place: str = ""
    anniversary_of: str = ""
    anniversary_n: int | None = Field(None, ge=0, le=9999)
    jubilee: bool | None = None
    guests_invited: bool | None = None
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
    """A row of participations.csv: a state's part in an event, with the rank that came.

    `invited` is needed only where the status leaves it open: `absent` may mean invited or not.
    """

    event_id: Slug
    state: Slug
    person: str = ""
    office: str = ""
    rank: Literal[RANKS]  # type: ignore[valid-type]
    status: Literal["attended", "absent", "not_invited", "declined", "cancelled", "virtual", "contingent", "unknown"]
    invited: bool | None = None
    note: str = ""
    source_url: str = ""
    known_at: Day | None = None
    confidence: Confidence = None


class Gesture(HumanModel):
    """A row of gestures.csv: a gesture made, or one that was expected and not made.

    `made = false` needs `expectation_basis`: on what ground it was expected. `channel` is the way in which a past can
    be honoured (site_visit, wreath, op_ed, letter ...); where it is empty, `channel_of(kind)` stands for it.
    `occasion` names the rite on which the gesture was made or expected.
    """

    gesture_id: Slug
    date: Day
    performer: str = ""
    performer_state: Slug
    kind: str
    channel: Slug | Literal[""] = ""
    occasion: str = ""
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

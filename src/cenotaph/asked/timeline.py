"""Words and deeds of some actors, or about one past, on one axis of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from cenotaph.answer import Answer
from cenotaph.asked.fetch import require, require_named
from cenotaph.asked.since import study_asked
from cenotaph.asked.wording import how_many
from cenotaph.chronicle import Wanted
from cenotaph.chronicle import timeline as chronicle
from cenotaph.errors import CenotaphError

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["timeline"]


def timeline(
    study: OpenStudy,
    *,
    actors: Sequence[str] = (),
    referent: str | None = None,
    occasion: str | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
) -> Answer:
    """See `OpenStudy.timeline`."""
    if from_date and to_date and to_date < from_date:
        raise CenotaphError(f"The window ends on {to_date}, before it begins on {from_date}.")
    loaded = study.loaded
    names = {key: target.name for key, target in loaded.codebook.targets.items()}
    names |= {key: actor.name for key, actor in loaded.config.actors.items()}
    require_named("actor", actors, names | {key: names.get(key, key) for key in _acting(study)})
    require("occasion", [occasion] if occasion else [], loaded.occasions)
    if referent is not None:
        known = {key: each.name for key, each in loaded.codebook.referents.items()}
        require_named("referent", [referent], {key: known.get(key, key) for key in (*known, *_pasts(study))})
    rows = chronicle(study_asked(study), study.snapshot, Wanted(tuple(actors), referent, occasion, from_date, to_date))
    asked = {"actors": list(actors), "referent": referent, "occasion": occasion}
    notes = [] if rows.num_rows else ["Nothing of it is on record in these bounds."]
    if rows.num_rows:
        notes.append(_told(referent))
    unsure = pc.sum(pc.equal(rows["confidence"], 1)).as_py() or 0
    if unsure:
        notes.append(f"{how_many(unsure, 'row')} of unverified record (confidence 1).")
    withheld = pc.sum(pc.equal(rows.filter(pc.equal(rows["kind"], "gesture"))["done"], False)).as_py() or 0
    if withheld:
        notes.append(f"Expected on a stated ground and not made: {how_many(withheld, 'gesture')}.")
    return study.answer("timeline", rows, notes, **asked, from_date=from_date, to_date=to_date)


def _told(referent: str | None) -> str:
    words = "with a statement about this past" if referent else "of a rite"
    return f"Words are documents {words}. What is not on this list is not on record, which is not the same as not done."


def _acting(study: OpenStudy) -> list[str]:
    found = study.snapshot.query(
        "SELECT DISTINCT state FROM (SELECT state FROM participations UNION SELECT performer_state FROM gestures "
        "UNION SELECT host FROM events UNION SELECT actor FROM documents) WHERE state IS NOT NULL ORDER BY state"
    )
    states: list[str] = found["state"].to_pylist()
    return states


def _pasts(study: OpenStudy) -> list[str]:
    found = study.snapshot.query(
        "SELECT DISTINCT referent FROM (SELECT referent FROM gestures UNION SELECT referent FROM statements "
        "UNION SELECT anniversary_of FROM events) WHERE referent IS NOT NULL ORDER BY referent"
    )
    pasts: list[str] = found["referent"].to_pylist()
    return pasts

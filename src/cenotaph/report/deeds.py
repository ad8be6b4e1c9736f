"""Gestures made and withheld, and events without a guest list: the newest of each, in words a template can print."""

from __future__ import annotations

import pyarrow as pa

from cenotaph.store import Snapshot
from cenotaph.study import LoadedStudy

__all__ = ["EVENTS_SHOWN", "GESTURES_SHOWN", "events", "gestures"]

#: The most gestures shown of each kind (made, not made), and the most events without guests.
GESTURES_SHOWN = 40
EVENTS_SHOWN = 40

_GESTURES = f"""
SELECT gesture_id, date, performer, performer_state AS state, addressee_state AS addressee, kind, referent, made,
  expectation_basis AS ground, note, source_url, confidence
FROM gestures QUALIFY row_number() OVER (PARTITION BY made ORDER BY date DESC, gesture_id) <= {GESTURES_SHOWN}
ORDER BY made, date DESC, gesture_id
"""

_EVENTS = f"""
SELECT event_id, date, title, kind, host, place, source_url, confidence FROM events
WHERE event_id NOT IN (SELECT event_id FROM participations) ORDER BY date DESC, event_id LIMIT {EVENTS_SHOWN}
"""


def gestures(study: LoadedStudy, snapshot: Snapshot) -> pa.Table:
    """The newest gestures, those expected and not made first, with the names of states and of the past referred to."""
    names = _names(study)
    referents = {key: referent.name for key, referent in study.codebook.referents.items()}
    found = snapshot.query(_GESTURES)
    rows = [
        row
        | {
            "state": names.get(row["state"], row["state"]),
            "addressee": names.get(row["addressee"], row["addressee"] or ""),
            "kind": _spaced(row["kind"]),
            "referent": referents.get(row["referent"], _spaced(row["referent"])),
        }
        for row in found.to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=found.schema)


def events(study: LoadedStudy, snapshot: Snapshot) -> pa.Table:
    """The newest events of which no guest is on record: nothing else of the report shows them."""
    names, found = _names(study), snapshot.query(_EVENTS)
    rows = [
        row | {"host": names.get(row["host"], row["host"] or ""), "kind": _spaced(row["kind"])}
        for row in found.to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=found.schema)


def _names(study: LoadedStudy) -> dict[str, str]:
    names = {key: target.name for key, target in study.codebook.targets.items()}
    return names | {key: actor.name for key, actor in study.config.actors.items()}


def _spaced(word: str | None) -> str:
    """`joint statement` for `joint_statement`: words that people wrote as one."""
    return (word or "").replace("_", " ").replace("-", " ")

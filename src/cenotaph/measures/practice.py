"""What each actor said and did on the last occurrences of a rite."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.measures.coders import in_a_list

__all__ = ["PRACTICE", "practice"]

#: What one actor said and did on one occurrence of a rite.
PRACTICE = pa.struct(
    [
        ("year", pa.int16()),
        ("date", pa.date32()),
        ("actor", pa.string()),
        ("document_ids", pa.list_(pa.string())),
        (
            "treatments",
            pa.list_(pa.struct([("treatment", pa.string()), ("targets", pa.list_(pa.string()))])),
        ),
        ("rank", pa.string()),
        ("status", pa.string()),
        ("person", pa.string()),
        ("event_ids", pa.list_(pa.string())),
        (
            "gestures",
            pa.list_(pa.struct([("gesture_id", pa.string()), ("kind", pa.string()), ("made", pa.bool_())])),
        ),
    ]
)

Key = tuple[str, int]


def practice(
    occurrences: Mapping[Key, dt.date],
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    events: pa.Table,
    participations: pa.Table,
    gestures: pa.Table,
    *,
    treatments: Mapping[str, str],
) -> dict[Key, list[dict[str, Any]]]:
    """For each (rite, year) a list of `PRACTICE`, one an actor: those who spoke, then those who came, then the rest.

    A reprint counts with the text it repeats. The rank is the highest that attended; where nobody did, it is null
    and the status says what is on record. Nothing on record for an actor: no row, which is not an absence.

    Args:
        occurrences: (rite, year) -> the day it was held.
        documents, mentions, statements, events, participations, gestures: tables of those names.
        treatments: act -> its word.
    """
    cells: dict[Key, dict[str, dict[str, Any]]] = {key: {} for key in occurrences}

    def cell(key: Key, actor: str) -> dict[str, Any]:
        blank: dict[str, Any] = {name.name: None for name in PRACTICE} | {"year": key[1], "date": occurrences[key]}
        empty: dict[str, Any] = {"document_ids": [], "treatments": [], "event_ids": [], "gestures": []}
        return cells[key].setdefault(actor, {**blank, **empty, "actor": actor})

    acts = _acts(mentions, statements, treatments)
    for row in _of(documents, occurrences):
        if row["actor"] and row["duplicate_of"] is None:
            said = cell(_key(row), row["actor"])
            said["document_ids"].append(row["document_id"])
            said["treatments"] = _joined(said["treatments"], acts.get(row["document_id"], {}))
    held = {row["event_id"]: row for row in _of(events, occurrences)}
    for event in held.values():
        if event["host"]:
            cell(_key(event), event["host"])["event_ids"].append(event["event_id"])
    for part in participations.to_pylist():
        if part["event_id"] in held:
            _came(cell(_key(held[part["event_id"]]), part["state"]), part)
    for row in _of(gestures, occurrences):
        gesture = {name: row[name] for name in ("gesture_id", "kind", "made")}
        cell(_key(row), row["performer_state"])["gestures"].append(gesture)
    return {key: sorted(of_actor.values(), key=_order) for key, of_actor in cells.items()}


def _key(row: Mapping[str, Any]) -> Key:
    return row["occasion"], row["occasion_year"]


def _of(table: pa.Table, occurrences: Iterable[Key]) -> list[dict[str, Any]]:
    wanted = set(occurrences)
    return [row for row in table.to_pylist() if _key(row) in wanted]


def _acts(mentions: pa.Table, statements: pa.Table, treatments: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """document -> treatment -> targets, each in order of first occurrence; guests in a list are not named."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    told = set()
    for row in statements.select(["document_id", "act", "target"]).to_pylist():
        targets = found[row["document_id"]].setdefault(treatments.get(row["act"], row["act"]), [])
        told.add((row["document_id"], row["target"]))
        if row["target"] not in targets:
            targets.append(row["target"])
    named = mentions.filter(pc.invert(in_a_list(mentions))).select(["document_id", "target"])
    for row in named.group_by(["document_id", "target"], use_threads=False).aggregate([]).to_pylist():
        if (row["document_id"], row["target"]) not in told:
            found[row["document_id"]].setdefault("named only", []).append(row["target"])
    return found


def _joined(told: Sequence[Mapping[str, Any]], more: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The treatments of several documents in one list, each target once."""
    joined = {entry["treatment"]: list(entry["targets"]) for entry in told}
    for treatment, targets in more.items():
        known = joined.setdefault(treatment, [])
        known += [target for target in targets if target not in known]
    return [{"treatment": treatment, "targets": targets} for treatment, targets in joined.items()]


def _came(cell: dict[str, Any], part: Mapping[str, Any]) -> None:
    if part["event_id"] not in cell["event_ids"]:
        cell["event_ids"].append(part["event_id"])
    order = part["rank_order"] if part["status"] == "attended" else -1
    if order > cell.get("order", -2):
        cell["order"] = order
        attended = part["status"] == "attended"
        cell.update(rank=part["rank"] if attended else None, status=part["status"], person=part["person"])


def _order(cell: dict[str, Any]) -> tuple[bool, int, str]:
    return not cell["document_ids"], -cell.pop("order", -2), cell["actor"]

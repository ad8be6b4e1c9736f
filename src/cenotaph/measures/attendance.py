"""The roll call of deeds: which rank each state sent to each occurrence of a rite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

__all__ = ["ATTENDANCE", "attendance_roll"]

ATTENDANCE = pa.schema(
    [
        ("state", pa.string()),
        ("state_name", pa.string()),
        ("year", pa.int16()),
        ("date", pa.date32()),
        ("event_id", pa.string()),
        ("rank", pa.string()),
        ("rank_order", pa.int8()),
        ("status", pa.string()),
        ("person", pa.string()),
        ("office", pa.string()),
        ("n_participations", pa.int32()),
        ("confidence", pa.int8()),
        ("first", pa.bool_()),
        ("gone", pa.bool_()),
        ("note", pa.string()),
        ("source_url", pa.string()),
    ]
)

#: What a row of the record says about presence, the strongest first; the rest are kinds of absence.
_PRESENT = ("attended", "virtual", "contingent")
_ABSENT = ("cancelled", "declined", "not_invited", "absent")


def attendance_roll(
    events: pa.Table,
    participations: pa.Table,
    occasion_years: pa.Table,
    names: Mapping[str, str] | None = None,
    *,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
) -> pa.Table:
    """The highest rank that each state sent to each occurrence of a rite; one row a state and year.

    Presence in person comes before presence from afar (`virtual`), and that before a marching unit alone
    (`contingent`, rank `contingent_only`). Where the record says that nobody came (`absent`, `cancelled`, `declined`,
    `not_invited`) the rank is `none`, whoever it was that stayed away. Where it says nothing the rank is null and the
    status `unknown`.

    `first` marks presence after recorded absence and never before in the series as known; `gone` marks recorded
    absence where the last known occurrence saw the state present. What is unknown makes nothing new and nothing gone.

    Args:
        events: the events of one rite; participations: rows of other events are passed over.
        occasion_years: rows of table `occasions` for the rite.
        names: state -> name to show; the state's id where it has none.
        only, without: states to show, states to leave out.

    Returns: table `ATTENDANCE`. Without `only`, states with a row in the record, those most often present first, then
    by name. Years ascend from the first year with an event to the last due one.
    """
    held = {row["event_id"]: row for row in events.select(["event_id", "date", "occasion_year"]).to_pylist()}
    record: dict[str, dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in participations.to_pylist():
        event = held.get(row["event_id"])
        if event is not None:
            record[row["state"]][event["occasion_year"] or event["date"].year].append(row)
    due = dict(zip(occasion_years["year"].to_pylist(), occasion_years["date"].to_pylist(), strict=True))
    years = _years(held.values(), due)
    dates = {event["occasion_year"] or event["date"].year: event["date"] for event in reversed(list(held.values()))}
    rows: list[tuple[int, str, list[dict[str, Any]]]] = []
    for state in only or record:
        if state in without:
            continue
        name = (names or {}).get(state, state)
        part = record.get(state, {})
        cells = [_cell(state, name, year, due.get(year) or dates.get(year), part.get(year, []), held) for year in years]
        _mark_turns(cells)
        rows.append((-sum(_present(cell) for cell in cells), name, cells))
    rows.sort(key=lambda row: row[:2])
    return pa.Table.from_pylist([cell for _, _, cells in rows for cell in cells], schema=ATTENDANCE)


def _years(events: Any, due: Mapping[int, Any]) -> list[int]:
    held = {event["occasion_year"] or event["date"].year for event in events}
    return sorted(held | {year for year in due if year >= min(held)}) if held else []


def _cell(
    state: str, name: str, year: int, due: Any, rows: Sequence[dict[str, Any]], held: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    best = max(rows, key=_strength, default=None)
    cell: dict[str, Any] = dict.fromkeys(ATTENDANCE.names)
    cell |= {"state": state, "state_name": name, "year": year, "date": due, "status": "unknown"}
    cell |= {"n_participations": len(rows), "first": False, "gone": False}
    if best is None:
        return cell
    cell |= {key: best[key] for key in ("event_id", "status", "person", "office", "confidence", "note", "source_url")}
    cell["date"] = held[best["event_id"]]["date"]
    if best["status"] in _PRESENT:
        cell |= {"rank": best["rank"], "rank_order": best["rank_order"]}
    elif best["status"] in _ABSENT:
        cell |= {"rank": "none", "rank_order": 0}
    return cell


def _strength(row: Mapping[str, Any]) -> tuple[int, int, int]:
    status = row["status"]
    if status in _PRESENT:
        return (2, len(_PRESENT) - _PRESENT.index(status), row["rank_order"])
    # Among the ways of staying away, the record of the highest person is the most telling one.
    return (1 if status in _ABSENT else 0, row["rank_order"], row["confidence"] or 0)


def _present(cell: Mapping[str, Any]) -> bool:
    return cell["status"] in _PRESENT


def _mark_turns(cells: Sequence[dict[str, Any]]) -> None:
    before: bool | None = None
    ever = False
    for cell in cells:
        if cell["rank"] is None:
            continue
        present = _present(cell)
        cell["first"] = present and not ever and before is not None
        cell["gone"] = not present and before is True
        ever = ever or present
        before = present

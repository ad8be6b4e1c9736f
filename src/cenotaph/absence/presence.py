"""Who was there and who was not, as series: one row a target (or state), act and occurrence, in three states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["CAME", "NAMED", "PRESENCE", "attended_series", "named_series"]

#: The act of being named at all, and of being represented at all.
NAMED, CAME = "named", "came"

_ABSENT, _UNKNOWN = "absent", "unknown"
_PRESENT_STATUS = ("attended", "virtual", "contingent")

PRESENCE = pa.schema(
    [
        ("kind", pa.string()),
        ("occasion", pa.string()),
        ("actor", pa.string()),
        ("act", pa.string()),
        ("target", pa.string()),
        ("target_name", pa.string()),
        ("year", pa.int16()),
        ("date", pa.date32()),
        ("present", pa.bool_()),
        ("treatment", pa.string()),
        ("rank_order", pa.int8()),
        ("invited", pa.bool_()),
        ("confidence", pa.int8()),
        ("source_id", pa.string()),
        ("ids", pa.list_(pa.string())),
    ]
)


def named_series(cells: pa.Table, *, occasion: str, actor: str | None) -> pa.Table:
    """Whether each target was named on each occurrence of a rite, and how, where it was named.

    The series `named` is present where the target was named, absent where somebody looked and did not find it. The
    series of a treatment (`thanked`, `blamed` ...) speaks only of the years that name the target: present where it was
    treated so, absent where a text that was read names it otherwise. Everything else is unknown.

    Args:
        cells: the roll call of one actor's words (`target`, `target_name`, `year`, `date`, `document_id`, `treatment`,
            `treatments`, `confidence`, `statement_ids`, `basis`), every target of interest in it, named or not.

    Returns: table `PRESENCE`, kind `word`; series of treatments only where the target was once treated so.
    """
    columns = (cells[name].to_pylist() for name in ("target", "treatment", "treatments", "basis"))
    known = list(zip(*columns, strict=True))
    treated: dict[str, dict[str, None]] = {}
    for target, _, found, _ in known:
        treated.setdefault(target, {}).update((each["treatment"], None) for each in found or ())
    place: list[int] = []
    act: list[str] = []
    present: list[bool | None] = []
    for row, (target, treatment, found, basis) in enumerate(known):
        named = None if treatment == _UNKNOWN else treatment != _ABSENT
        here = {each["treatment"] for each in found or ()}
        otherwise = False if named and basis == "text" else None
        place += [row] * (1 + len(treated[target]))
        act += [NAMED, *treated[target]]
        present += [named, *(True if each in here else otherwise for each in treated[target])]
    told = {"act": pa.array(act, pa.string()), "present": pa.array(present, pa.bool_())}
    return _series(cells, told, pa.array(place, pa.int64()), {"kind": "word", "occasion": occasion, "actor": actor})


def _series(cells: pa.Table, told: Mapping[str, pa.Array], place: pa.Array, same: Mapping[str, str | None]) -> pa.Table:
    """Table `PRESENCE` of what is told of some cells of a roll call of words; null where it says nothing."""
    taken = cells.take(place)
    ids = pc.fill_null(taken["statement_ids"], pa.scalar([], taken["statement_ids"].type))
    columns = {
        **{name: taken[name] for name in taken.column_names},
        **told,
        "source_id": taken["document_id"],
        "ids": ids,
    }
    columns |= {name: pa.repeat(pa.scalar(value, pa.string()), len(place)) for name, value in same.items()}
    nothing = pa.nulls(len(place))
    return pa.table([columns.get(field.name, nothing).cast(field.type) for field in PRESENCE], schema=PRESENCE)


def attended_series(
    cells: pa.Table,
    *,
    occasion: str,
    host: str | None,
    ranks: Mapping[str, int] | None = None,
    rank: str | None = None,
    invited: Mapping[tuple[str, int], bool | None] | None = None,
) -> pa.Table:
    """Whether each state was represented at each occurrence of a rite, or represented at a rank or above it.

    Args:
        cells: the roll call of guests (`state`, `state_name`, `year`, `date`, `event_id`, `rank`, `rank_order`,
            `status`, `confidence`).
        ranks: rank -> its place on the scale, 0 the lowest; rank: the lowest that counts, null: any.
        invited: (state, year) -> whether it was invited; null or no entry: unknown. Who came, or declined, was invited.

    Returns: table `PRESENCE`, kind `deed`; `actor` is the host. A guest whose rank is not on the scale came, and
    nothing is known of the rank.
    """
    least = (ranks or {})[rank] if rank else 0
    act = f"{CAME} as {rank.replace('_', ' ')} or higher" if rank else CAME
    rows = []
    for cell in cells.to_pylist():
        present: bool | None
        if cell["rank"] is None or cell["status"] == _UNKNOWN:
            present = None
        elif cell["status"] not in _PRESENT_STATUS:
            present = False
        elif least and cell["rank"] == "none":
            present = None
        else:
            present = cell["rank_order"] >= least
        row = _row(cell, "deed", occasion, host, cell["state"], cell["state_name"])
        came = cell["status"] in _PRESENT_STATUS
        treatment = cell["rank"].replace("_", " ") if came and cell["rank"] not in (None, "none") else cell["status"]
        ids = [cell["event_id"]] if cell["event_id"] else []
        row |= {"act": act, "present": present, "treatment": treatment, "source_id": cell["event_id"], "ids": ids}
        row["invited"] = _invited(cell, invited or {})
        rows.append(row | {"rank_order": None if came and cell["rank"] == "none" else cell["rank_order"]})
    return pa.Table.from_pylist(rows, schema=PRESENCE)


def _invited(cell: Mapping[str, Any], invited: Mapping[tuple[str, int], bool | None]) -> bool | None:
    if cell["status"] in (*_PRESENT_STATUS, "declined", "cancelled"):
        return True
    return False if cell["status"] == "not_invited" else invited.get((cell["state"], cell["year"]))


def _row(
    cell: Mapping[str, Any], kind: str, occasion: str, actor: str | None, target: str, name: str
) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": kind, "occasion": occasion, "actor": actor, "target": target, "target_name": name}
    return row | {"year": cell["year"], "date": cell["date"], "confidence": cell["confidence"]}

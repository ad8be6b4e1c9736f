"""The sentence above a roll call: the last year on record and who comes most often, hedged where it is unverified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cenotaph.report.data import AttendanceRoll, SpokenRoll
from cenotaph.report.words import PRESENT, counted, listed

__all__ = ["attendance_sentence", "spoken_sentence"]

_UNVERIFIED = 1
_LEADERS = ("head_of_state", "head_of_government")

Cells = Sequence[Mapping[str, Any]]


def spoken_sentence(roll: SpokenRoll) -> str:
    """Whom the last known year names and leaves out, and who is named most often; the speaker's own side apart."""
    cells = [cell for cell in roll.rows.to_pylist() if cell["target"] != roll.actor and cell["treatment"] != "unknown"]
    if not cells:
        return f"{roll.actor_name}: nothing is known but its own side."
    last = max(cell["year"] for cell in cells)
    named = {_key(cell): cell for cell in sorted(cells, key=_year) if cell["treatment"] != "absent"}
    now = [cell for cell in cells if cell["year"] == last]
    there = [cell for cell in now if cell["treatment"] != "absent"]
    out = [cell for cell in now if cell["treatment"] == "absent" and _key(cell) in named]
    out.sort(key=lambda cell: -named[_key(cell)]["year"])
    clauses = [
        _named(_few(_names(_of(there, sure))), _few(_ago(_of(out, sure), named, "named")), roll.together)
        for sure in (True, False)
    ]
    nothing = "name none of these targets" if roll.together else "names none of these targets"
    who, again = f"{roll.actor_name} ", "they also " if roll.together else "it also "
    said = _hedged(f"In {last}, the last year known,", clauses, who, again, nothing)
    return f"{said} Most often named: {_most_often(cells)}."


def attendance_sentence(roll: AttendanceRoll) -> str:
    """Who came in the last year on record, who stayed away, and whose leaders came most often."""
    cells = [cell for cell in roll.rows.to_pylist() if cell["status"] not in (None, "unknown")]
    if not cells:
        return "The record names no guest of any year."
    last = max(cell["year"] for cell in cells)
    there = {cell["state"]: cell for cell in sorted(cells, key=_year) if cell["status"] in PRESENT}
    now = [cell for cell in cells if cell["year"] == last]
    came = [cell for cell in now if cell["status"] in PRESENT]
    away = [cell for cell in now if cell["status"] not in PRESENT]
    clauses = [_came(_few(_names(_of(came, sure)), 4), _few(_ago(_of(away, sure), there), 4)) for sure in (True, False)]
    nothing = "no state of this list is known to have come"
    said = _hedged(f"In {last}, the last year on record,", clauses, "", "", nothing)
    often = _leaders(cells)
    return f"{said} A head of state or government came most often from {often}." if often else said


def _hedged(when: str, clauses: Sequence[str], who: str, again: str, nothing: str) -> str:
    """What is verified or probable first, then what rests on unverified record alone, under its name."""
    sure, unsure = clauses
    if unsure and not sure:
        return f"{when} and on unverified record alone, {who}{unsure}."
    rest = f" On unverified record, {again}{unsure}." if unsure else ""
    return f"{when} {who}{sure or nothing}.{rest}"


def _named(names: Sequence[str], left_out: Sequence[str], together: bool) -> str:
    name, leave_out = ("name", "none of them names") if together else ("names", "leaves out")
    parts = [f"{name} {listed(names)}"] if names else []
    return ", and ".join(parts + ([f"{leave_out} {listed(left_out)}"] if left_out else []))


def _came(names: Sequence[str], away: Sequence[str]) -> str:
    parts = [f"{listed(names)} came"] if names else []
    return "; ".join(parts + ([f"{listed(away)} did not{'' if names else ' come'}"] if away else []))


def _ago(cells: Cells, before: Mapping[str, Mapping[str, Any]], what: str = "there") -> list[str]:
    """Names with the last year in which they were named or there; that year too may be unverified."""
    found = []
    for cell in cells:
        last = before.get(_key(cell))
        doubt = " by unverified record" if last and last["confidence"] == _UNVERIFIED else ""
        when = f"last {what} {last['year']}{doubt}" if last else "never on record"
        found.append(f"{_name(cell)} ({when})")
    return found


def _most_often(cells: Cells) -> str:
    known: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for cell in cells:
        known[_key(cell)].append(cell)
    named = {key: [cell for cell in row if cell["treatment"] != "absent"] for key, row in known.items()}
    first = sorted(known, key=lambda key: -len(named[key]))[:3]
    return listed(
        [
            f"{_name(known[key][0])} ({len(named[key])} of {len(known[key])} known years{_doubt(named[key])})"
            for key in first
        ]
    )


def _leaders(cells: Cells) -> str:
    """The three states whose leaders came most often, more than once."""
    led: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for cell in cells:
        if cell["rank"] in _LEADERS and cell["status"] in PRESENT:
            led[_name(cell)].append(cell)
    more_than_once = [name for name in led if len(led[name]) > 1]
    first = sorted(more_than_once, key=lambda name: (-len(led[name]), name))[:3]
    return listed([f"{name} ({counted(len(led[name]), 'year')}{_doubt(led[name])})" for name in first])


def _doubt(cells: Cells) -> str:
    unsure = len(_of(cells, sure=False))
    return f", {unsure} of them unverified" if unsure and len(cells) > 1 else ", unverified" if unsure else ""


def _of(cells: Cells, sure: bool) -> list[Mapping[str, Any]]:
    return [cell for cell in cells if (cell["confidence"] != _UNVERIFIED) == sure]


def _few(names: Sequence[str], most: int = 6) -> list[str]:
    return [*names[:most], f"{len(names) - most} more"] if len(names) > most + 1 else list(names)


def _names(cells: Cells) -> list[str]:
    return [_name(cell) for cell in cells]


def _name(cell: Mapping[str, Any]) -> str:
    return str(cell.get("target_name") or cell.get("state_name") or "")


def _key(cell: Mapping[str, Any]) -> str:
    return str(cell.get("target") or cell.get("state") or "")


def _year(cell: Mapping[str, Any]) -> int:
    return int(cell["year"])

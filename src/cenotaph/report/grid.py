"""From rows of a roll call to a grid that a template can draw: years, rows of cells, and what each cell opens onto."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from cenotaph.charts import Mark, rank_mark, treatment_mark
from cenotaph.report.data import AttendanceRoll, Rite, SpokenRoll
from cenotaph.report.words import CONFIDENCE, STATUS, SURENESS, capital, counted, day, listed

__all__ = ["Cell", "Grid", "Row", "attendance_grid", "spoken_grid"]


_PRESENT = ("attended", "virtual", "contingent")


@dataclass(frozen=True)
class Opening:
    """What a cell opens onto: a heading, one sentence, and the evidence as groups that a template can draw."""

    id: str
    heading: str
    summary: str
    items: tuple[Mapping[str, Any], ...]
    n_more: int = 0
    more_command: str = ""


@dataclass(frozen=True)
class Cell:
    """One square: how it is drawn, what it says to those who do not see it, its opening, and a second treatment."""

    mark: Mark
    label: str
    classes: str
    opening: Opening | None = None
    also: Mark | None = None


@dataclass(frozen=True)
class Row:
    """A target or state with its cells, one a year, and how often it is named or present among the known years."""

    id: str
    name: str
    cells: tuple[Cell, ...]
    n_there: int
    n_known: int


@dataclass(frozen=True)
class Grid:
    """A roll call ready to be drawn.

    Attributes:
        id: anchor of the table. years: its columns. bands: reference class -> for each year whether it belongs.
        rows: from the most often named. legend: the marks in use, in their order. sentence: what is to be seen.
        n_unknown, n_cells: how many cells are unknown, of how many.
    """

    id: str
    years: tuple[int, ...]
    bands: Mapping[str, tuple[bool, ...]]
    rows: tuple[Row, ...]
    legend: tuple[Mark, ...]
    sentence: str
    n_unknown: int
    n_cells: int
    has_first: bool
    has_gone: bool
    has_guess: bool
    has_also: bool
    openings: tuple[Opening, ...] = field(default=())


def spoken_grid(rite: Rite, roll: SpokenRoll) -> Grid:
    """The roll call of words as a grid."""
    prefix = f"{rite.occasion}-{roll.actor or 'all'}"
    evidence = _by_cell(roll.evidence.to_pylist(), "target")
    rows = []
    for target, cells in _by_row(roll.rows.to_pylist(), "target"):
        drawn = tuple(_spoken_cell(prefix, rite.occasion, cell, evidence[target, cell["year"]]) for cell in cells)
        known = [cell for cell in cells if cell["treatment"] != "unknown"]
        named = sum(cell["treatment"] != "absent" for cell in known)
        rows.append(Row(target, capital(cells[0]["target_name"]), drawn, named, len(known)))
    return _grid(_slug(prefix), rite, roll.rows.to_pylist(), rows, _spoken_sentence(roll, rows))


def attendance_grid(rite: Rite, roll: AttendanceRoll) -> Grid:
    """The roll call of deeds as a grid."""
    prefix = f"{rite.occasion}-attendance"
    evidence = _by_cell(roll.evidence.to_pylist(), "state")
    rows = []
    for state, cells in _by_row(roll.rows.to_pylist(), "state"):
        drawn = tuple(_attendance_cell(prefix, cell, evidence[state, cell["year"]]) for cell in cells)
        known = [cell for cell in cells if cell["status"] != "unknown"]
        present = sum(cell["status"] in _PRESENT for cell in known)
        rows.append(Row(state, cells[0]["state_name"], drawn, present, len(known)))
    return _grid(_slug(prefix), rite, roll.rows.to_pylist(), rows, _attendance_sentence(roll))


def _grid(grid_id: str, rite: Rite, cells: Sequence[Mapping[str, Any]], rows: Sequence[Row], sentence: str) -> Grid:
    years = tuple(sorted({cell["year"] for cell in cells}))
    names = dict.fromkeys(name for year in years for name in rite.classes.get(year, ()))
    marks = {cell.mark.word: cell.mark for row in rows for cell in row.cells}
    openings = tuple(cell.opening for row in rows for cell in row.cells if cell.opening)
    return Grid(
        id=grid_id,
        years=years,
        bands={name: tuple(name in rite.classes.get(year, ()) for year in years) for name in names},
        rows=tuple(rows),
        legend=tuple(marks.values()),
        sentence=sentence,
        n_unknown=sum(cell.mark.word == "unknown" for row in rows for cell in row.cells),
        n_cells=len(rows) * len(years),
        has_first=any(cell["first"] for cell in cells),
        has_gone=any(cell["gone"] for cell in cells),
        has_guess=any(cell["confidence"] == 1 for cell in cells),
        has_also=any(cell.also for row in rows for cell in row.cells),
        openings=openings,
    )


def _spoken_cell(
    prefix: str,
    occasion: str,
    cell: Mapping[str, Any],
    evidence: Sequence[Mapping[str, Any]],
) -> Cell:
    mark = treatment_mark(cell["treatment"])
    said = f"{cell['target_name']}, {cell['year']}: {cell['treatment']}"
    if mark.word == "unknown":
        return Cell(mark, said, "unknown")
    others = [treatment_mark(each["treatment"]) for each in (cell["treatments"] or ())[1:]]
    label = [said] + ([f"also {listed([other.word for other in others])}"] if others else [])
    if cell["n_statements"]:
        label.append(counted(cell["n_statements"], "statement"))
    label += _turns(cell, "named for the first time on record", "named at the last known occasion, absent now")
    classes = _classes(mark, cell) + (" also" if others else "")
    opening = _spoken_opening(prefix, occasion, cell, _sentences(evidence))
    return Cell(mark, "; ".join(label), classes, opening, others[0] if others else None)


def _spoken_opening(prefix: str, occasion: str, cell: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> Opening:
    counted_in_all = 0 if cell["treatment"] == "absent" else cell["n_statements"] or cell["n_mentions"] or 0
    return Opening(
        id=_slug(f"{prefix}-{cell['target']}-{cell['year']}"),
        heading=capital(f"{cell['target_name']}, {day(cell['date']) or cell['year']}: {cell['treatment']}"),
        summary=_spoken_summary(cell),
        items=tuple(items),
        n_more=max(0, counted_in_all - sum(item["n"] for item in items)),
        more_command=f"cenotaph rollcall {occasion} --open {cell['target']}:{cell['year']}",
    )


def _spoken_summary(cell: Mapping[str, Any]) -> str:
    if cell["treatment"] == "absent":
        if cell["basis"] == "text":
            return "The text was read whole, and no term of the codebook for this target stands in it."
        return "A coder looked for this target and did not find it."
    parts = [f"{each['treatment']} {each['n']}×" for each in cell["treatments"] or ()]
    if not parts:
        return f"Named in {counted(cell['n_mentions'] or 0, 'place')}; no act of the codebook is tied to it."
    return f"{listed(parts).capitalize()}."


def _attendance_cell(prefix: str, cell: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]]) -> Cell:
    if cell["status"] == "unknown" or cell["status"] is None:
        mark = rank_mark(None)
        return Cell(mark, f"{cell['state_name']}, {cell['year']}: unknown", "unknown")
    present = cell["status"] in _PRESENT
    mark = rank_mark("present" if present and cell["rank"] in (None, "none") else cell["rank"])
    what = mark.word if present else STATUS.get(cell["status"], cell["status"])
    head = f"{cell['state_name']}, {cell['year']}: {what}"
    label = [head] + ([cell["person"]] if cell["person"] else [])
    label += _turns(cell, "present for the first time on record", "present at the last known occasion, absent now")
    opening = Opening(
        id=_slug(f"{prefix}-{cell['state']}-{cell['year']}"),
        heading=f"{cell['state_name']}, {day(cell['date']) or cell['year']}: {what}",
        summary="",
        items=tuple(_participation(row) for row in evidence),
        n_more=max(0, (cell["n_participations"] or 0) - len(evidence)),
        more_command="participations.csv",
    )
    return Cell(mark, "; ".join(label), _classes(mark, cell), opening)


def _participation(row: Mapping[str, Any]) -> dict[str, Any]:
    who = ", ".join(part for part in (row["person"], row["office"]) if part)
    return {
        "kind": "participation",
        "n": 1,
        "who": who,
        "status": STATUS.get(row["status"], row["status"]),
        "rank": rank_mark(row["rank"]).word if row["rank"] != "none" else "",
        "event": row["event"],
        "place": row["place"],
        "date": row["date"],
        "note": row["note"],
        "url": row["source_url"],
        "confidence": CONFIDENCE.get(row["confidence"], ""),
    }


def _sentences(evidence: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Evidence of one cell, the statements of one sentence together."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for place, row in enumerate(evidence):
        groups[(row["document_id"], row["passage_id"]) if row["passage_id"] else (place,)].append(row)
    return [_sentence(rows) for rows in groups.values()]


def _sentence(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    first = rows[0]
    return {
        "kind": "sentence" if first["text"] else "coding",
        "n": len(rows),
        "treatment": listed(list(dict.fromkeys(row["treatment"] for row in rows))),
        "pieces": _pieces(first["text"] or "", rows),
        **{key: first[key] for key in ("language", "speaker", "date", "title", "note", "coder", "document_id")},
        "url": first["source_url"] or first["url"],
        "confidence": (SURENESS if first["text"] else CONFIDENCE).get(first["confidence"], ""),
    }


def _pieces(text: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The sentence cut at the spans of targets and cues: pairs of text and `target`, `cue` or an empty string."""
    spans = [
        (row[f"{kind}_start"], row[f"{kind}_end"], kind)
        for kind in ("target", "cue")
        for row in rows
        if row[f"{kind}_start"] is not None and 0 <= row[f"{kind}_start"] < row[f"{kind}_end"] <= len(text)
    ]
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        (text[a:b], next((kind for start, end, kind in spans if start <= a and b <= end), ""))
        for a, b in pairwise(cuts)
    ]


def _turns(cell: Mapping[str, Any], first: str, gone: str) -> list[str]:
    turns = [first] if cell["first"] else [gone] if cell["gone"] else []
    return turns + (["a guess or not verified"] if cell["confidence"] == 1 else [])


def _classes(mark: Mark, cell: Mapping[str, Any]) -> str:
    names = [mark.key, *(name for name in ("first", "gone") if cell[name])]
    return " ".join(names + (["guess"] if cell["confidence"] == 1 else []))


def _spoken_sentence(roll: SpokenRoll, rows: Sequence[Row]) -> str:
    """Whom the last known year names and leaves out, and who is named most often; the speaker's own side apart."""
    cells = [cell for cell in roll.rows.to_pylist() if cell["target"] != roll.actor and cell["treatment"] != "unknown"]
    if not cells:
        return f"{roll.actor_name}: nothing is known but its own side."
    last = max(cell["year"] for cell in cells)
    names = {cell["target"]: cell["target_name"] for cell in cells}
    named_in: dict[str, int] = {}
    for cell in sorted(cells, key=lambda cell: cell["year"]):
        if cell["treatment"] != "absent":
            named_in[cell["target_name"]] = cell["year"]
    now = [cell["target_name"] for cell in cells if cell["year"] == last and cell["treatment"] != "absent"]
    left_out = [cell["target_name"] for cell in cells if cell["year"] == last and cell["treatment"] == "absent"]
    ago = [f"{name} (last named {named_in[name]})" for name in left_out if name in named_in]
    ago.sort(key=lambda each: each[-5:], reverse=True)
    text = f"In {last}, the last year known, {roll.actor_name} names {listed(_few(now)) or 'none of these targets'}"
    text += f" and leaves out {listed(_few(ago))}." if ago else "."
    often = [f"{names[row.id]} ({row.n_there} of {row.n_known} known years)" for row in rows if row.id in names]
    return f"{text} Most often named: {listed(often[:3])}."


def _few(names: Sequence[str], most: int = 6) -> list[str]:
    return [*names[:most], f"{len(names) - most} more"] if len(names) > most + 1 else list(names)


def _attendance_sentence(roll: AttendanceRoll) -> str:
    """Who came in the last year on record, who stayed away, and whose leaders came most often."""
    cells = [cell for cell in roll.rows.to_pylist() if cell["status"] not in (None, "unknown")]
    if not cells:
        return "The record names no guest of any year."
    last = max(cell["year"] for cell in cells)
    there, leading = defaultdict(set), defaultdict(set)
    for cell in cells:
        if cell["status"] in _PRESENT:
            there[cell["state_name"]].add(cell["year"])
        if cell["rank"] in ("head_of_state", "head_of_government"):
            leading[cell["state_name"]].add(cell["year"])
    came = [cell["state_name"] for cell in cells if cell["year"] == last and cell["status"] in _PRESENT]
    away = [cell["state_name"] for cell in cells if cell["year"] == last and cell["status"] not in _PRESENT]
    ago = [f"{name} (last there {max(there[name])})" if name in there else f"{name} (never on record)" for name in away]
    text = f"In {last}, the last year on record, {listed(_few(came, 4)) or 'nobody here'} came"
    text += f"; {listed(_few(ago, 4))} did not." if ago else "."
    ranked = sorted(leading, key=lambda state: (-len(leading[state]), state))[:3]
    if ranked:
        often = listed([f"{state} ({counted(len(leading[state]), 'year')})" for state in ranked])
        text += f" A head of state or government came most often from {often}."
    return text


def _by_row(cells: Sequence[Mapping[str, Any]], key: str) -> list[tuple[str, list[Mapping[str, Any]]]]:
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for cell in cells:
        rows[cell[key]].append(cell)
    return [(name, sorted(row, key=lambda cell: cell["year"])) for name, row in rows.items()]


def _by_cell(rows: Sequence[Mapping[str, Any]], key: str) -> defaultdict[tuple[str, int], list[Mapping[str, Any]]]:
    cells: defaultdict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        cells[row[key], row["year"]].append(row)
    return cells


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text)

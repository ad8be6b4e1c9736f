"""From rows of a roll call to a grid that a template can draw: years, rows of cells, and what each cell opens onto."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from cenotaph.absence import ONE_IN, how_expected, in_hundred, is_surprising
from cenotaph.charts import Mark, opposed, rank_mark, treatment_mark
from cenotaph.report.data import AttendanceRoll, Rite, SpokenRoll
from cenotaph.report.says import attendance_sentence, spoken_sentence
from cenotaph.report.words import CONFIDENCE, PRESENT, STATUS, SURENESS, capital, counted, day, listed

__all__ = ["Cell", "Grid", "Row", "attendance_grid", "spoken_grid", "square"]

#: What a legend may have to explain besides the marks: classes of squares.
_SIGNS = ("first", "gone", "also", "mixed", "guess", "surprising")
_EMPTY = ("absent", "none")

_UNLIKELY = f"surprising: less likely than 1 in {ONE_IN} by the years before"
_CAME = {
    ("named", True): "was named",
    ("named", False): "was not named",
    ("came", True): "came",
    ("came", False): "did not come",
}


@dataclass(frozen=True)
class Opening:
    """What a cell opens onto: a heading, a sentence, what was to be expected, the evidence as groups."""

    id: str
    heading: str
    summary: str
    items: tuple[Mapping[str, Any], ...]
    n_more: int = 0
    more_command: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Cell:
    """One square: how it is drawn, what it says to those who do not see it, its opening, and a second treatment."""

    mark: Mark
    label: str
    classes: str
    opening: Opening | None = None
    also: Mark | None = None

    @property
    def sign(self) -> str:
        """The letters in the square; an absence that nobody verified has a question mark."""
        doubted = self.mark.key in _EMPTY and "guess" in self.classes.split()
        return f"{self.mark.sign}?" if doubted else self.mark.sign


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
        n_unknown, n_cells: how many cells are unknown, of how many. command: what prints the same table.
        signs: what else is in use: `first`, `gone`, `also`, `mixed`, `guess`, `surprising`; `empty-guess` and
            `gone-guess` for absences that nobody verified.
    """

    id: str
    years: tuple[int, ...]
    bands: Mapping[str, tuple[bool, ...]]
    rows: tuple[Row, ...]
    legend: tuple[Mark, ...]
    sentence: str
    n_unknown: int
    n_cells: int
    command: str
    signs: frozenset[str]
    openings: tuple[Opening, ...] = field(default=())


@dataclass(frozen=True)
class _Asked:
    """Which roll call it is: the beginning of its anchors, and the command that prints it."""

    prefix: str
    command: str

    def anchor(self, key: str, year: int) -> str:
        return _slug(f"{self.prefix}-{key}-{year}")

    def open(self, key: str, year: int) -> str:
        return f"{self.command} --open {key}:{year}"


def square(occasion: str, whose: str, key: str, year: int) -> str:
    """The anchor of a square: of an actor's words (`all` of several together), or of `attendance`."""
    return _slug(f"{occasion}-{whose}-{key}-{year}")


def spoken_grid(rite: Rite, roll: SpokenRoll, as_of: dt.date | None = None) -> Grid:
    """The roll call of words as a grid; `as_of` is part of the commands it names."""
    whose = f" --actor {roll.actor}" if roll.actor else ""
    asked = _Asked(f"{rite.occasion}-{roll.actor or 'all'}", f"cenotaph rollcall {rite.occasion}{whose}{_dated(as_of)}")
    evidence = _by_cell(roll.evidence.to_pylist(), "target")
    rows = []
    for target, cells in _by_row(roll.rows.to_pylist(), "target"):
        drawn = tuple(_spoken_cell(asked, cell, evidence[target, cell["year"]]) for cell in cells)
        known = [cell for cell in cells if cell["treatment"] != "unknown"]
        named = sum(cell["treatment"] != "absent" for cell in known)
        rows.append(Row(target, capital(cells[0]["target_name"]), drawn, named, len(known)))
    return _grid(asked, rite, roll.rows.to_pylist(), rows, spoken_sentence(roll))


def attendance_grid(rite: Rite, roll: AttendanceRoll, as_of: dt.date | None = None) -> Grid:
    """The roll call of deeds as a grid; `as_of` is part of the commands it names."""
    command = f"cenotaph rollcall {rite.occasion} --attendance{_dated(as_of)}"
    asked = _Asked(f"{rite.occasion}-attendance", command)
    evidence = _by_cell(roll.evidence.to_pylist(), "state")
    rows = []
    for state, cells in _by_row(roll.rows.to_pylist(), "state"):
        drawn = tuple(_attendance_cell(asked, cell, evidence[state, cell["year"]]) for cell in cells)
        known = [cell for cell in cells if cell["status"] != "unknown"]
        present = sum(cell["status"] in PRESENT for cell in known)
        rows.append(Row(state, cells[0]["state_name"], drawn, present, len(known)))
    return _grid(asked, rite, roll.rows.to_pylist(), rows, attendance_sentence(roll))


def _dated(as_of: dt.date | None) -> str:
    return f" --as-of {as_of}" if as_of else ""


def _grid(asked: _Asked, rite: Rite, cells: Sequence[Mapping[str, Any]], rows: Sequence[Row], sentence: str) -> Grid:
    years = tuple(sorted({cell["year"] for cell in cells}))
    names = dict.fromkeys(name for year in years for name in rite.classes.get(year, ()))
    marks = {cell.mark.word: cell.mark for row in rows for cell in row.cells}
    openings = tuple(cell.opening for row in rows for cell in row.cells if cell.opening)
    return Grid(
        id=_slug(asked.prefix),
        years=years,
        bands={name: tuple(name in rite.classes.get(year, ()) for year in years) for name in names},
        rows=tuple(rows),
        legend=tuple(marks.values()),
        sentence=sentence,
        n_unknown=sum(cell.mark.word == "unknown" for row in rows for cell in row.cells),
        n_cells=len(rows) * len(years),
        command=asked.command,
        signs=frozenset(name for row in rows for cell in row.cells for name in _signs(cell)),
        openings=openings,
    )


def _signs(cell: Cell) -> list[str]:
    """What the legend must explain of a square; an unverified absence has signs of its own."""
    classes = cell.classes.split()
    if "guess" in classes and cell.mark.key in _EMPTY:
        guess = ["gone-guess" if "gone" in classes else "empty-guess"]
        return guess + ["surprising"] * ("surprising" in classes)
    return [name for name in _SIGNS if name in classes]


def _spoken_cell(asked: _Asked, cell: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]]) -> Cell:
    mark = treatment_mark(cell["treatment"])
    said = f"{cell['target_name']}, {cell['year']}: {cell['treatment']}"
    if mark.word == "unknown":
        return Cell(mark, said, "unknown")
    others = [treatment_mark(each["treatment"]) for each in (cell["treatments"] or ())[1:]]
    mixed = [other for other in others if opposed(mark, other)]
    label = [said] + ([f"also {listed([other.word for other in others])}"] if others else [])
    label += ["mixed: praise and blame"] if mixed else []
    if cell["n_statements"]:
        label.append(counted(cell["n_statements"], "statement"))
    label += [_UNLIKELY] * is_surprising(cell)
    label += _turns(cell, "named for the first time on record", "named at the last known occasion, absent now")
    classes = _classes(mark, cell) + (" mixed" if mixed else " also" if others else "")
    opening = _spoken_opening(asked, cell, _sentences(evidence))
    return Cell(mark, "; ".join(label), classes, opening, next(iter(mixed + others), None))


def _spoken_opening(asked: _Asked, cell: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> Opening:
    counted_in_all = 0 if cell["treatment"] == "absent" else cell["n_statements"] or cell["n_mentions"] or 0
    return Opening(
        id=asked.anchor(cell["target"], cell["year"]),
        heading=capital(f"{cell['target_name']}, {day(cell['date']) or cell['year']}: {cell['treatment']}"),
        summary=_spoken_summary(cell),
        expected=_expected(cell, "named", cell["treatment"] != "absent"),
        items=tuple(items),
        n_more=max(0, counted_in_all - sum(item["n"] for item in items)),
        more_command=asked.open(cell["target"], cell["year"]),
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


def _attendance_cell(asked: _Asked, cell: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]]) -> Cell:
    if cell["status"] == "unknown" or cell["status"] is None:
        mark = rank_mark(None)
        return Cell(mark, f"{cell['state_name']}, {cell['year']}: unknown", "unknown")
    present = cell["status"] in PRESENT
    mark = rank_mark("present" if present and cell["rank"] in (None, "none") else cell["rank"])
    what = mark.word if present else STATUS.get(cell["status"], cell["status"])
    head = f"{cell['state_name']}, {cell['year']}: {what}"
    label = [head] + ([cell["person"]] if cell["person"] else [])
    label += [_UNLIKELY] * is_surprising(cell)
    label += _turns(cell, "present for the first time on record", "present at the last known occasion, absent now")
    opening = Opening(
        id=asked.anchor(cell["state"], cell["year"]),
        heading=f"{cell['state_name']}, {day(cell['date']) or cell['year']}: {what}",
        summary="",
        expected=_expected(cell, "came", present),
        items=tuple(_participation(row) for row in evidence),
        n_more=max(0, (cell["n_participations"] or 0) - len(evidence)),
        more_command=asked.open(cell["state"], cell["year"]),
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
    doubt = "a guess of the coder" if cell.get("basis") == "text" else "not verified"
    return turns + ([doubt] if cell["confidence"] == 1 else [])


def _expected(cell: Mapping[str, Any], act: str, present: bool) -> str:
    """What the years before made likely, and how surprising it is that it came so; empty where they are too few."""
    p, bits = cell.get("p_present"), cell.get("surprise_bits")
    if p is None or bits is None:
        return ""
    label, n, s = cell["reference_label"], cell["n_before"], cell["n_present_before"]
    years = (
        f"{counted(round(n), 'earlier year')}"
        if label in ("all", "recent", None)
        else f"{round(n)} earlier {label} years"
    )
    weighed = ", older ones counting less" if label == "recent" else ""
    happened, came = 2**-bits, _CAME[act, present]
    return (
        f"What was to be expected: {act} in {round(s)} of {years} on record{weighed}, so {in_hundred(p)} this time. "
        f"That it {came} was {how_expected(happened)}: {in_hundred(happened)}, {bits:.1f} bits of surprise."
    )


def _classes(mark: Mark, cell: Mapping[str, Any]) -> str:
    names = [mark.key, *(name for name in ("first", "gone") if cell[name])]
    names += ["surprising"] * is_surprising(cell)
    return " ".join(names + (["guess"] if cell["confidence"] == 1 else []))


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

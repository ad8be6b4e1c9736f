"""Tables on a terminal: a hundred columns, East Asian widths right, colour never the only sign."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = [
    "WIDTH",
    "Symbol",
    "column_width",
    "console",
    "fit",
    "keep_left",
    "keep_right",
    "print_answer_json",
    "print_grid",
    "print_notes",
    "print_table",
]

WIDTH = 100
_LEAST_NAME = 27
#: What stands between two columns of a table, and the least room that is left to a column that gives way.
_GAP, _LEAST_COLUMN = 3, 12


@dataclass(frozen=True)
class Symbol:
    """How a cell is drawn: one or two signs, what they mean, a colour."""

    sign: str
    meaning: str
    style: str = ""


def console(*, err: bool = False) -> Console:
    """A console of at most `WIDTH` columns; colour only where a terminal shows it."""
    made = Console(stderr=err, highlight=False, soft_wrap=False)
    made.width = min(made.width, WIDTH) if made.is_terminal else WIDTH
    return made


def fit(text: str, width: int) -> str:
    """The text on one line in exactly `width` columns, cut with an ellipsis where it is too long."""
    line = " ".join(text.split())
    if cell_len(line) > width:
        line = set_cell_size(line, width - 1).rstrip() + "…"
    return set_cell_size(line, width)


def keep_left(text: str, width: int) -> str:
    """The beginning of the text, on one line in exactly `width` columns."""
    return set_cell_size(_one_line(text), width)


def keep_right(text: str, width: int) -> str:
    """The end of the text, on one line in exactly `width` columns."""
    line = _one_line(text)
    while cell_len(line) > width:
        line = line[max(1, (cell_len(line) - width) // 2) :]
    return " " * (width - cell_len(line)) + line


def _one_line(text: str) -> str:
    return "".join(" " if character.isspace() else character for character in text)


def print_grid(
    title: str,
    names: Sequence[str],
    years: Sequence[int],
    cells: Mapping[tuple[int, int], tuple[str, Symbol]],
    extra_legend: Iterable[str] = (),
) -> None:
    """A grid of symbols: a row a name, a column a year, wrapped into blocks of years where they do not fit.

    Args: `cells` maps (place in names, year) to a mark of one column (`+`, `-`, blank) and the symbol.
    """
    out = console()
    out.print(Text(title, style="bold"))
    longest = max((cell_len(name) for name in names), default=0) + 1
    least = min(longest, _LEAST_NAME)
    wide = len(years) * 5 + least <= out.width
    column = 5 if wide else 3
    room = min(longest, max(least, out.width - len(years) * column))
    per_block = max(1, (out.width - room) // column)
    blocks = -(-len(years) // per_block)
    size = -(-len(years) // blocks) if blocks else 1
    for start in range(0, len(years), size):
        block = years[start : start + size]
        head = "".join(f"{year:>{column}}" if wide else f" {year % 100:02d}" for year in block)
        if not wide:
            out.print(Text(f"{'':{room}} {block[0]}-{block[-1]}", style="dim"))
        out.print(Text(" " * room + head, style="dim"))
        for place, name in enumerate(names):
            line = Text(fit(name, room))
            for year in block:
                mark, symbol = cells[place, year]
                padding = " " * (column - 1 - cell_len(symbol.sign))
                line.append(padding + (mark or " "), style="bold" if mark else "")
                line.append(symbol.sign, style=symbol.style)
            line.rstrip()
            out.print(line)
    _print_legend(out, cells.values(), extra_legend)


def _print_legend(out: Console, cells: Iterable[tuple[str, Symbol]], extra: Iterable[str]) -> None:
    used: dict[str, Symbol] = {}
    marks = set()
    for mark, symbol in cells:
        used.setdefault(symbol.meaning, symbol)
        marks.add(mark)
    entries = [
        Text.assemble((symbol.sign, symbol.style), f" {symbol.meaning}")
        for symbol in sorted(used.values(), key=lambda each: (not each.sign[0].isalpha(), each.meaning))
    ]
    entries += [Text(f"{sign} {meaning}") for sign, meaning in (("+", "new"), ("-", "gone")) if sign in marks]
    entries += [Text(text) for text in extra]
    line = Text()
    for entry in entries:
        if line and line.cell_len + 3 + entry.cell_len > out.width:
            out.print(line)
            line = Text()
        line = Text("   ").join([line, entry]) if line else entry
    out.print(line)


def column_width(heading: str, cells: Iterable[str]) -> int:
    """How much room a column of a table takes, with the space beside it."""
    return max(map(cell_len, (heading, *cells))) + _GAP


def print_table(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], *, title: str = "", shrink: Sequence[str] = ()
) -> None:
    """A plain table: (heading, `left` or `right`) a column; columns named in `shrink` give way where room is short.

    No cell is ever cut: where the columns that cannot give way need more than the screen has, lines are longer.
    """
    from rich import box
    from rich.table import Table

    rows, out = list(rows), console()
    widths = [column_width(heading, (row[place] for row in rows)) for place, (heading, _) in enumerate(columns)]
    least = [
        min(width, _LEAST_COLUMN + _GAP) if heading in shrink else width
        for (heading, _), width in zip(columns, widths, strict=True)
    ]
    out.width = max(out.width, sum(least))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for heading, side in columns:
        left = side == "left"
        table.add_column(heading, justify="left" if left else "right", overflow="fold", no_wrap=heading not in shrink)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    if title:
        out.print(Text(title, style="bold"))
    out.print(table)


def print_notes(answer: Answer) -> None:
    """The notes of an answer, and its date, on stderr."""
    out = console(err=True)
    if answer.as_of:
        out.print(Text(f"As of {answer.as_of}: only what was public then.", style="dim"))
    for note in answer.notes:
        out.print(Text(note, style="dim"))


def print_answer_json(answer: Answer, **more: Any) -> None:
    """The one JSON object of `--json` on stdout."""
    click.echo(json.dumps({**answer.to_dict(), **more}, ensure_ascii=False, indent=2))

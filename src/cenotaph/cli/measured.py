"""A measure's rows, and the list of measures, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.tables import column_width

if TYPE_CHECKING:
    from cenotaph.answer import Answer
    from cenotaph.measures import Measure

__all__ = ["print_measure", "print_measures"]


@dataclass(frozen=True)
class _Column:
    """A column as it is printed."""

    name: str
    side: str
    cells: list[str]

    @property
    def width(self) -> int:
        """How much room it takes, with the space beside it."""
        return column_width(self.name, self.cells)


def print_measure(answer: Answer, limit: int = 60, *, zeros: bool = True) -> None:
    """The rows as a table: the columns that lead, value with a bar, interval, n, and what the measure adds.

    Without `zeros`, rows of targets of which a group says nothing are left to `--target` and `--json`.
    """
    from cenotaph.cli.tables import WIDTH, console, print_table

    rows = [row for row in answer if zeros or row["numerator"] or "target" not in row]
    names = answer.rows.column_names
    by = names[: names.index("value")]
    columns = [_Column(key, "left", [_shown(row[key]) for row in rows[:limit]]) for key in by]
    columns += _amounts(rows[:limit], answer.more["unit"], bars=len(by) < 3)
    for key in _own(answer):
        column = _Column(key, "right", [_number(row[key]) for row in rows[:limit]])
        columns += [column] if sum(each.width for each in (*columns, column)) <= WIDTH else []
    print_table(
        [(column.name, column.side) for column in columns],
        zip(*(column.cells for column in columns), strict=True),
        title=f"{answer.more['measure']}, {answer.more['unit']}",
        shrink=by,
    )
    if len(rows) > limit:
        console(err=True).print(f"{len(rows) - limit:,} more rows: --limit {len(rows)}, or --json.")
    if len(rows) < len(answer):
        console(err=True).print(
            f"{len(answer) - len(rows):,} rows of zero or null are not shown: --target ID, or --json."
        )


def print_measures(name: str | None, *, as_json: bool) -> None:
    """Every measure, or the one of that name: unit, what it needs, when it abstains, its options, what it is."""
    import json

    from cenotaph.cli.tables import console, print_table
    from cenotaph.measures import all_measures, find_measure

    listed = [find_measure(name)] if name else all_measures()
    if as_json:
        answer = {"command": "measure", "study": None, "as_of": None, "rows": [_about(m) for m in listed], "notes": []}
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    if name:
        _print_one(listed[0])
        return
    heads: Sequence[tuple[str, str]] = (("measure", "left"), ("unit", "left"), ("needs, and when it abstains", "left"))
    lines = [[each.name, each.unit, f"{each.summary} {each.minimum}"] for each in listed]
    print_table(heads, lines, shrink=("unit", "needs, and when it abstains"))
    console(err=True).print("One in full, with its options: cenotaph measure NAME --list")


def _print_one(asked: Measure) -> None:
    from rich.text import Text

    from cenotaph.cli.tables import console

    out = console()
    out.print(Text(f"{asked.name}, {asked.unit}", style="bold"))
    out.print(Text(f"\n{asked.doc}\n"))
    out.print(Text(f"Needs: {', '.join(asked.needs)}. {asked.minimum}"))
    out.print(Text(f"Rows: {', '.join(asked.leading()) or 'one'}. Can be broken down by: "
                   f"{', '.join(asked.allows) or 'nothing'}."))  # fmt: skip
    for option in asked.options.values():
        out.print(Text(f"--set {option.shown}  {option.expects}. {option.meaning}".rstrip()))


def _about(asked: Measure) -> dict[str, Any]:
    options = [{"name": each.name, "expects": each.expects, "default": each.default, "meaning": each.meaning}
               for each in asked.options.values()]  # fmt: skip
    return {
        "name": asked.name,
        "unit": asked.unit,
        "by": list(asked.by),
        "summary": asked.summary,
        "keys": list(asked.keys),
        "allows": list(asked.allows),
        "needs": list(asked.needs),
        "minimum": asked.minimum,
        "options": options,
    }


def _amounts(rows: Sequence[dict[str, Any]], unit: str, *, bars: bool) -> list[_Column]:
    """Value with a bar, interval, fraction where both are counts, n."""
    scale, sign = (100, "%") if unit.startswith("share") else (1, "")
    values = [row["value"] for row in rows]
    greatest = max((value or 0 for value in values), default=0) or 1
    shown = ["null" if value is None else f"{value * scale:.3g}{sign}" for value in values]
    found = [_Column("value", "right", shown)]
    if bars:
        found.append(_Column("", "left", ["▇" * max(0, round(12 * (value or 0) / greatest)) for value in values]))
    ranges = [_range(row, scale, sign) for row in rows]
    found += [_Column("95% interval", "right", ranges)] if any(ranges) else []
    if any(isinstance(row["numerator"], int) for row in rows):
        of = [
            "/".join(_number(row[part]) for part in ("numerator", "denominator") if row[part] is not None)
            for row in rows
        ]
        found.append(_Column("of", "right", of))
    return [*found, _Column("n", "right", [f"{row['n']:,}" for row in rows])]


def _own(answer: Answer) -> list[str]:
    """The measure's own columns that a line can show: no lists, no long texts."""
    import pyarrow as pa

    after = answer.rows.column_names.index("abstains") + 1
    fields = list(answer.rows.schema)[after:]
    return [
        field.name
        for field in fields
        if not pa.types.is_nested(field.type) and not field.name.endswith(("_id", "reading", "_url"))
    ]


def _range(row: dict[str, Any], scale: int, sign: str) -> str:
    if row["low"] is None or row["high"] is None:
        return ""
    return f"{row['low'] * scale:.3g} - {row['high'] * scale:.3g}{sign}"


def _number(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.3g}"
    return f"{value:,.0f}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _shown(value: Any) -> str:
    return "not stated" if value is None else str(value)

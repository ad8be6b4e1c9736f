"""A measure's rows, and the list of measures, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cenotaph.answer import Answer
    from cenotaph.measures import Measure

__all__ = ["print_measure", "print_measures"]

#: So many columns of a measure's own are shown beside the contract's; --json has all.
_OWN_SHOWN = 4


def print_measure(answer: Answer, limit: int = 60, *, zeros: bool = True) -> None:
    """The rows as a table: the columns that lead, value with a bar, interval, n, and what the measure adds.

    Without `zeros`, rows of targets of which a group says nothing are left to `--target` and `--json`.
    """
    from cenotaph.cli.tables import console, print_table

    rows = [row for row in answer if zeros or row["numerator"] or "target" not in row]
    names = answer.rows.column_names
    by = names[: names.index("value")]
    own = _own(answer)[: max(0, _OWN_SHOWN - len(by))]
    scale = 100 if answer.more["unit"].startswith("share") else 1
    unit = "%" if scale == 100 else ""
    greatest = max((row["value"] or 0 for row in rows), default=0) or 1
    fractions = any(isinstance(row["numerator"], int) for row in rows)
    lines = []
    for row in rows[:limit]:
        value = row["value"]
        bar = "" if value is None else "▇" * max(0, round(12 * value / greatest))
        interval = "" if row["low"] is None or row["high"] is None else _range(row, scale, unit)
        shown = "null" if value is None else f"{value * scale:.3g}{unit}"
        of = [f"{_number(row['numerator'])}/{_number(row['denominator'])}"] if fractions else []
        lines.append([*(_shown(row[key]) for key in by), shown, bar, interval, *of, f"{row['n']:,}",
                      *(_number(row[key]) for key in own)])  # fmt: skip
    heads = [*((key, "left") for key in by), ("value", "right"), ("", "left"), ("95% interval", "right")]
    heads += [("of", "right")] * fractions + [("n", "right"), *((key, "right") for key in own)]
    print_table(heads, lines, title=f"{answer.more['measure']}, {answer.more['unit']}")
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


def _own(answer: Answer) -> list[str]:
    """The measure's own columns that a line can show: no lists, no long texts."""
    import pyarrow as pa

    after = answer.rows.column_names.index("abstains") + 1
    fields = list(answer.rows.schema)[after:]
    kept = [
        field.name
        for field in fields
        if not pa.types.is_nested(field.type) and not field.name.endswith(("_id", "reading", "_url"))
    ]
    return kept[:_OWN_SHOWN]


def _range(row: dict[str, Any], scale: int, unit: str) -> str:
    return f"{row['low'] * scale:.3g} - {row['high'] * scale:.3g}{unit}"


def _number(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.3g}"
    return f"{value:,.0f}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _shown(value: Any) -> str:
    return "not stated" if value is None else str(value)

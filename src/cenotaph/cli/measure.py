"""`cenotaph measure`: rates and shares with intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import DAY, as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["command", "print_measure", "print_measures"]

_BY = ("actor", "target", "year", "occasion", "speaker", "language", "genre", "source")


@click.command()
@click.argument("name", required=False)
@study_option
@as_of_option
@json_option
@click.option("--by", multiple=True, metavar="WHAT", help=f"Break down by {', '.join(_BY)}; may be repeated.")
@click.option("--target", "targets", multiple=True, metavar="ID", help="Only this target; may be repeated.")
@click.option("--actor", metavar="ID", help="Only documents of this actor.")
@click.option("--occasion", metavar="ID", help="Only words said on this rite.")
@click.option("--speaker", metavar="NAME", help="Only documents of this speaker.")
@click.option("--language", metavar="CODE", help="Only texts in this language: en, ru, zh.")
@click.option("--genre", metavar="NAME", help="Only documents of this genre.")
@click.option("--source", metavar="ID", help="Only documents of this source.")
@click.option("--from", "from_date", type=DAY, metavar="DATE", help="Only documents of this day or later.")
@click.option("--to", "to_date", type=DAY, metavar="DATE", help="Only documents of this day or earlier.")
@click.option("--coder", metavar="NAME", help="Only this coder's codings.")
@click.option("--open", "group", metavar="ROW", help="The sentences one row counts, such as actor=RUS,target=CHN.")
@click.option("--limit", type=click.IntRange(1), default=60, show_default=True, help="Rows to print; --json gives all.")
def command(
    name: str | None,
    study: Path,
    as_of: dt.date | None,
    as_json: bool,
    by: tuple[str, ...],
    targets: tuple[str, ...],
    group: str | None,
    limit: int,
    **given: Any,
) -> None:
    """The measure NAME by actor, target, year or occasion, with intervals; without NAME, the list of measures.

    Intervals cover variation between documents, not coder error. Below five documents there is none.

    Example: cenotaph measure credit_share --by target --by year --actor RUS
    """
    import cenotaph
    from cenotaph.cli.sentences import print_sentences
    from cenotaph.cli.tables import print_answer_json, print_notes

    if name is None:
        print_measures(as_json=as_json)
        return
    opened = cenotaph.open(study, as_of)
    split = [each for text in by for each in text.split(",")]
    if group is not None:
        answer = opened.counted(name, _row(group), **given)
        print_answer_json(answer) if as_json else print_sentences(answer)
        return
    answer = opened.measure(name, split, targets=targets, **given)
    if as_json:
        print_answer_json(answer)
        return
    print_measure(answer, limit, zeros=bool(targets))
    print_notes(answer)


def print_measure(answer: Answer, limit: int = 60, *, zeros: bool = True) -> None:
    """The rows as a table: the columns asked for, value with a bar, interval, n.

    Without `zeros`, rows of targets of which a group says nothing are left to `--target` and `--json`.
    """
    from cenotaph.cli.tables import console, print_table

    rows = [row for row in answer if zeros or row["numerator"] or "target" not in row]
    by = answer.rows.column_names[: answer.rows.column_names.index("value")]
    scale = 100 if answer.more["unit"].startswith("share") else 1
    unit = "%" if scale == 100 else ""
    greatest = max((row["value"] or 0 for row in rows), default=0) or 1
    lines = []
    for row in rows[:limit]:
        value = row["value"]
        bar = "" if value is None else "▇" * round(12 * value / greatest)
        interval = "" if row["low"] is None else f"{row['low'] * scale:.3g} - {row['high'] * scale:.3g}{unit}"
        shown = "null" if value is None else f"{value * scale:.3g}{unit}"
        fraction = f"{row['numerator']:,}/{row['denominator']:,}"
        lines.append([*(_shown(row[key]) for key in by), shown, bar, interval, fraction, f"{row['n']:,}"])
    heads = [*((key, "left") for key in by), ("value", "right"), ("", "left"), ("95% interval", "right")]
    heads += [("of", "right"), ("documents", "right")]
    print_table(heads, lines, title=f"{answer.more['measure']}, {answer.more['unit']}")
    if len(rows) > limit:
        console(err=True).print(f"{len(rows) - limit:,} more rows: --limit {len(rows)}, or --json.")
    if len(rows) < len(answer):
        console(err=True).print(
            f"{len(answer) - len(rows):,} rows of zero or null are not shown: --target ID, or --json."
        )


def print_measures(*, as_json: bool) -> None:
    """Every measure with its unit and what it is."""
    import json

    from cenotaph.cli.tables import print_table
    from cenotaph.measures import all_measures

    if as_json:
        rows = [{"name": m.name, "unit": m.unit, "by": list(m.by), "summary": m.summary} for m in all_measures()]
        click.echo(
            json.dumps({"command": "measure", "study": None, "as_of": None, "rows": rows, "notes": []}, indent=2)
        )
        return
    heads: Sequence[tuple[str, str]] = (("measure", "left"), ("unit", "left"), ("what it is", "left"))
    print_table(heads, [[each.name, each.unit, each.summary] for each in all_measures()], shrink=("what it is",))


def _shown(value: Any) -> str:
    return "not stated" if value is None else str(value)


def _row(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not pairs or any(not sign or not value for _, sign, value in pairs):
        raise click.BadParameter(f'"{text}" names no row; write it as actor=RUS,target=CHN.', param_hint="--open")
    return {key.strip(): value.strip() for key, _, value in pairs}

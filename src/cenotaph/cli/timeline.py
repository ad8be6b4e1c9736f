"""`cenotaph timeline`: what was said, done and left undone, on one axis of time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import DAY, as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["command", "print_timeline"]

#: Whether it was done: yes, no, unknown.
_SIGNS = {True: "●", False: "○", None: "?"}


@click.command()
@study_option
@as_of_option
@json_option
@click.option("--actors", default="", metavar="A,B", help="Only the words and deeds of these, with commas between.")
@click.option("--referent", metavar="ID", help="Only what is about this past.")
@click.option("--occasion", metavar="ID", help="Only what belongs to this rite.")
@click.option("--from", "from_date", type=DAY, metavar="DATE", help="First day.")
@click.option("--to", "to_date", type=DAY, metavar="DATE", help="Last day.")
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE", help="Draw it: .html, .svg or .vl.json.")
@click.option("--limit", type=click.IntRange(1), default=60, show_default=True, help="Rows to print; --json gives all.")
def command(study: Path, as_of: dt.date | None, as_json: bool, chart: Path | None, limit: int, **bounds: Any) -> None:
    """Words and deeds on one axis: documents of rites, who came at which rank, gestures made and withheld.

    Each line has its date, its kind, who, what, and the id that opens it: a document's, an event's or a gesture's.
    An empty ring marks a gesture that was expected and not made, and a guest who did not come.

    Example: cenotaph timeline --referent belgrade-embassy-bombing
    """
    import cenotaph
    from cenotaph.cli.tables import print_answer_json, print_notes

    answer = cenotaph.open(study, as_of).timeline(**bounds)
    if chart is not None:
        from cenotaph.asked import write_chart

        click.echo(f"{write_chart(answer, chart)} written", err=True)
    if as_json:
        print_answer_json(answer)
        return
    print_timeline(answer, limit)
    print_notes(answer)


def print_timeline(answer: Answer, limit: int = 60) -> None:
    """The last rows of a timeline, by date, on stdout; the notes are for `print_notes`."""
    from cenotaph.cli.tables import print_table

    rows = answer.rows.to_pylist()
    heads = [("date", "left"), ("kind", "left"), ("", "left"), ("who and what", "left"), ("source", "left")]
    lines = [_line(row) for row in rows[-limit:]]
    if lines:
        print_table(heads, lines, shrink=("who and what", "source"))
    if len(rows) > limit:
        click.echo(f"The last {limit} of {len(rows):,}: --limit {len(rows)}, or --json.", err=True)


def _line(row: dict[str, Any]) -> list[str]:
    who = row["actor"] or ""
    if row["person"] and row["kind"] != "words":
        who = f"{who} {row['person']}"
    doubt = " (unverified)" if row["confidence"] == 1 else ""
    return [str(row["date"]), row["kind"], _SIGNS[row["done"]], f"{who}: {row['what']}{doubt}", row["source_id"]]

"""`cenotaph documents`: which documents the study holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import DAY, as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["command", "print_documents"]

_SHOWN = 50


@click.command()
@study_option
@as_of_option
@json_option
@click.option("--actor", metavar="ID", help="Only documents of this actor.")
@click.option("--occasion", metavar="ID", help="Only words said on this rite.")
@click.option("--source", metavar="ID", help="Only documents of this source.")
@click.option("--from", "from_date", type=DAY, metavar="DATE", help="Only documents of this day or later.")
@click.option("--to", "to_date", type=DAY, metavar="DATE", help="Only documents of this day or earlier.")
@click.option("--language", metavar="CODE", help="Only texts in this language: en, ru, zh.")
@click.option("--limit", type=click.IntRange(1), help=f"Rows to show (default: {_SHOWN}; with --json all).")
def command(study: Path, as_of: dt.date | None, as_json: bool, limit: int | None, **given: Any) -> None:
    """The documents of the study with their ids, from the earliest: date, actor, speaker, rite, language, title.

    An id is what `cenotaph compare` asks for. Documents without a date come first: no rite and no year counts them.

    Example: cenotaph documents --occasion victory-day-moscow --from 2015-01-01
    """
    import cenotaph
    from cenotaph.cli.tables import print_answer_json, print_notes

    opened = cenotaph.open(study, as_of)
    if as_json:
        print_answer_json(opened.document_list(limit=limit, **given))
        return
    answer = opened.document_list(limit=limit or _SHOWN, **given)
    print_documents(answer)
    left = answer.more["total"] - len(answer)
    if left:
        click.echo(f"{left:,} more: --limit {answer.more['total']}, or --json.", err=True)
    print_notes(answer)


#: Column -> most columns of the terminal it takes; what no row has is left out. The title takes what is left.
_WIDTHS = {"date": 10, "actor": 8, "speaker": 18, "occasion": 20, "language": 4}
_HEADS = {"document_id": "id", "language": "lang"}
_LONGEST_ID = 36
_LEAST_TITLE = 12


def print_documents(answer: Answer) -> None:
    """One line a document, the id whole; where ids are long they have a line of their own."""
    from rich.cells import cell_len
    from rich.text import Text

    from cenotaph.cli.tables import console, fit

    out = console()
    rows = list(answer)
    if not rows:
        return
    longest = max(cell_len(row["document_id"]) for row in rows)
    apart = longest > _LONGEST_ID
    widths = _widths(rows, 2 if apart else longest, out.width)
    head = ["" if apart and name == "document_id" else _HEADS.get(name, name) for name in widths]
    out.print(Text("  ".join(map(fit, head, widths.values())).rstrip(), style="dim"))
    for row in rows:
        if apart:
            out.print(Text(row["document_id"], style="bold"), overflow="fold")
        cells = ["" if apart and name == "document_id" else str(row[name] or "") for name in widths]
        out.print(Text("  ".join(map(fit, cells, widths.values())).rstrip()))


def _widths(rows: list[dict[str, Any]], of_id: int, whole: int) -> dict[str, int]:
    """Column -> columns of the terminal; rite and speaker give way where little is left for the title."""
    from rich.cells import cell_len

    widths = {"document_id": of_id}
    for name, most in _WIDTHS.items():
        wanted = max(cell_len(str(row[name] or "")) for row in rows)
        if wanted:
            widths[name] = max(min(wanted, most), len(_HEADS.get(name, name)))
    room = whole - sum(widths.values()) - 2 * len(widths)
    for name in ("occasion", "speaker"):
        if room < _LEAST_TITLE and name in widths:
            cut = min(widths[name] - 8, _LEAST_TITLE - room)
            widths[name] -= cut
            room += cut
    return {**widths, "title": room}

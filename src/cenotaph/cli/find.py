"""`cenotaph find`: a concordance."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import DAY, as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["command", "print_concordance"]


@click.command()
@click.argument("query")
@study_option
@as_of_option
@json_option
@click.option("--lemma", is_flag=True, help="All forms of the word, as with lemma:WORD.")
@click.option("--actor", metavar="ID", help="Only in documents of this actor.")
@click.option("--speaker", metavar="NAME", help="Only where this speaker has the word; a part of the name is enough.")
@click.option("--from", "from_date", type=DAY, metavar="DATE", help="Only documents of this day or later.")
@click.option("--to", "to_date", type=DAY, metavar="DATE", help="Only documents of this day or earlier.")
@click.option("--occasion", metavar="ID", help="Only words said on this rite.")
@click.option("--source", metavar="ID", help="Only documents of this source.")
@click.option("--language", metavar="CODE", help="Only texts in this language: en, ru, zh.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Lines to show; all are counted.")
@click.option(
    "--context", type=click.IntRange(0, 500), default=None, help="Characters on each side (default: the line)."
)
def command(query: str, study: Path, as_of: dt.date | None, as_json: bool, context: int | None, **given: Any) -> None:
    """Every place where QUERY stands, in its surroundings.

    QUERY is a word form, a phrase, lemma:WORD for all forms of a word, or WORD* for any ending. Case, ё and е,
    simplified and traditional script make no difference. A word is found whole; Chinese anywhere.

    Examples: cenotaph find victory --from 2015-01-01; cenotaph find lemma:победа --actor RUS; cenotaph find '"second
    front"'
    """
    import cenotaph
    from cenotaph.cli.tables import WIDTH, print_answer_json, print_notes

    opened = cenotaph.open(study, as_of)
    answer = opened.find(query, context=WIDTH if context is None else context, **given)
    if as_json:
        print_answer_json(answer)
        return
    print_concordance(answer, whole=context is not None)
    print_notes(answer)


def print_concordance(answer: Answer, *, whole: bool = False) -> None:
    """The lines with the matches under one another; with `whole`, all the context asked for, over several lines."""
    from rich.cells import cell_len
    from rich.padding import Padding
    from rich.text import Text

    from cenotaph.cli.tables import console, fit, keep_left, keep_right

    out = console()
    rows = list(answer)
    by, name = (min(most, max((cell_len(of(row)) for row in rows), default=0)) for of, most in ((_by, 12), (_name, 26)))
    for row in rows:
        if whole:
            said = [str(row["date"] or "no date"), row["speaker"] or row["actor"], row["title"], row["document_id"]]
            out.print(Text("  ".join(filter(None, said)), style="dim"), overflow="ellipsis", no_wrap=True)
            line = Text.assemble(row["left"], (row["match"], "bold reverse"), row["right"])
            out.print(Padding(line, (0, 0, 1, 2), expand=False))
            continue
        day = str(row["date"] or "no date")
        line = Text(f"{day:<10} {fit(_by(row), by)} {fit(_name(row), name)} ", style="dim")
        half = max(8, (out.width - line.cell_len - _MATCH) // 2)
        line.append(keep_right(row["left"], half), style="not dim")
        line.append(keep_left(row["match"], _MATCH).rstrip(), style="not dim bold reverse")
        line.append(keep_left(row["right"], max(0, out.width - line.cell_len)).rstrip(), style="not dim")
        out.print(line)


_MATCH = 16


def _by(row: dict[str, Any]) -> str:
    """Whose words they are; the speaker where no actor is known."""
    return row["actor"] or row["speaker"] or ""


def _name(row: dict[str, Any]) -> str:
    """The id of the document."""
    return str(row["document_id"])

"""`cenotaph find`: a concordance."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["command", "print_concordance"]

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("query")
@study_option
@as_of_option
@json_option
@click.option("--lemma", is_flag=True, help="All forms of the word, as with lemma:WORD.")
@click.option("--actor", metavar="ID", help="Only in documents of this actor.")
@click.option("--speaker", metavar="NAME", help="Only where this speaker has the word; a part of the name is enough.")
@click.option("--from", "from_date", type=_DAY, metavar="DATE", help="Only documents of this day or later.")
@click.option("--to", "to_date", type=_DAY, metavar="DATE", help="Only documents of this day or earlier.")
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
    from rich.padding import Padding
    from rich.text import Text

    from cenotaph.cli.tables import console, keep_left, keep_right

    out = console()
    for row in answer:
        said = [str(row["date"] or "no date"), row["speaker"] or row["actor"] or "", row["title"] or row["document_id"]]
        head = "  ".join(filter(None, said))
        if whole:
            out.print(Text(head, style="dim"), overflow="ellipsis", no_wrap=True)
            line = Text.assemble(row["left"], (row["match"], "bold reverse"), row["right"])
            out.print(Padding(line, (0, 0, 1, 2), expand=False))
            continue
        width = out.width - 11
        half = max(10, (width - 24) // 2)
        line = Text(f"{row['date'] or '?'!s:<11}", style="dim")
        line.append(keep_right(row["left"], half), style="default")
        line.append(keep_left(row["match"], 24).rstrip(), style="bold reverse")
        line.append(keep_left(row["right"], out.width - line.cell_len).rstrip(), style="default")
        out.print(line)

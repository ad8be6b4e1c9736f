"""`cenotaph compare`: two documents side by side."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import as_of_option, json_option, study_option

if TYPE_CHECKING:
    from rich.text import Text

    from cenotaph.answer import Answer

__all__ = ["command", "print_comparison"]


@click.command()
@click.argument("document_a")
@click.argument("document_b")
@study_option
@as_of_option
@json_option
@click.option("--coder", metavar="NAME", help="Only this coder's codings.")
@click.option(
    "--threshold",
    type=click.FloatRange(0.1, 1),
    default=0.5,
    show_default=True,
    help="Least similarity at which a sentence counts as altered, not as dropped and new.",
)
@click.option("--all", "show_all", is_flag=True, help="Also print what was kept and carried over.")
def command(
    document_a: str,
    document_b: str,
    study: Path,
    as_of: dt.date | None,
    as_json: bool,
    coder: str | None,
    threshold: float,
    show_all: bool,
) -> None:
    """What DOCUMENT_B says that DOCUMENT_A does not, and the other way about.

    Statements gained, lost and kept; sentences new, dropped, altered (with the words changed) and carried over. The ids
    of documents: cenotaph documents.
    """
    import cenotaph
    from cenotaph.cli.tables import print_answer_json, print_notes

    answer = cenotaph.open(study, as_of).compare(document_a, document_b, coder=coder, threshold=threshold)
    if as_json:
        print_answer_json(answer)
        return
    print_comparison(answer, show_all=show_all)
    print_notes(answer)


def print_comparison(answer: Answer, *, show_all: bool = False) -> None:
    """Both documents, the counts, then every change in reading order."""
    from rich.padding import Padding
    from rich.text import Text

    from cenotaph.cli.tables import console

    out = console()
    for side in ("a", "b"):
        about = answer.more[side]
        said = filter(None, (side.upper(), about["date"] and str(about["date"]), about["speaker"], about["title"]))
        out.print(Text("  ".join([*said, f"({about['document_id']})"]), style="bold"))
    rows = list(answer)
    for part in ("statement", "sentence"):
        counts = Counter(row["change"] for row in rows if row["part"] == part)
        if counts:
            out.print(f"{part.capitalize()}s: " + ", ".join(f"{n} {change}" for change, n in counts.items()))
    for part in ("statement", "sentence"):
        shown = [row for row in rows if row["part"] == part and (show_all or row["change"] not in _QUIET)]
        if shown:
            out.print()
        for row in shown:
            for line, indent in _lines(row):
                out.print(Padding(line, (0, 0, 0, indent), expand=False))


_QUIET = ("kept", "carried over")
_SIGNS = {
    "gained": "+",
    "new": "+",
    "lost": "-",
    "dropped": "-",
    "altered": "~",
    "kept": "=",
    "carried over": "=",
    "unknown": "?",
}
_STYLES = {"+": "green", "-": "red", "~": "yellow", "=": "dim", "?": "dim"}


def _lines(row: dict[str, Any]) -> list[tuple[Text, int]]:
    from rich.text import Text

    sign = _SIGNS[row["change"]]
    if row["part"] == "statement":
        said = " ".join(filter(None, (row["holder"], row["act"], row["target"])))
        unsure = "  (unverified)" if row["confidence"] == 1 and row["change"] != "unknown" else ""
        lines = [(Text.assemble((sign, _STYLES[sign]), f" {row['change']}: ", (said, "bold"), unsure), 0)]
        text = row["text_b"] if row["text_a"] is None or row["change"] == "kept" else row["text_a"]
        return [*lines, (Text(text, style="dim"), 4)] if text else lines
    if row["change"] != "altered":
        text = row["text_b"] if row["text_b"] is not None else row["text_a"]
        return [(Text.assemble((sign, _STYLES[sign]), f" {row['change']}: ", text), 0)]
    line = Text.assemble((sign, _STYLES[sign]), f" altered ({row['similarity']:.2f}): ")
    for piece in row["diff"]:
        if piece["op"] == "delete":
            line.append(f"[-{piece['text']}-]", style="red strike")
        elif piece["op"] == "insert":
            line.append(f"{{+{piece['text']}+}}", style="green")
        else:
            line.append(piece["text"])
    return [(line, 0)]

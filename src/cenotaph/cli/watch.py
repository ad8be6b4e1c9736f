"""`cenotaph watch`: a new document on a rite against all that was said on it before."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import DAY, as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["command", "print_watch"]

#: What surprises at least so many bits is told in words.
_TELLING = 1.0


@click.command()
@click.argument("occasion")
@click.argument("new_text", type=click.Path(path_type=Path, allow_dash=True))
@study_option
@as_of_option
@json_option
@click.option("--date", type=DAY, metavar="DATE", help="When it was said (default: the last day of the rite).")
@click.option("--actor", metavar="ID", help="Whose text it is (default: the host of the rite).")
@click.option("--speaker", metavar="NAME", help="Who speaks.")
@click.option("--language", metavar="CODE", help="Its language, where it cannot be told from the text.")
@click.option("--all", "show_all", is_flag=True, help="Also print sentences and statements that were kept.")
def command(
    occasion: str,
    new_text: Path,
    study: Path,
    as_of: dt.date | None,
    as_json: bool,
    show_all: bool,
    **given: Any,
) -> None:
    """Read NEW_TEXT (a file, or - for standard input), said on OCCASION, before it is in the study.

    Who is named and how, who is new, who is gone, what surprises given the whole record of the rite, and the sentences
    beside those of the last time. Nothing is written. Its own front matter may give date, actor and speaker.

    Example: cenotaph watch victory-day-moscow address.txt --date 2026-05-09
    """
    import cenotaph
    from cenotaph.cli.tables import print_answer_json, print_notes

    answer = cenotaph.open(study, as_of).watch(occasion, _text(new_text), **given)
    if as_json:
        print_answer_json(answer)
        return
    print_watch(answer, show_all=show_all)
    print_notes(answer)


def _text(new_text: Path) -> Path | str:
    """The file, or what comes on standard input. Raises CenotaphError where there is neither."""
    from cenotaph.errors import CenotaphError

    if str(new_text) != "-":
        if not new_text.is_file():
            raise CenotaphError(f"There is no file {new_text}. Give a text file, or - to read standard input.")
        return new_text
    raw = sys.stdin.buffer.read()
    try:
        return raw.decode("utf-8-sig") + "\n"
    except UnicodeDecodeError:
        raise CenotaphError(
            "What comes on standard input is not UTF-8. Save it to a file: files may have other encodings."
        ) from None


def print_watch(answer: Answer, *, show_all: bool = False) -> None:
    """The document, the targets by what changed, what surprises in words, then both texts side by side."""
    from rich.text import Text

    from cenotaph.cli.tables import console, print_table

    out = console()
    about, before = answer.more["document"], answer.more["before"]
    said = ", ".join(str(about[name]) for name in ("date", "actor", "speaker", "title") if about[name])
    out.print(Text(f"{answer.more['occasion_name']} {answer.more['year']}: {said}", style="bold"))
    years = answer.more["n_earlier"]
    held = f"{years} earlier document{'' if years == 1 else 's'} of the rite"
    out.print(f"Against {held}" + (f"; the last text is of {before['date']}." if before else "."))
    heads = [("", "left"), ("target", "left"), ("now", "left"), ("last time", "left")]
    heads += [("named before", "right"), ("bits", "right"), ("ceiling dB", "right")]
    print_table(heads, [_line(row) for row in answer], title="Who is named", shrink=("target", "now", "last time"))
    _print_sentences(out, "What surprises", _telling([*answer.more["omissions"], *answer.more["pairings"]]))
    quoted = [
        (row["target_name"], row["quotes"]) for row in answer if row["change"] in ("new", "back") and row["quotes"]
    ]
    if quoted:
        out.print(Text("In these words", style="bold"))
    for name, texts in quoted:
        for text in texts:
            out.print(Text.assemble((f"{name}: ", "bold"), text))
    if answer.more["comparison"]:
        _print_comparison(answer, show_all=show_all)


def _line(row: Mapping[str, Any]) -> list[str]:
    last = (
        f"{row['last_treatment']} ({row['last_year']})"
        if row["last_year"]
        else "never on record"
        if row["n_known"]
        else "unknown"
    )
    numbers = ["" if row[name] is None else f"{row[name]:.1f}" for name in ("surprise_bits", "ceiling_db")]
    if row["treatment"] != "absent":
        numbers[1] = ""
    return [
        _SIGNS[row["change"]],
        row["target_name"],
        row["treatment"],
        last,
        f"{row['n_present']} of {row['n_known']}",
        *numbers,
    ]


_SIGNS = {
    "new": "+ new",
    "gone": "- gone",
    "back": "+ back",
    "treated otherwise": "~ otherwise",
    "as before": "=",
    "unknown before": "?",
}


def _telling(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    surprising = [row for row in rows if row["surprise_bits"] is not None and row["surprise_bits"] >= _TELLING]
    return sorted(surprising, key=lambda row: -row["surprise_bits"])[:8]


def _print_sentences(out: Any, title: str, rows: Iterable[Mapping[str, Any]]) -> None:
    from rich.text import Text

    rows = list(rows)
    out.print(Text(title, style="bold"))
    for row in rows:
        out.print(Text(f"{row['sentence']} ({row['surprise_bits']:.1f} bits)"))
    if not rows:
        out.print("Nothing less likely than not, as far as the record tells.")


def _print_comparison(answer: Answer, *, show_all: bool) -> None:
    import pyarrow as pa

    from cenotaph.answer import Answer as Told
    from cenotaph.cli.compare import print_comparison
    from cenotaph.measures import COMPARISON

    click.echo()
    rows = pa.Table.from_pylist(answer.more["comparison"], schema=COMPARISON)
    sides = {"a": answer.more["before"], "b": answer.more["document"]}
    print_comparison(Told("compare", answer.study, answer.as_of, rows, (), sides), show_all=show_all)

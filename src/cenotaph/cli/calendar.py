"""`cenotaph calendar`: which rites fall due, how round the number is, what was said and done on them before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import DAY, as_of_option, json_option, study_option

if TYPE_CHECKING:
    from rich.text import Text

    from cenotaph.answer import Answer

__all__ = ["command", "print_calendar"]

_MOST_STATES = 8

_CAME = ("attended", "virtual", "contingent")
_SAID = (None, "absent", "unknown")


@click.command()
@study_option
@as_of_option
@json_option
@click.option("--from", "from_date", type=DAY, metavar="DATE", help="First day (default: that of the reading).")
@click.option("--to", "to_date", type=DAY, metavar="DATE", help="Last day (default: --days after the first).")
@click.option("--days", type=click.IntRange(0), default=90, show_default=True, help="Length of the window in days.")
@click.option("--occasion", "occasions", multiple=True, metavar="ID", help="Only this rite; may be repeated.")
@click.option("--actor", "actors", multiple=True, metavar="ID", help="Only what this actor did; may be repeated.")
@click.option("--last", type=click.IntRange(0), default=3, show_default=True, help="Past years to show of each rite.")
def command(
    study: Path,
    as_of: dt.date | None,
    as_json: bool,
    from_date: dt.date | None,
    to_date: dt.date | None,
    days: int,
    occasions: tuple[str, ...],
    actors: tuple[str, ...],
    last: int,
) -> None:
    """Which rites fall due, how round the number is, and what each actor said and did on them in past years.

    Of each past year: whom the speakers thanked, credited, blamed, with the ids of the documents; who came, at which
    rank; gestures made and withheld. For a round year the last round one is shown besides. With --as-of nothing is
    shown that was not public then: no later move of a rite, no listed date that nobody could foresee.

    Example: cenotaph calendar --from 2025-05-01 --to 2025-05-31
    """
    import cenotaph
    from cenotaph.cli.tables import print_answer_json, print_notes

    opened = cenotaph.open(study, as_of)
    answer = opened.calendar(from_date, to_date, days=days, occasions=occasions, actors=actors, last=last)
    if as_json:
        print_answer_json(answer)
        return
    print_calendar(answer)
    print_notes(answer)


def print_calendar(answer: Answer) -> None:
    """Each rite that falls due with its past years on stdout; the notes are for `print_notes`."""
    from cenotaph.cli.tables import console

    out = console()
    for row in answer:
        out.print(_hung(" " * 12, _head(row), out.width, style="bold"))
        years = [row["year"]] * bool(row["on_record"]) + row["past_years"]
        cells = {year: [cell for cell in [*row["on_record"], *row["past"]] if cell["year"] == year] for year in years}
        for year, of_year in cells.items():
            for number, line in enumerate(_lines(of_year)):
                out.print(_hung(" " * 8, (f"  {year}  " if number == 0 else " " * 8) + line, out.width))
        bare = [str(year) for year, of_year in cells.items() if not of_year]
        if bare:
            out.print(_hung(" " * 8, f"  nothing is on record of {', '.join(bare)}", out.width, style="dim"))


def _head(row: Mapping[str, Any]) -> str:
    number = row["anniversary_n"]
    kinds = ", ".join([*row["classes"], *(name for name in row["complements"] if not name.startswith("not-"))])
    count = f"{_ordinal(number)} year" if number else ""
    what = ": ".join(filter(None, (count, kinds or ("round" if row["round_by"] else ""))))
    moved = f"moved: {row['moved_because']}" if row["moved_because"] else ""
    host = f" ({row['host']})" if row["host"] else ""
    return "   ".join(filter(None, (f"{row['date']}  {row['occasion_name']}{host}", what, _when(row["days"]), moved)))


def _when(days: int) -> str:
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _lines(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """What one occurrence was: a line a speaker, one for those who came, one for gestures."""
    lines = []
    for cell in cells:
        if cell["document_ids"]:
            said = "; ".join(f"{each['treatment']} {', '.join(each['targets'])}" for each in cell["treatments"])
            lines.append(f"{cell['actor']} {said or 'spoke'}  [{', '.join(cell['document_ids'])}]")
    for word, cells_of in _by_coming(cells).items():
        how: dict[str, list[str]] = {}
        for cell in cells_of:
            what = cell["rank"] if cell["status"] == "attended" else cell["status"]
            how.setdefault("" if what in _SAID else f" ({what.replace('_', ' ')})", []).append(cell["actor"])
        lines.append(f"{word}: " + "; ".join(f"{_some(states)}{what}" for what, states in how.items()))
    for made, word in ((True, "gestures"), (False, "withheld")):
        done = [
            f"{cell['actor']} {gesture['kind'].replace('_', ' ')}"
            for cell in cells
            for gesture in cell["gestures"]
            if gesture["made"] is made
        ]
        if done:
            lines.append(f"{word}: {', '.join(done)}")
    return lines or (["the event is on record, not who came"] if cells else [])


def _by_coming(cells: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Those who came, those who did not, and those of whom it is not known."""
    words = ("came", "did not come", "not known whether they came")
    found: dict[str, list[Mapping[str, Any]]] = {word: [] for word in words}
    for cell in cells:
        if cell["status"]:
            found[words[0 if cell["status"] in _CAME else 2 if cell["status"] == "unknown" else 1]].append(cell)
    return {word: kept for word, kept in found.items() if kept}


def _some(states: Sequence[str]) -> str:
    more = len(states) - _MOST_STATES
    return ", ".join(states[:_MOST_STATES]) + (f" and {more} more" if more > 0 else "")


def _hung(margin: str, line: str, width: int, *, style: str = "") -> Text:
    """The line folded at words, with what is carried over set under its text."""
    from rich.text import Text

    return Text("\n".join(wrap(line, width, subsequent_indent=margin, break_on_hyphens=False)), style=style)

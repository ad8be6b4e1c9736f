"""`cenotaph rollcall`: who is named on a rite, and how, year by year; or who came to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer
    from cenotaph.cli.tables import Symbol

__all__ = ["command", "print_attendance", "print_rollcall"]

_GOOD, _SAD, _BAD, _DIM = "green", "magenta", "red", "dim"

#: Treatment -> (two letters, colour). A treatment of a study's own codebook gets the first two letters of its word.
_TREATMENTS = {
    "credited": ("Cr", _GOOD),
    "thanked": ("Th", _GOOD),
    "honoured": ("Ho", _GOOD),
    "bonded": ("Bo", _GOOD),
    "victim": ("Vi", _SAD),
    "blamed": ("Bl", _BAD),
    "charged with distortion": ("Di", _BAD),
    "warned": ("Wa", _BAD),
    "named only": ("·", ""),
    "absent": ("○", "yellow"),
    "unknown": ("?", _DIM),
}

_RANKS = {
    "head_of_state": "HS",
    "head_of_government": "HG",
    "vice_president": "VP",
    "politburo_member": "PB",
    "parliament_speaker": "PS",
    "minister": "Mi",
    "foreign_minister": "FM",
    "defence_minister": "DM",
    "deputy_minister": "De",
    "special_envoy": "SE",
    "ambassador": "Am",
    "contingent_only": "Co",
}


@click.command()
@click.argument("occasion")
@study_option
@as_of_option
@json_option
@click.option("--actor", metavar="ID", help="Whose words, where several actors speak on the rite.")
@click.option("--target", "targets", multiple=True, metavar="ID", help="Only this target or state; may be repeated.")
@click.option("--without", multiple=True, metavar="ID", help="Leave this target or state out; may be repeated.")
@click.option("--coder", metavar="NAME", help="Only this coder's codings.")
@click.option("--attendance", is_flag=True, help="Who came, and at which rank, instead of who was named.")
@click.option("--open", "cell", metavar="TARGET:YEAR", help="The sentences, codings or records behind one cell.")
@click.option("--limit", type=click.IntRange(1), default=24, show_default=True, help="Rows to print; --json gives all.")
@click.option("--sentences", is_flag=True, help="Also print the sentences behind every cell.")
def command(
    occasion: str,
    study: Path,
    as_of: dt.date | None,
    as_json: bool,
    actor: str | None,
    targets: tuple[str, ...],
    without: tuple[str, ...],
    coder: str | None,
    attendance: bool,
    cell: str | None,
    limit: int,
    sentences: bool,
) -> None:
    """Who is named on OCCASION, and how, year by year: credited, thanked, honoured, blamed, absent, unknown.

    Rows are targets, columns the years of the rite. `+` marks a first appearance, `-` a disappearance, `!` either where
    the years before made it less likely than 1 in 10; cenotaph omissions opens it onto those years. Unknown is not
    absent: it says that the study holds neither text nor coding. Small letters are unverified codings.

    Example: cenotaph rollcall victory-day-moscow --target USA --target CHN --open USA:2015
    """
    import cenotaph
    from cenotaph.cli.sentences import print_sentences
    from cenotaph.cli.tables import print_answer_json, print_notes

    opened = cenotaph.open(study, as_of)
    if attendance and (actor or coder):
        raise click.UsageError("Attendance is a record of who came, not of words: it has no --actor and no --coder.")
    if cell is not None:
        target, year = _cell(cell)
        answer = opened.sentences(occasion, target=target, year=year, actor=actor, coder=coder, attendance=attendance)
        print_answer_json(answer) if as_json else print_sentences(answer)
        return
    if attendance:
        answer = opened.attendance(occasion, states=targets, without=without)
    else:
        answer = opened.rollcall(occasion, actor=actor, targets=targets, without=without, coder=coder)
    behind = (
        opened.sentences(occasion, targets=targets, actor=actor, coder=coder, attendance=attendance)
        if sentences
        else None
    )
    if as_json:
        print_answer_json(answer, **({"sentences": behind.to_dict()["rows"]} if behind else {}))
        return
    print_attendance(answer, limit) if attendance else print_rollcall(answer, limit)
    if behind:
        print_sentences(behind)
    print_notes(answer)


def print_rollcall(answer: Answer, limit: int | None = None) -> None:
    """The roll call of words as a grid on stdout; its notes are for `print_notes`."""
    from cenotaph.cli.tables import print_grid

    rows = _first(answer.rows.to_pylist(), "target", limit)
    unsure = any(row["confidence"] == 1 for row in rows)
    _print_cells(
        print_grid,
        f"{answer.more.get('occasion_name', 'Roll call')}: who is named, and how",
        rows,
        [(row["target"], _label(row["target"], row["target_name"])) for row in rows],
        [_treatment_symbol(row["treatment"], row["confidence"]) for row in rows],
        ["small letters, ◌: unverified"] if unsure else [],
    )


def print_attendance(answer: Answer, limit: int | None = None) -> None:
    """The roll call of guests as a grid on stdout; its notes are for `print_notes`."""
    from cenotaph.cli.tables import print_grid

    rows = _first(answer.rows.to_pylist(), "state", limit)
    unsure = any(row["confidence"] == 1 for row in rows)
    _print_cells(
        print_grid,
        f"{answer.more.get('occasion_name', 'Roll call')}: who came, and at which rank",
        rows,
        [(row["state"], _label(row["state"], row["state_name"])) for row in rows],
        [_rank_symbol(row) for row in rows],
        (["~ from afar"] if any(row["status"] == "virtual" for row in rows) else [])
        + (["small letters, ◌: unverified"] if unsure else []),
    )


def _print_cells(
    print_grid: Any,
    title: str,
    rows: Sequence[dict[str, Any]],
    labels: Sequence[tuple[str, str]],
    symbols: Sequence[Symbol],
    legend: Sequence[str],
) -> None:
    from cenotaph.absence import ONE_IN, is_surprising

    places = {key: place for place, key in enumerate(dict.fromkeys(key for key, _ in labels))}
    names = list(dict(labels).values())
    years = sorted({row["year"] for row in rows})
    cells = {
        (places[key], row["year"]): (_mark(row), symbol)
        for row, (key, _), symbol in zip(rows, labels, symbols, strict=True)
    }
    told = [f"! less likely than 1 in {ONE_IN} by the years before"] if any(map(is_surprising, rows)) else []
    if rows:
        print_grid(title, names, years, cells, [*told, *legend])


def _first(rows: list[dict[str, Any]], key: str, limit: int | None) -> list[dict[str, Any]]:
    """The rows of the first targets or states; how many are left is said on stderr."""
    names = list(dict.fromkeys(row[key] for row in rows))
    if limit is None or len(names) <= limit:
        return rows
    click.echo(f"The first {limit} of {len(names)} rows; for all: --limit {len(names)}.", err=True)
    shown = set(names[:limit])
    return [row for row in rows if row[key] in shown]


def _mark(row: dict[str, Any]) -> str:
    from cenotaph.absence import is_surprising

    if row.get("status") == "virtual":
        return "~"
    if is_surprising(row):
        return "!"
    return "+" if row["first"] else "-" if row["gone"] else ""


def _treatment_symbol(treatment: str, confidence: int | None) -> Symbol:
    from cenotaph.cli.tables import Symbol

    sign, style = _TREATMENTS.get(treatment, (treatment[:2].capitalize(), ""))
    return Symbol(_unsure(sign) if confidence == 1 else sign, treatment, style)


def _rank_symbol(row: dict[str, Any]) -> Symbol:
    from cenotaph.cli.tables import Symbol

    if row["rank"] is None:
        return Symbol("?", "unknown", _DIM)
    if row["rank"] in _RANKS:
        sign, meaning, style = _RANKS[row["rank"]], row["rank"].replace("_", " "), _GOOD
    elif row["status"] in ("attended", "virtual"):
        sign, meaning, style = "At", "attended, rank not on the scale", _GOOD
    else:
        sign, meaning, style = "○", "none", "yellow"
    return Symbol(_unsure(sign) if row["confidence"] == 1 else sign, meaning, style)


def _unsure(sign: str) -> str:
    return "◌" if sign == "○" else sign.lower()


def _label(key: str, name: str) -> str:
    return f"{key} {name}" if len(key) <= 4 and key.upper() == key and name != key else name or key


def _cell(text: str) -> tuple[str, int]:
    target, _, year = text.rpartition(":")
    if not target or not year.isdigit():
        raise click.BadParameter(f'"{text}" names no cell; write TARGET:YEAR, such as CHN:2024.', param_hint="--open")
    return target, int(year)

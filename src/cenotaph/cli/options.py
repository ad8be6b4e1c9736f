"""What the commands share: their common options, how problems and JSON are printed, and progress on a terminal."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from cenotaph.errors import Problem
from cenotaph.progress import Listener, Progress, silent

__all__ = [
    "DAY",
    "as_of_option",
    "count_by_severity",
    "json_option",
    "print_json",
    "print_problems",
    "problem_row",
    "study_option",
    "terminal_progress",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Day(click.ParamType[dt.date]):
    """A day of the calendar, written as year-month-day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(
                f'"{value}" is not a day of the calendar. Write it as year-month-day, such as 2024-05-09.', param, ctx
            )


#: The type of every option that takes a day.
DAY = _Day()


def study_option(command: _Command) -> _Command:
    """`--study DIR`: the study folder, the current folder where not given. The function receives `study: Path`."""
    option = click.option(
        "--study",
        type=click.Path(path_type=Path),
        default=Path("."),
        metavar="DIR",
        help="Study folder (default: here).",
    )
    return option(command)


def as_of_option(command: _Command) -> _Command:
    """`--as-of DATE`: answer with only what was public then. The function receives `as_of: datetime.date | None`."""
    option = click.option(
        "--as-of", type=DAY, default=None, metavar="DATE", help="Answer with only what was public on that day."
    )
    return option(command)


def json_option(command: _Command) -> _Command:
    """`--json`: print one JSON object instead of text. The function receives `as_json: bool`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


def problem_row(problem: Problem) -> dict[str, object]:
    """A problem as a JSON object with the keys of `Problem`."""
    return asdict(problem)


def print_json(
    command: str,
    study: Path,
    rows: Sequence[Mapping[str, object]],
    *,
    as_of: dt.date | None = None,
    notes: Sequence[str] = (),
    **more: object,
) -> None:
    """Print the one object of `--json` on stdout: command, study, as_of, rows, notes, and what else is given."""
    answer = {"command": command, "study": str(study), "as_of": as_of, "rows": rows, "notes": list(notes), **more}
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def print_problems(problems: Sequence[Problem], *, err: bool = False) -> None:
    """Print problems for people, in the order given, with an empty line between two."""
    if problems:
        click.echo("\n\n".join(str(problem) for problem in problems), err=err)


def count_by_severity(problems: Sequence[Problem]) -> str:
    """`3 errors, 1 warning`, or `no problems`."""
    counts = Counter(problem.severity for problem in problems)
    parts = [
        f"{counts[severity]} {severity}{'s' if counts[severity] != 1 else ''}"
        for severity in ("error", "warning")
        if counts[severity]
    ]
    return ", ".join(parts) or "no problems"


@contextmanager
def terminal_progress(*, quiet: bool = False) -> Iterator[Listener]:
    """A listener for long work: bars on a terminal, plain lines elsewhere, both on stderr; nothing when `quiet`.

    Use as `with terminal_progress() as listener: build(study, listener)`.
    """
    if quiet:
        yield silent
    elif sys.stderr.isatty():
        with _bars() as listener:
            yield listener
    else:
        yield _PlainLines()


@contextmanager
def _bars() -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[note]}", markup=True),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def listener(event: Progress) -> None:
        if event.stage not in tasks:
            tasks[event.stage] = bars.add_task(event.stage, total=event.total, note="")
        note = event.note.replace("[", r"\[")[-40:]
        bars.update(tasks[event.stage], completed=event.done, total=event.total, note=note)

    with bars:
        yield listener


class _PlainLines:
    """One line when a stage ends, and one every ten seconds while it runs."""

    seconds_between_lines = 10.0

    def __init__(self) -> None:
        self._said: dict[str, float] = {}
        self._ended: set[str] = set()

    def __call__(self, event: Progress) -> None:
        now = time.monotonic()
        ended = event.total is not None and event.done >= event.total
        if event.stage in self._ended or not (
            ended or now - self._said.setdefault(event.stage, now) >= self.seconds_between_lines
        ):
            return
        self._said[event.stage] = now
        if ended:
            self._ended.add(event.stage)
        of = "" if event.total is None else f" of {event.total}"
        note = f" ({event.note})" if event.note and not ended else ""
        click.echo(f"{event.stage}: {event.done}{of}{note}", err=True)

"""cenotaph status: what is built, from what, what is stale, and what was passed over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from cenotaph.cli.options import as_of_option, json_option, print_json, problem_row, study_option

__all__ = ["command"]


@click.command(name="status", short_help="Say what is built, from what, and what is stale.")
@study_option
@as_of_option
@json_option
@click.option("--problems", "every", is_flag=True, help="List every problem of the build, not the first 20 only.")
def command(study: Path, as_of: dt.date | None, as_json: bool, every: bool) -> None:
    """Say what is built, from what, what is stale, and what the build passed over: file, line, what was found, remedy.

    With --as-of the numbers of documents and rows are those of what was public on that day.
    """
    from cenotaph.build import status
    from cenotaph.cli.passed_over import passed_over, print_passed_over
    from cenotaph.study import load_checked

    found = status(load_checked(study), as_of)
    problems = passed_over(study) if found.rows else []
    if as_json:
        rows = [problem_row(problem) for problem in problems]
        print_json("status", study, [found.to_dict()], as_of=as_of, notes=found.notes(), problems=rows)
        return
    click.echo(found.text())
    print_passed_over(problems, study, every=every)
    for note in found.notes():
        click.echo(note, err=True)

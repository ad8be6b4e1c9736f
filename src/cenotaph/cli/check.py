"""`cenotaph check`: every problem of a study folder at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cenotaph.cli.options import count_by_severity, json_option, print_json, print_problems, problem_row, study_option

__all__ = ["command"]


@click.command("check", short_help="List every problem of a study folder.")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@study_option
@json_option
def command(folder: Path | None, study: Path, as_json: bool) -> None:
    """List every problem of the files that people write in a study folder: place, what was found, how to mend it.

    Exit status 2 where there is an error, 0 where there are only warnings or nothing.
    """
    from cenotaph.study import load

    loaded = load(folder or study)
    if as_json:
        print_json("check", loaded.folder, [problem_row(problem) for problem in loaded.problems])
    else:
        print_problems(loaded.problems)
        if loaded.problems:
            click.echo(err=True)
        counted = count_by_severity(loaded.problems)
        click.echo(f"{counted[0].upper()}{counted[1:]} in {loaded.folder}", err=True)
        if loaded.problems:
            click.echo(f"To read about one: cenotaph explain {loaded.problems[0].code}", err=True)
    if loaded.errors:
        sys.exit(2)

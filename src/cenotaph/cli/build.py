"""cenotaph build: bring the derived tables up to date."""

from __future__ import annotations

import time
from pathlib import Path

import click

from cenotaph.cli.options import json_option, print_json, print_problems, problem_row, study_option, terminal_progress

__all__ = ["command"]


@click.command(name="build", short_help="Read, split and code what changed since the last build.")
@study_option
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Worker processes (default: one a processor).")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@json_option
def command(study: Path, jobs: int | None, quiet: bool, as_json: bool) -> None:
    """Read, split and code what changed since the last build.

    What did not change is not touched. The new snapshot takes the place of the old one at the end, at once: a build
    that is killed leaves the last good one. Where a source that held documents holds none any more, the build stops
    with exit status 2 and the last snapshot stays; exit status 1 where a source never gave any.
    """
    from cenotaph.build import build
    from cenotaph.cli.passed_over import passed_over, print_passed_over
    from cenotaph.study import load_checked

    began = time.perf_counter()
    with terminal_progress(quiet=quiet or as_json) as listener:
        report = build(load_checked(study), listener, jobs)
    problems = passed_over(study) if report.problems else []
    if as_json:
        rows = [problem_row(problem) for problem in problems]
        print_json("build", study, [report.to_dict()], notes=report.notes(), problems=rows)
    elif quiet:
        print_problems([problem for problem in problems if problem.severity == "error"], err=True)
    else:
        click.echo(report.text(time.perf_counter() - began))
        print_passed_over(problems, study, err=True)
        for note in report.notes():
            click.echo(note, err=True)
    if report.empty_sources:
        raise SystemExit(1)

"""`cenotaph check`: every problem of a study folder at once."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cenotaph.cli.options import count_by_severity, json_option, print_json, print_problems, problem_row, study_option

if TYPE_CHECKING:
    from cenotaph.errors import Problem
    from cenotaph.study import LoadedStudy

__all__ = ["command", "found_problems"]


@click.command("check", short_help="List every problem of a study folder.")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@study_option
@json_option
def command(folder: Path | None, study: Path, as_json: bool) -> None:
    """List every problem of the files that people write in a study folder: place, what was found, how to mend it.

    Of tables the columns are looked at, and no more: what is wrong inside the documents is found by a build. Exit
    status 2 where there is an error, 0 where there are only warnings or nothing.
    """
    from cenotaph.study import load

    loaded = load(folder or study)
    problems = found_problems(loaded)
    if as_json:
        print_json("check", loaded.folder, [problem_row(problem) for problem in problems])
    else:
        print_problems(problems)
        counted = count_by_severity(problems)
        gap = "\n" if problems else ""
        click.echo(f"{gap}{counted[0].upper()}{counted[1:]} in {loaded.folder}", err=True)
        if problems:
            click.echo(f"To read about one: cenotaph explain {problems[0].code}", err=True)
    if any(problem.severity == "error" for problem in problems):
        sys.exit(2)


#: Kinds of the coding room that the study room has told already, with their lines.
_TOLD_ALREADY = ("cue-names-unknown-target", "term-of-two-targets")


def found_problems(study: LoadedStudy) -> list[Problem]:
    """The problems of the study's own files, of the patterns of its codebook, and of the sources.

    Of sources: those without a file, and tables that lack a column which study.toml names.
    """
    from cenotaph.coding import pattern_problems
    from cenotaph.sources import header_problems, shards

    patterns = [
        replace(problem, line=line)
        for problem in pattern_problems(study.codebook, study.config.codebook)
        if problem.name not in _TOLD_ALREADY and (line := _own_line(study, problem.field)) is not None
    ]
    sources = []
    for shard in shards(study):
        line = study.source_lines.get(shard.source)
        sources += [
            replace(problem, line=problem.line or line) if problem.file == "study.toml" else problem
            for problem in shard.problems
        ]
        asked = f"The source {shard.source} asks for it (study.toml{f', line {line}' if line else ''})."
        sources += [
            replace(problem, remedy=f"{problem.remedy} {asked}".lstrip()) if problem.field else problem
            for problem in header_problems(shard)
        ]
    return [*study.problems, *patterns, *sources]


def _own_line(study: LoadedStudy, field: str) -> int | None:
    """The line of a field of the codebook; null for an entry that was taken over, which is not the user's to mend."""
    while field.count("."):
        if field in study.codebook_lines:
            return study.codebook_lines[field]
        field = field.rpartition(".")[0]
    return None

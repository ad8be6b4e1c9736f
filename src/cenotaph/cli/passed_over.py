"""What a build passed over: the rows of the table `problems`, the most telling ones first."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from cenotaph.cli.options import count_by_severity, print_problems
from cenotaph.errors import Problem

__all__ = ["passed_over", "print_passed_over"]

_MOST = 20


def passed_over(folder: Path) -> list[Problem]:
    """The problems of the last build: errors first, then the kinds that are fewest, then by file and line.

    A kind that occurs once, such as a column that is missing, often tells why another occurs a thousand times. Raises
    NothingBuilt.
    """
    from cenotaph.store import Snapshot

    rows = Snapshot.open(folder).query(
        "SELECT code, name, severity, file, line, coalesce(field, '') AS field, message, "
        "coalesce(remedy, '') AS remedy, document_id "
        "FROM (SELECT *, count(*) OVER (PARTITION BY code) AS of_kind FROM problems) "
        "ORDER BY severity, of_kind, code, file, line NULLS FIRST, message"
    )
    return [Problem(**row) for row in rows.to_pylist()]


def print_passed_over(problems: list[Problem], study: Path, *, every: bool = False, err: bool = False) -> None:
    """The first twenty problems, or all, and how to see the rest and read about one."""
    if not problems:
        return
    shown = problems if every else problems[:_MOST]
    click.echo(err=err)
    print_problems(shown, err=err)
    where = "" if study == Path(".") else f" --study {shlex.quote(str(study))}"
    click.echo(err=True)
    if len(shown) < len(problems):
        more = count_by_severity(problems[len(shown) :])
        click.echo(f"{len(problems) - len(shown):,} more ({more}): cenotaph status --problems{where}", err=True)
    click.echo(f"To read about one: cenotaph explain {shown[0].code}", err=True)

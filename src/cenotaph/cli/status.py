"""cenotaph status: what is built, from what, and what is stale."""

from __future__ import annotations

from pathlib import Path

import click

from cenotaph.cli.options import json_option, print_json, study_option

__all__ = ["command"]


@click.command(name="status", short_help="Say what is built, from what, and what is stale.")
@study_option
@json_option
def command(study: Path, as_json: bool) -> None:
    """Say what is built, from what, and what is stale."""
    from cenotaph.build import status
    from cenotaph.study import load_checked

    found = status(load_checked(study))
    if as_json:
        print_json("status", study, [found.to_dict()], notes=found.notes())
        return
    click.echo(found.text())
    for note in found.notes():
        click.echo(note, err=True)

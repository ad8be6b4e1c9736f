"""`cenotaph explain`: what a problem code means, with a bad and a good example."""

from __future__ import annotations

import importlib
import importlib.util

import click

from cenotaph.cli.options import json_option
from cenotaph.errors import NotFound, ProblemKind, all_problem_kinds

__all__ = ["command", "explained", "known_kinds"]

#: The rooms that may declare kinds of problem, each in its module `problems`.
ROOMS = ("study", "corpus", "sources", "coding", "exchange", "store", "measures", "build", "report")


def known_kinds() -> list[ProblemKind]:
    """Every kind of problem that the program can report, by code."""
    for room in ROOMS:
        name = f"cenotaph.{room}.problems"
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    return all_problem_kinds()


def explained(wanted: str) -> list[ProblemKind]:
    """The kinds of that code or name. Raises NotFound."""
    kinds = known_kinds()
    found = [kind for kind in kinds if wanted.strip().upper() == kind.code or wanted.strip().lower() == kind.name]
    if not found:
        names = [kind.name for kind in kinds]
        codes = [kind.code for kind in kinds]
        raise NotFound("problem code", wanted, codes if wanted[1:].isdigit() else names)
    return found


@click.command("explain", short_help="Explain a problem code.")
@click.argument("code", required=False)
@json_option
def command(code: str | None, as_json: bool) -> None:
    """Explain a problem by its code (C014) or name (unknown-target). Without either: list all codes."""
    kinds = explained(code) if code else known_kinds()
    if as_json:
        _print_json(kinds)
    elif code:
        click.echo("\n\n".join(_page(kind) for kind in kinds))
    else:
        for kind in kinds:
            click.echo(f"{kind.code}  {kind.severity:<8} {kind.name}")
        click.echo("\nTo read about one: cenotaph explain CODE", err=True)


def _page(kind: ProblemKind) -> str:
    import textwrap

    what = textwrap.fill(kind.what, 96)
    bad, good = (textwrap.indent(example, "    ") for example in (kind.bad, kind.good))
    return f"{kind.code} {kind.name} ({kind.severity})\n\n{what}\n\nInstead of\n{bad}\n\nwrite\n{good}"


def _print_json(kinds: list[ProblemKind]) -> None:
    import json
    from dataclasses import asdict

    answer = {"command": "explain", "study": None, "as_of": None, "rows": [asdict(kind) for kind in kinds], "notes": []}
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))

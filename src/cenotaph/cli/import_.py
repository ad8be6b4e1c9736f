"""`cenotaph import`: a dictionary of another program as a codebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cenotaph.cli.options import json_option, print_json

if TYPE_CHECKING:
    from cenotaph.exchange import Imported, Kind

__all__ = ["command"]

FORMATS = ("quanteda", "liwc", "lexicoder", "yoshikoder", "wordstat", "khcoder")


@click.command("import", short_help="Make a codebook of a dictionary of another program.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", type=click.Choice(FORMATS), help="Format of the file (default: guessed).")
@click.option("--language", type=click.Choice(["en", "ru", "zh"]), help="Language of its words (default: guessed).")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["topics", "targets", "acts"]),
    default="topics",
    show_default=True,
    help="What its categories become: topics (targets of kind idea), targets (of kind group) or acts.",
)
@click.option("--inflect", is_flag=True, help="Find every form of its words, not only the one written.")
@click.option("--encoding", metavar="NAME", help="Encoding of the file (default: UTF-8, else guessed).")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("codebook.yaml"),
    show_default=True,
    help="The codebook to write; never over a file that is there.",
)
@json_option
def command(
    file: Path,
    format: str | None,
    language: str | None,
    kind: Kind,
    inflect: bool,
    encoding: str | None,
    out: Path,
    as_json: bool,
) -> None:
    """Make a codebook of a dictionary of another program: quanteda YAML, LIWC .dic, Lexicoder .lc3, Yoshikoder .ykd
    and .lcd, WordStat .cat, or coding rules of KH Coder.

    Whatever a codebook cannot say is listed line by line, here and at the end of the file that is written.
    """
    from cenotaph.exchange import import_dictionary

    made = import_dictionary(file, kind=kind, format=format, language=language, encoding=encoding, inflect=inflect)
    made.write(out)
    if as_json:
        _print_json(made, out)
    else:
        _print(made, out)


def _print(made: Imported, out: Path) -> None:
    width = max(len(entry.id) for entry in made.entries)
    for entry in made.entries:
        click.echo(f"{entry.id:<{width}}  {entry.n:>5}  {entry.name}")
    for loss in made.losses:
        click.echo(str(loss), err=True)
    for note in made.notes:
        click.echo(note, err=True)
    lost = sum(not loss.changed for loss in made.losses)
    words = "cues" if made.kind == "acts" else "terms"
    kind = made.kind if len(made.entries) != 1 else made.kind.removesuffix("s")
    total = sum(entry.n for entry in made.entries)
    click.echo(
        f"\n{out}: {len(made.entries)} {kind} with {total} {words} ({made.language}) from {made.file}, a "
        f"{made.format}; {lost} lost, {len(made.losses) - lost} changed.\n"
        f'To use it, set codebook = "{out.name}" in study.toml; then: cenotaph check',
        err=True,
    )


def _print_json(made: Imported, out: Path) -> None:
    from dataclasses import asdict

    rows = [{"id": entry.id, "name": entry.name, "line": entry.line, "n": entry.n} for entry in made.entries]
    print_json(
        "import",
        out.parent,
        rows,
        notes=made.notes,
        file=made.file,
        format=made.format,
        language=made.language,
        kind=made.kind,
        codebook=str(out),
        losses=[asdict(loss) for loss in made.losses],
    )

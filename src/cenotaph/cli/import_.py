"""`cenotaph import`: a dictionary of another program as a codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from cenotaph.cli.options import json_option, print_json

if TYPE_CHECKING:
    from cenotaph.exchange import Imported, Kind

__all__ = ["command", "tried"]

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
@click.option(
    "--try",
    "sentences",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Sentences, one a line: compare KH Coder's rules with the codebook on them (topics and targets).",
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
    sentences: TextIO | None,
    as_json: bool,
) -> None:
    """Make a codebook of a dictionary of another program: quanteda YAML, LIWC .dic, Lexicoder .lc3, Yoshikoder .ykd
    and .lcd, WordStat .cat, or coding rules of KH Coder.

    Whatever a codebook cannot say is listed line by line, here and at the end of the file that is written.
    """
    from cenotaph.exchange import import_dictionary

    lines = [line.strip() for line in sentences if line.strip()] if sentences else []
    made = import_dictionary(file, kind=kind, format=format, language=language, encoding=encoding, inflect=inflect)
    if sentences and (not made.rules or made.kind == "acts"):
        raise click.UsageError("--try compares the rules of KH Coder with topics or targets.")
    made.write(out)
    trials = tried(made, lines)
    if as_json:
        _print_json(made, out, trials)
    else:
        _print(made, out, trials)


def tried(made: Imported, sentences: Sequence[str]) -> list[dict[str, object]]:
    """For each code of a rule file in how many sentences its rule holds, its entry is found, and both.

    `line` is the code's line, `id` its entry (null where nothing of it was carried over), `n_rule`, `n_codebook` and
    `n_both` are numbers of sentences. Empty where there are no sentences.
    """
    if not sentences:
        return []
    ids = {entry.line: entry.id for entry in made.entries}
    by_rule, by_codebook = made.rules_that_hold(sentences), _found(made, sentences)
    rows: list[dict[str, object]] = []
    for rule in made.rules:
        held = {place for place, lines in enumerate(by_rule) if rule.line in lines}
        found = by_codebook.get(ids.get(rule.line, ""), set())
        row = {"n_rule": len(held), "n_codebook": len(found), "n_both": len(held & found)}
        rows.append({"line": rule.line, "name": rule.name, "id": ids.get(rule.line), **row})
    return rows


def _found(made: Imported, sentences: Sequence[str]) -> dict[str, set[int]]:
    """The places of the sentences that mention each target."""
    import pyarrow as pa

    from cenotaph.coding import PASSAGE_BATCH, code_batch, compile_codebook

    rows = [
        {"passage_id": str(place), "document_id": str(place), "language": made.language, "text": text, "start": 0}
        for place, text in enumerate(sentences)
    ]
    coder = compile_codebook(made.codebook, [made.language])
    mentions = code_batch(pa.RecordBatch.from_pylist(rows, schema=PASSAGE_BATCH), coder).mentions
    found: dict[str, set[int]] = {}
    for passage, target in zip(mentions["passage_id"].to_pylist(), mentions["target"].to_pylist(), strict=True):
        found.setdefault(target, set()).add(int(passage))
    return found


def _print(made: Imported, out: Path, trials: Sequence[Mapping[str, object]]) -> None:
    width = max(len(entry.id) for entry in made.entries)
    for entry in made.entries:
        click.echo(f"{entry.id:<{width}}  {entry.n:>5}  {entry.name}")
    if trials:
        click.echo(f"\n{'sentences by':>12}  {'rule':>5}  {'codebook':>8}  {'both':>5}")
    for row in trials:
        click.echo(f"{row['n_rule']:>19}  {row['n_codebook']:>8}  {row['n_both']:>5}  {row['name']}")
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


def _print_json(made: Imported, out: Path, trials: Sequence[Mapping[str, object]]) -> None:
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
        trials=trials,
    )

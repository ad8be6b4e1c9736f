"""`cenotaph code`: why a sentence is coded so, how well a codebook codes, and what a changed one changes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cenotaph.cli.options import json_option, study_option, terminal_progress

if TYPE_CHECKING:
    from cenotaph.answer import Answer
    from cenotaph.asked.coding import Coding

__all__ = ["command"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group("code", short_help="Explain, test, evaluate and compare how sentences are coded.")
def command() -> None:
    """Ask the coding to account for itself: explain a sentence, run a codebook's examples, score it on a gold sample,
    and see what a change of the codebook changes.
    """


def _codebook_options(options: _Command) -> _Command:
    """`--codebook NAME` or `--study DIR`; the function receives both and hands them to `_coding`."""
    study = click.option(
        "--study",
        type=click.Path(path_type=Path),
        default=None,
        metavar="DIR",
        help="Study folder whose codebook it is.",
    )
    codebook = click.option(
        "--codebook",
        metavar="NAME",
        help="A codebook that comes with the program (default: the study's, here or there).",
    )
    return codebook(study(options))


def _coding(study: Path | None, codebook: str | None) -> Coding:
    """The codebook asked for; without either, that of the study folder here, else the packaged memory-acts."""
    import cenotaph
    from cenotaph.asked.coding import Coding

    if study is not None and codebook is not None:
        raise click.UsageError("Give --study or --codebook, not both.")
    if codebook is None and (study is not None or Path("study.toml").exists()):
        return Coding(cenotaph.open(study or Path(".")))
    return Coding(codebook=codebook or "memory-acts")


@command.command("explain", short_help="Why a sentence is coded as it is.")
@click.argument("sentence", required=False)
@click.option("--statement", metavar="ID", help="Explain a statement of the built study instead.")
@_codebook_options
@click.option("--language", type=click.Choice(["en", "ru", "zh"]), help="Guessed from the letters where not given.")
@click.option("--actor", metavar="STATE", help="Whose text it is.")
@click.option("--speaker", metavar="NAME", help="Whose turn it is.")
@click.option("--before", default="", metavar="TEXT", help="The sentence before it.")
@click.option("--after", default="", metavar="TEXT", help="The sentence after it.")
@json_option
def explain(
    sentence: str | None,
    statement: str | None,
    study: Path | None,
    codebook: str | None,
    language: str | None,
    actor: str | None,
    speaker: str | None,
    before: str,
    after: str,
    as_json: bool,
) -> None:
    """Show what was found in SENTENCE, whether it speaks of the past, which rule fired, and which did not and why.

    \b
    cenotaph code explain "We thank our allies of the war years." --actor RUS
    cenotaph code explain --statement "speech-1945#3/thank/RUS/allies" --study my-study
    """
    from cenotaph.cli.code_output import print_explanation
    from cenotaph.cli.tables import print_answer_json, print_notes

    if (sentence is None) == (statement is None):
        raise click.UsageError("Give a sentence, or --statement and a statement's id.")
    coding = _coding(study, codebook)
    if statement is not None:
        answer = coding.explain_statement(statement)
    else:
        answer = coding.explain(
            sentence or "", language=language, actor=actor, speaker=speaker, before=before, after=after
        )
    if as_json:
        print_answer_json(answer)
        return
    print_explanation(answer.to_dict())
    print_notes(answer)


@command.command("test", short_help="Run the examples written in a codebook.")
@_codebook_options
@json_option
def test(study: Path | None, codebook: str | None, as_json: bool) -> None:
    """Run the examples of a codebook, those that must yield statements and those that must not.

    Each that fails is printed with what was expected, what was found, and why. Exit status 1 when one fails.
    """
    from cenotaph.cli.code_output import print_explanation, print_failure
    from cenotaph.cli.tables import print_answer_json, print_notes

    coding = _coding(study, codebook)
    answer = coding.test()
    if as_json:
        print_answer_json(answer)
    else:
        for row in answer:
            if not row["passed"]:
                print_failure(row)
                told = {name: row[name] for name in ("language", "actor")}
                print_explanation(coding.explain(row["sentence"], before=row["before"] or "", **told).to_dict())
        print_notes(answer)
    if answer.more["failed"]:
        sys.exit(1)


@command.command("evaluate", short_help="Score a codebook on a gold sample.")
@click.option(
    "--gold",
    "gold",
    type=click.Path(path_type=Path),
    required=True,
    multiple=True,
    metavar="FILE",
    help="Gold sample in JSON lines; more files may follow.",
)
@click.argument("more_gold", type=click.Path(path_type=Path), nargs=-1, metavar="[FILE]...")
@_codebook_options
@click.option("--actors", default="", metavar="SOURCE=STATE,...", help="Whose texts the sample's sources are.")
@click.option("--errors", "n_errors", type=click.IntRange(0), default=20, show_default=True, help="How many to print.")
@click.option("--seed", type=int, default=7, show_default=True, help="Seed of the bootstrap.")
@json_option
def evaluate(
    gold: tuple[Path, ...],
    more_gold: tuple[Path, ...],
    study: Path | None,
    codebook: str | None,
    actors: str,
    n_errors: int,
    seed: int,
    as_json: bool,
) -> None:
    """Precision, recall and F1 with intervals on a gold sample, and the errors to read.

    Plain, and weighted by 1/pi where the sample says with which probability its sentences were drawn. A source in
    --actors may be a pattern: --actors "press_*=FRA,tv=DEU".
    """
    from cenotaph.cli.code_output import print_errors, print_scores
    from cenotaph.cli.tables import print_answer_json, print_notes

    answer = _coding(study, codebook).evaluate(*gold, *more_gold, actors=_pairs(actors), seed=seed)
    if as_json:
        print_answer_json(answer)
        return
    print_scores(list(answer))
    print_errors(answer.more["errors"], n_errors)
    print_notes(answer)


@command.command("diff", short_help="What a changed codebook changes.")
@study_option
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="How many statements to show.")
@click.option("--quiet", is_flag=True, help="No progress.")
@json_option
def diff(study: Path, limit: int, quiet: bool, as_json: bool) -> None:
    """What the codebook on disk changes against the codings of the last build, by act and statement by statement.

    The texts are coded again and nothing is written. Where the codebook is still that of the last build: what that
    build changed.
    """
    import cenotaph
    from cenotaph.asked.coding import Coding
    from cenotaph.cli.code_output import print_changes
    from cenotaph.cli.tables import print_answer_json, print_notes

    with terminal_progress(quiet=quiet or as_json) as listener:
        answer: Answer = Coding(cenotaph.open(study)).diff(limit=limit, listener=listener)
    if as_json:
        print_answer_json(answer)
        return
    print_changes(list(answer), answer.more["changes"])
    print_notes(answer)


def _pairs(text: str) -> dict[str, str]:
    pairs: Sequence[tuple[str, str, str]] = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    if any(not source or not state for source, _, state in pairs):
        raise click.BadParameter(f'"{text}" is not a list of SOURCE=STATE.', param_hint="--actors")
    return {source.strip(): state.strip() for source, _, state in pairs}

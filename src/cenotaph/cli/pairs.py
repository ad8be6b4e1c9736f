"""`cenotaph pairs`: passages compared blind, two at a time, and the scale that the answers give."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from cenotaph.cli.options import as_of_option, json_option, study_option

__all__ = ["command"]


@click.group("pairs", short_help="Draw pairs of passages to be compared blind; fit the scale their answers give.")
def command() -> None:
    """Scales such as "harder on the West" without a lexicon: people or models compare passages two at a time.

    `draw` writes pairs/NAME.csv, where years and the speaker's own name are hidden; write 1, 2 or = under answer, and
    who you are under rater. `fit` puts the passages on a scale.
    """


@command.command("draw")
@click.argument("name")
@study_option
@as_of_option
@click.option("--question", required=True, metavar="TEXT", help="What is asked of each pair: Which is harder on ...?")
@click.option("--target", "targets", multiple=True, metavar="ID", help="Only sentences that name it; may be repeated.")
@click.option("--actor", metavar="ID", help="Only documents of this actor.")
@click.option("--occasion", metavar="ID", help="Only words said on this rite.")
@click.option("--language", metavar="CODE", help="Only texts in this language.")
@click.option("--source", metavar="ID", help="Only documents of this source.")
@click.option("--passages", type=click.IntRange(3), default=24, show_default=True, help="Sentences to compare.")
@click.option("--each", type=click.IntRange(2), default=20, show_default=True, help="Pairs each one is in; even.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw.")
def draw(
    name: str,
    study: Path,
    as_of: dt.date | None,
    question: str,
    targets: tuple[str, ...],
    passages: int,
    each: int,
    seed: int,
    **equal: str | None,
) -> None:
    """Draw pairs of sentences and write them to pairs/NAME.csv, to be filled in.

    Every sentence is first in half of its pairs, and all hang together. Which sentence is which stands in
    pairs/NAME.key.csv: do not look before you have answered.

    Example: cenotaph pairs draw hardness --question "Which is harder on the West?" --occasion victory-day
    """
    import cenotaph

    opened = cenotaph.open(study, as_of)
    file = opened.draw_pairs(name, question, targets=targets, passages=passages, each=each, seed=seed, **equal)
    click.echo(f"{file} written. Fill in the column answer, then: cenotaph pairs fit {name}", err=True)


@command.command("fit")
@click.argument("name")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@study_option
@as_of_option
@json_option
def fit(name: str, files: tuple[Path, ...], study: Path, as_of: dt.date | None, as_json: bool) -> None:
    """The scale that the answers to the pairs NAME give, from pairs/NAME.csv or the FILEs that raters sent back.

    Example: cenotaph pairs fit hardness pairs/hardness-anna.csv pairs/hardness-bo.csv
    """
    import cenotaph
    from cenotaph.cli.tables import print_answer_json, print_notes, print_table

    answer = cenotaph.open(study, as_of).fit_pairs(name, files)
    if as_json:
        print_answer_json(answer)
        return
    lines = [
        [
            "" if row["value"] is None else f"{row['value']:+.2f}",
            "" if row["low"] is None else f"{row['low']:+.2f} - {row['high']:+.2f}",
            f"{row['numerator']:g}/{row['n']}",
            str(row["date"] or ""),
            row["actor"] or "",
            row["text"],
        ]
        for row in answer
    ]
    heads = [("place", "right"), ("95% interval", "right"), ("won", "right"), ("date", "left"), ("actor", "left")]
    print_table([*heads, ("passage", "left")], lines, title=f"{name}, logits", shrink=("passage",))
    print_notes(answer)

"""`cenotaph measure`: every measure, with intervals, options, a chart, and what stands behind a row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from cenotaph.cli.options import DAY, as_of_option, json_option, study_option, terminal_progress

__all__ = ["command"]

_BY = ("actor", "target", "year", "month", "occasion", "speaker", "language", "genre", "source", "document")


@click.command()
@click.argument("name", required=False)
@study_option
@as_of_option
@json_option
@click.option("--by", multiple=True, metavar="WHAT", help=f"Break down by {', '.join(_BY)}; may be repeated.")
@click.option("--target", "targets", multiple=True, metavar="ID", help="Only this target; may be repeated.")
@click.option("--actor", metavar="ID", help="Only documents of this actor.")
@click.option("--occasion", metavar="ID", help="Only words said on this rite.")
@click.option("--speaker", metavar="NAME", help="Only documents of this speaker.")
@click.option("--language", metavar="CODE", help="Only texts in this language: en, ru, zh.")
@click.option("--genre", metavar="NAME", help="Only documents of this genre.")
@click.option("--source", metavar="ID", help="Only documents of this source.")
@click.option("--from", "from_date", type=DAY, metavar="DATE", help="Only documents of this day or later.")
@click.option("--to", "to_date", type=DAY, metavar="DATE", help="Only documents of this day or earlier.")
@click.option("--coder", metavar="NAME", help="Only this coder's codings.")
@click.option("--set", "options", multiple=True, metavar="NAME=VALUE", help="An option of the measure; see --list.")
@click.option("--list", "listing", is_flag=True, help="What each measure needs, and when it abstains.")
@click.option(
    "--chart", "chart", type=click.Path(path_type=Path), metavar="FILE", help="Draw it: .html, .svg or .vl.json."
)
@click.option("--open", "group", metavar="ROW", help="The sentences one row counts, such as actor=RUS,target=CHN.")
@click.option("--limit", type=click.IntRange(1), default=60, show_default=True, help="Rows to print; --json gives all.")
def command(
    name: str | None,
    study: Path,
    as_of: dt.date | None,
    as_json: bool,
    by: tuple[str, ...],
    targets: tuple[str, ...],
    options: tuple[str, ...],
    listing: bool,
    chart: Path | None,
    group: str | None,
    limit: int,
    **given: Any,
) -> None:
    """The measure NAME by actor, target, year or occasion, with intervals; without NAME, the list of measures.

    Each interval says what it covers. Where there is too little to say, the value is null, and the reason stands below.

    Example: cenotaph measure credit_share --by target --by year --actor RUS
    """
    import cenotaph
    from cenotaph.cli.measured import print_measure, print_measures
    from cenotaph.cli.sentences import print_sentences
    from cenotaph.cli.tables import print_answer_json, print_notes

    if name is None or listing:
        print_measures(name, as_json=as_json)
        return
    opened = cenotaph.open(study, as_of)
    split = [each for text in by for each in text.split(",")]
    given["options"] = _settings(options)
    if group is not None:
        with terminal_progress() as opened.listener:
            answer = opened.counted(name, _row(group), targets=targets, **given)
        print_answer_json(answer) if as_json else print_sentences(answer)
        return
    with terminal_progress() as opened.listener:
        answer = opened.measure(name, split, targets=targets, **given)
    if chart is not None:
        from cenotaph.asked import write_chart

        click.echo(f"{write_chart(answer, chart)} written", err=True)
    if as_json:
        print_answer_json(answer)
        return
    print_measure(answer, limit, zeros=bool(targets))
    print_notes(answer)


def _settings(options: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in options:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f'"{text}" sets nothing; write it as NAME=VALUE.', param_hint="--set")
        found[name.strip()] = value.strip()
    return found


def _row(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not pairs or any(not sign or not value for _, sign, value in pairs):
        raise click.BadParameter(f'"{text}" names no row; write it as actor=RUS,target=CHN.', param_hint="--open")
    return {key.strip(): value.strip() for key, _, value in pairs}

"""`cenotaph import-events`: rows of a table of events as rows of the study's tables of deeds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cenotaph.cli.options import DAY, json_option, print_json, study_option

if TYPE_CHECKING:
    from cenotaph.exchange import ImportedEvents

__all__ = ["command"]

FORMATS = ("gdelt", "icews", "polecat", "table")


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    from cenotaph.exchange import EVENT_FIELDS

    pairs = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign or name not in EVENT_FIELDS:
            raise click.BadParameter(f'"{each}" is not FIELD=..., FIELD one of {", ".join(EVENT_FIELDS)}.', ctx, param)
        pairs[name] = value
    return pairs


@click.command("import-events")
@click.argument("file", type=click.Path(path_type=Path))
@study_option
@json_option
@click.option("--format", type=click.Choice(FORMATS), help="Whose table it is (default: guessed by its columns).")
@click.option("--column", "columns", multiple=True, callback=_pairs, metavar="FIELD=NAME", help="Where a field stands.")
@click.option(
    "--set", "constants", multiple=True, callback=_pairs, metavar="FIELD=VALUE", help="The same in every row."
)
@click.option("--actor", "actors", multiple=True, metavar="ID", help="Only deeds of it; of several, among them.")
@click.option("--code", "codes", multiple=True, metavar="START", help="Only codes that begin so: 04, 042, CONSULT.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="Only events of this day or later.")
@click.option("--to", "last", type=DAY, metavar="DATE", help="Only events of this day or earlier.")
@click.option("--each", is_flag=True, help="An event for every row, not one for a day, pair and code.")
@click.option("--most", type=click.IntRange(1), default=2_000, show_default=True, help="Refuse to make more events.")
@click.option("--encoding", metavar="NAME", help="Encoding of the file (default: UTF-8).")
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook (default: the first).")
@click.option("--try", "trial", is_flag=True, help="Say what would be added and lost, and write nothing.")
def command(
    file: Path,
    study: Path,
    as_json: bool,
    format: str | None,
    columns: dict[str, str],
    constants: dict[str, str],
    actors: tuple[str, ...],
    codes: tuple[str, ...],
    first: dt.date | None,
    last: dt.date | None,
    each: bool,
    most: int,
    encoding: str | None,
    sheet: str | None,
    trial: bool,
) -> None:
    """Append events, visits and gestures of a table (CSV, TSV, XLSX; GDELT, ICEWS, POLECAT) to the study's tables.

    Actors are known by their id, name or names in study.toml; machine-coded rows of others are passed over. Codes stay
    text. What cannot be carried is listed. What stands in events.csv, participations.csv and gestures.csv stays; a
    second import adds nothing twice.

    Example: cenotaph import-events icews.tab --actor CHN --actor RUS --code 042 --code 043 --from 2015-01-01
    """
    from cenotaph.exchange import Wanted, import_events
    from cenotaph.study import load_checked

    wanted = Wanted(actors, first, last, codes, each, most)
    config = load_checked(study).config
    made = import_events(
        file, config, wanted, format=format, columns=columns, constants=constants, encoding=encoding, sheet=sheet
    )
    tables = ("events", "participations", "gestures")
    added = {name: len(getattr(made, name)) for name in tables} if trial else made.write(study)
    if as_json:
        _print_json(made, study, added, trial)
    else:
        _print(made, added, trial)


def _print(made: ImportedEvents, added: dict[str, int], trial: bool) -> None:
    for name, n in added.items():
        click.echo(f"{name:<16}{n:>7,}")
    for loss in made.losses:
        click.echo(str(loss), err=True)
    if made.unknown:
        met = ", ".join(f"{name} ({n:,})" for name, n in list(made.unknown.items())[:8])
        click.echo(f"Actors that study.toml does not know: {met}.", err=True)
    total = f"{made.n_rows:,} rows, {made.n_wanted:,} wanted; {sum(added.values()):,} rows"
    done = (
        "would be added; nothing was written." if trial else "added to the tables of the study.\nNext: cenotaph check"
    )
    click.echo(f"\n{made.file}, {made.format}: {total} {done}", err=True)


def _print_json(made: ImportedEvents, study: Path, added: dict[str, int], trial: bool) -> None:
    from dataclasses import asdict

    rows = [{"table": name, **row} for name in added for row in getattr(made, name)]
    print_json(
        "import-events",
        study,
        rows,
        file=made.file,
        format=made.format,
        n_rows=made.n_rows,
        n_wanted=made.n_wanted,
        added=added,
        written=not trial,
        unknown=made.unknown,
        losses=[asdict(loss) for loss in made.losses],
    )

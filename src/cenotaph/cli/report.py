"""`cenotaph report`: the study as one self-contained HTML page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from cenotaph.cli.options import as_of_option, json_option, print_json, study_option

__all__ = ["command"]


@click.command()
@study_option
@as_of_option
@json_option
@click.option("--occasion", "occasions", multiple=True, metavar="ID", help="Only this rite; may be repeated.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Where to write it (default: report/index.html in the study folder).",
)
def command(study: Path, as_of: dt.date | None, as_json: bool, occasions: tuple[str, ...], out: Path | None) -> None:
    """Write the study as one self-contained HTML page.

    Roll calls with the sentences behind each square, rates and shares over the years, sources, what is missing, and
    how it was made. The page loads nothing from anywhere and reads without scripts.

    Example: cenotaph report --as-of 2024-05-31 --out report-may-2024.html
    """
    import cenotaph
    from cenotaph.asked import since_build

    opened = cenotaph.open(study, as_of)
    file = opened.report(out, occasions)
    notes = since_build(opened)
    size = file.stat().st_size
    if as_json:
        print_json("report", study, [{"file": str(file), "bytes": size}], as_of=opened.as_of, notes=notes)
        return
    click.echo(str(file))
    click.echo(f"Written: {size / 1e6:.1f} MB, complete in itself. Open it in any browser.", err=True)
    for note in notes:
        click.echo(note, err=True)

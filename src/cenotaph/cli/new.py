"""`cenotaph new`: a commented, working study folder."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command("new", short_help="Write a commented, working study folder.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Write a commented, working study folder: three invented texts, one rite, two targets. Change them to your own."""
    from cenotaph.study import write_skeleton

    for path in write_skeleton(folder):
        click.echo(folder / path)
    click.echo(
        "\nThis is a small working study with three invented texts. Next:\n"
        f"  cd {folder}\n"
        "  cenotaph check                     lists what is wrong in these files: nothing yet\n"
        "  cenotaph build                     reads, splits and codes the texts\n"
        "  cenotaph rollcall liberation-day   who is named, thanked, blamed or left out, year by year\n"
        "Then put your own texts into texts/ and your own words into codebook.yaml.",
        err=True,
    )

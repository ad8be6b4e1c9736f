"""`cenotaph demo`: a packaged study in a folder of your own, built, with its roll calls and its report."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import click

from cenotaph.cli.options import as_of_option, json_option, terminal_progress
from cenotaph.errors import CenotaphError

__all__ = ["DemoRefused", "command", "copy_demo"]

STUDY = "frail-foundations"
OCCASION = "victory-day-moscow"
HOST = "RUS"

#: The states whose guests the demo shows; `cenotaph rollcall OCCASION --attendance` shows all.
GUESTS = ("CHN", "USA", "GBR", "FRA", "KAZ", "BLR")

#: The file by which a folder is known as a former demo: each copied file with the hash of what was copied.
MARK = ".cenotaph-demo.json"


class DemoRefused(CenotaphError):
    """The folder holds something that the demo would overwrite."""


def copy_demo(folder: Path) -> list[Path]:
    """Copy the packaged study into a folder that is new, empty or a former demo.

    Files of a former demo are refreshed. A file is never overwritten when someone has changed it since.

    Returns: the files of the study, in the folder.

    Raises:
        DemoRefused: the folder holds other things, or a file of the former demo was edited.
    """
    from cenotaph.study import packaged_studies

    packaged = packaged_studies()[STUDY]
    files = sorted(path for path in packaged.rglob("*") if path.is_file())
    wanted = {path.relative_to(packaged).as_posix(): path.read_bytes() for path in files}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in wanted.items()}
    _refuse_what_would_be_lost(folder, hashes)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / MARK, json.dumps({"study": STUDY, "files": hashes}, indent=1).encode())
        for name, content in wanted.items():
            _write(folder / name, content)
    except OSError as error:
        raise CenotaphError(
            f"The demo cannot be written to {folder}: {error.strerror or error}. Name another folder: cenotaph demo DIR"
        ) from error
    return [folder / name for name in wanted]


def _refuse_what_would_be_lost(folder: Path, hashes: dict[str, str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise DemoRefused(f"{folder} is a file. Name a folder: cenotaph demo DIR")
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        copied = dict(json.loads((folder / MARK).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, LookupError, TypeError):
        raise DemoRefused(
            f"{folder} holds other things, and the demo writes only to a new or empty folder or to a former demo. "
            "Name another folder: cenotaph demo DIR"
        ) from None
    edited = [
        name
        for name, new in hashes.items()
        if (folder / name).is_file()
        and hashlib.sha256((folder / name).read_bytes()).hexdigest() not in (copied.get(name), new)
    ]
    if edited:
        raise DemoRefused(
            f"You have changed {', '.join(edited)} in {folder}, and a fresh demo would overwrite that. "
            "Name another folder: cenotaph demo DIR"
        )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("cenotaph-demo"))
@as_of_option
@json_option
def command(folder: Path, as_of: dt.date | None, as_json: bool) -> None:
    """Make the packaged demo study in DIR (default: cenotaph-demo), build it and show its roll calls.

    The study holds who was named and how in the Victory Day addresses in Moscow, and who came. No network is used.
    Run it again to refresh a former demo.
    """
    import cenotaph
    from cenotaph.cli.rollcall import print_attendance, print_rollcall
    from cenotaph.cli.tables import print_answer_json, print_notes
    from cenotaph.report import write_report

    copy_demo(folder)
    study = cenotaph.open(folder, as_of=as_of)
    with terminal_progress(quiet=as_json) as listener:
        study.build(listener)
    words = study.rollcall(OCCASION, without=(HOST,))
    guests = study.attendance(OCCASION, states=GUESTS)
    report = write_report(study.loaded, study.snapshot)
    if as_json:
        print_answer_json(words, attendance=guests.to_dict()["rows"], report=str(report))
        return
    print_rollcall(words)
    print_notes(words)
    click.echo()
    print_attendance(guests)
    print_notes(guests)
    click.echo(f"\nThe study is in {folder}, its report in {report}. Next:\n{_next_commands(folder)}", err=True)


def _next_commands(folder: Path) -> str:
    program = _program()
    return "\n".join(
        (
            f"  what stands behind a cell:  {program} rollcall {OCCASION} --open USA:2024 --study {folder}",
            f"  what could be known then:   {program} rollcall {OCCASION} --as-of 2024-05-31 --study {folder}",
            f"  a study of your own:        {program} new my-study",
        )
    )


def _program() -> str:
    """How to call this program from here: its name where the shell finds it, else the path by which it was called."""
    called = Path(sys.argv[0])
    return str(called) if called.stem == "cenotaph" and shutil.which("cenotaph") is None else "cenotaph"

"""Reads a page of the documentation as a list of steps, and takes them: files to write, commands and Python to run.

In a block marked `console` each line after `$ ` is a command, and what follows is what it prints on standard output. A
line of three dots stands for any lines. A block that follows a line ending in "`some/file`:" is the content of that
file. A block marked `python` is run in the folder where the commands left off. Blocks of other kinds are prose.

    python tests/docs/page_steps.py README.md docs/tutorial.md

brings the output shown on these pages up to date. What the dots hide stays hidden.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Command", "File", "Python", "matches", "refreshed", "steps", "take"]

ROOT = Path(__file__).parents[2]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+)`:\s*$")


@dataclass(frozen=True)
class Command:
    """A command and the lines it prints; no lines: whatever it prints."""

    line: int
    command: str
    prints: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A file and its content."""

    line: int
    path: str
    content: str


@dataclass(frozen=True)
class Python:
    """Python to run."""

    line: int
    code: str


Step = Command | File | Python


def steps(page: str) -> Iterator[Step]:
    """The steps of a page in order."""
    for block in _BLOCK.finditer(page):
        kind, content = block.groups()
        line = page.count("\n", 0, block.start()) + 1
        named = _FILE.search(page[: block.start()].rstrip("\n"))
        if named:
            yield File(line, named.group(1), content)
        elif kind == "console":
            yield from _commands(line, content)
        elif kind == "python":
            yield Python(line, content)


def _commands(line: int, content: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, *prints = part.rstrip("\n").split("\n")
        yield Command(line, command, _lines("\n".join(prints)))


def _lines(printed: str) -> tuple[str, ...]:
    """The lines that count: not the empty ones, and without blanks at their ends."""
    return tuple(line.rstrip() for line in printed.splitlines() if line.strip())


def matches(prints: tuple[str, ...], printed: str) -> bool:
    """Whether the lines printed are those of the page."""
    pattern = "".join(r"(?:.*\n)*?" if each == "..." else re.escape(each) + r"\n" for each in prints)
    return re.fullmatch(pattern, "".join(line + "\n" for line in _lines(printed))) is not None


def take(page: str, folder: Path) -> Iterator[tuple[Step, str]]:
    """Take the steps of a page from an empty folder on; each step with what it printed on standard output.

    Raises AssertionError where a command or a piece of Python fails.
    """
    here, environment = folder / "here", _environment(folder)
    here.mkdir()
    for step in steps(page):
        match step:
            case File(_, path, content):
                (here / path).parent.mkdir(parents=True, exist_ok=True)
                (here / path).write_text(content, encoding="utf-8")
                yield step, ""
            case Command(_, command, _) if command.startswith("cd "):
                here = here / command.removeprefix("cd ")
            case Command(line, command, _):
                yield step, _run(["sh", "-c", command], here, environment, f"line {line}: {command}")
            case Python(line, code):
                yield step, _run([sys.executable, "-c", code], here, environment, f"line {line}")


def _environment(folder: Path) -> dict[str, str]:
    """An environment in which `cenotaph` is the one of this work tree."""
    script = folder / "bin" / "cenotaph"
    script.parent.mkdir()
    script.write_text(
        f"#!/bin/sh\nexec '{sys.executable}' -c 'from cenotaph.cli import main; main()' \"$@\"\n", encoding="utf-8"
    )
    script.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PATH": os.pathsep.join((str(script.parent), os.environ["PATH"])),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONPYCACHEPREFIX": str(folder / "cache"),
        "PYTHONUTF8": "1",
    }


def _run(command: list[str], folder: Path, environment: dict[str, str], place: str) -> str:
    run = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert run.returncode == 0, f"{place}\n{run.stdout}{run.stderr}"
    return run.stdout


def refreshed(page: str, folder: Path) -> str:
    """The page with the output of its commands brought up to date."""
    done, rest = "", page
    for step, printed in take(page, folder):
        if isinstance(step, Command):
            block = re.compile(rf"^\$ {re.escape(step.command)}\n(.*?)(?=^\$ |^```$)", re.MULTILINE | re.DOTALL)
            found = block.search(rest)
            assert found is not None
            shown = found.group(1) if matches(step.prints, printed) or not step.prints else _shown(step, printed)
            done += rest[: found.start(1)] + shown
            rest = rest[found.end() :]
    return done + rest


def _shown(step: Command, printed: str) -> str:
    """What the page shows of the output: as many lines as before, where dots hide the others; else all."""
    lines = [line.rstrip() for line in printed.strip("\n").split("\n")]
    if "..." in step.prints:
        before = step.prints.index("...")
        lines = [*_lines(printed)[:before], *step.prints[before:]]
    return "".join(line + "\n" for line in lines)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            path = ROOT / name
            path.write_text(refreshed(path.read_text(encoding="utf-8"), Path(scratch)), encoding="utf-8")

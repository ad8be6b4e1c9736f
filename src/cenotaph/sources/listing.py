"""The files under a path or a pattern: each folder once, whatever links lead to it, and what cannot be read named."""

from __future__ import annotations

import glob
import os
import stat
from collections import deque
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

__all__ = ["Fault", "Listing", "listing"]


@dataclass(frozen=True)
class Fault:
    """Something at a path that is not read, and why, in one sentence. `twice`: a folder that is read already."""

    path: Path
    reason: str
    twice: bool = False


@dataclass
class Listing:
    """Regular files by path, the folder that their names are relative to, and what stands there but is not read."""

    base: Path
    files: list[Path] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def listing(path: Path) -> Listing:
    """The file at the path, all files of the folder and its folders, or what the pattern matches.

    In patterns `*` stands for any part of one name and `**` for any number of folders; names that begin with a dot
    must be named. A folder is entered once, under its own name before that of a link; loops of links end there.
    """
    if os.path.isfile(path):
        return Listing(path.parent, [path])
    if os.path.isdir(path):
        return _Walk(path, ("**",)).listing()
    head = Path(*_steps_before_wildcard(path))
    return _Walk(head, path.relative_to(head).parts).listing()


def _steps_before_wildcard(path: Path) -> list[str]:
    steps: list[str] = []
    for step in path.parts:
        if glob.has_magic(step):
            break
        steps.append(step)
    return steps if len(steps) < len(path.parts) else steps[:-1]


class _Walk:
    """Looks through folders, real ones before linked ones."""

    def __init__(self, base: Path, steps: tuple[str, ...]) -> None:
        self._steps = steps
        self._found = Listing(base)
        self._entered: set[tuple[int, int]] = set()
        self._real: deque[tuple[str, ...]] = deque([()])
        self._linked: deque[tuple[str, ...]] = deque()

    def listing(self) -> Listing:
        while self._real or self._linked:
            names = (self._real or self._linked).popleft()
            folder = self._found.base.joinpath(*names)
            try:
                facts = folder.stat()
                if (facts.st_dev, facts.st_ino) in self._entered:
                    self._found.faults.append(Fault(folder, "It is a folder that is read already.", twice=True))
                    continue
                self._entered.add((facts.st_dev, facts.st_ino))
                with os.scandir(folder) as entries:
                    for entry in entries:
                        self._look(entry, (*names, entry.name))
            except (OSError, ValueError) as error:  # a base that does not exist, or that no file system can hold
                if names and isinstance(error, OSError):
                    self._fault(folder, f"The folder cannot be opened: {error.strerror or error}.")
        self._found.files.sort()
        self._found.faults.sort(key=lambda fault: fault.path)
        return self._found

    def _look(self, entry: os.DirEntry[str], names: tuple[str, ...]) -> None:
        path = Path(entry.path)
        try:
            if entry.is_dir():
                if self._may_enter(names):
                    (self._linked if entry.is_symlink() else self._real).append(names)
            elif not _matches(names, self._steps):
                return
            elif entry.is_file():
                self._found.files.append(path)
            else:
                self._fault(path, _reason(path))
        except OSError as error:  # links that lead to each other
            if _matches(names, self._steps):
                self._fault(path, f"It cannot be opened: {error.strerror or error}.")

    def _fault(self, path: Path, reason: str) -> None:
        self._found.faults.append(Fault(path, reason))

    def _may_enter(self, names: tuple[str, ...]) -> bool:
        before = self._steps[: len(names)]
        if "**" in before:
            return not names[-1].startswith(".") or any(_fits(names[-1], step) for step in self._steps)
        return len(names) < len(self._steps) and _fits(names[-1], before[-1])


def _reason(path: Path) -> str:
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return f"It is a link to {os.readlink(path)}, where there is nothing."
    return f"It is {_SPECIAL.get(stat.S_IFMT(kind), 'a device')}, not a file; it is not opened."


_SPECIAL = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


def _fits(name: str, step: str) -> bool:
    return fnmatch(name, step) and (step.startswith(".") or not name.startswith("."))


def _matches(names: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    """Whether the steps of a pattern match these names from the first to the last."""
    if not steps or not names:
        return not steps and not names
    if steps[0] != "**":
        return _fits(names[0], steps[0]) and _matches(names[1:], steps[1:])
    if len(steps) > 1 and _matches(names, steps[1:]):
        return True
    visible = not names[0].startswith(".")
    return visible and (_matches(names[1:], steps) or (len(steps) == 1 and len(names) == 1))

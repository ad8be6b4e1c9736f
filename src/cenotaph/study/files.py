"""Reading one file of the study folder as text, or saying why it cannot be read."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cenotaph.errors import Problem, ProblemKind

__all__ = ["Notes", "dotted", "read_text", "shown"]

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def shown(value: object, most: int = 60) -> str:
    """A value as it may stand in a message: short, on one line, with every odd character made visible."""
    text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else repr(value)
    return _visible(text if len(text) <= most else text[: most - 3] + "...")


def _visible(text: str) -> str:
    """Control characters and halves of characters would play tricks on a terminal; here they become escapes."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "surrogatepass").decode("ascii")
        for letter in text
    )


def dotted(path: Sequence[object]) -> str:
    """The way to a key as people write it, items counted from 1: `targets.CHN.terms.ru.1`."""
    return ".".join(str(step + 1) if isinstance(step, int) else shown(step) for step in path)


@dataclass
class Notes:
    """Collects the problems of one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(
        self, kind: ProblemKind, line: int | None, message: str, *, remedy: str = "", path: tuple[object, ...] = ()
    ) -> None:
        """Note a problem of this kind; `path` is the way to the key."""
        where = dotted(path)
        problem = kind.at(shown(self.file), line, _visible(message), remedy=_visible(remedy.strip()), field=where)
        self.problems.append(problem)


def read_text(path: Path, notes: Notes, unreadable: ProblemKind) -> str | None:
    """The file's text, without its byte-order mark and with plain line ends.

    Null, and a problem, where it cannot be read as text.
    """
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            notes.add(unreadable, None, "A folder stands where a file is due.", remedy="Rename or remove the folder.")
            return None
        if not stat.S_ISREG(kind):
            notes.add(unreadable, None, "It is a pipe, a socket or a device; it is not opened.", remedy="Remove it.")
            return None
        raw = path.read_bytes()
    except FileNotFoundError:
        notes.add(unreadable, None, "It is a link to a file that is not there.", remedy="Mend or remove the link.")
        return None
    except OSError as error:
        notes.add(unreadable, None, f"The file cannot be opened: {error.strerror or error}.")
        return None
    encoding = _MARKS.get(raw[:2], "utf-8-sig")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        notes.add(
            unreadable,
            line,
            f"Byte {error.start + 1} of the file (0x{raw[error.start]:02X}) is not {encoding[:6].upper().rstrip('-')}.",
            remedy="Save the file as UTF-8; in Excel choose CSV UTF-8.",
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")

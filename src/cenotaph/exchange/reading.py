"""Opening a dictionary of another program: its format, its encoding, its words."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cenotaph.errors import ProblemKind, StudyError
from cenotaph.exchange import khcoder, lexicoder, liwc, quanteda, wordstat, yoshikoder
from cenotaph.exchange.dictionary import Dictionary, plain
from cenotaph.exchange.faults import Fault
from cenotaph.exchange.problems import BROKEN, UNKNOWN_FORMAT, UNREADABLE

__all__ = ["FORMATS", "Format", "read_dictionary", "read_text", "stop"]


@dataclass(frozen=True)
class Format:
    """A dictionary format.

    Attributes:
        name: its name in a sentence.
        endings: endings of file names by which it is known.
        read: reads a text into a dictionary; null where the format is read as bytes.
        fallback: the encoding of files that are not UTF-8, if they are text in it.
    """

    name: str
    endings: tuple[str, ...]
    read: Callable[[str, Dictionary], None] | None
    fallback: str = "cp1252"


#: Format -> what is known of it. The keys are the words after `--format`.
FORMATS: Mapping[str, Format] = {
    "quanteda": Format("quanteda dictionary", (".yml", ".yaml"), quanteda.read),
    "liwc": Format("LIWC dictionary", (".dic",), liwc.read),
    "lexicoder": Format("Lexicoder dictionary", (".lc3",), lexicoder.read),
    "yoshikoder": Format("Yoshikoder dictionary", (".ykd", ".lcd"), None),
    "wordstat": Format("WordStat dictionary", (".cat",), wordstat.read),
    "khcoder": Format("KH Coder rule file", (".cod",), khcoder.read, "cp932"),
}

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def stop(kind: ProblemKind, file: str, line: int | None, message: str, remedy: str = "") -> StudyError:
    """The error that stops an import, with its one problem."""
    return StudyError([kind.at(plain(file, 200), line, plain(message, 300), remedy=plain(remedy, 300))])


def read_dictionary(path: Path, format: str | None = None, encoding: str | None = None) -> tuple[Dictionary, str]:
    """The dictionary of a file and its format, a key of FORMATS.

    Raises StudyError where the file cannot be opened, is of no known format, or is not what its format asks for.
    """
    raw = _bytes(path)
    format = format or _guess(path, raw)
    dictionary = Dictionary(path.name, path.stem)
    reader = FORMATS[format].read
    try:
        if reader is None:
            yoshikoder.read(raw, dictionary)
        else:
            text, note = read_text(path, raw, FORMATS[format].fallback, encoding)
            dictionary.notes += [note] if note else []
            reader(text, dictionary)
    except Fault as fault:
        remedy = f"It was read as a {FORMATS[format].name}; another format is named by --format."
        raise stop(BROKEN, path.name, fault.line, fault.message, remedy) from None
    return dictionary, format


def read_text(path: Path, raw: bytes, fallback: str, encoding: str | None) -> tuple[str, str]:
    """The text of a file with plain line ends, and a note where its encoding was only guessed.

    A mark at the head wins, then the encoding that was named, then UTF-8, then the fallback, then Latin-1.
    """
    known = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    note = ""
    if known is None and encoding is None:
        known = next((name for name in ("utf-8", fallback) if _fits(raw, name)), "latin-1")
        if known != "utf-8":
            note = f"The file is not UTF-8; it was read as {known}. If words look wrong, name its --encoding."
    try:
        text = raw.decode(known or encoding or "utf-8")
    except (UnicodeError, LookupError, ValueError) as error:
        remedy = "Name the encoding in which it was saved: --encoding utf-8, cp1251, cp932, gb18030 ..."
        raise stop(UNREADABLE, path.name, None, f"The file cannot be read as text: {error}.", remedy) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), note


def _fits(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        remedy = "Name the file of a dictionary."
        raise stop(UNREADABLE, str(path), None, f"The file cannot be opened: {why}.", remedy) from None


def _guess(path: Path, raw: bytes) -> str:
    ending = path.suffix.lower()
    for key, format in FORMATS.items():
        if ending in format.endings:
            return key
    lines = [line.strip() for line in raw.removeprefix(codecs.BOM_UTF8)[:65536].splitlines() if line.strip()]
    first = lines[0] if lines else b""
    stars = ("＊".encode(), "＊".encode("cp932"), b"*")
    if first.startswith(b"<") and any(b"<dictionary" in line for line in lines):
        return "yoshikoder"
    if first == b"%":
        return "liwc"
    if first.startswith(b"+"):
        return "lexicoder"
    if any(line.startswith(stars) and len(line) > 1 for line in lines):
        return "khcoder"
    if any(line.endswith(b" (1)") for line in lines):
        return "wordstat"
    remedy = f"Name it: --format {', '.join(FORMATS)}."
    raise stop(UNKNOWN_FORMAT, path.name, None, "The file's name and content show no known format.", remedy)

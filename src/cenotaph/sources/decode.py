"""Bytes to text: marks at the head, stated encodings, UTF-8, and a careful guess for the rest.

The text of a document is kept as it stands in the file but for three things: line ends become a single line feed,
NUL characters are dropped, and bytes that are no text in the file's encoding become U+FFFD (and are reported).
Offsets count code points of the text so read.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SAMPLE_BYTES", "Encoding", "as_stored", "decode", "detect_encoding", "open_bytes", "open_lines"]

#: How much of a file is looked at to find its encoding.
SAMPLE_BYTES = 4 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Encoding:
    """The name of an encoding and whether it was only guessed."""

    name: str
    guessed: bool = False


def open_bytes(path: Path) -> io.BufferedReader | gzip.GzipFile:
    """The file's bytes, unpacked when they are gzipped (told by the first two bytes, whatever the name)."""
    stream = path.open("rb")
    if stream.peek(2)[:2] == b"\x1f\x8b":
        stream.close()
        return gzip.GzipFile(path, "rb")
    return stream


def detect_encoding(sample: bytes, declared: str | None = None) -> Encoding:
    """The encoding of a text from its first bytes.

    A mark at the head wins; then the declared encoding; then UTF-8, also with a few faulty bytes; then a guess among
    UTF-16 without mark, GB 18030, Windows-1251, KOI8-R and Windows-1252 by how much the result looks like language.

    Raises:
        LookupError: `declared` is not the name of an encoding.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name)
    if declared is not None:
        return Encoding(codecs.lookup(declared).name)
    if _is_mostly_utf8(sample):
        return Encoding("utf-8")
    return Encoding(_guess(sample[: 256 * 1024]), guessed=True)


#: Fewer zero bytes than these tell nothing.
_FEWEST_ZEROS = 8


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark, by its zero bytes: many, and nearly all at even or nearly all at odd places.

    Zero bytes that damage has left among letters stand at both.
    """
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < _FEWEST_ZEROS or (even + odd) * 10 <= len(sample) or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_mostly_utf8(sample: bytes) -> bool:
    if _utf16(sample) is not None:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        decoder.decode(sample, final=False)
        return True
    except UnicodeDecodeError:
        text = sample.decode("utf-8", "replace")
        faulty = text.count("\N{REPLACEMENT CHARACTER}")
        good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
        return good > 20 * faulty


# Share of each letter among a million letters of Russian text, in per mille (O. Lyashevskaya, S. Sharov,
# Frequency Dictionary of the Modern Russian Language, 2009, table of letters; rounded).
_RUSSIAN_LETTERS = {
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44, "к": 35, "м": 32,
    "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16, "б": 16, "ч": 14, "й": 12, "х": 10,
    "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3, "ё": 1,
}  # fmt: skip
_CYRILLIC_RUN = re.compile(r"[^\x00-\x7f]{3,}")


def _guess(sample: bytes) -> str:
    if (wide := _utf16(sample)) is not None:
        return wide
    if _reads_as_chinese(sample):
        return "gb18030"
    scores = {name: _reads_as_russian(sample, name) for name in ("cp1251", "koi8-r")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.03 else "cp1252"


def _reads_as_chinese(sample: bytes) -> bool:
    """Whether most characters beyond ASCII are common ideographs (first level of GB 2312) or full-width marks."""
    decoder = codecs.getincrementaldecoder("gb18030")("strict")
    try:
        text = decoder.decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    beyond = re.sub(r"[\x00-\x7f]", "", text)
    raw = beyond.encode("gb18030")
    common = len(re.findall(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1\xa3][\xa1-\xfe]", raw))
    return bool(beyond) and common > 0.8 * len(beyond)


def _reads_as_russian(sample: bytes, encoding: str) -> float:
    """Mean frequency in Russian of the small letters beyond ASCII; 0 where they do not stand in runs, as in Russian."""
    text = sample.decode(encoding, "replace")
    beyond = re.sub(r"[\x00-\x7f]", "", text)
    runs = "".join(_CYRILLIC_RUN.findall(text))
    if len(runs) < 0.5 * len(beyond) or not beyond:
        return 0.0
    return sum(_RUSSIAN_LETTERS.get(letter, 0) for letter in runs) / 1000 / len(runs)


def open_lines(path: Path, declared: str | None, newline: str) -> tuple[io.TextIOWrapper, Encoding]:
    """The file as a stream of lines; bytes that are no text come as lone surrogates (see `as_stored`).

    Raises:
        LookupError: `declared` is not the name of an encoding.
        OSError, EOFError, zlib.error: the file cannot be opened, or is damaged from its start.
    """
    with open_bytes(path) as stream:
        encoding = detect_encoding(_sample(stream), declared)
    errors = "surrogateescape" if not encoding.name.startswith("utf-16") else "replace"
    return io.TextIOWrapper(open_bytes(path), encoding.name, errors, newline), encoding


def _sample(stream: io.BufferedReader | gzip.GzipFile) -> bytes:
    """The first bytes of a stream, or as many as come before it is damaged."""
    sample = bytearray()
    try:
        while len(sample) < SAMPLE_BYTES and (piece := stream.read1(1 << 16)):
            sample += piece
    except (OSError, EOFError, zlib.error):
        if not sample:
            raise
    return bytes(sample)


def decode(raw: bytes, declared: str | None = None) -> tuple[str, Encoding]:
    """The whole text of a small file, with its encoding. Raises LookupError as `detect_encoding` does."""
    encoding = detect_encoding(raw, declared)
    return raw.decode(encoding.name, "replace"), encoding


_SURROGATE = re.compile("[\ud800-\udfff]")


def as_stored(text: str) -> tuple[str, bool]:
    """The text as it is kept, and whether it held anything that is no text (now U+FFFD)."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    damaged = not text.isascii() and _SURROGATE.search(text) is not None
    if damaged:
        text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text, damaged or "\N{REPLACEMENT CHARACTER}" in text

"""Folding: the form of a text in which spellings of the same thing are equal, with the way back to the original.

One table over all of Unicode maps each character to its folded one; it is built once in a process, on first use.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cenotaph.text.codes import character_codes, string

__all__ = ["Folded", "Span", "fold"]


class Span(NamedTuple):
    """A stretch of text: code points `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, eq=False, slots=True)
class Folded:
    """A text folded for matching.

    Attributes:
        text: the folded text.
        offsets: null when folded and original offsets are the same (nearly always); else an int32 array of shape
            (len(text) + 1,): the original offset of each folded character, and at last the original length.
    """

    text: str
    offsets: NDArray[np.int32] | None = None

    def original(self, start: int, end: int) -> Span:
        """The span of the original text that became `text[start:end]`, marks dropped after its characters included."""
        if self.offsets is None:
            return Span(start, end)
        first = int(self.offsets[start])
        return Span(first, first if start == end else int(self.offsets[end]))


def fold(text: str) -> Folded:
    """The text as it is matched: one spelling for what readers take for the same.

    Lower case; е for ё; half width for full width; simplified for traditional Chinese, character by character; plain
    quotes, apostrophes, hyphens (also for the en dash; the em dash stays) and spaces. Soft hyphens, zero-width
    characters, variation selectors and stress marks are dropped; a letter and its combining mark become one letter
    where Unicode has one. Folding twice changes nothing more. Diacritics of Latin letters stay, so do line breaks.

    Never raises: lone surrogates are kept as they are.
    """
    if text.isascii():
        return Folded(text.lower())
    if len(text) <= _SHORT:
        short = text.translate(_characters())
        if _SPECIAL not in short:
            return Folded(short)
    codes = character_codes(text)
    if codes.dtype == np.uint16:
        plain = _narrow_table().take(codes, mode="clip")
        special = np.flatnonzero(plain == ord(_SPECIAL))
        if not len(special):
            return Folded(string(plain))
        if (_table()[codes[special]] == _DROP).all():
            offsets = np.delete(np.arange(len(codes) + 1, dtype=np.int32), special)
            return Folded(string(plain[offsets[:-1]]), offsets)
    return _contracted(_table()[codes])


#: Texts of so few characters are folded one character at a time.
_SHORT = 64
#: Stands in the narrow table for all that needs the whole one; a noncharacter, so texts do not have it.
_SPECIAL = "\uffff"
#: Values of the table that are not characters: a combining mark has this bit set, a character without trace is _DROP.
_MARK = 0x40000000
_DROP = 0xFFFFFFFF

_DROPPED = "\u00ad\u034f\u061c\u180e\ufeff" + "".join(
    chr(code)
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
)
_STRESS = dict.fromkeys((0x300, 0x301))
#: What is left of a decomposed İ in lower case.
_DOTTED_I = "i\u0307"
_PLAIN = {
    '"': "«»“”„‟″〝〞〟",
    "'": "‘’‚‛′´ʹʼˈ",
    "-": "‐‑‒–−﹣",
    "е": "ёѐ",
    "и": "ѝ",
    "σ": "ς",
    "i": "İ",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "\n": "\u2028\u2029",
}
#: Blocks with letter case or canonical variants; Han, Hangul and private use have none.
_CASED = (
    (0x80, 0x3000),
    (0xA640, 0xAC00),
    (0xF900, 0x10000),
    (0x10400, 0x10D00),
    (0x1E900, 0x1E944),
    (0x2F800, 0x2FA1E),
)
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
_HALF_WIDTH = (0xFF01, 0xFFEF)
#: Hangul vowels and finals combine with what is before them although Unicode does not call them marks.
_JAMO = ((0x1161, 0x1176), (0x11A8, 0x11C3))


@cache
def _table() -> NDArray[np.uint32]:
    table = np.arange(0x110000, dtype=np.uint32)
    table[65:91] += 32
    for first, last in _CASED:
        table[first:last] = [ord(_lower(chr(code))) for code in range(first, last)]
    for first, last in _HAN:
        table[first:last] = character_codes(_simplified(first, last))
    for plain, variants in _PLAIN.items():
        table[character_codes(variants)] = ord(plain)
    closed = table[table]
    while not np.array_equal(closed, table):
        table, closed = closed, closed[closed]
    marks = [code for code in range(0x300, 0x10000) if unicodedata.combining(chr(code))]
    marks += [code for first, last in _JAMO for code in range(first, last)]
    table[marks] |= np.uint32(_MARK)
    table[character_codes(_DROPPED)] = _DROP
    return table


@cache
def _narrow_table() -> NDArray[np.uint16]:
    """The table for the basic plane, where it leads to no other plane and drops nothing."""
    table = _table()[:0x10000]
    return np.where(table > ord(_SPECIAL), ord(_SPECIAL), table).astype(np.uint16)


class _Characters(dict[int, str]):
    """The narrow table for `str.translate`, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(_narrow_table()[code]) if code < 0x10000 else _SPECIAL
        return self[code]


@cache
def _characters() -> _Characters:
    return _Characters()


def _lower(character: str) -> str:
    half_width = _HALF_WIDTH[0] <= ord(character) <= _HALF_WIDTH[1]
    normal = unicodedata.normalize("NFKC" if half_width else "NFC", character)
    if len(normal) == 1 and not unicodedata.combining(normal):
        character = normal
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _simplified(first: int, last: int) -> str:
    """The simplified character of each code point; kept apart by line breaks so that no phrase rule applies."""
    from opencc import OpenCC

    converted: str = OpenCC("t2s").convert("\n".join(map(chr, range(first, last))))
    return "".join(
        new if len(new) == 1 else chr(code) for code, new in zip(range(first, last), converted.split("\n"), strict=True)
    )


def _contracted(folded: NDArray[np.uint32]) -> Folded:
    """Drop what leaves no trace, and compose letters with their marks."""
    dropped = np.flatnonzero(folded == _DROP)
    origin = np.delete(np.arange(len(folded), dtype=np.int32), dropped)
    kept = np.delete(folded, dropped)
    marks = np.flatnonzero(kept >= _MARK)
    text = string(kept & np.uint32(_MARK - 1))
    pieces: list[str] = []
    origins: list[NDArray[np.int32]] = []
    done = 0
    begins, ends = np.diff(marks, prepend=-2) > 1, np.diff(marks, append=len(kept) + 1) > 1
    for first, last in zip(marks[begins].tolist(), (marks[ends] + 1).tolist(), strict=True):
        base = max(first - 1, 0)
        composed = _composed(text[base:last])
        pieces += text[done:base], composed
        origins += origin[done:base], origin[np.minimum(np.arange(base, base + len(composed)), last - 1)]
        done = last
    pieces.append(text[done:])
    offsets = np.concatenate([*origins, origin[done:], np.array([len(folded)], dtype=np.int32)])
    return Folded("".join(pieces), None if len(offsets) == len(folded) + 1 else offsets)


@lru_cache(maxsize=4096)
def _composed(letter: str) -> str:
    """A folded letter and its marks as one letter where there is one; stress marks that found no letter go."""
    table = _table()
    while True:
        composed = unicodedata.normalize("NFC", letter).translate(_STRESS).replace(_DOTTED_I, "i")
        again = table[character_codes(composed)]
        composed = string(again[again != _DROP] & np.uint32(_MARK - 1))
        if composed == letter:
            return letter
        letter = composed

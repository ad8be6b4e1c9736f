"""Finding a lexicon's patterns in a text: one overlapping pass of an automaton, then columns.

The boundary is tested before the longest match is chosen: the other order loses hits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from cenotaph.coding.patterns import Lexicon
from cenotaph.text import Folded

__all__ = ["Hits", "Matcher", "character_codes", "inside", "longest", "one_line"]

_Ints = NDArray[np.int64]
_Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]

_DAY = ord("日")
_SPACE = ord(" ")


@dataclass(frozen=True)
class Hits:
    """Occurrences, one row each: offsets into the folded text (end exclusive) and the lexicon's row."""

    start: _Ints
    end: _Ints
    row: _Ints

    def __len__(self) -> int:
        return len(self.start)

    def where(self, keep: NDArray[np.bool_] | _Ints) -> Hits:
        """The rows that are kept."""
        return Hits(self.start[keep], self.end[keep], self.row[keep])


class Matcher:
    """A lexicon with its automaton. The automaton is made on first use and never sent to another process."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._automaton: ahocorasick_rs.AhoCorasick | None = None

    def __getstate__(self) -> dict[str, object]:
        return {"lexicon": self.lexicon, "_automaton": None}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    @property
    def automaton(self) -> ahocorasick_rs.AhoCorasick:
        """The automaton over the lexicon's patterns."""
        if self._automaton is None:
            self._automaton = ahocorasick_rs.AhoCorasick(self.lexicon.patterns, ahocorasick_rs.MatchKind.Standard)
        return self._automaton

    def find(self, folded: str) -> Hits:
        """Every occurrence that does not begin or end inside a word, in the order in which they end.

        Letters of alphabets make words; Han characters do not, so a Chinese pattern may stand anywhere and a Latin
        acronym in Chinese text only where no Latin letter touches it. Case and dates are not looked at here.
        """
        if not self.lexicon.patterns or not folded:
            return _none()
        found = self.automaton.find_matches_as_indexes(folded, overlapping=True)
        if not found:
            return _none()
        flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        codes = character_codes(folded)
        flat = flat[~(_splits_word(codes, flat[:, 1]) | _splits_date(codes, flat[:, 1]))]
        pattern, start, end = flat.T
        lex = self.lexicon
        counts = lex.row_start[pattern + 1] - lex.row_start[pattern]
        row = np.repeat(lex.row_start[pattern], counts) + _running(counts)
        ends_inside = np.repeat(_splits_word(codes, end), counts) & ~lex.open_end[row]
        hits = Hits(np.repeat(start, counts), np.repeat(end, counts), row).where(~ends_inside)
        return _to_word_end(hits, lex.open_end, codes)


def _none() -> Hits:
    empty = np.zeros(0, dtype=np.int64)
    return Hits(empty, empty, empty)


def _running(counts: _Ints) -> _Ints:
    """0, 1, ... within each group of the given sizes."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


@cache
def _alphabet() -> NDArray[np.bool_]:
    table = np.zeros(65536, dtype=np.bool_)
    for code in range(65536):
        letter = chr(code)
        table[code] = letter.isalnum() and not 0x2E80 <= code <= 0xA4CF and not 0xAC00 <= code <= 0xFAFF
    table[ord("_")] = True
    return table


def character_codes(text: str) -> _Codes:
    """The code points of a text, shape (len(text),), in the narrowest type that is had without a search."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, dtype=np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _is_letter(codes: _Codes, place: _Ints) -> NDArray[np.bool_]:
    """Whether letters or digits that make words stand at these places; beyond the ends there are none."""
    there = (place >= 0) & (place < len(codes))
    found = codes[np.where(there, place, 0)]
    return there & _alphabet()[np.minimum(found, 65535) if found.dtype == np.uint32 else found]


def _splits_word(codes: _Codes, place: _Ints) -> NDArray[np.bool_]:
    """Whether the places lie between two letters of one word."""
    return _is_letter(codes, place - 1) & _is_letter(codes, place)


def _splits_date(codes: _Codes, start: _Ints) -> NDArray[np.bool_]:
    """Whether a pattern begins with the 日 (day, also Japan) that ends a date: 9日政府, 9日本报."""
    result = codes[start] == _DAY if codes.dtype != np.uint8 else np.zeros(len(start), dtype=np.bool_)
    days = np.flatnonzero(result)
    before = codes[np.maximum(start[days] - 1, 0)]
    result[days] = (before >= ord("0")) & (before <= ord("9"))
    return result


def _to_word_end(hits: Hits, open_end: NDArray[np.bool_], codes: _Codes) -> Hits:
    """Hits of patterns with an open end reach to the end of their word."""
    going = np.flatnonzero(open_end[hits.row])
    if not len(going):
        return hits
    end = hits.end.copy()
    while len(going := going[_is_letter(codes, end[going])]):
        end[going] += 1
    return Hits(hits.start, end, hits.row)


def one_line(folded: Folded) -> Folded:
    """A folded text with each run of white space, line breaks too, as one space; names may be broken over lines.

    Between Han characters a line break is nothing at all. Other white space stays one space there.
    """
    text = folded.text
    if not any(white in text for white in ("\n", "\t", "\r", "  ")):
        return folded
    codes = character_codes(text)
    white = (codes <= _SPACE) & (codes > 0)
    keep = np.ones(len(codes), dtype=np.bool_)
    keep[1:] = ~(white[1:] & white[:-1])
    breaks = np.flatnonzero(white & (codes < _SPACE))
    keep[_between_han(codes, white, breaks)] = False
    evened = codes.copy()
    evened[breaks] = _SPACE
    place = np.flatnonzero(keep).astype(np.int32)
    if len(place) == len(codes):
        return Folded(_string(evened), folded.offsets)
    offsets = np.append(place, np.int32(len(codes)))
    return Folded(_string(evened[place]), offsets if folded.offsets is None else folded.offsets[offsets])


def _between_han(codes: _Codes, white: NDArray[np.bool_], breaks: _Ints) -> _Ints:
    """Where white space that holds a line break begins or goes on, with Han characters on both of its sides."""
    found: list[int] = []
    for place in breaks[codes[breaks] != ord("\t")].tolist() if codes.dtype != np.uint8 else ():
        start, end = place, place + 1
        while start and white[start - 1]:
            start -= 1
        while end < len(codes) and white[end]:
            end += 1
        if start and end < len(codes) and _is_han(codes[start - 1]) and _is_han(codes[end]):
            found.extend(range(start, end))
    return np.array(found, dtype=np.int64)


def _string(codes: _Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _is_han(code: int) -> bool:
    return bool(0x3400 <= code < 0xA000)


def inside(hits: Hits, owner: NDArray[np.int32], around: Hits) -> NDArray[np.bool_]:
    """Which hits lie within one of `around` that has the same owner."""
    result = np.zeros(len(hits), dtype=np.bool_)
    if not len(hits) or not len(around):
        return result
    for who in np.unique(owner[around.row]):
        outer = around.where(owner[around.row] == who)
        order = np.argsort(outer.start, kind="stable")
        starts, reach = outer.start[order], np.maximum.accumulate(outer.end[order])
        mine = np.flatnonzero(owner[hits.row] == who)
        place = np.searchsorted(starts, hits.start[mine], side="right") - 1
        result[mine] = (place >= 0) & (reach[np.maximum(place, 0)] >= hits.end[mine])
    return result


def longest(hits: Hits) -> Hits:
    """Leftmost, then longest: no two hits kept overlap, except those with the very same span."""
    if len(hits) < 2:
        return hits
    hits = hits.where(np.lexsort((hits.row, -hits.end, hits.start)))
    before = np.maximum.accumulate(np.concatenate(([-1], hits.end[:-1])))
    same = np.concatenate(([False], (hits.start[1:] == hits.start[:-1]) & (hits.end[1:] == hits.end[:-1])))
    clash = (hits.start < before) & ~same
    if not clash.any():
        return hits
    return hits.where(_greedy(hits, clash, same))


def _greedy(hits: Hits, clash: NDArray[np.bool_], same: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Settle overlaps from left to right, looking only at hits that clash with an earlier one."""
    keep = np.ones(len(hits), dtype=np.bool_)
    heads = np.flatnonzero(~same)
    group = np.cumsum(~same) - 1
    suspects = np.flatnonzero(clash[heads])
    kept_head = np.ones(len(heads), dtype=np.bool_)
    for place in suspects.tolist():
        earlier = place - 1
        while earlier >= 0 and not kept_head[earlier]:
            earlier -= 1
        kept_head[place] = earlier < 0 or hits.end[heads[earlier]] <= hits.start[heads[place]]
    keep &= kept_head[group]
    return keep

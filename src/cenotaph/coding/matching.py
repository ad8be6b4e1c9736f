"""Finding a lexicon's patterns in a text: one overlapping pass of an automaton, then columns.

The boundary is tested before the longest match is chosen: the other order loses hits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from cenotaph.coding.patterns import Lexicon
from cenotaph.text import Folded
from cenotaph.text.codes import Codes, character_codes, is_letter, kinds, skip, string

__all__ = ["Hits", "Matcher", "in_case", "inside", "longest", "one_line", "original_places"]

_Ints = NDArray[np.int64]

_DAY = ord("日")
_SPACE = ord(" ")
#: Full-width Latin letters, and how far they lie from the usual ones.
_WIDE = 0xFF20, 0xFF5B, 0xFEE0
#: An automaton of so many bytes of patterns is made for speed, a larger one for memory: 30,000 names take 20 MB so.
_LARGE = 400_000


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

    def __getstate__(self) -> dict[str, object]:
        return {"lexicon": self.lexicon}

    @cached_property
    def automaton(self) -> ahocorasick_rs.BytesAhoCorasick:
        """The automaton over the UTF-8 of the lexicon's patterns."""
        patterns = [_utf8(pattern) for pattern in self.lexicon.patterns]
        kind = ahocorasick_rs.Implementation
        fit = kind.DFA if sum(map(len, patterns)) <= _LARGE else kind.ContiguousNFA
        return ahocorasick_rs.BytesAhoCorasick(patterns, ahocorasick_rs.MatchKind.Standard, implementation=fit)

    @cached_property
    def _lengths(self) -> _Ints:
        """How many characters each pattern has."""
        return np.array([len(pattern) for pattern in self.lexicon.patterns], dtype=np.int64)

    def scan(self, folded: str) -> tuple[_Ints, _Ints, _Ints]:
        """Number, start and end of each pattern wherever it occurs, inside words too, in the order of the ends."""
        data = _utf8(folded)
        found = self.automaton.find_matches_as_indexes(data, overlapping=True)
        flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        pattern, end = flat[:, 0], flat[:, 2]
        if len(data) > len(folded):
            end = _characters_before(data, end)
        return pattern, end - self._lengths[pattern], end

    def find(self, folded: str) -> Hits:
        """Every occurrence that does not begin or end inside a word, in the order in which they end.

        Letters of alphabets make words; Han characters do not, so a Chinese pattern may stand anywhere and a Latin
        acronym in Chinese text only where no Latin letter touches it. Case and dates are not looked at here.
        """
        if not self.lexicon.patterns or not folded:
            return _none()
        pattern, start, end = self.scan(folded)
        codes = character_codes(folded)
        keep = np.flatnonzero(~(_splits_word(codes, start) | _splits_date(codes, start)))
        pattern, start, end = pattern[keep], start[keep], end[keep]
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


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _characters_before(data: bytes, place: _Ints) -> _Ints:
    """How many characters of UTF-8 begin before each place: bits counted 64 at a time, then those of one word."""
    octets = np.frombuffer(data, dtype=np.uint8)
    bits = np.packbits((octets & 0xC0) != 0x80, bitorder="little")
    words = np.append(bits, np.zeros(-len(bits) % 8 + 8, dtype=np.uint8)).view("<u8")
    counts = np.bitwise_count(words)
    before = np.cumsum(counts, dtype=np.int64) - counts
    word, rest = place >> 6, (place & 63).astype(np.uint64)
    found: _Ints = before[word] + np.bitwise_count(words[word] & ((np.uint64(1) << rest) - np.uint64(1)))
    return found


def _letter_at(codes: Codes, place: _Ints) -> NDArray[np.bool_]:
    """Whether letters or digits that make words stand at these places; beyond the ends there are none."""
    there = (place >= 0) & (place < len(codes))
    return there & is_letter(codes[np.where(there, place, 0)])


def _splits_word(codes: Codes, place: _Ints) -> NDArray[np.bool_]:
    """Whether the places lie between two letters of one word."""
    return _letter_at(codes, place - 1) & _letter_at(codes, place)


def _splits_date(codes: Codes, start: _Ints) -> NDArray[np.bool_]:
    """Whether a pattern begins with the 日 (day, also Japan) that ends a date: 9日政府, 9日本报."""
    result = codes[start] == _DAY if codes.dtype != np.uint8 else np.zeros(len(start), dtype=np.bool_)
    days = np.flatnonzero(result)
    before = codes[np.maximum(start[days] - 1, 0)]
    result[days] = (before >= ord("0")) & (before <= ord("9"))
    return result


def _to_word_end(hits: Hits, open_end: NDArray[np.bool_], codes: Codes) -> Hits:
    """Hits of patterns with an open end reach to the end of their word."""
    going = np.flatnonzero(open_end[hits.row])
    if not len(going):
        return hits
    end = hits.end.copy()
    while len(going := going[_letter_at(codes, end[going])]):
        end[going] += 1
    return Hits(hits.start, end, hits.row)


def one_line(folded: Folded) -> Folded:
    """A folded text with each run of white space, line breaks too, as one space; names may be broken over lines.

    Between Han characters a line break is nothing at all. Other white space stays one space there.
    """
    codes = character_codes(folded.text)
    white = (codes <= _SPACE) & (codes > 0)
    doubled = np.flatnonzero(white[1:] & white[:-1]) + 1
    breaks = np.flatnonzero(codes < _SPACE)
    breaks = breaks[codes[breaks] > 0]
    if not len(doubled) and not len(breaks):
        return folded
    evened: Codes = codes.copy()
    evened[breaks] = _SPACE
    dropped = np.union1d(doubled, _between_han(codes, breaks))
    if not len(dropped):
        return Folded(string(evened), folded.offsets)
    keep = np.ones(len(codes), dtype=np.bool_)
    keep[dropped] = False
    offsets = np.arange(len(codes) + 1, dtype=np.int32) if folded.offsets is None else folded.offsets
    return Folded(string(evened[keep]), np.delete(offsets, dropped))


def _between_han(codes: Codes, breaks: _Ints) -> _Ints:
    """White space that holds a line break and has Han characters on both of its sides."""
    breaks = breaks[codes[breaks] != ord("\t")] if codes.dtype != np.uint8 else breaks[:0]
    start = skip(codes, breaks, np.zeros_like(breaks), _white(), 1, step=-1)
    end = skip(codes, breaks, np.full_like(breaks, len(codes)), _white(), 1)
    inner = (start > 0) & (end < len(codes))
    start, end = start[inner], end[inner]
    between = _is_han(codes[start - 1]) & _is_han(codes[end])
    start, counts = start[between], (end - start)[between]
    return np.unique(np.repeat(start, counts) + _running(counts))


@cache
def _white() -> NDArray[np.uint8]:
    return kinds({1: "".join(map(chr, range(1, _SPACE + 1)))})


def _is_han(codes: Codes) -> NDArray[np.bool_]:
    return (codes >= 0x3400) & (codes < 0xA000)


def original_places(folded: Folded, places: _Ints) -> _Ints:
    """Offsets into the original text for offsets into the folded one."""
    return places if folded.offsets is None else folded.offsets[places].astype(np.int64)


def in_case(hits: Hits, lex: Lexicon, text: str, folded: Folded) -> NDArray[np.bool_]:
    """Which hits are written in the original text as their term asks, where its case counts."""
    keep = np.ones(len(hits), dtype=np.bool_)
    first = lex.first[hits.row]
    asked = np.flatnonzero(first)
    if not len(asked):
        return keep
    codes = character_codes(text)
    starts = _half_width(codes[original_places(folded, hits.start[asked])])
    lasts = _half_width(codes[original_places(folded, hits.end[asked] - 1)])
    last = lex.last[hits.row[asked]]
    keep[asked] = (starts == first[asked]) & ((last == 0) | (lasts == last))
    return keep


def _half_width(codes: Codes) -> NDArray[np.uint32]:
    wide = codes.astype(np.uint32)
    return np.where((wide > _WIDE[0]) & (wide < _WIDE[1]), wide - _WIDE[2], wide)


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

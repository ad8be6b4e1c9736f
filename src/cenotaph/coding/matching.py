"""Finding a lexicon's patterns in a text: one overlapping pass of an automaton, then columns.

The boundary is tested before the longest match is chosen: the other order loses hits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from cenotaph.coding.patterns import Lexicon

__all__ = ["Hits", "Matcher", "inside", "longest"]

_Ints = NDArray[np.int64]


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
        pattern, start, end = np.array(found, dtype=np.int64).T
        lex = self.lexicon
        counts = lex.row_start[pattern + 1] - lex.row_start[pattern]
        row = np.repeat(lex.row_start[pattern], counts) + _running(counts)
        start, end = np.repeat(start, counts), np.repeat(end, counts)
        alphabetic = is_alphabetic(folded)
        starts_inside = alphabetic[start] & alphabetic[start + 1]
        ends_inside = alphabetic[end] & alphabetic[end + 1] & ~lex.open_end[row]
        keep = ~(starts_inside | ends_inside)
        hits = Hits(start[keep], end[keep], row[keep])
        return _to_word_end(hits, lex.open_end, alphabetic)


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


def is_alphabetic(folded: str) -> NDArray[np.bool_]:
    """For each character, shifted by one, whether it is a letter or digit that makes words; the ends are not.

    Shape (len(folded) + 2,): entry `i + 1` is character `i`.
    """
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    flags = np.zeros(len(codes) + 2, dtype=np.bool_)
    flags[1:-1] = _alphabet()[np.minimum(codes, 65535)]
    return flags


def _to_word_end(hits: Hits, open_end: NDArray[np.bool_], alphabetic: NDArray[np.bool_]) -> Hits:
    """Hits of patterns with an open end reach to the end of their word."""
    open_hits = np.flatnonzero(open_end[hits.row])
    if not len(open_hits):
        return hits
    stops = np.flatnonzero(~alphabetic[1:])
    end = hits.end.copy()
    reached = stops[np.searchsorted(stops, end[open_hits])]
    end[open_hits] = reached
    return Hits(hits.start, end, hits.row)


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

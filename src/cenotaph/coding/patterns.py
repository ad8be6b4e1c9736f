"""From a codebook's terms and cues to lists of folded patterns that an automaton can find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cenotaph.study.codebook import Codebook, Term
from cenotaph.text import fold, forms

__all__ = ["DAY_MAX", "DAY_MIN", "Layer", "Lexicon", "PatternRow", "alternatives", "phrase_forms"]

_EPOCH = dt.date(1970, 1, 1)
DAY_MIN, DAY_MAX = -(2**31), 2**31 - 1


class Layer:
    """What a pattern is for. Longest match is decided within a layer, never between layers."""

    TARGET = 0
    NOT_TARGET = 1
    REFERENT = 2
    HINT = 3
    NOT_REFERENT = 4
    PRESENT = 5
    OWN_SIDE = 6
    CUE = 7


@dataclass
class Lexicon:
    """Patterns of one language, column by column; one row is one pattern for one owner.

    Attributes:
        patterns: distinct folded patterns, in the order of the automaton.
        row_start: shape (len(patterns) + 1,): rows of pattern `i` are `row_start[i]` up to `row_start[i + 1]`.
        layer, owner: what the row is for, and which target, referent or cue of the codebook it belongs to.
        open_end: the pattern stands for any ending.
        past: the term counts only in a sentence that speaks of the past.
        first, last: code points that the original text must show at the span's ends; 0 where case does not count.
        day_from, day_until: days since 1970 between which the term means its owner, both inclusive.
    """

    patterns: list[str]
    row_start: NDArray[np.int64]
    layer: NDArray[np.int8]
    owner: NDArray[np.int32]
    open_end: NDArray[np.bool_]
    past: NDArray[np.bool_]
    first: NDArray[np.uint32]
    last: NDArray[np.uint32]
    day_from: NDArray[np.int32]
    day_until: NDArray[np.int32]
    has_dates: bool = field(default=False)

    def pattern_of(self, row: int) -> str:
        """The pattern of a row."""
        return self.patterns[int(np.searchsorted(self.row_start, row, side="right")) - 1]


def alternatives(cue: str) -> tuple[str, ...]:
    """The phrases that a cue lists between bars."""
    return tuple(part.strip() for part in cue.split("|") if part.strip())


def phrase_forms(phrase: str, language: str, inflect: bool = True) -> frozenset[tuple[str, bool]]:
    """Folded forms of a phrase, each with whether any ending may follow (a final `*`)."""
    if phrase.endswith("*"):
        return frozenset({(fold(phrase.rstrip("*")).text.strip(), True)})
    found = forms(phrase, language, inflect=inflect) if inflect else {phrase}
    return frozenset((fold(form).text.strip(), False) for form in {*found, phrase} if form.strip())


@dataclass(frozen=True, order=True)
class PatternRow:
    """One pattern for one owner, as in Lexicon."""

    pattern: str
    layer: int
    owner: int
    open_end: bool
    past: bool
    first: int
    last: int
    day_from: int
    day_until: int


def _days(date: dt.date | None, default: int) -> int:
    return default if date is None else (date - _EPOCH).days


def _case_counts(term: Term) -> bool:
    if term.case != "auto":
        return term.case == "exact"
    letters = [c for c in term.term if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters) and len(term.term) <= 6


def _term_rows(term: Term, language: str, layer: int, owner: int) -> Iterable[PatternRow]:
    exact = _case_counts(term)
    capitals = exact and term.term == term.term.upper()
    bounds = _days(term.from_, DAY_MIN), _days(term.until, DAY_MAX)
    for pattern, open_end in phrase_forms(term.term, language, term.inflect and not capitals):
        first = last = 0
        if exact:
            first = ord(pattern[0].upper() if term.term[0].isupper() else pattern[0])
            last = ord(pattern[-1].upper()) if capitals and not open_end else 0
        yield PatternRow(pattern, layer, owner, open_end, term.past, first, last, *bounds)


def target_rows(codebook: Codebook, language: str) -> list[PatternRow]:
    """Rows of targets, of what is excluded from them, and of referents."""
    rows: list[PatternRow] = []
    for owner, target in enumerate(codebook.targets.values()):
        layer = Layer.OWN_SIDE if target.kind == "holder" else Layer.TARGET
        _extend(rows, target.terms, language, layer, owner)
        _extend(rows, target.not_inside, language, Layer.NOT_TARGET, owner)
    for owner, referent in enumerate(codebook.referents.values()):
        _extend(rows, referent.terms, language, Layer.REFERENT, owner)
        _extend(rows, referent.hints, language, Layer.HINT, owner)
        _extend(rows, referent.not_inside, language, Layer.NOT_REFERENT, owner)
        _extend(rows, referent.not_with, language, Layer.PRESENT, owner)
    return rows


def _extend(
    rows: list[PatternRow], terms: Mapping[Any, tuple[Term, ...]], language: str, layer: int, owner: int
) -> None:
    for term in terms.get(language, ()):
        rows.extend(_term_rows(term, language, layer, owner))


def cue_rows(cues: Sequence[tuple[str, bool]], language: str) -> list[PatternRow]:
    """Rows of cues, given as (alternatives between bars, inflect)."""
    return [
        PatternRow(pattern, Layer.CUE, owner, open_end, False, 0, 0, DAY_MIN, DAY_MAX)
        for owner, (cue, inflect) in enumerate(cues)
        for phrase in alternatives(cue)
        for pattern, open_end in phrase_forms(phrase, language, inflect)
    ]


def lexicon(rows: Iterable[PatternRow]) -> Lexicon:
    """The rows as columns, sorted by pattern; equal rows once, whatever their order."""
    ordered = sorted({row for row in rows if row.pattern})
    patterns: list[str] = []
    starts: list[int] = []
    for place, row in enumerate(ordered):
        if not patterns or patterns[-1] != row.pattern:
            patterns.append(row.pattern)
            starts.append(place)
    starts.append(len(ordered))

    def column(name: str, kind: type) -> NDArray:  # type: ignore[type-arg]
        return np.array([getattr(row, name) for row in ordered], dtype=kind)

    day_from, day_until = column("day_from", np.int32), column("day_until", np.int32)
    return Lexicon(
        patterns,
        np.array(starts, dtype=np.int64),
        column("layer", np.int8),
        column("owner", np.int32),
        column("open_end", np.bool_),
        column("past", np.bool_),
        column("first", np.uint32),
        column("last", np.uint32),
        day_from,
        day_until,
        bool((day_from > DAY_MIN).any() or (day_until < DAY_MAX).any()),
    )

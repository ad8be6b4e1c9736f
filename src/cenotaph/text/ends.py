"""Where sentences may end, over many paragraphs at once: columns for all candidates, rules for the doubtful few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cenotaph.text.codes import Codes, Places, kind_of, kinds, skip

__all__ = ["FullStops", "alphabetic_ends", "chinese_ends"]

_END, _CLOSING, _OPENING, _NOT_NEXT, _SPACE, _LOWER, _APART, _WORD = (1 << bit for bit in range(8))
#: So many characters before a full stop are looked at for an abbreviation.
_REACH = 8
#: Base of the hash by which words are compared with the abbreviations.
_BASE = 1_000_003


@dataclass(frozen=True)
class FullStops:
    """What a language knows of the ends of its sentences.

    Attributes:
        closing, opening: quotes and brackets that close behind a terminator, and that open before the next sentence.
        not_next: what the next sentence never begins with.
        apart: what parts words, besides white space.
        doubtful: words in small letters after which a full stop may end no sentence; one letter is always doubtful.
        is_end: of (text, start of the sentence, place of a doubtful full stop, where the next sentence would begin,
            its first letter or digit): whether the sentence ends there.
    """

    closing: str
    opening: str
    not_next: str
    apart: str
    doubtful: frozenset[str]
    is_end: Callable[[str, int, int, int, str], bool]


@cache
def _table(language: FullStops) -> NDArray[np.uint8]:
    return kinds(
        {
            _END: ".!?…",
            _CLOSING: language.closing,
            _OPENING: language.opening,
            _NOT_NEXT: language.not_next,
            _SPACE: str.isspace,
            _LOWER: lambda letter: letter.islower() and letter.isalnum(),
            _APART: language.apart,
            _WORD: lambda letter: letter.isalnum() or letter == "_",
        }
    )


def alphabetic_ends(text: str, codes: Codes, start: Places, end: Places, language: FullStops) -> tuple[Places, Places]:
    """The gaps between the sentences of paragraphs in an alphabet.

    Args:
        text, codes: the texts of the paragraphs, as one.
        start, end: the paragraphs, in order, without white space at their ends.

    Returns:
        Where the white space after each sentence begins and ends, the last sentence of a paragraph left aside.
    """
    found = _candidates(codes, start, end, _table(language))
    begin = start[found.paragraph]
    doubtful = _doubtful(codes, found, begin, language)
    ends = _settled(text, doubtful, found, begin, language)
    return found.gap[ends], found.after[ends]


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Terminators with a gap behind them and no small letter after it, one row each.

    Attributes:
        stop: where the last terminator of the run stands.
        paragraph: which paragraph it is in.
        gap, after: where the white space begins, and where it ends.
        follows: the first letter or digit after it; another character, or 0, where there is none.
    """

    stop: Places
    paragraph: Places
    gap: Places
    after: Places
    follows: Codes


def _candidates(codes: Codes, start: Places, end: Places, table: NDArray[np.uint8]) -> _Candidates:
    stop = np.flatnonzero((codes == ord(".")) | (codes == ord("!")) | (codes == ord("?")) | (codes == ord("…")))
    paragraph = np.searchsorted(start, stop, side="right") - 1
    limit = end[paragraph]
    rows = np.flatnonzero(stop + 1 < limit)
    rows = rows[(kind_of(table, codes[stop[rows] + 1]) & (_CLOSING | _SPACE)) != 0]
    gap = skip(codes, stop[rows] + 1, limit[rows], table, _CLOSING)
    rows, gap = rows[gap < limit[rows]], gap[gap < limit[rows]]
    white = (kind_of(table, codes[gap]) & _SPACE) != 0
    rows, gap = rows[white], gap[white]
    after = skip(codes, gap, limit[rows], table, _SPACE)
    first = skip(codes, skip(codes, after, limit[rows], table, _OPENING), limit[rows], table, _SPACE)
    follows = codes[np.minimum(first, limit[rows] - 1)]
    follows[first == limit[rows]] = 0
    fits = ((kind_of(table, codes[after]) & _NOT_NEXT) == 0) & ((kind_of(table, follows) & _LOWER) == 0)
    rows = rows[fits]
    return _Candidates(stop[rows], paragraph[rows], gap[fits], after[fits], follows[fits])


def _doubtful(codes: Codes, found: _Candidates, begin: Places, language: FullStops) -> Places:
    """Candidates that are a single full stop after something that may be an abbreviation or the number of a list."""
    table = _table(language)
    inner = found.stop > begin
    before = kind_of(table, codes[np.maximum(found.stop - 1, 0)])
    places = np.flatnonzero((codes[found.stop] == ord(".")) & ~(inner & ((before & _END) != 0)))
    stop, begin = found.stop[places], begin[places]
    alive = np.ones(len(places), dtype=np.bool_)
    dotted = np.zeros(len(places), dtype=np.bool_)
    length = np.zeros(len(places), dtype=np.int64)
    word = np.zeros(len(places), dtype=np.uint64)
    for back in range(1, _REACH + 1):
        place = stop - back
        alive &= place >= begin
        code = codes[np.maximum(place, 0)]
        alive &= (kind_of(table, code) & (_APART | _SPACE)) == 0
        dotted |= alive & (code == ord("."))
        length += alive
        word = np.where(alive, word * _BASE + kind_of(_lower(), code), word)
    alone = (stop - length == begin) | np.isin(stop - length, found.after, kind="sort")
    known = np.isin(word, _hashes(language.doubtful), kind="sort")
    chosen: Places = places[(length <= 1) | dotted | alone | known]
    return chosen


@cache
def _lower() -> NDArray[np.uint64]:
    """The small letter of each code point of the basic plane."""
    small = (chr(code).lower() for code in range(0x10000))
    return np.array([ord(letter) if len(letter) == 1 else 0 for letter in small], dtype=np.uint64)


@cache
def _hashes(words: frozenset[str]) -> NDArray[np.uint64]:
    found = []
    for word in words:
        value = 0
        for letter in reversed(word[-_REACH:]):
            value = (value * _BASE + ord(letter)) % 2**64
        found.append(value)
    return np.array(found, dtype=np.uint64)


def _settled(text: str, doubtful: Places, found: _Candidates, begin: Places, language: FullStops) -> NDArray[np.bool_]:
    """Which candidates end a sentence; the doubtful ones are asked one after another, as each may begin the next."""
    ends = np.ones(len(found.stop), dtype=np.bool_)
    letters = np.where((kind_of(_table(language), found.follows) & _WORD) != 0, found.follows, 0)
    asked = zip(*(column[doubtful].tolist() for column in (found.stop, found.after, letters, begin)), strict=True)
    last = previous = -1
    for place, (stop, after, letter, first) in zip(doubtful.tolist(), asked, strict=True):
        if place - 1 != previous:
            last = place - 1
        if last >= 0 and found.paragraph[last] == found.paragraph[place]:
            first = int(found.after[last])
        if language.is_end(text, first, stop, after, chr(letter) if letter else ""):
            last = place
        else:
            ends[place] = False
        previous = place
    return ends


#: Quotes and brackets that close behind a Chinese terminator.
_CLOSES = '”’」』）)】》〕"'
#: Behind a closing quote these go on with the sentence around the quotation.
_GOES_ON = "的地之等"
_NO_END_BEFORE = _CLOSES + "，、；：,;:"


@cache
def _chinese() -> NDArray[np.uint8]:
    return kinds(
        {_END: "。！？!?", _CLOSING: _CLOSES, _OPENING: _GOES_ON, _NOT_NEXT: _NO_END_BEFORE, _SPACE: str.isspace}
    )


def chinese_ends(codes: Codes, start: Places, end: Places) -> tuple[Places, Places]:
    """The gaps, often empty, after the sentences of Chinese paragraphs; see `alphabetic_ends`.

    A sentence ends behind 。！？ or …… with what closes after it, unless the sentence around a quotation goes on; and
    at a gap of two spaces, by which scraped pages keep their paragraphs apart. A semicolon ends no sentence.
    """
    table = _chinese()
    stop = _chinese_terminators(codes)
    limit = end[np.searchsorted(start, stop, side="right") - 1]
    gap = skip(codes, stop + 1, limit, table, _CLOSING)
    follows = kind_of(table, codes[np.minimum(gap, limit - 1)])
    goes_on = ((follows & _NOT_NEXT) != 0) | ((gap > stop + 1) & ((follows & _OPENING) != 0))
    fits = (gap == limit) | ~goes_on
    wide, wide_limit = _wide_gaps(codes, start, end)
    gap, place = np.unique(np.concatenate((gap[fits], wide)), return_index=True)
    limit = np.concatenate((limit[fits], wide_limit))[place]
    return gap, skip(codes, gap, limit, table, _SPACE)


def _chinese_terminators(codes: Codes) -> Places:
    """The last character of each run of terminators; one … by itself is none."""
    last = (
        (codes == ord("。")) | (codes == ord("！")) | (codes == ord("？")) | (codes == ord("!")) | (codes == ord("?"))
    )
    last[:-1] &= ~last[1:]
    dots = codes == ord("…")
    last[1:] |= dots[1:] & dots[:-1] & ~np.append(dots[2:], False)
    return np.flatnonzero(last)


def _wide_gaps(codes: Codes, start: Places, end: Places) -> tuple[Places, Places]:
    """Where white space with two spaces on end begins inside a paragraph, and where that paragraph ends."""
    space = (codes == ord(" ")) | (codes == ord("\u3000"))
    double = np.flatnonzero(space[1:] & space[:-1])
    paragraph = np.searchsorted(start, double, side="right") - 1
    inside = (paragraph >= 0) & (double < end[paragraph])
    double, paragraph = double[inside], paragraph[inside]
    return skip(codes, double, start[paragraph], _chinese(), _SPACE, step=-1), end[paragraph]

"""Paragraphs, sentences and words, as spans of the text.

A line is a paragraph, unless the text is hard-wrapped: then the lines between two blank lines are. A sentence never
crosses a paragraph, holds no white space at its ends, and every character that is not white space lies in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from cenotaph.text import english, russian
from cenotaph.text.codes import Codes, Places, character_codes, kind_of, kinds, skip
from cenotaph.text.ends import alphabetic_ends, chinese_ends
from cenotaph.text.fold import Span

__all__ = ["Spans", "paragraphs", "sentences", "split_texts", "word_strings", "words"]

#: No one wraps lines wider than this many characters; a paragraph to a line is mostly longer.
_WIDEST_WRAP = 120
_FULL_STOPS = {"en": english.FULL_STOPS, "ru": russian.FULL_STOPS}
_SPACE, _BREAK, _ENDS, _LOWER = 1, 2, 4, 8

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def _word_pattern(own: str, apart: str) -> re.Pattern[str]:
    letter, inner = rf"[^\W_{apart}]", rf"(?:[^\W_{apart}]|[{_MARKS}])*"
    return re.compile(rf"{own}\d+(?:[.,]\d+)*(?!{letter})|{letter}{inner}(?:[-‐‑'’ʼ]{letter}{inner})*")


_WORD = _word_pattern("", "")
_CHINESE_WORD = _word_pattern(f"[{_HAN}]|", _HAN)


@dataclass(frozen=True, eq=False)
class Spans:
    """Spans of many texts, those of each text together and in order.

    Attributes:
        counts: shape (texts,): how many each text has.
        start, end: shape (spans,): code points of their own text, end exclusive.
    """

    counts: Places
    start: Places
    end: Places

    def rows(self, text: int) -> tuple[int, int]:
        """Which rows are those of a text: the first, and the one after the last."""
        return int(self._bounds[text]), int(self._bounds[text + 1])

    def of(self, text: int) -> list[Span]:
        """The spans of one text."""
        first, last = self.rows(text)
        return list(map(Span, self.start[first:last].tolist(), self.end[first:last].tolist()))

    @cached_property
    def _bounds(self) -> Places:
        return np.concatenate(([0], np.cumsum(self.counts)))


def paragraphs(text: str) -> list[Span]:
    """The lines of the text that are not blank, without the white space around them.

    A hard-wrapped text has short lines, of which many go on in small letters where the one before had not ended. Its
    paragraphs end at a blank line, and at a line much shorter than the longest.
    """
    return split_texts([text], None)[0].of(0)


def sentences(text: str, language: str | None) -> list[Span]:
    """The sentences of the text.

    English and Russian: a full stop after a title, an initial, an abbreviation or a list number ends none, nor does
    any mark before a small letter. Chinese: 。！？…… with the quotes closing after them. Other languages, and null,
    are split as English.
    """
    return split_texts([text], language)[1].of(0)


def split_texts(texts: Sequence[str], language: str | None) -> tuple[Spans, Spans]:
    """The paragraphs and the sentences of many texts in one language, found in one pass over all of them."""
    joined = _Joined(texts)
    start, end = joined.paragraphs()
    if not len(start):
        return joined.spans(start, end), joined.spans(start, end)
    if language == "zh":
        gap, after = chinese_ends(joined.codes, start, end)
    else:
        full_stops = _FULL_STOPS.get(language or "en", english.FULL_STOPS)
        gap, after = alphabetic_ends(joined.text, joined.codes, start, end, full_stops)
    first, last = np.sort(np.concatenate((start, after))), np.sort(np.concatenate((end, gap)))
    there = first < last
    return joined.spans(start, end), joined.spans(first[there], last[there])


@cache
def _table() -> NDArray[np.uint8]:
    breaks = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
    return kinds({_SPACE: str.isspace, _BREAK: breaks, _ENDS: '.!?…:;"”»', _LOWER: str.islower})


class _Joined:
    """Many texts as one, a line break after each.

    Attributes:
        first: where each text begins, and last where one more would.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "\n".join([*texts, ""])
        self.codes: Codes = character_codes(self.text)
        self.first = np.cumsum([0, *(len(text) + 1 for text in texts)])

    def spans(self, start: Places, end: Places) -> Spans:
        """Spans of the whole as spans of the texts."""
        bounds = np.searchsorted(start, self.first)
        counts = np.diff(bounds)
        begin = np.repeat(self.first[:-1], counts)
        return Spans(counts, start - begin, end - begin)

    def paragraphs(self) -> tuple[Places, Places]:
        """Where the paragraphs begin and end."""
        start, end = self._lines()
        text = np.searchsorted(self.first, start, side="right") - 1
        next_to = text[1:] == text[:-1]
        near = next_to & ~self._blank_between(end[:-1], start[1:])
        wrapped, short = self._hard_wrapped(text, start, end, near)
        goes_on = near & wrapped[text[1:]] & ~((end - start)[:-1] < short[text[:-1]])
        return start[np.append(True, ~goes_on)[: len(start)]], end[np.append(~goes_on, True)[: len(end)]]

    def _lines(self) -> tuple[Places, Places]:
        codes, table = self.codes, _table()
        breaks = np.flatnonzero((codes < ord(" ")) | (codes == 0x85) | ((codes >= 0x2028) & (codes <= 0x2029)))
        breaks = breaks[(kind_of(table, codes[breaks]) & _BREAK) != 0]
        start, end = np.append(0, breaks[:-1] + 1), breaks
        start = skip(codes, start, end, table, _SPACE)
        end = skip(codes, end, start, table, _SPACE, step=-1)
        there = start < end
        return start[there], end[there]

    def _blank_between(self, end: Places, start: Places) -> NDArray[np.bool_]:
        """Whether more than one line feed stands between the end of one line and the start of the next."""
        feeds = np.flatnonzero(self.codes == ord("\n"))
        return np.searchsorted(feeds, start) - np.searchsorted(feeds, end) > 1

    def _hard_wrapped(
        self, text: Places, start: Places, end: Places, near: NDArray[np.bool_]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
        """Which texts are hard-wrapped, and below which length their lines are short."""
        count = len(self.first) - 1
        longest = np.zeros(count, dtype=np.int64)
        np.maximum.at(longest, text, end - start)
        going_on = near & ((kind_of(_table(), self.codes[end[:-1] - 1]) & _ENDS) == 0)
        going_on &= (kind_of(_table(), self.codes[start[1:]]) & _LOWER) != 0
        often = np.bincount(text[1:][going_on], minlength=count) * 3 > np.bincount(text[1:][near], minlength=count)
        wrapped = (np.bincount(text, minlength=count) >= 4) & (longest <= _WIDEST_WRAP) & often
        return wrapped, longest * 2 / 3


def words(text: str, language: str | None) -> list[Span]:
    """The words of the text, without punctuation.

    A word keeps its inner hyphens and apostrophes (`Kremlin's`, `военно-морской`), a number its inner point or comma.
    Chinese: each Han character by itself, runs of other letters and digits together; no dictionary is asked.
    """
    pattern = _CHINESE_WORD if language == "zh" else _WORD
    return [Span(*match.span()) for match in pattern.finditer(text)]


def word_strings(text: str) -> list[str]:
    """What stands at the `words` of a text that is not Chinese."""
    return _WORD.findall(text)

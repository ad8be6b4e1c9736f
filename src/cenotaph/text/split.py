"""Paragraphs, sentences and words, as spans of the text.

A line is a paragraph, unless the text is hard-wrapped: then the lines between two blank lines are. A sentence never
crosses a paragraph, holds no white space at its ends, and every character that is not white space lies in one sentence.
"""

from __future__ import annotations

import re
from itertools import pairwise

from cenotaph.text import chinese, english, russian
from cenotaph.text.fold import Span

__all__ = ["paragraphs", "sentences", "word_strings", "words"]

_LINE = re.compile(r"\S(?:[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*\S)?")
#: No one wraps lines wider than this many characters; a paragraph to a line is mostly longer.
_WIDEST_WRAP = 120
_SENTENCE_ENDS = '.!?…:;"”»'
_RULES = {"en": english, "ru": russian, "zh": chinese}

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def _word_pattern(own: str, apart: str) -> re.Pattern[str]:
    letter, inner = rf"[^\W_{apart}]", rf"(?:[^\W_{apart}]|[{_MARKS}])*"
    return re.compile(rf"{own}\d+(?:[.,]\d+)*(?!{letter})|{letter}{inner}(?:[-‐‑'’ʼ]{letter}{inner})*")


_WORD = _word_pattern("", "")
_CHINESE_WORD = _word_pattern(f"[{_HAN}]|", _HAN)


def paragraphs(text: str) -> list[Span]:
    """The lines of the text that are not blank, without the white space around them.

    A hard-wrapped text has short lines, of which many go on in small letters where the one before had not ended. Its
    paragraphs end at a blank line, and at a line much shorter than the longest.
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    return _unwrapped(text, lines) if _is_hard_wrapped(text, lines) else lines


def _is_hard_wrapped(text: str, lines: list[Span]) -> bool:
    if len(lines) < 4 or max(end - start for start, end in lines) > _WIDEST_WRAP:
        return False
    adjacent = [(one, other) for one, other in pairwise(lines) if not _is_blank_between(text, one, other)]
    going_on = sum(text[one.end - 1] not in _SENTENCE_ENDS and text[other.start].islower() for one, other in adjacent)
    return going_on * 3 > len(adjacent)


def _unwrapped(text: str, lines: list[Span]) -> list[Span]:
    short = max(end - start for start, end in lines) * 2 / 3
    joined = [lines[0]]
    for one, other in pairwise(lines):
        if one.end - one.start < short or _is_blank_between(text, one, other):
            joined.append(other)
        else:
            joined[-1] = Span(joined[-1].start, other.end)
    return joined


def _is_blank_between(text: str, one: Span, other: Span) -> bool:
    return text.count("\n", one.end, other.start) > 1


def sentences(text: str, language: str | None) -> list[Span]:
    """The sentences of the text.

    English and Russian: a full stop after a title, an initial, an abbreviation or a list number ends none, nor does
    any mark before a small letter. Chinese: 。！？…… with the quotes closing after them. Other languages, and null,
    are split as English.
    """
    rules = _RULES.get(language or "en", english)
    candidates, is_end = rules.CANDIDATE.finditer, rules.is_end
    spans: list[Span] = []
    for start, end in paragraphs(text):
        for gap in candidates(text, start, end):
            if is_end(text, start, gap):
                spans.append(Span(start, gap.start("gap")))
                start = gap.end()
        if start < end:
            spans.append(Span(start, end))
    return spans


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

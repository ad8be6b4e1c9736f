"""Paragraphs, sentences and words, as spans of the text.

A line is a paragraph. A sentence never crosses a line, holds no white space at its ends, and every character that is
not white space lies in one sentence.
"""

from __future__ import annotations

import re

from cenotaph.text import chinese, english, russian
from cenotaph.text.fold import Span

__all__ = ["paragraphs", "sentences", "words"]

_LINE = re.compile(r"\S(?:[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*\S)?")
_RULES = {"en": english, "ru": russian, "zh": chinese}

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def _word_pattern(own: str, apart: str) -> re.Pattern[str]:
    letter, inner = rf"[^\W_{apart}]", rf"(?:[^\W_{apart}]|[{_MARKS}])*"
    return re.compile(rf"{own}\d+(?:[.,]\d+)*(?!{letter})|{letter}{inner}(?:[-‐‑'’ʼ]{letter}{inner})*")


_WORD = _word_pattern("", "")
_CHINESE_WORD = _word_pattern(f"[{_HAN}]|", _HAN)


def paragraphs(text: str) -> list[Span]:
    """The lines of the text that are not blank, without the white space around them."""
    return [Span(*match.span()) for match in _LINE.finditer(text)]


def sentences(text: str, language: str | None) -> list[Span]:
    """The sentences of the text.

    English and Russian: a full stop after a title, an initial, an abbreviation or a list number ends none, nor does
    any mark before a small letter. Chinese: 。！？…… with the quotes closing after them. Other languages, and null,
    are split as English.
    """
    rules = _RULES.get(language or "en", english)
    candidates, is_end = rules.CANDIDATE.finditer, rules.is_end
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
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

"""Sentences as units of KH Coder's rules: their words with base forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cenotaph.exchange.khcoder_rules import (
    And,
    Compare,
    Compute,
    Form,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Seq,
    Token,
    Unit,
    Word,
)
from cenotaph.text import lemma, words

__all__ = ["unit_of", "words_of"]

_SIGN = re.compile(r"[^\w\s]")


def words_of(conditions: Iterable[Node]) -> frozenset[str]:
    """Every word that the conditions name."""
    return frozenset(word for node in conditions for word in _words(node))


def _words(node: Node) -> Iterator[str]:
    match node:
        case Not(inner):
            yield from _words(inner)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _words(part)
        case Compare(_, left, right) | Compute(_, left, right):
            yield from _words(left)
            yield from _words(right)
        case Phrase(lemmas) | Near(lemmas) | Seq(lemmas):
            yield from lemmas
        case Word(word) | Form(word):
            yield word


def unit_of(sentence: str, language: str, vocabulary: frozenset[str], number: int = 1) -> Unit:
    """The sentence as a unit. Signs are tokens too, as in KH Coder.

    Base forms are those of the text room; parts of speech and inflections are not known. Chinese is cut where a word
    of the vocabulary stands, the longest first, and into single characters elsewhere.
    """
    spans = _chinese(sentence, vocabulary) if language == "zh" else [*map(tuple, words(sentence, language))]
    covered = set().union(*(range(start, end) for start, end in spans))
    signs = [found.span() for found in _SIGN.finditer(sentence) if found.start() not in covered]
    surfaces = [sentence[start:end] for start, end in sorted([*spans, *signs])]
    tokens = tuple(Token(surface, lemma(surface, language)) for surface in surfaces)
    return Unit(tokens, (sentence,), number)


def _chinese(sentence: str, vocabulary: frozenset[str]) -> list[tuple[int, int]]:
    longest = sorted((re.escape(word) for word in vocabulary), key=len, reverse=True)
    return [found.span() for found in re.finditer("|".join([*longest, r"[A-Za-z0-9]+", r"\w"]), sentence)]

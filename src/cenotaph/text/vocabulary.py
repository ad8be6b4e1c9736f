"""Sets of words, written as a line of text."""

from __future__ import annotations

__all__ = ["word_set"]


def word_set(words: str) -> frozenset[str]:
    """The words of a line, parted by white space."""
    return frozenset(words.split())

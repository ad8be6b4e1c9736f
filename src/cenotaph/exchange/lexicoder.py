"""Lexicoder dictionaries (.lc3): a line `+Category`, then its words, one a line."""

from __future__ import annotations

from cenotaph.exchange.dictionary import Category, Dictionary, Pattern

__all__ = ["read"]


def read(text: str, dictionary: Dictionary) -> None:
    """Read a Lexicoder dictionary; a category that stands twice is put together."""
    dictionary.wildcards = "*"
    known: dict[str, Category] = {}
    category: Category | None = None
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line.startswith("+") and line.strip("+ \t"):
            name = line.strip("+ \t")
            category = known.setdefault(name, known.get(name) or dictionary.category((name,), number))
        elif line and category is None:
            dictionary.lose(number, line, "It stands before the first category.")
        elif line and category is not None:
            category.patterns.append(Pattern((line,), number))

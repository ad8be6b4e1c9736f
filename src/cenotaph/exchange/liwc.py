"""LIWC dictionaries (.dic): a legend of numbered categories between two lines of `%`, then words with their numbers.

A category that is indented by tabs in the legend belongs to the one above it. Read as quanteda reads them, with two
differences: what hangs on a condition in parentheses is left out, not counted always; and a line is never dropped
without being listed.
"""

from __future__ import annotations

import re

from cenotaph.exchange.dictionary import Category, Dictionary, Pattern
from cenotaph.exchange.faults import Fault

__all__ = ["read"]

_LEGEND = re.compile(r"([0-9]+)\s+(\S.*)")
_CONDITION = re.compile(r"\([^()]*\)\S*")


def read(text: str, dictionary: Dictionary) -> None:
    """Read a LIWC dictionary. Raises Fault where the legend is not marked."""
    dictionary.wildcards = "*"
    lines = text.split("\n")
    marks = [place for place, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        raise Fault(marks[0] + 1 if marks else 1, "The list of categories must stand between two lines of a single %.")
    for number, line in enumerate(lines[: marks[0]], 1):
        if line.strip():
            dictionary.lose(number, line, "It stands before the list of categories.")
    categories = _legend(lines[marks[0] + 1 : marks[1]], marks[0] + 2, dictionary)
    for number, line in enumerate(lines[marks[1] + 1 :], marks[1] + 2):
        if line.strip():
            _word(line.strip(), number, categories, dictionary)


def _legend(lines: list[str], first: int, dictionary: Dictionary) -> dict[int, Category]:
    categories: dict[int, Category] = {}
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        found = _LEGEND.fullmatch(line.strip())
        key = int(found.group(1)) if found and len(found.group(1)) < 10 else None
        if found is None or key is None:
            dictionary.lose(number, line, "A category is a number and a name.")
        elif key in categories:
            dictionary.lose(number, line, f"The number {key} stands already on line {categories[key].line}.")
        else:
            depth = len(line) - len(line.lstrip("\t"))
            above = [(place, name) for place, name in above if place < depth]
            above.append((depth, found.group(2).split("\t")[-1].strip()))
            categories[key] = dictionary.category(tuple(name for _, name in above), number)
    return categories


def _word(line: str, number: int, categories: dict[int, Category], dictionary: Dictionary) -> None:
    if "<of>" in line:
        dictionary.lose(number, line, "What the word counts for depends on a following `of`, which no codebook asks.")
        return
    kept = _CONDITION.sub(" ", line)
    if kept != line:
        why = "What hangs on the condition in parentheses is left out; other numbers of the line are kept."
        dictionary.lose(number, line, why)
    word, numbers, odd = _parted(kept, categories)
    if not word or not (numbers or odd or kept != line):
        dictionary.lose(number, line, "A line is a word and the numbers of its categories.")
        return
    for text in odd:
        dictionary.lose(number, line, f"{text} is not the number of a category.")
    for key in dict.fromkeys(numbers):
        if key in categories:
            categories[key].patterns.append(Pattern((word,), number))
        else:
            dictionary.lose(number, line, f"The list of categories has no number {key}.")


def _parted(line: str, categories: dict[int, Category]) -> tuple[str, list[int], list[str]]:
    """The word of a line, its numbers, and what is neither. A blank may stand where a tab is due."""
    head, _, tail = line.strip().partition("\t")
    words, rest = head.split(), tail.split()
    numbers: list[int] = []
    while len(words) > 1 and _is_number(words[-1]) and (not rest or int(words[-1]) in categories):
        numbers.insert(0, int(words.pop()))
    numbers += [int(text) for text in rest if _is_number(text)]
    return " ".join(words), numbers, [text for text in rest if not _is_number(text)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10

"""WordStat dictionaries (.cat): a tree indented by tabs; a line that ends in a weight, `WORD (1)`, is a word."""

from __future__ import annotations

import re

from cenotaph.exchange.dictionary import Category, Dictionary, Pattern

__all__ = ["read"]

_WORD = re.compile(r"(.*\S)\s*\((\d+(?:\.\d+)?)\)")


def read(text: str, dictionary: Dictionary) -> None:
    """Read a WordStat dictionary. Words of a phrase may be joined by `_`; rules (`@...`) are listed as lost."""
    dictionary.wildcards = "*?"
    above: list[tuple[int, str]] = []
    categories: dict[tuple[str, ...], Category] = {}
    for number, line in enumerate(text.split("\n"), 1):
        content = line.strip()
        if not content:
            continue
        indent = line[: len(line) - len(line.lstrip())]
        depth = indent.count("\t")
        above = [(place, name) for place, name in above if place < depth]
        path = tuple(name for _, name in above)
        found = _WORD.fullmatch(content)
        if found is None and content.startswith("@"):
            dictionary.lose(number, content, "A rule of WordStat; only words and phrases can be carried over.")
        elif found is None:
            above.append((depth, content))
            path = (*path, content)
            if path not in categories:
                categories[path] = dictionary.category(path, number)
        elif not path:
            dictionary.lose(number, content, "The word stands in no category.")
        else:
            _add(categories[path], found, number, dictionary)


def _add(category: Category, found: re.Match[str], number: int, dictionary: Dictionary) -> None:
    words, weight = found.groups()
    if words.startswith("@"):
        dictionary.lose(number, words, "A rule of WordStat; only words and phrases can be carried over.")
        return
    if float(weight) != 1:
        why = f"Its weight is {weight}; in a codebook every word counts once."
        dictionary.lose(number, words, why, changed=True)
    category.patterns.append(Pattern((words.replace("_", " "),), number))

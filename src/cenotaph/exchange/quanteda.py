"""quanteda's YAML dictionaries: categories as keys, words as lists, words beside sub-categories under `__`.

Read as quanteda reads them (R/dictionaries.R of quanteda), but for words that YAML 1.1 takes for something else: `no`
stays a word.
"""

from __future__ import annotations

import warnings

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from cenotaph.exchange.dictionary import Dictionary, Pattern
from cenotaph.exchange.faults import Fault

__all__ = ["read"]

#: The key under which quanteda keeps the words of a category that also has sub-categories.
OWN_WORDS = "__"

#: More values than any dictionary holds; an alias that repeats aliases passes it within a few lines.
MOST_VALUES = 1_000_000


def read(text: str, dictionary: Dictionary) -> None:
    """Read the categories of a YAML file into the dictionary. Raises Fault where it is not YAML of that shape."""
    dictionary.wildcards = "*?"
    root = _compose(text)
    if root is None:
        return
    if not isinstance(root, MappingNode):
        raise Fault(_line(root), "The file is a list or a single text; categories with their words are due.")
    try:
        _Walk(dictionary).block(root, ())
    except RecursionError:
        raise Fault(1, "Categories are nested too deeply.") from None


def _compose(text: str) -> Node | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root: Node | None = YAML(typ="safe", pure=True).compose(text)
            return root
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(part for part in (error.problem, error.context) if part)
        raise Fault(mark.line + 1 if mark else 1, f"The file cannot be read as YAML: {words}.") from None
    except RecursionError:
        raise Fault(1, "Categories are nested too deeply.") from None
    except Exception as error:  # the parser's own slips on damaged files
        raise Fault(1, f"The file cannot be read as YAML ({type(error).__name__}).") from None


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


class _Walk:
    """Goes through the nodes of one file."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.open: set[int] = set()
        self.seen = 0

    def block(self, node: MappingNode, path: tuple[str, ...]) -> None:
        """The categories of a block; its own words stand under `__`."""
        self._enter(node)
        names: set[str] = set()
        for key, value in node.value:
            name = str(key.value) if isinstance(key, ScalarNode) else ""
            if not name.strip():
                self.dictionary.lose(_line(key), name or "a key", "A category has no name.")
            elif name in names:
                self.dictionary.lose(_line(key), name, "A category of this name stands already in the same block.")
            elif name == OWN_WORDS and path:
                self._words(value, path)
            elif isinstance(value, MappingNode):
                self.block(value, (*path, name))
            else:
                self._words(value, (*path, name))
            names.add(name)
        self.open.discard(id(node))

    def _words(self, node: Node, path: tuple[str, ...]) -> None:
        self._enter(node)
        category = self.dictionary.category(path, _line(node))
        if isinstance(node, MappingNode):
            self.dictionary.lose(_line(node), OWN_WORDS, "A block of keys stands where words are due.")
            items: list[Node] = []
        else:
            items = [node] if isinstance(node, ScalarNode) else list(node.value)
        for item in items:
            self.seen += 1
            if not isinstance(item, ScalarNode):
                self.dictionary.lose(_line(item), path[-1], "A list or block stands where a word is due.")
            elif str(item.value).strip():
                category.patterns.append(Pattern((str(item.value),), _line(item)))
        self.open.discard(id(node))

    def _enter(self, node: Node) -> None:
        self.seen += 1
        if id(node) in self.open:
            raise Fault(_line(node), "An alias names the block that holds it.")
        if self.seen > MOST_VALUES:
            raise Fault(_line(node), "Aliases repeat each other too often.")
        self.open.add(id(node))

"""Yoshikoder (.ykd) and Lexicoder 2 (.lcd) dictionaries: XML with categories (`cnode`) and patterns (`pnode`).

The pattern engine `substring` means a whole word with `*` for any letters; `regexp` means regular expressions, of
which plain words and words that end in `.*` or `\\w*` can be carried over.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from cenotaph.exchange.dictionary import Dictionary, Pattern
from cenotaph.exchange.faults import Fault

__all__ = ["read"]

_ANY_ENDING = re.compile(r"(?:\.\*|\\w\*|\\S\*)\$?$")
_PLAIN_WORDS = re.compile(r"[\w\s'’-]+")


def read(raw: bytes, dictionary: Dictionary) -> None:
    """Read the XML. Entities and the network are off. Raises Fault where it is not such a dictionary."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Fault(max(error.lineno or 1, 1), f"The file cannot be read as XML: {error.msg}.") from None
    except ValueError as error:
        raise Fault(1, f"The file cannot be read as XML: {error}.") from None
    if etree.QName(root).localname != "dictionary":
        raise Fault(root.sourceline or 1, f"The outermost element is <{root.tag}>; <dictionary> is due.")
    dictionary.wildcards = "*"
    regular = root.get("patternengine", "substring").strip().lower() == "regexp"
    dictionary.name = root.get("name", "").strip() or dictionary.name
    tops = [node for node in root if node.tag == "cnode"]
    if (
        root.get("style") != "Lexicoder"
        and len(tops) == 1
        and not tops[0].findall("pnode")
        and tops[0].findall("cnode")
    ):
        dictionary.name = tops[0].get("name", "").strip() or dictionary.name
        root = tops[0]
    _children(root, (), regular, dictionary)


def _children(node: Any, path: tuple[str, ...], regular: bool, dictionary: Dictionary) -> None:
    category = dictionary.category(path, node.sourceline or 1) if path and node.findall("pnode") else None
    for child in node:
        line = child.sourceline or 1
        name = (child.get("name") or "").strip() if isinstance(child.tag, str) else ""
        if child.tag == "cnode":
            _children(child, (*path, name), regular, dictionary)
        elif child.tag == "pnode" and category is None:
            dictionary.lose(line, name, "The pattern stands in no category.")
        elif child.tag == "pnode" and category is not None:
            pattern = _from_regular_expression(name) if regular else name
            if pattern:
                category.patterns.append(Pattern((pattern,), line))
            else:
                dictionary.lose(line, name, "A regular expression that is no plain word." if name else "It is empty.")
        elif isinstance(child.tag, str):
            dictionary.lose(line, f"<{child.tag}>", "Neither a category nor a pattern.")


def _from_regular_expression(expression: str) -> str | None:
    """The word, with a final `*` where any ending may follow; null where the expression is more than that."""
    bare = expression.removeprefix("^").removeprefix(r"\b")
    stem = _ANY_ENDING.sub("", bare)
    star = "*" if stem != bare else ""
    stem = stem.removesuffix("$").removesuffix(r"\b")
    return stem + star if _PLAIN_WORDS.fullmatch(stem) else None

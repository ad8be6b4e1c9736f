"""From the categories of a dictionary to the targets or acts of a codebook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from typing import Literal as OneOf

from cenotaph.exchange.dictionary import Category, Dictionary, Pattern
from cenotaph.text import fold

__all__ = ["Entry", "Kind", "entries"]

Kind = OneOf["targets", "acts", "topics"]
_KINDS = {"targets": "group", "topics": "idea"}


@dataclass(frozen=True)
class Entry:
    """A category as an entry of the codebook.

    Attributes:
        id: its id there.
        name: its name, with those of the categories that hold it.
        line: its line in the dictionary.
        n: number of terms or cues.
        content: the entry as a block of keys.
    """

    id: str
    name: str
    line: int
    n: int
    content: dict[str, Any]


def entries(dictionary: Dictionary, language: str, kind: Kind, inflect: bool) -> list[Entry]:
    """The entries that can be made; whatever cannot is added to the dictionary's losses.

    `inflect` adds the forms of words where the dictionary means only the form that it writes.
    """
    found: list[Entry] = []
    ids: set[str] = set()
    parents = {category.path[:depth] for category in dictionary.categories for depth in range(len(category.path))}
    for category in dictionary.categories:
        if not category.patterns and category.path in parents:
            continue
        carry = _cues if kind == "acts" else _terms
        listed = carry(dictionary, category, inflect)
        if not listed:
            dictionary.lose(
                category.line, category.path[-1], "Nothing of the category can be carried over, so it is left out."
            )
            continue
        name = " / ".join(category.path)
        part = {"cues": {language: listed}} if kind == "acts" else {"kind": _KINDS[kind], "terms": {language: listed}}
        entry = {"name": name, **part}
        found.append(Entry(_fresh_id(category.path, ids), name, category.line, len(listed), entry))
    return found


def _terms(dictionary: Dictionary, category: Category, inflect: bool) -> list[Any]:
    terms: dict[str, Any] = {}
    repeated = 0
    for pattern in category.patterns:
        if pattern.needs or pattern.unless or pattern.company:
            why = "A target is found by its words alone; as an act (--as acts) it could ask for the others."
            dictionary.lose(pattern.line, _said(pattern), why)
            continue
        for word in _findable(dictionary, pattern, pattern.words):
            key = fold(word).text
            repeated += key in terms
            terms.setdefault(key, _term(word, inflect or pattern.inflect))
    _note_repeats(dictionary, category, repeated)
    return list(terms.values())


def _note_repeats(dictionary: Dictionary, category: Category, repeated: int) -> None:
    if repeated:
        dictionary.notes.append(f"{category.path[-1]}: {repeated} repeated words are kept once.")


def _term(word: str, inflect: bool) -> str | dict[str, Any]:
    """A term with no more keys than it needs: case counts nowhere in these dictionaries."""
    keys: dict[str, Any] = {"term": word}
    if not inflect and not word.endswith("*"):
        keys["inflect"] = False
    if word.isupper() and len(word) <= 6:
        keys["case"] = "any"
    return keys if len(keys) > 1 else word


def _cues(dictionary: Dictionary, category: Category, inflect: bool) -> list[Any]:
    cues: dict[tuple[str, ...], Any] = {}
    repeated = 0
    for pattern in category.patterns:
        words, needs, unless = (
            [word for word in _findable(dictionary, pattern, listed) if not _barred(dictionary, pattern, word)]
            for listed in (pattern.words, pattern.needs, pattern.unless)
        )
        if not words or (pattern.needs and not needs):
            continue
        if len(unless) < len(pattern.unless):
            dictionary.lose(pattern.line, _said(pattern), "Not all of what must be absent can be said.")
            continue
        beside = [str(part) for part in pattern.company or ()]
        keys = tuple(fold(text).text for text in (" | ".join(words), *needs, "", *unless, "", *beside))
        repeated += keys in cues
        cues.setdefault(keys, _cue(words, needs, unless, inflect or pattern.inflect, pattern.company))
    _note_repeats(dictionary, category, repeated)
    return list(cues.values())


def _barred(dictionary: Dictionary, pattern: Pattern, word: str) -> bool:
    if "|" in word:
        dictionary.lose(pattern.line, word, "A bar parts the phrases of a cue, so that no cue can hold one.")
    return "|" in word


def _cue(
    words: list[str], needs: list[str], unless: list[str], inflect: bool, company: tuple[str, str, int] | None = None
) -> str | dict[str, Any]:
    keys: dict[str, Any] = {"cue": " | ".join(words)}
    if not inflect and not all(word.endswith("*") for word in words):
        keys["inflect"] = False
    keys |= {name: listed for name, listed in (("needs", needs), ("unless", unless)) if listed}
    if company:
        kind, other, within = company
        keys[kind] = {"words": [other], "within": within}
    return keys if len(keys) > 1 else str(keys["cue"])


def _said(pattern: Pattern) -> str:
    parts = [" or ".join(pattern.words)]
    parts += [f"with {' or '.join(pattern.needs)}"] if pattern.needs else []
    parts += [f"{pattern.company[0]} {pattern.company[1]}"] if pattern.company else []
    parts += [f"without {' or '.join(pattern.unless)}"] if pattern.unless else []
    return ", ".join(parts)


def _findable(dictionary: Dictionary, pattern: Pattern, words: Iterable[str]) -> list[str]:
    """The words that a codebook can find, on one line and with at most one final `*`."""
    kept: list[str] = []
    for raw in words:
        word = " ".join(raw.split())
        why = _why_not(word, dictionary.wildcards)
        if why:
            dictionary.lose(pattern.line, raw, why)
        else:
            kept.append(word.rstrip("*") + "*" if word.endswith("*") else word)
    return kept


def _why_not(word: str, wildcards: str) -> str:
    """Why a word cannot be found; empty where it can."""
    stem = word.rstrip("*") if "*" in wildcards else word
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Co") for letter in word):
        return "It holds a character that is no text."
    if not any(letter.isalnum() for letter in word) or not fold(stem).text.strip():
        return "It holds no letter and no digit."
    if "*" in stem or ("?" in stem and "?" in wildcards):
        return "A wildcard can only stand for the ending of the last word."
    if stem != word and (len(stem.strip()) < 2 or stem.endswith(" ")):
        return "A final * needs two letters before it."
    return ""


#: Cyrillic letters in Latin ones, for ids only.
_LATIN = dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True))
_LATIN |= {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
_SPELLED = str.maketrans(_LATIN)


def _fresh_id(path: tuple[str, ...], taken: set[str]) -> str:
    """An id made of the names in Latin letters, inner categories after a point; numbered where that is taken."""
    slugs = [_slug(name) for name in path]
    base = ".".join(slug for slug in slugs if slug)[:70].strip(".-") if slugs[-1] else "code"
    made, number = base if slugs[-1] else "code-1", 1
    while made in taken:
        number += 1
        made = f"{base}-{number}"
    taken.add(made)
    return made


def _slug(name: str) -> str:
    latin = unicodedata.normalize("NFKD", name.lower().translate(_SPELLED)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")

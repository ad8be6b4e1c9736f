"""Grammatical case of Russian words: who does it, to whom it is done, by whom it was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

import pymorphy3

__all__ = [
    "CaseTest",
    "is_genitive",
    "is_maker",
    "is_nominative",
    "is_noun",
    "is_participle",
    "is_passive",
    "may_be_accusative",
    "may_be_affected",
    "may_be_doer",
    "may_be_done_to",
    "may_be_maker",
]

#: Prepositions after which an instrumental is no doer.
_GOVERNING = frozenset({"с", "со", "над", "под", "за", "перед", "между"})
#: Prepositions between a noun and where its bearer is from (добровольцы с Кубы).
_ORIGIN = frozenset({"из", "с", "со"})
#: Whether a mention can stand in a case; takes its text and what stands before it.
CaseTest = Callable[[str, str], bool]


@cache
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=50_000)
def _cases(word: str) -> frozenset[str]:
    found: set[str] = set()
    for parse in _analyzer().parse(word):
        if "Fixd" in parse.tag or parse.tag.POS is None:
            return frozenset({"nomn", "gent", "accs", "ablt", "datv", "loct"})
        if parse.tag.case:
            found.add(str(parse.tag.case))
    return frozenset(found)


@lru_cache(maxsize=10_000)
def is_passive(word: str) -> bool:
    """Whether a verb form is passive (освобождён, освобождённая)."""
    return any(
        parse.tag.POS == "PRTS" or (parse.tag.POS == "PRTF" and "pssv" in parse.tag)
        for parse in _analyzer().parse(word)[:1]
    )


@lru_cache(maxsize=10_000)
def is_noun(word: str) -> bool:
    """Whether a word is a noun, whose doer stands in the instrumental (оккупация Франции Германией)."""
    return any(parse.tag.POS == "NOUN" for parse in _analyzer().parse(word)[:1])


@lru_cache(maxsize=10_000)
def is_participle(word: str) -> bool:
    """Whether a verb form is an active participle, which follows its doer (воевавший)."""
    return any(parse.tag.POS == "PRTF" and "actv" in parse.tag for parse in _analyzer().parse(word)[:1])


def _head(mention: str) -> list[str]:
    """The words of a name that show its case: up to its first noun (союзники по коалиции, Красная армия)."""
    words = [word for word in mention.split() if word.isalpha()] or [mention]
    return words[: next((i for i, word in enumerate(words, 1) if is_noun(word)), len(words))]


def is_genitive(mention: str) -> bool:
    """Whether a name can stand in the genitive and not in the nominative."""
    found = [_cases(word) for word in _head(mention)]
    return bool(found) and all("gent" in each for each in found) and not all("nomn" in each for each in found)


def is_nominative(mention: str) -> bool:
    """Whether a name can stand in the nominative alone."""
    found = [_cases(word) for word in _head(mention)]
    return any(each == {"nomn"} for each in found)


def _may_be(mention: str, before: str, case: str) -> bool:
    """Whether the mention, or the noun that it is hung on (`солдаты Красной армии`), can stand in the case."""
    words = _head(mention)
    if all(case in _cases(word) for word in words):
        return True
    said = before.split()
    while said and said[-1] in _ORIGIN:
        said.pop()
    previous = said[-1].replace("-", "") if said else ""
    return bool(previous) and previous.isalpha() and "gent" in _cases(words[-1]) and _is_noun_in(said[-1], case)


@lru_cache(maxsize=50_000)
def _is_noun_in(word: str, case: str) -> bool:
    return any(parse.tag.POS == "NOUN" and parse.tag.case == case for parse in _analyzer().parse(word))


def may_be_doer(mention: str, before: str) -> bool:
    """Whether the mention can be a subject (nominative)."""
    return _may_be(mention, before, "nomn")


def may_be_accusative(mention: str, before: str) -> bool:
    """Whether the mention, of the same form in both cases, can be an object as well as a subject."""
    return _may_be(mention, before, "accs")


def may_be_maker(mention: str, before: str) -> bool:
    """Whether the mention can be the doer of a passive (instrumental)."""
    return _may_be(mention, before, "ablt")


def is_maker(mention: str, before: str) -> bool:
    """Whether the mention is a sure instrumental without a preposition."""
    governed = before.split() and before.split()[-1] in _GOVERNING
    return not governed and _may_be(mention, before, "ablt") and not _may_be(mention, before, "gent")


def may_be_affected(mention: str, before: str) -> bool:
    """Whether the mention can be an object that stands before its verb: accusative or dative, and no subject."""
    return any(_may_be(mention, before, case) for case in ("accs", "datv")) and not _may_be(mention, before, "nomn")


def may_be_done_to(mention: str, before: str) -> bool:
    """Whether the mention can be the object of a verb: any case but a sure nominative or instrumental."""
    return any(_may_be(mention, before, case) for case in ("accs", "gent", "datv"))

"""What a reader types to find a word, and every place where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from cenotaph.errors import CenotaphError
from cenotaph.text import fold, forms, guess_language

__all__ = ["Occurrences", "Query", "compile_query", "occurrences"]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: A letter, digit or underscore of a script that parts its words; a Chinese character ends and begins anywhere.
_WORD_CHARACTER = rf"[^\W{_HAN}]"
_IN_WORD = re.compile(_WORD_CHARACTER)
_STEM = 4
_LANGUAGES = ("en", "ru", "zh")


@dataclass(frozen=True)
class Query:
    """A query ready to run over folded texts.

    Attributes:
        text: the query as typed.
        forms: the folded forms that are looked for.
        literals: pieces of folded text one of which every document with a match holds; for a first sieve.
        stems: pairs of a beginning and the pattern that must hold where it stands.
    """

    text: str
    forms: tuple[str, ...]
    literals: tuple[str, ...]
    stems: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True)
class Occurrences:
    """Every place where a query stands.

    Attributes:
        document: place of the document in the sequence searched, shape (n,).
        start, end: code points into its folded text, shape (n,).
    """

    document: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.document)


def compile_query(text: str, *, lemma: bool = False, language: str | None = None) -> Query:
    """A query: a word form, a phrase (quotes may stand around it), `lemma:word` for all forms, `word*` for any ending.

    Case, ё, script and width of the letters do not matter. A word is found whole, not inside another; Chinese
    anywhere. White space in a phrase stands for any white space.

    Args: `lemma` asks for all forms without the prefix; `language` says whose, by default that of the query's script.

    Raises: CenotaphError where nothing is left to look for, or `*` stands elsewhere than at the end.
    """
    wanted = text.strip()
    if wanted.lower().startswith("lemma:"):
        lemma, wanted = True, wanted[len("lemma:") :].strip()
    if len(wanted) > 1 and wanted[0] in "\"'«“„" and wanted[-1] in "\"'»”“":
        wanted = wanted[1:-1].strip()
    open_end = wanted.endswith("*")
    wanted = wanted.rstrip("*").strip()
    if "*" in wanted:
        raise CenotaphError(f'"{text}": * stands for any ending, and only at the end of the last word.')
    if not any(character.isalnum() for character in wanted):
        raise CenotaphError(f'"{text}" holds no word to look for.')
    if lemma and open_end:
        raise CenotaphError("Ask either for all forms of a word (lemma:) or for any ending (*), not for both.")
    if lemma:
        spoken = language or guess_language(wanted, _LANGUAGES) or "en"
        found = {fold(form).text for form in forms(wanted, spoken)} | {fold(wanted).text}
    else:
        found = {fold(wanted).text}
    every = tuple(sorted(" ".join(form.split()) for form in found))
    literals = tuple(sorted({max(form.split(), key=len) for form in every}))
    return Query(text, every, literals, _stems(every, open_end=open_end))


def occurrences(texts: Sequence[str], query: Query) -> Occurrences:
    """Every place where the query stands, in order. Args: folded texts."""
    places: list[tuple[int, int, int]] = []
    for number, text in enumerate(texts):
        before = len(places)
        for stem, pattern in query.stems:
            at = text.find(stem)
            while at >= 0:
                match = pattern.match(text, at)
                if match is not None:
                    places.append((number, at, match.end()))
                at = text.find(stem, at + 1 if match is None else match.end())
        if len(query.stems) > 1:
            places[before:] = sorted(places[before:])
    columns = np.array(places, dtype=np.int64).reshape(-1, 3)
    return Occurrences(columns[:, 0], columns[:, 1], columns[:, 2])


def _stems(every: Sequence[str], *, open_end: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Forms with a common beginning are looked for together: the beginning by a plain search, the rest by a pattern."""
    found = []
    for _, group in groupby(every, key=lambda form: form.split()[0][:_STEM]):
        alike = list(group)
        stem = _common_beginning([form.split()[0] for form in alike])
        # Longest first, so that a form does not hide one that goes on.
        endings = "|".join(_pattern(form, open_end) for form in sorted(alike, key=len, reverse=True))
        apart = rf"(?<!{_WORD_CHARACTER})" if _IN_WORD.match(stem) else ""
        found.append((stem, re.compile(f"{apart}(?:{endings})")))
    return tuple(found)


def _pattern(form: str, open_end: bool) -> str:
    words = r"\s+".join(re.escape(word) for word in form.split())
    if not _IN_WORD.match(form[-1]):
        return words
    return words + (rf"{_WORD_CHARACTER}*" if open_end else rf"(?!{_WORD_CHARACTER})")


def _common_beginning(words: Sequence[str]) -> str:
    least, greatest = min(words), max(words)
    same = next((i for i, (a, b) in enumerate(zip(least, greatest, strict=False)) if a != b), len(least))
    return least[:same]

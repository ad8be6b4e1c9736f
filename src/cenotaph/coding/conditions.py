"""What a cue asks of its sentence and its document before it counts: words in its company, acts, dates, attributes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cenotaph.coding.patterns import alternatives, phrase_forms
from cenotaph.coding.trace import Why
from cenotaph.study.codebook import Company, Cue, Where
from cenotaph.text import fold

__all__ = ["Beside", "Conditions", "Setting", "conditions", "words_pattern"]


@dataclass(frozen=True)
class Setting:
    """Where a sentence stands.

    Attributes:
        attributes: its document's, folded; null where not known.
        day: its document's.
        referents: the pasts that it speaks of.
        side: the one target whose pasts they are; null where they are several targets' or nobody's.
    """

    attributes: Mapping[str, str | None]
    day: dt.date | None
    referents: frozenset[str]
    side: str | None = None


@dataclass(frozen=True)
class Beside:
    """Words in a cue's company: one pattern for each, and the greatest distance in words or characters."""

    patterns: tuple[re.Pattern[str], ...]
    within: int
    by_word: bool

    def near(self, text: str, start: int, end: int) -> bool:
        """Whether each word stands close enough to the span, on either side of it."""
        return all(
            any(self._distance(text, start, end, hit) <= self.within for hit in pattern.finditer(text))
            for pattern in self.patterns
        )

    def follow(self, text: str, end: int) -> bool:
        """Whether the words follow in their order, each close enough to the one before."""
        if not self.patterns:
            return True
        first, rest = self.patterns[0], Beside(self.patterns[1:], self.within, self.by_word)
        return any(
            self._gap(text[end : hit.start()]) <= self.within and rest.follow(text, hit.end())
            for hit in first.finditer(text, end)
        )

    def _distance(self, text: str, start: int, end: int, hit: re.Match[str]) -> int:
        if hit.end() <= start:
            return self._gap(text[hit.end() : start])
        return self._gap(text[end : hit.start()]) if hit.start() >= end else 0

    def _gap(self, between: str) -> int:
        return len(between.split()) if self.by_word else len(between)


@dataclass(frozen=True)
class Conditions:
    """A cue's conditions, ready for use.

    Attributes:
        needs, unless: what must, or may not, stand in the scope; null where nothing is asked.
        near, seq: words in the cue's company.
        where: for each attribute asked, a pattern of the values that fit.
    """

    cue: Cue
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    near: Beside | None
    seq: Beside | None
    where: Mapping[str, re.Pattern[str]]

    def refusal(self, text: str, span: tuple[int, int], setting: Setting, named: Callable[[], set[str]]) -> Why | None:
        """Why the cue does not count: the first condition that is not met; null where all are.

        Args:
            text: the cue's scope, folded.
            span: the cue in it.
            setting: where the sentence stands.
            named: the targets that the scope names.
        """
        cue = self.cue
        if self.needs is not None and not self.needs.search(text):
            return Why.NEEDS
        if self.unless is not None and self.unless.search(text):
            return Why.UNLESS
        if self.near is not None and not self.near.near(text, *span):
            return Why.NEAR
        if self.seq is not None and not self.seq.follow(text, span[1]):
            return Why.SEQ
        if cue.with_target and not named() & set(cue.with_target):
            return Why.WITH_TARGET
        if cue.with_referent and not setting.referents & set(cue.with_referent):
            return Why.WITH_REFERENT
        if not all(self._fits(name, setting.attributes.get(name)) for name in self.where):
            return Why.WHERE
        return None if self._holds_on(setting.day) else Why.CUE_OUT_OF_DATE

    def _fits(self, name: str, value: str | None) -> bool:
        return value is not None and self.where[name].fullmatch(value) is not None

    def _holds_on(self, day: dt.date | None) -> bool:
        if day is None:
            return True
        return (self.cue.from_ or day) <= day <= (self.cue.until or day)


def conditions(cue: Cue, language: str) -> Conditions:
    """Make a cue's conditions ready for texts in a language."""
    return Conditions(
        cue,
        needs=words_pattern(cue.needs, language),
        unless=words_pattern(cue.unless, language),
        near=_beside(cue.near, language),
        seq=_beside(cue.seq, language),
        where=_attributes(cue.where) if cue.where else {},
    )


def words_pattern(phrases: Sequence[str], language: str) -> re.Pattern[str] | None:
    """A pattern that finds any form of any of the phrases as whole words; null where there are none."""
    found = {form for phrase in phrases for part in alternatives(phrase) for form in phrase_forms(part, language)}
    if not found:
        return None
    left, right = ("", "") if language == "zh" else (r"\b", r"\b")
    return re.compile("|".join(f"{left}{re.escape(form)}{'' if any_end else right}" for form, any_end in sorted(found)))


def _beside(company: Company | None, language: str) -> Beside | None:
    if company is None:
        return None
    by_word = company.unit == "words" if company.unit else language != "zh"
    patterns = (words_pattern((words,), language) for words in company.words)
    return Beside(tuple(pattern for pattern in patterns if pattern is not None), company.within, by_word)


def _attributes(where: Where) -> dict[str, re.Pattern[str]]:
    asked = {name: values for name, values in where if values}
    return {name: re.compile("|".join(_value(value) for value in values)) for name, values in asked.items()}


def _value(value: str) -> str:
    stem = re.escape(fold(value.rstrip("*")).text)
    return stem + ".*" if value.endswith("*") else stem

"""How mentions stand to a cue: in which clause, on which side, as its doer or as the one it is done to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cenotaph.coding import cases
from cenotaph.coding.grammar import Grammar
from cenotaph.coding.syntax import Parse

__all__ = ["Mention", "Places"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the folded sentence that names a target.

    Attributes:
        own: it names the holder's own side (`our soldiers`), not a target of that name.
        state: it can be a holder.
        voice: it is only ever a holder, never a target (`international figures`).
        buried: it stands inside the name of a past (中国人民抗日战争), where it is no target of an act.
    """

    start: int
    end: int
    target: str
    own: bool = False
    state: bool = False
    buried: bool = False
    voice: bool = False


class Places:
    """The places of one folded sentence under one grammar. Mentions are given and returned in the order of the text."""

    def __init__(self, text: str, grammar: Grammar, parse: Parse | None = None) -> None:
        self.text = text
        self.grammar = grammar
        self.parse = parse
        self.breaks = [match.start() for match in grammar.clause_break.finditer(text)]

    def scope(self, start: int, end: int, kind: str) -> tuple[int, int]:
        """The clause or sentence around a span."""
        if kind == "sentence":
            return 0, len(self.text)
        left = max((place for place in self.breaks if place < start), default=-1)
        right = min((place for place in self.breaks if place >= end), default=len(self.text))
        return left + 1, right

    def pick(self, side: str, allowed: Sequence[Mention], start: int, end: int) -> Mention | None:
        """The mention that stands to the cue as `side` says; null if none does."""
        around = [mention for mention in allowed if mention.start <= start and end <= mention.end]
        if around:
            return around[0] if around[0].end - around[0].start > end - start else None
        before = [mention for mention in allowed if mention.end <= start]
        after = [mention for mention in allowed if mention.start >= end]
        if side == "before":
            named = [mention for mention in before if not self.is_oblique_place(mention)]
            return named[-1] if named else None
        if side == "after":
            return after[0] if after else None
        if side == "either":
            return min(allowed, key=lambda mention: self._rank(mention, start, end), default=None)
        by_syntax = self._by_syntax(side, allowed, start, end)
        return by_syntax or (self._subject if side == "subject" else self._object)(before, after, start, end)

    def _by_syntax(self, side: str, allowed: Sequence[Mention], start: int, end: int) -> Mention | None:
        """The mention in the cue's role by the syntax of the sentence; null where it is not parsed or names nobody."""
        word = self.parse.head_of(start, end) if self.parse is not None else None
        if self.parse is None or word is None:
            return None
        one_of = self.parse.doers(word) if side == "subject" else self.parse.affected(word)
        return next((mention for mention in allowed if self.parse.names(mention.start, mention.end, one_of)), None)

    def distance(self, mention: Mention, start: int, end: int) -> int:
        """Words (characters in Chinese) between a mention and a span."""
        between = self.text[mention.end : start] if mention.end <= start else self.text[end : mention.start]
        return len(between.split()) if self.grammar.by_word else len(between)

    def _rank(self, mention: Mention, start: int, end: int) -> tuple[bool, int]:
        """The nearest first, and where cases tell who does it, those that say where it was done last."""
        return self.grammar.cases and self.is_oblique_place(mention), self.distance(mention, start, end)

    def is_oblique(self, mention: Mention) -> bool:
        """Whether the mention cannot be a subject, for the word before it."""
        if self.grammar.cases and cases.is_nominative(self.text[mention.start : mention.end]):
            return False
        before = self._before(mention, 60)
        head = self.grammar.headed.search(before) if self.grammar.headed is not None else None
        return bool(self.grammar.oblique.search(before[: head.start()] if head else before))

    def may_do(self, mention: Mention) -> bool:
        """Whether the mention's case lets it be a subject."""
        return not self.grammar.cases or self._in_case(mention, cases.may_be_doer)

    def is_oblique_place(self, mention: Mention) -> bool:
        """Whether the mention says where, not who."""
        return bool(self.grammar.place_before.search(self._before(mention, 20)))

    def is_of(self, one: Mention, other: Mention) -> bool:
        """Whether the second mention is the first one's attribute (солдаты вермахта)."""
        if not self.grammar.cases or one.voice or other.own or self.text[one.end : other.start] != " ":
            return False
        pronoun = self.text[one.start : one.end] in self.grammar.own_pronouns
        return not pronoun and cases.is_genitive(self.text[other.start : other.end])

    def is_foe(self, mention: Mention) -> bool:
        """Whether the mention is fought against."""
        return bool(self.grammar.foe_after.search(self._before(mention, 40)))

    def _before(self, mention: Mention, length: int) -> str:
        return self.text[max(0, mention.start - length) : mention.start]

    def _subject(self, before: list[Mention], after: list[Mention], start: int, end: int) -> Mention | None:
        if self.grammar.cases:
            return self._russian_subject(before, after, start, end)
        if self.grammar.agent_before is not None:
            return self._chinese_subject(before, start)
        if self.grammar.agent_after is not None:
            by = self.grammar.agent_after.match(self.text, end)
            if by and by.end() <= min((place for place in self.breaks if place >= end), default=len(self.text)):
                return next((mention for mention in after if 0 <= mention.start - by.end() <= 30), None)
        if self._is_passive(start):
            return None
        inserted = [match.span() for match in self.grammar.inserted.finditer(self.text, 0, start)]
        free = [
            mention
            for mention in before
            if not self.is_oblique(mention) and not any(a < mention.start < b for a, b in inserted)
        ]
        return free[-1] if free else None

    def _chinese_subject(self, before: list[Mention], start: int) -> Mention | None:
        """After 被 or 由; before 为; else the last free mention of the clause, else the topic of what is said."""
        assert self.grammar.agent_before is not None
        assert self.grammar.agent_follow is not None
        assert self.grammar.pivot_before is not None
        left, _ = self.scope(start, start, "clause")
        for mention in reversed(before):
            if mention.start >= left and self.grammar.pivot_before.search(self.text, left, mention.start):
                return mention
            if self.grammar.agent_before.search(self.text[: mention.start]):
                return mention
            if self.grammar.agent_follow.match(self.text, mention.end):
                return mention
        free = [mention for mention in before if not self.is_oblique(mention)]
        near = [mention for mention in free if mention.start >= left]
        if near:
            return near[-1]
        said = [match.end() for match in self.grammar.said_after.finditer(self.text, 0, left)]
        topics = [mention for mention in free if not said or mention.start >= said[-1]]
        return topics[0] if topics else (free[-1] if free else None)

    def _object(self, before: list[Mention], after: list[Mention], start: int, end: int) -> Mention | None:
        if self.grammar.cases:
            return self._russian_object(before, after, start, end)
        if self.grammar.affected is not None:
            affected = [mention for mention in before if self.grammar.affected.search(self.text[: mention.start])]
            if affected:
                return affected[-1]
        if self._is_passive(start):
            return before[-1] if before else None
        return after[0] if after else None

    def _russian_subject(self, before: list[Mention], after: list[Mention], start: int, end: int) -> Mention | None:
        left, _ = self.scope(start, end, "clause")
        relative = self.grammar.relative is not None and self.grammar.relative.match(self.text, left)
        if relative and not any(left < mention.start for mention in before):
            named = before[-1] if before else None
            return named if named and "," not in self.text[named.end : left - 1] else None
        if cases.is_passive(self.text[start:end].split()[-1]):
            makers = [mention for mention in [*after, *reversed(before)] if self._in_case(mention, cases.may_be_maker)]
            return makers[0] if makers else None
        if cases.is_noun(self.text[start:end].split()[0]):
            makers = [mention for mention in after if self._in_case(mention, cases.is_maker)]
            if makers:
                return makers[0]
        if before and cases.is_participle(self.text[start:end].split()[0]):
            return before[-1]
        doers = [mention for mention in [*reversed(before), *after] if self._in_case(mention, cases.may_be_doer)]
        right = self.scope(start, end, "clause")[1]
        free = [mention for mention in doers if not self.is_oblique(mention)]
        free.sort(key=lambda mention: not left <= mention.start < right)
        if free and free[0] in before and not free[0].state and self._in_case(free[0], cases.may_be_accusative):
            return next((one for one in free if one.state and end <= one.start < right), free[0])
        return free[0] if free else None

    def _russian_object(self, before: list[Mention], after: list[Mention], start: int, end: int) -> Mention | None:
        if cases.is_passive(self.text[start:end].split()[-1]):
            return next((m for m in [*reversed(before), *after] if self._in_case(m, cases.may_be_doer)), None)
        found = [m for m in after if self._in_case(m, cases.may_be_done_to)]
        found += [m for m in reversed(before) if self._in_case(m, cases.may_be_affected)]
        return next((m for m in found if not (m.state and self.is_oblique_place(m))), None)

    def _in_case(self, mention: Mention, may_be: cases.CaseTest) -> bool:
        return may_be(self.text[mention.start : mention.end], self._before(mention, 40))

    def _is_passive(self, start: int) -> bool:
        passive: re.Pattern[str] | None = self.grammar.passive_before
        if passive is None or self.grammar.never_passive.match(self.text, start):
            return False
        return bool(passive.search(self.text[max(0, start - 40) : start]))

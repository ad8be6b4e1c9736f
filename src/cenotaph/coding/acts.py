"""Who does what to whom in one sentence: from cue and mention to act, target and holder.

Works on the few sentences that speak of the past and hold a cue. Everything about states and pasts is in the rules;
everything about a language is in its grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cenotaph.coding import cases
from cenotaph.coding.grammar import Grammar
from cenotaph.coding.trace import SILENT, Trace, Why
from cenotaph.study.codebook import Cue

__all__ = ["OWN_SIDE", "Found", "Mention", "Rule", "Sentence", "statements"]

#: The codebook's name for the side that speaks.
OWN_SIDE = "self"


@dataclass(frozen=True)
class Rule:
    """One cue of the codebook, ready for use.

    Attributes:
        name: `act/language/number`, the number counted from 1 in the codebook's list.
        act: the act it carries.
        order: place of the act in the codebook, the earlier the stronger.
        by_subject: the holder is the cue's subject where there is one.
        foes: the target may be someone who is fought against.
        needs, unless: what must, or may not, stand in the cue's scope; null where nothing is asked.
        never: targets that the cue cannot have.
    """

    name: str
    act: str
    order: int
    by_subject: bool
    foes: bool
    cue: Cue
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    never: frozenset[str]


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


@dataclass(frozen=True)
class Sentence:
    """A folded sentence with its mentions and cue hits in order; `holder` is whose text or turn it is, where known."""

    text: str
    mentions: Sequence[Mention]
    cues: Sequence[tuple[int, int, Rule]]
    holder: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A statement in the making. Spans are in the folded sentence; a target that is not named has the cue's span."""

    holder: str | None
    target: str
    rule: Rule
    target_start: int
    target_end: int
    cue_start: int
    cue_end: int
    confidence: int


def statements(sentence: Sentence, grammar: Grammar, trace: Trace = SILENT) -> list[Found]:
    """The sentence's statements: one act for each holder and target, that of the strongest cue."""
    reading = _Reading(sentence, grammar, trace)
    best: dict[tuple[str | None, str], Found] = {}
    for found in reading.found():
        key = found.holder, found.target
        rival = best.get(key)
        if rival is not None and _strength(found) <= _strength(rival):
            trace.gave_way(found, rival)
            continue
        if rival is not None:
            trace.gave_way(rival, found)
        best[key] = found
    return sorted(best.values(), key=lambda found: (found.cue_start, found.target_start, found.target))


def _strength(found: Found) -> tuple[int, int, int, int]:
    rule = found.rule
    return rule.cue.priority, -rule.order, found.confidence, -found.cue_start


class _Reading:
    """One sentence under one grammar."""

    def __init__(self, sentence: Sentence, grammar: Grammar, trace: Trace) -> None:
        self.trace = trace
        self.text = sentence.text
        self.sentence = sentence
        self.grammar = grammar
        self.mentions = [mention for mention in sentence.mentions if not mention.buried]
        self.breaks = [match.start() for match in grammar.clause_break.finditer(self.text)]
        self.voice = self._voice()

    def found(self) -> Iterator[Found]:
        for start, end, rule in self.sentence.cues:
            scope = self._scope(start, end, rule.cue.scope)
            obstacle = self._obstacle(start, end, rule, scope)
            if obstacle is not None:
                self.trace.blocked(start, end, rule, obstacle)
                continue
            holder = self.voice
            targets = self._targets(start, end, rule, scope)
            if not targets:
                self.trace.blocked(start, end, rule, Why.NO_TARGET)
            if rule.by_subject:
                holder = self._doer(start, {id(target) for target in targets}) or self.voice
            for target in targets:
                whose = holder
                if target.target == whose and OWN_SIDE in rule.never:
                    whose = self.sentence.holder
                name = whose if target.own else target.target
                ban = self._ban(target, name, whose, rule, start)
                if ban is not None or name is None:
                    self.trace.passed_over(target, start, end, rule, ban or Why.NO_HOLDER)
                    continue
                yield Found(whose, name, rule, target.start, target.end, start, end, rule.cue.confidence)

    def _ban(self, target: Mention, name: str | None, whose: str | None, rule: Rule, start: int) -> Why | None:
        """Why this holder cannot do this to the target that was found; null where they can."""
        if target.own and target.start == start and whose != self.sentence.holder:
            return Why.OTHER_SPEAKER
        if name is not None and name in rule.never:
            return Why.NEVER
        if name is not None and name == whose and OWN_SIDE in rule.never:
            return Why.OWN_SIDE
        if name is not None and rule.cue.only and name not in rule.cue.only:
            return Why.NOT_ONLY
        return None

    def _in_title(self, start: int) -> bool:
        title = self.grammar.title
        return title is not None and any(match.start() < start < match.end() for match in title.finditer(self.text))

    def _scope(self, start: int, end: int, kind: str) -> tuple[int, int]:
        if kind == "sentence":
            return 0, len(self.text)
        left = max((place for place in self.breaks if place < start), default=-1)
        right = min((place for place in self.breaks if place >= end), default=len(self.text))
        return left + 1, right

    def _obstacle(self, start: int, end: int, rule: Rule, scope: tuple[int, int]) -> Why | None:
        """Why the cue does not apply, whatever its target; null where it does."""
        if self._in_title(start):
            return Why.IN_TITLE
        stretch = self.text[scope[0] : scope[1]]
        if rule.needs is not None and not rule.needs.search(stretch):
            return Why.NEEDS
        if rule.unless is not None and rule.unless.search(stretch):
            return Why.UNLESS
        if rule.cue.negation == "ignored":
            return None
        clause = self.text[self._scope(start, end, "clause")[0] : start]
        negated = bool(self.grammar.negation.search(clause))
        if negated == (rule.cue.negation == "needed"):
            return None
        return Why.NEGATED if negated else Why.NOT_NEGATED

    def _targets(self, start: int, end: int, rule: Rule, scope: tuple[int, int]) -> list[Mention]:
        cue = rule.cue
        if cue.gives is not None:
            return [Mention(start, end, cue.gives, own=cue.gives == OWN_SIDE)]
        allowed = []
        for mention in self.mentions:
            unfit = self._unfit(mention, start, end, rule, scope)
            if unfit is None:
                allowed.append(mention)
            else:
                self.trace.passed_over(mention, start, end, rule, unfit)
        first = self._meant_by_pronoun(cue.target, allowed, end) or self._pick(cue.target, allowed, start, end)
        if first is not None:
            same_side = [mention for mention in allowed if (mention.start < start) == (first.start < start)]
            taken = self._list_of(first, same_side, rule.act)
            self._tell_of_rest(allowed, taken, start, end, rule)
            return taken
        self._tell_of_rest(allowed, (), start, end, rule)
        if cue.otherwise is None:
            return []
        if self.grammar.cases:
            places = [mention for mention in allowed if mention.state and self._is_oblique_place(mention)]
            if places and places[0].end <= start:
                return places[:1]
        return [Mention(start, end, cue.otherwise, own=cue.otherwise == OWN_SIDE)]

    def _tell_of_rest(
        self, allowed: Sequence[Mention], taken: Sequence[Mention], start: int, end: int, rule: Rule
    ) -> None:
        for mention in allowed:
            if mention not in taken:
                self.trace.passed_over(mention, start, end, rule, Why.NOT_IN_PLACE)

    def _unfit(self, mention: Mention, start: int, end: int, rule: Rule, scope: tuple[int, int]) -> Why | None:
        """Why the mention cannot be the cue's target, wherever it stands; null where it can."""
        cue, target = rule.cue, mention.target
        around = mention.start <= start and end <= mention.end
        if not scope[0] <= mention.start < scope[1]:
            return Why.OUT_OF_SCOPE
        if mention.voice:
            return Why.VOICE
        if cue.target != "subject" and self._is_pronoun(mention):
            return Why.PRONOUN
        if not rule.foes and self._is_foe(mention):
            return Why.FOE
        if OWN_SIDE in rule.never and target == self.voice:
            return Why.OWN_SIDE
        if target in rule.never:
            return Why.NEVER
        if cue.only and target not in cue.only and not mention.own:
            return Why.NOT_ONLY
        if not (mention.end <= start or mention.start >= end or around):
            return Why.OVERLAPS
        if cue.within is not None and self._distance(mention, start, end) > cue.within:
            return Why.TOO_FAR
        return None

    def _is_pronoun(self, mention: Mention) -> bool:
        return mention.own and self.text[mention.start : mention.end] in self.grammar.own_pronouns

    def _meant_by_pronoun(self, side: str, allowed: list[Mention], end: int) -> Mention | None:
        """The last target named before the cue, where a pronoun follows the cue in the target's place."""
        pronoun = self.grammar.pronoun_after
        if side not in ("after", "object") or pronoun is None or not pronoun.match(self.text, end):
            return None
        before = [mention for mention in allowed if mention.end < end and not self._is_oblique_place(mention)]
        return before[-1] if before else None

    def _is_oblique_place(self, mention: Mention) -> bool:
        return bool(self.grammar.place_before.search(self.text[max(0, mention.start - 20) : mention.start]))

    def _pick(self, side: str, allowed: list[Mention], start: int, end: int) -> Mention | None:
        around = [mention for mention in allowed if mention.start <= start and end <= mention.end]
        if around:
            return around[0] if around[0].end - around[0].start > end - start else None
        before = [mention for mention in allowed if mention.end <= start]
        after = [mention for mention in allowed if mention.start >= end]
        if side == "before":
            named = [mention for mention in before if not self._is_oblique_place(mention)]
            return named[-1] if named else None
        if side == "after":
            return after[0] if after else None
        if side == "either":
            return min(allowed, key=lambda mention: self._distance(mention, start, end), default=None)
        return (self._subject if side == "subject" else self._object)(before, after, start, end)

    def _subject(self, before: list[Mention], after: list[Mention], start: int, end: int) -> Mention | None:
        if self.grammar.cases:
            return self._russian_subject(before, after, start, end)
        if self.grammar.agent_before is not None:
            return self._chinese_subject(before, start)
        if self.grammar.agent_after is not None:
            by = self.grammar.agent_after.match(self.text, end)
            if by and by.end() <= min((place for place in self.breaks if place >= end), default=len(self.text)):
                return next((mention for mention in after if mention.start - by.end() <= 30), None)
        if self._is_passive(start):
            return None
        inserted = [match.span() for match in self.grammar.inserted.finditer(self.text, 0, start)]
        free = [
            mention
            for mention in before
            if not self._is_oblique(mention) and not any(a < mention.start < b for a, b in inserted)
        ]
        return free[-1] if free else None

    def _chinese_subject(self, before: list[Mention], start: int) -> Mention | None:
        """After 被 or 由; before 为; else the last free mention of the clause, else the topic of what is said."""
        assert self.grammar.agent_before is not None
        assert self.grammar.agent_follow is not None
        for mention in reversed(before):
            if self.grammar.agent_before.search(self.text[: mention.start]):
                return mention
            if self.grammar.agent_follow.match(self.text, mention.end):
                return mention
        free = [mention for mention in before if not self._is_oblique(mention)]
        left, _ = self._scope(start, start, "clause")
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
        if cases.is_passive(self.text[start:end].split()[-1]):
            makers = [mention for mention in [*after, *reversed(before)] if self._in_case(mention, cases.may_be_maker)]
            return makers[0] if makers else None
        if before and cases.is_participle(self.text[start:end].split()[0]):
            return before[-1]
        doers = [mention for mention in [*reversed(before), *after] if self._in_case(mention, cases.may_be_doer)]
        return next((mention for mention in doers if not self._is_oblique(mention)), None)

    def _russian_object(self, before: list[Mention], after: list[Mention], start: int, end: int) -> Mention | None:
        if cases.is_passive(self.text[start:end].split()[-1]):
            return next((m for m in [*reversed(before), *after] if self._in_case(m, cases.may_be_doer)), None)
        return next((m for m in [*after, *reversed(before)] if self._in_case(m, cases.may_be_done_to)), None)

    def _in_case(self, mention: Mention, may_be: object) -> bool:
        assert callable(may_be)
        return bool(
            may_be(self.text[mention.start : mention.end], self.text[max(0, mention.start - 40) : mention.start])
        )

    def _is_passive(self, start: int) -> bool:
        passive = self.grammar.passive_before
        return passive is not None and bool(passive.search(self.text[max(0, start - 40) : start]))

    def _is_oblique(self, mention: Mention) -> bool:
        return bool(self.grammar.oblique.search(self.text[max(0, mention.start - 40) : mention.start]))

    def _is_foe(self, mention: Mention) -> bool:
        return bool(self.grammar.foe_after.search(self.text[max(0, mention.start - 40) : mention.start]))

    def _distance(self, mention: Mention, start: int, end: int) -> int:
        between = self.text[mention.end : start] if mention.end <= start else self.text[end : mention.start]
        return len(between.split()) if self.grammar.by_word else len(between)

    def _list_of(self, first: Mention, allowed: list[Mention], act: str) -> list[Mention]:
        """The mention with those that stand in one list with it."""
        place = allowed.index(first)
        left = right = place
        while left > 0 and self._joined(allowed[left - 1], allowed[left], act):
            left -= 1
        while right + 1 < len(allowed) and self._joined(allowed[right], allowed[right + 1], act):
            right += 1
        return allowed[left : right + 1]

    def _joined(self, one: Mention, other: Mention, act: str) -> bool:
        if one.start == other.start:
            return True
        if one.state and other.own:
            return False
        between = self.text[one.end : other.start]
        if not one.state and self.grammar.attached.match(between):
            return True
        if self.grammar.cases and self._is_oblique_place(other):
            return False
        if any(one.end <= start < other.start and rule.act != act for start, _, rule in self.sentence.cues):
            return False
        return bool(self.grammar.joins.match(between)) and len(between.split()) <= 8

    def _doer(self, start: int, targets: set[int]) -> str | None:
        """The state that is said to do what the cue says: the subject before it, unless that is the own side."""
        for mention in reversed(self.mentions):
            if mention.end <= start and id(mention) not in targets and not self._is_oblique(mention):
                if mention.own:
                    return None
                if mention.state and self._speaks(mention, start):
                    return mention.target
        return None

    def _speaks(self, mention: Mention, start: int) -> bool:
        return not any(other.end <= mention.start and other.own for other in self.mentions) and start - mention.end < 80

    def _voice(self) -> str | None:
        """Whose words they are: the one who is reported, else the holder of the text."""
        for said in self.grammar.said_after.finditer(self.text):
            speakers = [
                mention
                for mention in self.mentions
                if mention.end <= said.start()
                and said.start() - mention.end <= 60
                and not self._is_oblique(mention)
                and self.text.count('"', 0, mention.start) % 2 == 0
            ]
            if speakers:
                return self.sentence.holder if speakers[-1].own or not speakers[-1].state else speakers[-1].target
        if self.grammar.said_before is not None:
            for mention in self.mentions:
                if mention.state and self.grammar.said_before.search(self.text[: mention.start]):
                    return mention.target
        return self.sentence.holder

"""Who does what to whom in one sentence: from cue and mention to act, target and holder.

Works on the few sentences that speak of the past and hold a cue. Everything about states and pasts is in the rules;
everything about a language is in its grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cenotaph.coding.conditions import Conditions, Setting
from cenotaph.coding.grammar import Grammar
from cenotaph.coding.places import Mention, Places
from cenotaph.coding.syntax import Parse
from cenotaph.coding.trace import SILENT, Trace, Why
from cenotaph.coding.voices import Voices
from cenotaph.study.codebook import Cue

__all__ = ["OWN_SIDE", "Found", "Mention", "Rule", "Sentence", "statements"]

#: The codebook's name for the side that speaks.
OWN_SIDE = "self"
#: What stands between a state and a word for its people that is its own.
_ATTACHED = frozenset({"", " ", "的", "'s "})
#: How many words may stand between two members of a list where it leaves the reach of the cue.
_SHORT_STEP = 3


@dataclass(frozen=True)
class Rule:
    """One cue of the codebook, ready for use.

    Attributes:
        name: `act/language/number`, the number counted from 1 in the codebook's list.
        act: the act it carries.
        order: place of the act in the codebook, the earlier the stronger.
        by_subject: the holder is the cue's subject where there is one.
        mutual: where two sides do it together, each does it to the other.
        foes: the target may be someone who is fought against.
        conditions: what must stand with the cue.
        never: targets that the cue cannot have.
    """

    name: str
    act: str
    order: int
    by_subject: bool
    mutual: bool
    foes: bool
    cue: Cue
    conditions: Conditions
    never: frozenset[str]


@dataclass(frozen=True)
class Sentence:
    """A folded sentence with its mentions and cue hits in order.

    Attributes:
        holder: whose text or turn it is, where known.
        setting: its document's attributes, its day, the pasts it speaks of.
        parse: its syntax; null where the codebook does not ask for it.
        earlier: targets named in the sentence before it; none where that speaks of the own side.
        introduced: the state as whose person the sentence before names somebody; null where it does not.
        beside: the state that whoever speaks here counts himself to in the sentence before or after.
    """

    text: str
    mentions: Sequence[Mention]
    cues: Sequence[tuple[int, int, Rule]]
    holder: str | None
    setting: Setting = field(default_factory=lambda: Setting({}, None, frozenset()))
    earlier: tuple[str, ...] = ()
    introduced: Callable[[str], str | None] = lambda name: None
    beside: Callable[[], str | None] = lambda: None
    parse: Parse | None = None


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
    made = sorted(best.values(), key=lambda found: (found.cue_start, found.target_start, found.target))
    trace.made(made)
    return made


def _unattached(mentions: Sequence[Mention], text: str, places: Places) -> list[Mention]:
    """Without words for the own side that are said of one who is named beside (American veterans, 苏联红军烈士)."""
    return [
        mention
        for before, mention, after in zip((None, *mentions), mentions, (*mentions[1:], None), strict=False)
        if not (
            mention.own
            and (
                (before is not None and before.state and text[before.end : mention.start] in _ATTACHED)
                or (after is not None and places.is_of(mention, after))
            )
        )
    ]


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
        self.places = Places(self.text, grammar, sentence.parse)
        named = [mention for mention in sentence.mentions if not mention.buried]
        self.mentions = _unattached(named, self.text, self.places)
        self.voices = Voices(sentence, self.mentions, self.places)
        self.voice = self.voices.voice
        self.acts: set[str] = set()

    def found(self) -> Iterator[Found]:
        """All that the cues say, first those that do not ask what else the sentence does."""
        for start, end, rule in sorted(self.sentence.cues, key=lambda cue: cue[2].cue.asks_for_acts):
            scope = self.places.scope(start, end, rule.cue.scope)
            obstacle = self._obstacle(start, end, rule, scope)
            if obstacle is not None:
                self.trace.blocked(start, end, rule, obstacle)
                continue
            targets = self._targets(start, end, rule, scope)
            if not (targets or self.voices.mutual_sides(start, rule.mutual)):
                self.trace.blocked(start, end, rule, Why.NO_TARGET)
            for holder, target in self._pairs(start, rule, targets):
                yield from self._statement(holder, target, start, end, rule)

    def _statement(self, holder: str | None, target: Mention, start: int, end: int, rule: Rule) -> Iterator[Found]:
        if target.target == holder and OWN_SIDE in rule.never and not self.voices.critics:
            holder = self.sentence.holder
        name = self._own_side(target, holder, start) if target.own else target.target
        ban = self._ban(target, name, holder, rule, start)
        if ban is not None or name is None:
            self.trace.passed_over(target, start, end, rule, ban or Why.NO_HOLDER)
            return
        if not rule.cue.asks_for_acts:
            self.acts.add(rule.act)
        yield Found(holder, name, rule, target.start, target.end, start, end, rule.cue.confidence)

    def _own_side(self, target: Mention, holder: str | None, start: int) -> str | None:
        """Who words for the own side mean: the holder's own, but for foreign guests at a rite for another's past.

        A guest who lays a wreath to the fallen honours those whose past it is, not their own.
        """
        side = self.sentence.setting.side
        if side is None or holder == self.sentence.holder:
            return holder
        said = target.start != start and self.grammar.own_words.search(self.text[target.start : target.end])
        return holder if said else side

    def _pairs(self, start: int, rule: Rule, targets: Sequence[Mention]) -> Iterator[tuple[str | None, Mention]]:
        """Who does it to whom, where more than one side may do it."""
        if both := self.voices.mutual_sides(start, rule.mutual):
            named = {mention.target: mention for mention in [*self.mentions, *targets]}
            for one, other in (both, both[::-1]):
                spot = named.get(other) or (targets[0] if targets else Mention(start, start, other))
                yield one, Mention(spot.start, spot.end, other, state=True)
            return
        sides = self.voices.sides(start) if targets else ()
        barred = {target.target for target in targets} if OWN_SIDE in rule.never else set()
        doers = self.voices.doers(start, targets, barred) if rule.by_subject else ()
        holders, host = doers or sides or (self.voice,), self.sentence.setting.side or self.sentence.holder
        meant = host if len(holders) > 1 and self.sentence.holder in holders else None
        for holder in holders:
            for target in targets:
                yield holder, replace(target, target=meant, own=False, state=True) if meant and target.own else target

    def _ban(self, target: Mention, name: str | None, whose: str | None, rule: Rule, start: int) -> Why | None:
        """Why this holder cannot do this to the target that was found; null where they can."""
        nobody_named = target.own and target.start == start and self.sentence.setting.side is None
        if nobody_named and whose != self.sentence.holder:
            return Why.OTHER_SPEAKER
        if name is not None and name in rule.never:
            return Why.NEVER
        if name is not None and name == whose and OWN_SIDE in rule.never and not self.voices.critics:
            return Why.OWN_SIDE
        if name is not None and rule.cue.only and name not in rule.cue.only:
            return Why.NOT_ONLY
        return None

    def _in_title(self, start: int) -> bool:
        title = self.grammar.title
        return title is not None and any(match.start() < start < match.end() for match in title.finditer(self.text))

    def _obstacle(self, start: int, end: int, rule: Rule, scope: tuple[int, int]) -> Why | None:
        """Why the cue does not apply, whatever its target; null where it does."""
        if self._in_title(start):
            return Why.IN_TITLE
        left, right = scope
        refusal = rule.conditions.refusal(
            self.text[left:right],
            (start - left, end - left),
            self.sentence.setting,
            lambda: {mention.target for mention in self.mentions if left <= mention.start < right},
        )
        return refusal or self._discord(rule, scope) or self._negation(start, end, rule)

    def _discord(self, rule: Rule, scope: tuple[int, int]) -> Why | None:
        """Whether the cue stands too seldom in its scope, or what else the sentence does tells against it."""
        cue = rule.cue
        if cue.at_least > 1:
            spans = {hit[:2] for hit in self.sentence.cues if hit[2] is rule and scope[0] <= hit[0] < scope[1]}
            if len(spans) < cue.at_least:
                return Why.AT_LEAST
        if cue.with_act and not self.acts & set(cue.with_act):
            return Why.WITH_ACT
        return Why.WITHOUT_ACT if self.acts & set(cue.without_act) else None

    def _negation(self, start: int, end: int, rule: Rule) -> Why | None:
        if rule.cue.negation == "ignored":
            return None
        clause = self.text[self.places.scope(start, end, "clause")[0] : start]
        negated = bool(self.grammar.negation.search(clause))
        if negated == (rule.cue.negation == "needed"):
            return None
        return Why.NEGATED if negated else Why.NOT_NEGATED

    def _targets(self, start: int, end: int, rule: Rule, scope: tuple[int, int]) -> list[Mention]:
        cue = rule.cue
        if cue.gives is not None:
            return [Mention(start, end, cue.gives, own=cue.gives == OWN_SIDE)]
        allowed, far = [], []
        for mention in self.mentions:
            unfit = self._unfit(mention, start, end, rule, scope)
            if unfit is None:
                allowed.append(mention)
            else:
                self.trace.passed_over(mention, start, end, rule, unfit)
                if unfit is Why.TOO_FAR:
                    far.append(mention)
        first = (
            self._meant_by_pronoun(cue.target, allowed, end)
            or self._meant_by_subject(cue.target, scope, start)
            or self.places.pick(cue.target, allowed, start, end)
        )
        if first is not None:
            taken = self._list_of(first, allowed, far, start, rule.act) if first in allowed else [first]
            self._tell_of_rest(allowed, taken, start, end, rule)
            return taken
        self._tell_of_rest(allowed, (), start, end, rule)
        if cue.otherwise is None or (cue.target == "subject" and self._barred_subject(rule, scope, start)):
            return []
        if self.grammar.cases or (self.grammar.by_word and cue.otherwise != OWN_SIDE):
            places = [m for m in allowed if not m.own and self.places.is_oblique_place(m)]
            if places and places[0].end <= start:
                return self._places_of(places)
        return [Mention(start, end, cue.otherwise, own=cue.otherwise == OWN_SIDE)]

    def _places_of(self, places: Sequence[Mention]) -> list[Mention]:
        """The first of the places with those that stand in one list with it (in Riga and in Kiev)."""
        taken = [places[0]]
        for place in places[1:]:
            if not self.grammar.joins.match(self.text[taken[-1].end : place.start]):
                break
            taken.append(place)
        return taken

    def _barred_subject(self, rule: Rule, scope: tuple[int, int], start: int) -> bool:
        """Whether the doer is named and can never be the target: then nobody else is meant."""
        if self.grammar.cases:  # a noun may carry the act (мы против фальсификации истории)
            return False
        left = max(scope[0], self.places.scope(start, start, "clause")[0])
        return any(left <= one.start and one.end <= start and one.target in rule.never for one in self.mentions)

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
        if not rule.foes and self.places.is_foe(mention):
            return Why.FOE
        own = OWN_SIDE in rule.never and target == self.voice and not self.voices.critics
        if own and not self._quoted_against(mention, rule):
            return Why.OWN_SIDE
        if target in rule.never:
            return Why.NEVER
        if cue.only and target not in cue.only and not mention.own:
            return Why.NOT_ONLY
        if not (mention.end <= start or mention.start >= end or around):
            return Why.OVERLAPS
        if cue.within is not None and self.places.distance(mention, start, end) > cue.within:
            return Why.TOO_FAR
        return None

    def _quoted_against(self, mention: Mention, rule: Rule) -> bool:
        """Whether it may be a document that is quoted against its author, by whoever quotes it."""
        own = self.voice == self.sentence.holder or mention == self.voices.reporter
        return not (own or rule.mutual or rule.by_subject)

    def _is_pronoun(self, mention: Mention) -> bool:
        return mention.own and self.text[mention.start : mention.end] in self.grammar.own_pronouns

    def _meant_by_pronoun(self, side: str, allowed: list[Mention], end: int) -> Mention | None:
        """The last target named before the cue, where a pronoun follows the cue in the target's place."""
        pronoun = self.grammar.pronoun_after
        said = pronoun.match(self.text, end) if pronoun is not None and side in ("after", "object") else None
        if said is None:
            return None
        before = [mention for mention in allowed if mention.end < end and not self.places.is_oblique_place(mention)]
        return before[-1] if before else self._last_named(said)

    def _meant_by_subject(self, side: str, scope: tuple[int, int], start: int) -> Mention | None:
        """The one target of the sentence before, where a pronoun stands before the cue as its subject."""
        if side not in ("subject", "before", "either"):
            return None
        left, _ = self.places.scope(start, start, "clause")
        said = self.grammar.pronoun_before.search(self.text, max(left, scope[0]), start)
        if said is None or any(said.start() < mention.start < start for mention in self.mentions):
            return None
        return self._last_named(said)

    def _last_named(self, said: re.Match[str]) -> Mention | None:
        first, *others = self.sentence.earlier or (None,)
        named = any(mention.end <= said.start() for mention in self.mentions)
        if first is None or named or others not in ([], [self.sentence.holder]):
            return None
        return Mention(said.start(), said.end(), first)

    def _list_of(self, first: Mention, near: list[Mention], far: list[Mention], start: int, act: str) -> list[Mention]:
        """The mention with those that stand in one list with it, on the same side of the cue.

        A list may go on farther than the cue's `within` reaches, if it does so in short steps.
        """
        listed = sorted(
            (one for one in (*near, *far) if (one.start < start) == (first.start < start)),
            key=lambda mention: (mention.start, mention.end),
        )

        def joined(left: int, right: int) -> bool:
            one, other = listed[left], listed[right]
            short = len(self.text[one.end : other.start].split()) <= _SHORT_STEP
            return (short or not (one in far or other in far)) and self._joined(one, other, act)

        left = right = listed.index(first)
        while left > 0 and joined(left - 1, left):
            left -= 1
        while right + 1 < len(listed) and joined(right, right + 1):
            right += 1
        return listed[left : right + 1]

    def _joined(self, one: Mention, other: Mention, act: str) -> bool:
        if one.start == other.start:
            return True
        if (one.state and other.own) or self.voices.reporter in (one, other):
            return False
        between = self.text[one.end : other.start]
        if not one.state and self.grammar.attached.match(between):
            return True
        where = self.places.is_oblique_place
        if where(other) and (self.grammar.cases or (self.grammar.by_word and not where(one))):
            return False
        if any(one.end <= start < other.start and rule.act != act for start, _, rule in self.sentence.cues):
            return False
        return bool(self.grammar.joins.match(between)) and len(between.split()) <= 8

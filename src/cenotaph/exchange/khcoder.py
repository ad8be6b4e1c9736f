"""From KH Coder's coding rules to what a codebook can say; everything else is listed.

A codebook can say: any of these words; one of these words in the company of one of those, in one sentence; and none of
some others there. Whatever part of a condition cannot be said is left out only where the rest then finds less, never
where it would find more; where that is not possible the whole alternative is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cenotaph.exchange.dictionary import Category, Dictionary, Pattern
from cenotaph.exchange.faults import Fault
from cenotaph.exchange.khcoder_parse import condition, raw_codes
from cenotaph.exchange.khcoder_plainer import plainer
from cenotaph.exchange.khcoder_rules import (
    And,
    Attribute,
    AttributeValue,
    Code,
    Compare,
    Compute,
    Constant,
    Form,
    Heading,
    Length,
    Literal,
    Near,
    Node,
    Not,
    Number,
    Or,
    Phrase,
    Rule,
    Seq,
    Word,
)
from cenotaph.exchange.khcoder_written import line_of, written

__all__ = ["read", "rules_of"]

#: More alternatives, and more words, than anyone writes; a condition that comes to more is left out.
MOST_ALTERNATIVES = 512
MOST_WORDS = 50_000
#: How far words may stand apart where a rule says that they may stand however far.
FAR = 1_000

NO_CODE = "No code of this name stands before it, and KH Coder then takes it for absent."
_OF_DOCUMENT = (
    "What a document is (its heading, attributes, number or length) is asked in questions, not in a codebook."
)
WHY_NOT: dict[type, str] = {
    Near: "A cue can have one other word in its company, counted in words between blanks, and that one present.",
    Seq: "A cue can have one other word after it, counted in words between blanks, and that one present.",
    Form: "Part of speech and inflection are not known to the coder.",
    Compare: "How often something is found cannot be asked; only whether it is.",
    Compute: "A codebook does not reckon with numbers.",
    Constant: "A number alone is no word.",
    Heading: _OF_DOCUMENT,
    Attribute: _OF_DOCUMENT,
    AttributeValue: _OF_DOCUMENT,
    Length: _OF_DOCUMENT,
    Number: _OF_DOCUMENT,
}


@dataclass(frozen=True)
class _Leaf:
    """A word or phrase that can be looked for; `company` as in Pattern."""

    words: str
    line: int
    inflect: bool
    company: tuple[str, str, int] | None = None


@dataclass(frozen=True)
class _Alternative:
    """One of each group must be there, and nothing of `absent`."""

    groups: tuple[tuple[_Leaf, ...], ...]
    absent: tuple[_Leaf, ...] = ()


class _Unsayable(Exception):
    """A codebook cannot say this."""

    def __init__(self, node: Node, why: str) -> None:
        super().__init__(why)
        self.node = node
        self.why = why


def rules_of(text: str, dictionary: Dictionary) -> list[Rule]:
    """The codes of a rule file in order; what is no rule is added to the dictionary's losses."""
    codes, stray = raw_codes(text)
    for number, line in stray:
        dictionary.lose(number, line, "It stands before the first code.")
    found: dict[str, Rule] = {}
    for code in codes:
        if code.name in found:
            dictionary.lose(code.line, code.name, "A code of this name stands already in the file.")
            continue
        try:
            found[code.name] = Rule(code.name, code.line, condition(code.lines))
        except Fault as fault:
            why = f"KH Coder, too, finds an error here: {fault.message}" if code.lines else fault.message
            dictionary.lose(fault.line if code.lines else code.line, code.name, why)
    return list(found.values())


def read(text: str, dictionary: Dictionary) -> None:
    """Read a rule file: one category for each code."""
    dictionary.rules = rules_of(text, dictionary)
    reading = _Reading(dictionary)
    for rule in dictionary.rules:
        category = dictionary.category((rule.name.lstrip("*＊").strip() or rule.name,), rule.line)
        reading.add(category, rule.name, rule.condition)
    dictionary.notes.append(
        "Conditions are tested within one sentence; KH Coder tests them within the unit that is chosen there."
    )


@dataclass(frozen=True)
class _Carried:
    """What became of a code; `complete` where nothing of it was lost."""

    ways: tuple[_Alternative, ...]
    complete: bool


class _Reading:
    """Turns conditions into patterns; knows the codes that stand before."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.known: dict[str, _Carried] = {}

    def add(self, category: Category, name: str, node: Node) -> None:
        """Add the patterns of one code to its category."""
        lost_before = len(self.dictionary.losses)
        try:
            ways = self._alternatives(node)
        except _Unsayable as unsayable:
            self._lose(unsayable)
            ways = []
        for way in ways:
            self._add(category, way, node)
        self.known[name] = _Carried(tuple(ways), len(self.dictionary.losses) == lost_before)

    def _lose(self, unsayable: _Unsayable) -> None:
        self.dictionary.lose(line_of(unsayable.node), written(unsayable.node), unsayable.why)

    def _add(self, category: Category, way: _Alternative, node: Node) -> None:
        if not way.groups:
            self._lose(_Unsayable(node, "It says only what must be absent; a codebook finds what is there."))
        elif len(way.groups) > 2:
            self._lose(_Unsayable(node, "A cue can ask for one other thing in its sentence, not for several."))
        elif len(way.groups) == 1 and not way.absent:
            category.patterns += [
                Pattern((leaf.words,), leaf.line, leaf.inflect, company=leaf.company) for leaf in way.groups[0]
            ]
        elif any(leaf.company for group in way.groups for leaf in group):
            self._lose(
                _Unsayable(node, "A cue asks for words in its company or for words in its sentence, not for both.")
            )
        else:
            first, *others = sorted(way.groups, key=lambda group: all(leaf.inflect for leaf in group))
            needs = tuple(leaf.words for group in others for leaf in group)
            unless = tuple(leaf.words for leaf in way.absent)
            for inflect in (True, False):
                if words := tuple(leaf.words for leaf in first if leaf.inflect is inflect):
                    category.patterns.append(Pattern(words, first[0].line, inflect, needs, unless))

    def _alternatives(self, node: Node) -> list[_Alternative]:
        """The ways in which a condition can hold. Raises _Unsayable where nothing of it can be said."""
        match plainer(node):
            case Or(parts):
                return self._any(parts)
            case And(parts):
                return self._all(node, parts)
            case Not(Code(name) as code):
                return [_Alternative((), self._none_of(code, name))]
            case Not(inner):
                return [_Alternative((), (self._leaf(inner, absent=True),))]
            case Code(name) as code:
                return self._ways_of(code, name)
            case other:
                return [_Alternative(((self._leaf(other),),))]

    def _any(self, parts: Sequence[Node]) -> list[_Alternative]:
        found: list[_Alternative] = []
        words: list[_Leaf] = []
        for part in parts:
            try:
                ways = self._alternatives(part)
            except _Unsayable as unsayable:
                self._lose(unsayable)
                continue
            for way in ways:
                if len(way.groups) == 1 and not way.absent:
                    words += way.groups[0]
                else:
                    found.append(way)
        if len(found) > MOST_ALTERNATIVES or len(words) > MOST_WORDS:
            raise _Unsayable(parts[0], "The condition comes to too many alternatives.")
        return ([_Alternative((tuple(words),))] if words else []) + found

    def _all(self, whole: Node, parts: Sequence[Node]) -> list[_Alternative]:
        found = [_Alternative(())]
        for part in parts:
            try:
                ways = self._alternatives(part)
            except _Unsayable as unsayable:
                why = f"All of it is left out because of `{written(unsayable.node)}`. {unsayable.why}"
                raise _Unsayable(whole, why if unsayable.node is not whole else unsayable.why) from None
            if not ways:
                raise _Unsayable(whole, f"All of it is left out because of `{written(part)}`.")
            if len(found) * len(ways) > MOST_ALTERNATIVES:
                raise _Unsayable(whole, "The condition comes to too many alternatives.")
            found = [_Alternative(one.groups + way.groups, one.absent + way.absent) for one in found for way in ways]
        return found

    def _ways_of(self, code: Code, name: str) -> list[_Alternative]:
        known = self.known.get(name)
        if known is None or not known.ways:
            raise _Unsayable(code, NO_CODE if known is None else "Nothing of that code could be carried over.")
        if not known.complete:
            why = "Not all of that code is carried over as it was; see there."
            self.dictionary.lose(code.line, written(code), why, changed=True)
        return list(known.ways)

    def _none_of(self, code: Code, name: str) -> tuple[_Leaf, ...]:
        known = self.known.get(name)
        if known is None:
            raise _Unsayable(code, NO_CODE)
        if not known.complete or any(
            way.absent or len(way.groups) > 1 or any(leaf.company for group in way.groups for leaf in group)
            for way in known.ways
        ):
            raise _Unsayable(
                code, "The absence of a code can be asked only where it is a list of words, all carried over."
            )
        return tuple(leaf for way in known.ways for group in way.groups for leaf in group)

    @staticmethod
    def _can_stand_by(one: str, other: str) -> bool:
        """Whether the words between can be counted: not of a word and itself, nor where no blanks part words."""
        signs = set("&|!()<>=*") & set(one + other)
        return one != other and not signs and not any(map(_is_han, one + other))

    def _leaf(self, node: Node, *, absent: bool = False) -> _Leaf:
        match node:
            case Word(lemma):
                if set("&|!()<>=*") & set(lemma):
                    raise _Unsayable(node, "KH Coder takes this for one word: signs need blanks around them.")
                return _Leaf(lemma, node.line, True)
            case Near((one, other), distance) | Seq((one, other), distance) if (
                self._can_stand_by(one, other) and not absent
            ):
                if node.within == "d":
                    self.dictionary.lose(node.line, written(node), "Found within one sentence only.", changed=True)
                kind = "near" if isinstance(node, Near) else "seq"
                return _Leaf(one, node.line, True, (kind, other, distance - 1 if distance else FAR))
            case Phrase(lemmas):
                return _Leaf(_joined(lemmas), node.line, True)
            case Literal(text):
                if not _is_han(text):
                    if absent:
                        raise _Unsayable(node, "A codebook finds whole words, not parts of words.")
                    self.dictionary.lose(node.line, written(node), "Found as whole words only.", changed=True)
                return _Leaf(text, node.line, False)
            case Form(_, "", "", surface) if surface:
                why = "Found in this form whatever the word it is a form of."
                self.dictionary.lose(node.line, written(node), why, changed=True)
                return _Leaf(surface, node.line, False)
        raise _Unsayable(node, _why_not(node))


def _why_not(node: Node) -> str:
    match node:
        case Compare(_, left, right) | Compute(_, left, right):
            return next((why for part in (left, right) if (why := _why_not(part)) == _OF_DOCUMENT), WHY_NOT[type(node)])
        case _:
            return WHY_NOT.get(type(node), "")


def _is_han(text: str) -> bool:
    return all(0x2E80 <= ord(letter) <= 0x9FFF for letter in text)


def _joined(words: Sequence[str]) -> str:
    """The words as they follow each other in text: with no blank between characters of Chinese or Japanese."""
    text = words[0] if words else ""
    for one, other in pairwise(words):
        text += other if _is_han(one[-1:] + other[:1]) else f" {other}"
    return text

"""Whose words a sentence is, and which states do together what it says."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from cenotaph.coding.grammar import Grammar
from cenotaph.coding.places import Mention, Places

if TYPE_CHECKING:
    from cenotaph.coding.acts import Sentence

__all__ = ["Voices", "self_named"]

#: How many characters before a cue the words may stand that say that two sides do it together.
_JOINT_REACH = 60
#: How many characters from a cue on `each other` may stand.
_EACH_OTHER = 30


class Voices:
    """The voices of one folded sentence.

    Attributes:
        voice: the holder of what it says; null where nobody is known.
        reporter: the mention of the one whose words are reported; null where none are.
        critics: those reported are media, parties or people of a state, who may speak against their own side.
    """

    def __init__(self, sentence: Sentence, mentions: Sequence[Mention], places: Places) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.mentions = mentions
        self.places = places
        self.grammar = places.grammar
        self.reporter: Mention | None = None
        self.voice = self._voice()
        pattern, one = self.grammar.critics, self.reporter
        self.critics = pattern is not None and one is not None and pattern.match(self.text, one.end) is not None

    def doers(self, start: int, targets: Sequence[Mention], barred: AbstractSet[str]) -> tuple[str, ...]:
        """The states that are said to do what the cue says: the subject before it, unless that is the own side."""
        before = [one for one in self.mentions if one.end <= start and one not in targets and one.target not in barred]
        free = [mention for mention in before if not self.places.is_oblique(mention)]
        for place in range(len(free) - 1, -1, -1):
            mention = free[place]
            if mention.own:
                return ()
            if mention.voice:
                return (mention.target,)
            if mention.state and self.places.may_do(mention) and self._speaks(mention, start):
                while place and free[place - 1].state and self._and(free[place - 1], free[place]):
                    place -= 1
                return tuple(dict.fromkeys(one.target for one in free[place:] if one.state and one.end <= mention.end))
        return ()

    def _and(self, one: Mention, other: Mention) -> bool:
        between = self.text[one.end : other.start]
        return bool(self.grammar.joins.match(between)) and len(between) <= 60

    def exchanged(self, start: int) -> bool:
        """Whether the two sides do it to each other (`exchanged greetings`)."""
        exchange = self.grammar.exchange
        return (
            exchange is not None
            and exchange.search(self.text, max(0, start - _JOINT_REACH), start + _EACH_OTHER) is not None
        )

    def mutual_sides(self, start: int, mutual: bool) -> tuple[str, ...]:
        """The two states that do it to each other; none where each does it for itself."""
        return self.sides(start) if mutual or self.exchanged(start) else ()

    def sides(self, start: int) -> tuple[str, ...]:
        """The two states that do it together (`both leaders`, 双方), where both are known."""
        before = self.grammar.joint.search(self.text, max(0, start - _JOINT_REACH), start)
        alike = self.grammar.alike.search(self.text, start) if self.grammar.alike is not None else None
        if before is None and alike is None and not self.exchanged(start):
            return ()
        states = [mention.target for mention in self.mentions if mention.state and not mention.voice]
        own = (self.sentence.holder,) if self.sentence.holder else ()
        for known in (states, [*own, *states], [*own, *self.sentence.earlier]):
            sides = tuple(dict.fromkeys(known))
            if len(sides) == 2:
                return sides
        return ()

    def _speaks(self, mention: Mention, start: int) -> bool:
        return not any(other.end <= mention.start and other.own for other in self.mentions) and start - mention.end < 80

    def _speaker(self, speakers: Sequence[Mention], said: int) -> Mention:
        """The last before the verb of saying; where order alone tells, the first of the verb's clause."""
        left, _ = self.places.scope(said, said, "clause")
        here = [mention for mention in speakers if mention.start >= left]
        return here[0] if here and self.grammar.affected is not None else speakers[-1]

    def _voice(self) -> str | None:
        """Whose words they are: the one who is reported, else the holder of the text."""
        for said in self.grammar.said_after.finditer(self.text):
            speakers = [
                mention
                for mention in self.mentions
                if mention.end <= said.start()
                and said.start() - mention.end <= 60
                and not self.places.is_oblique(mention)
                and self.places.may_do(mention)
                and self.text.count('"', 0, mention.start) % 2 == 0
            ]
            if speakers:
                self.reporter = one = self._speaker(speakers, said.start())
                return self.sentence.holder if one.own or not one.state else one.target
        if self.grammar.said_before is not None:
            for mention in self.mentions:
                if mention.state and self.grammar.said_before.search(self.text[: mention.start]):
                    self.reporter = mention
                    return mention.target
        return self._self_named() or self._introduced() or self.sentence.beside() or self.sentence.holder

    def _introduced(self) -> str | None:
        """The state of a speaker whom the sentence before has introduced; null where there is none."""
        said = self.grammar.speaker.match(self.text) if self.grammar.speaker is not None else None
        return None if said is None else self.sentence.introduced(said["name"])

    def _self_named(self) -> str | None:
        states = [(one.start, one.end, one.target) for one in self.mentions if one.state and not one.voice]
        return self_named(self.text, states, self.grammar)


def self_named(text: str, states: Sequence[tuple[int, int, str]], grammar: Grammar) -> str | None:
    """The state that a speaker counts himself to (`we in Mongolia`); null where nothing says so.

    Args:
        text: a folded sentence.
        states: where it names which states.
        grammar: of its language.
    """
    if grammar.we_before is None or grammar.we_after is None:
        return None
    for start, end, state in states:
        before = text[:start]
        here = grammar.place_before.search(before) and grammar.we_after.match(text, end)
        if here or grammar.we_before.search(before):
            return state
    return None

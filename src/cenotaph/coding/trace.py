"""Why a cue made no statement: the reasons, and who listens to them while a sentence is read.

The engine tells its trace what it leaves aside at the very place where it does so. By default nobody listens.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from cenotaph.coding.acts import Found, Mention, Rule, Sentence
    from cenotaph.coding.batch import Job
    from cenotaph.coding.matching import Hits

__all__ = ["SILENT", "Trace", "Why"]


class Why(Enum):
    """A reason for which a name, a past, a cue or a target was left aside; the value says it to people."""

    # a term that was found but does not count
    WRONG_CASE = "it is not written with the capitals that the term asks for"
    OUT_OF_DATE = "the term means this only at another time than that of the text"
    NOT_INSIDE = "it stands inside a phrase of `not_inside`"
    NOT_PAST = "the term counts only in a sentence that speaks of the past"
    IN_LONGER = "it is part of a longer name"
    # a cue that does not apply
    NOT_MEMORY = "the sentence does not speak of the past"
    IN_TITLE = "it stands in a title"
    NEEDS = "none of the phrases of `needs` stands in its scope"
    UNLESS = "a phrase of `unless` stands in its scope"
    NEAR = "a word of `near` does not stand close to it"
    SEQ = "the words of `seq` do not follow it in their order"
    AT_LEAST = "it stands less often in its scope than `at_least` asks"
    WITH_TARGET = "its scope names none of `with_target`"
    WITH_REFERENT = "the sentence speaks of none of the pasts of `with_referent`"
    WITH_ACT = "the sentence does none of the acts of `with_act`"
    WITHOUT_ACT = "the sentence does an act of `without_act`"
    WHERE = "the document is not what `where` asks"
    CUE_OUT_OF_DATE = "the phrase means this only at another time than that of the text"
    NEGATED = "it is negated"
    NOT_NEGATED = "it counts only where it is negated"
    NO_TARGET = "no target that fits stands in its scope"
    # a mention that is not the target of a cue
    BURIED = "it stands inside the name of a past"
    OUT_OF_SCOPE = "it is outside the scope of the cue"
    VOICE = "it names a voice, which is only ever a holder"
    PRONOUN = "a pronoun for the own side is only ever a subject"
    FOE = "it is who is fought against"
    OWN_SIDE = "the act is never done to the holder's own side"
    NEVER = "`never` leaves it out"
    NOT_ONLY = "`only` does not list it"
    OVERLAPS = "it overlaps the cue"
    TOO_FAR = "it is farther away than `within` allows"
    NOT_IN_PLACE = "it does not stand where the cue has its target"
    OTHER_SPEAKER = "the own side named is not that of who is reported"
    NO_HOLDER = "whose side is meant is not known"
    # a statement that gave way
    WEAKER = "another cue for the same holder and target is stronger"


class Trace:
    """Hears what the coder leaves aside. This one does not listen; a listener overrides what it wants to hear."""

    def dropped(self, hits: Hits, keep: NDArray[np.bool_], why: Why) -> None:
        """Of these hits in the batch, those not kept were left aside."""

    def nested(self, names: Hits, kept: Hits) -> None:
        """Of these names the longest were kept."""

    def read(self, job: Job) -> None:
        """The names and pasts of a batch have been read; its statements come next."""

    def sentence(self, row: int, sentence: Sentence) -> None:
        """What follows is about this sentence of the batch."""

    def blocked(self, start: int, end: int, rule: Rule, why: Why) -> None:
        """A cue makes no statement."""

    def passed_over(self, mention: Mention, start: int, end: int, rule: Rule, why: Why) -> None:
        """A mention is not the target of a cue."""

    def made(self, found: Sequence[Found]) -> None:
        """These are the statements of the sentence."""

    def gave_way(self, found: Found, stronger: Found) -> None:
        """A statement was given up for another with the same holder and target."""


SILENT = Trace()

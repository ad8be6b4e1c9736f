"""Words, signs and colours of the pictures: one sign and one colour for each treatment and each rank.

A sign is one or two letters, so that colour is never the only difference. Every pair of ink and fill has a contrast of
4.5 or more (WCAG 2.2, 1.4.3), and the fills differ in lightness as well as in hue, for readers who do not see hues.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RANK_MARKS", "TREATMENT_MARKS", "Mark", "contrast", "opposed", "rank_mark", "treatment_mark"]

INK, PAPER, GREY = "#14181f", "#ffffff", "#5f6670"


@dataclass(frozen=True)
class Mark:
    """How one treatment or rank is drawn.

    Attributes:
        word: what it says in words, such as `credited`.
        sign: one or two characters that stand in the cell; empty for the unknown, which is hatched.
        key: its name in style sheets.
        fill, ink: background and text colour, `#rrggbb`.
        meaning: one clause for the legend.
    """

    word: str
    sign: str
    key: str
    fill: str
    ink: str
    meaning: str


#: Treatments in the order of the legend: from warm to cold, then the empty places.
TREATMENT_MARKS: tuple[Mark, ...] = (
    Mark("credited", "Cr", "credited", "#12436d", PAPER, "contributed to victory, liberation or help"),
    Mark("thanked", "Th", "thanked", "#1f7f86", PAPER, "gratitude is expressed"),
    Mark("honoured", "Ho", "honoured", "#6d4a97", PAPER, "tribute is paid"),
    Mark("bonded", "Bo", "bonded", "#a9d3dd", INK, "the shared past is a ground of friendship"),
    Mark("victim", "Vi", "victim", "#4a4f57", PAPER, "its suffering is spoken of"),
    Mark("named only", "Na", "named", "#dfe3e8", INK, "named, and nothing said of it"),
    Mark("warned", "Wa", "warned", "#f3bd4f", INK, "a lesson or demand is put to it"),
    Mark("charged with distortion", "Di", "distort", "#c2500a", PAPER, "said to falsify or forget the past"),
    Mark("blamed", "Bl", "blamed", "#8f1d3f", PAPER, "held responsible for war or crimes"),
    Mark("absent", "○", "absent", PAPER, GREY, "looked for and not named"),
    Mark("unknown", "", "unknown", PAPER, GREY, "no text and no coding: nobody looked"),
)

_LEADER, _HIGH, _MINISTER, _ENVOY = ("#12436d", PAPER), ("#2f6f9f", PAPER), ("#8fbbd9", INK), ("#d6e4ef", INK)

#: Ranks, highest first, then absent and unknown.
RANK_MARKS: tuple[Mark, ...] = (
    Mark("head of state", "HS", "head_of_state", *_LEADER, "president, king, general secretary"),
    Mark("head of government", "HG", "head_of_government", *_LEADER, "prime minister"),
    Mark("vice president", "VP", "vice_president", *_HIGH, "deputy of the head of state"),
    Mark("politburo member", "PB", "politburo_member", *_HIGH, "member of the ruling party's top body"),
    Mark("speaker of parliament", "PS", "parliament_speaker", *_HIGH, "head of a chamber"),
    Mark("minister", "Mi", "minister", *_MINISTER, "member of the government"),
    Mark("foreign minister", "FM", "foreign_minister", *_MINISTER, "member of the government"),
    Mark("defence minister", "DM", "defence_minister", *_MINISTER, "member of the government"),
    Mark("deputy minister", "De", "deputy_minister", *_ENVOY, "below a minister"),
    Mark("special envoy", "SE", "special_envoy", *_ENVOY, "sent for the day"),
    Mark("ambassador", "Am", "ambassador", *_ENVOY, "already on the spot"),
    Mark("contingent only", "Co", "contingent_only", *_ENVOY, "troops or a delegation without rank"),
    Mark("present", "At", "present", *_ENVOY, "came; rank not on the scale"),
    Mark("none", "○", "none", PAPER, GREY, "looked for; nobody came"),
    Mark("unknown", "", "unknown", PAPER, GREY, "the record says nothing"),
)

_PRAISE = frozenset({"credited", "thanked", "honoured", "bonded"})
_BLAME = frozenset({"charged with distortion", "blamed"})

_treatments = {mark.word: mark for mark in TREATMENT_MARKS}
_ranks = {mark.key: mark for mark in RANK_MARKS}


def treatment_mark(treatment: str) -> Mark:
    """The mark of a treatment; one that a codebook of its own names gets its first two letters on plain ground."""
    known = _treatments.get(treatment)
    return known or Mark(treatment, treatment[:2].capitalize(), "other", "#eee6d3", INK, "an act of this codebook")


def opposed(one: Mark, other: Mark) -> bool:
    """Whether one treatment is praise (credit, thanks, honour, bond) and the other blame or a charge of distortion."""
    words = {one.word, other.word}
    return bool(words & _PRAISE) and bool(words & _BLAME)


def rank_mark(rank: str | None) -> Mark:
    """The mark of a rank of `study.RANKS`, or of `present`; of the unknown where null. KeyError for other words."""
    return _ranks["unknown" if rank is None else rank]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours `#rrggbb`, 1 to 21. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""Which texts are one story: copies, cut and edited reprints, days apart."""

from __future__ import annotations

import random

from cenotaph.corpus import same_story

WORDS = ["harbour", "ministry", "veterans", "wreath", "bridge", "winter", "archive", "mountain", "letter", "railway"]


def text(seed: int, n: int = 120) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) + str(chance.randrange(30)) for _ in range(n))


def test_copies_and_edited_reprints_are_one_story() -> None:
    first = text(1)
    edited = "our correspondent writes " + first.replace("harbour1", "port of call", 1)
    cut = first[: int(len(first) * 0.7)]
    assert same_story([first, first, edited, cut, text(2)], [0, 1, 2, 3, 3]).tolist() == [0, 0, 0, 0, 4]


def test_the_same_words_a_year_later_are_another_story() -> None:
    assert same_story([text(1), text(1)], [0, 365]).tolist() == [0, 1]
    assert same_story([text(1), text(1)], [0, 365], within=400).tolist() == [0, 0]


def test_a_common_opening_makes_no_story() -> None:
    opening = text(9, 20)
    assert same_story([opening + text(1), opening + text(2)], [0, 0]).tolist() == [0, 1]


def test_many_copies_and_empty_and_short_texts() -> None:
    many = [text(3)] * 60 + ["", "", "yes", "yes", "no"]
    assert same_story(many, [0] * 65).tolist() == [0] * 60 + [60, 61, 62, 62, 64]
    assert same_story([], []).tolist() == []


def test_the_order_of_texts_does_not_change_who_belongs_together() -> None:
    texts = [text(1), text(2), text(1) + " more", text(2)[:-20], text(4)]
    forward, backward = same_story(texts, [0] * 5), same_story(texts[::-1], [0] * 5)[::-1]
    assert [[a == b for b in forward] for a in forward] == [[a == b for b in backward] for a in backward]

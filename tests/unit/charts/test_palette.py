"""Marks of the roll call: told apart without colour, readable with it."""

from __future__ import annotations

import pytest

from cenotaph.charts import RANK_MARKS, TREATMENT_MARKS, Mark, contrast, rank_mark, treatment_mark
from cenotaph.measures import TREATMENTS
from cenotaph.study import RANKS

ALL = [*TREATMENT_MARKS, *RANK_MARKS]


def test_contrast_is_that_of_the_standard():
    # Black on white is 21 by definition; #767676 is the well-known lightest grey that passes 4.5 on white (4.54).
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#ffffff", "#767676") == contrast("#767676", "#ffffff")


@pytest.mark.parametrize("mark", ALL, ids=lambda mark: mark.key)
def test_every_sign_can_be_read_on_its_ground(mark: Mark):
    assert contrast(mark.fill, mark.ink) >= 4.5


@pytest.mark.parametrize("marks", [TREATMENT_MARKS, RANK_MARKS])
def test_signs_tell_marks_apart_without_colour(marks: tuple[Mark, ...]):
    assert len({mark.sign for mark in marks}) == len(marks)
    assert len({mark.key for mark in marks}) == len(marks)


def test_neighbouring_treatments_of_opposite_meaning_differ_in_lightness():
    light = {mark.word: contrast(mark.fill, "#000000") for mark in TREATMENT_MARKS}
    assert light["warned"] > 2 * light["blamed"]
    assert light["named only"] > 2 * light["credited"]


def test_every_treatment_and_every_rank_has_its_mark():
    for word in [*TREATMENTS.values(), "named only", "absent", "unknown"]:
        assert treatment_mark(word) in TREATMENT_MARKS
    for rank in RANKS:
        assert rank_mark(rank) in RANK_MARKS
    assert rank_mark(None).word == "unknown"


def test_a_treatment_of_an_own_codebook_gets_its_first_letters():
    mark = treatment_mark("pardoned")
    assert (mark.sign, mark.word) == ("Pa", "pardoned")
    assert contrast(mark.fill, mark.ink) >= 4.5


def test_a_rank_nobody_defined_is_refused():
    with pytest.raises(KeyError):
        rank_mark("emperor")

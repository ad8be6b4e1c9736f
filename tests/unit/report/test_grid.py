"""Grids of the report: what each square shows, says and opens onto."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_study import attendance_rows, behind_rows, invented_study, rollcall_rows

from cenotaph.measures import ROLL_CALL
from cenotaph.report.data import AttendanceRoll, Rite, SpokenRoll
from cenotaph.report.grid import Cell, Grid, attendance_grid, spoken_grid
from cenotaph.report.grid import _pieces as pieces

RITE = invented_study().rites[0]


def words_grid() -> Grid:
    return spoken_grid(RITE, RITE.spoken[0])


def cell(grid: Grid, row: str, year: int) -> Cell:
    found = next(each for each in grid.rows if each.id == row)
    return found.cells[grid.years.index(year)]


def changed(table: pa.Table, row: str, year: int, **values: Any) -> pa.Table:
    rows = table.to_pylist()
    for each in rows:
        if (each.get("target") or each.get("state")) == row and each["year"] == year:
            each.update(values)
    return pa.Table.from_pylist(rows, schema=table.schema)


def test_unknown_is_neither_a_sign_nor_a_link_nor_counted():
    grid = words_grid()
    unknown = cell(grid, "BEL", 2012)
    assert (unknown.mark.word, unknown.opening, unknown.classes) == ("unknown", None, "unknown")
    row = next(each for each in grid.rows if each.id == "BEL")
    # ?.CCn..TH.?XD. has 14 years, 2 of them unknown, and 7 that name Belloria.
    assert (row.n_there, row.n_known) == (7, 12)
    assert (grid.n_unknown, grid.n_cells) == (4, 56)


def test_a_square_says_in_words_what_it_shows():
    label = cell(words_grid(), "BEL", 2019).label
    assert label == "Belloria, 2019: thanked; 2 statements"


def test_first_gone_and_unverified_are_said_and_drawn():
    grid = words_grid()
    first = cell(grid, "BEL", 2014)
    assert "first" in first.classes.split()
    assert "guess" in first.classes.split()
    assert "for the first time on record" in first.label
    assert "not verified" in first.label
    gone = cell(grid, "BEL", 2025)
    assert "gone" in gone.classes.split()
    assert "named at the last known occasion, absent now" in gone.label


def test_a_second_treatment_is_shown_in_the_corner():
    both = [{"treatment": "blamed", "n": 2}, {"treatment": "thanked", "n": 1}]
    roll = SpokenRoll("ARD", "Ardania", changed(rollcall_rows(), "BEL", 2019, treatments=both), behind_rows())
    grid = spoken_grid(RITE, roll)
    square = cell(grid, "BEL", 2019)
    assert square.also is not None
    assert square.also.word == "thanked"
    assert "also thanked" in square.label


@pytest.mark.parametrize(("other", "sign"), [("thanked", "mixed"), ("warned", "also")])
def test_praise_and_blame_in_one_year_have_a_mark_of_their_own(other: str, sign: str):
    both = [{"treatment": "blamed", "n": 2}, {"treatment": other, "n": 1}]
    table = changed(rollcall_rows(), "BEL", 2019, treatment="blamed", treatments=both)
    grid = spoken_grid(RITE, SpokenRoll("ARD", "Ardania", table, behind_rows()))
    assert sign in cell(grid, "BEL", 2019).classes.split()
    assert sign in grid.signs
    assert len(grid.signs & {"mixed", "also"}) == 1
    assert ("praise and blame" in cell(grid, "BEL", 2019).label) == (sign == "mixed")


def test_an_absence_that_nobody_verified_has_a_question_mark_and_signs_of_its_own():
    table = changed(rollcall_rows(), "BEL", 2025, confidence=1)
    grid = spoken_grid(RITE, SpokenRoll("ARD", "Ardania", table, behind_rows()))
    assert cell(grid, "BEL", 2025).sign == "○?"
    assert cell(grid, "BEL", 2018).sign == "○"
    assert grid.signs == {"first", "gone", "guess", "gone-guess", "empty-guess"}  # the last: 2014
    assert cell(grid, "BEL", 2014).sign == "Cr"
    sure = rollcall_rows().filter(pa.compute.not_equal(rollcall_rows()["year"], 2014))
    assert spoken_grid(RITE, SpokenRoll("ARD", "Ardania", sure, behind_rows())).signs == {"first", "gone"}


def test_what_rests_on_unverified_record_is_said_to():
    table = changed(changed(rollcall_rows(), "BEL", 2025, confidence=1), "zh-x", 2025, confidence=1)
    sentence = spoken_grid(RITE, SpokenRoll("ARD", "Ardania", table, behind_rows())).sentence
    assert sentence.startswith("In 2025, the last year known, Ardania names The allies.")
    assert "On unverified record, it also names Xia" in sentence
    assert "leaves out Belloria (last named 2024)" in sentence
    assert "Belloria (7 of 12 known years, 1 of them unverified)" in sentence  # 2014


def test_speakers_taken_together_are_several():
    roll = SpokenRoll(None, "the 12 speakers together", rollcall_rows(), behind_rows(), together=True)
    sentence = spoken_grid(RITE, roll).sentence
    assert sentence.startswith("In 2025, the last year known, the 12 speakers together name The allies")
    assert "none of them names Belloria (last named 2024)" in sentence


def test_a_year_of_unverified_record_alone_says_so_first():
    table = rollcall_rows()
    for target in ("BEL", "allies", "zh-x"):
        table = changed(table, target, 2025, confidence=1)
    sentence = spoken_grid(RITE, SpokenRoll("ARD", "Ardania", table, behind_rows())).sentence
    assert sentence.startswith("In 2025, the last year known, and on unverified record alone, Ardania names The allies")


def test_guests_and_the_missing_are_hedged_where_unverified():
    roll = RITE.attendance or pytest.fail("no attendance")
    guest = attendance_grid(RITE, AttendanceRoll(changed(roll.rows, "BEL", 2025, confidence=1), roll.evidence))
    assert "On unverified record, Belloria came." in guest.sentence
    assert "Belloria (5 years, 1 of them unverified)" not in guest.sentence
    assert ", 1 of them unverified)" in guest.sentence
    away = attendance_grid(RITE, AttendanceRoll(changed(roll.rows, "zh-x", 2025, confidence=1), roll.evidence))
    assert "On unverified record, Xia" in away.sentence
    assert "did not come." in away.sentence


def test_commands_are_whole():
    grid = attendance_grid(RITE, RITE.attendance or pytest.fail("no attendance"), dt.date(2024, 5, 31))
    opening = cell(grid, "BEL", 2014).opening
    assert opening is not None
    assert opening.more_command == (
        "cenotaph rollcall day-of-the-bridge --attendance --as-of 2024-05-31 --open BEL:2014"
    )


def test_the_opening_holds_each_sentence_once_and_says_how_many_are_not_shown():
    shown = behind_rows()
    opening = cell(words_grid(), "ARD", 2017).opening  # 1 + 5 % 3 = 3 statements
    assert opening is not None
    assert len(opening.items) == 3
    assert opening.n_more == 0
    fewer = SpokenRoll("ARD", "Ardania", rollcall_rows(), shown.filter(pa.compute.not_equal(shown["language"], "zh")))
    opening = cell(spoken_grid(RITE, fewer), "ARD", 2017).opening
    assert opening is not None
    assert len(opening.items) == 2
    assert opening.n_more == 1
    assert opening.more_command == "cenotaph rollcall day-of-the-bridge --actor ARD --open ARD:2017"


def test_two_statements_of_one_sentence_are_one_item():
    rows = behind_rows().to_pylist()
    once = next(row for row in rows if row["target"] == "ARD" and row["year"] == 2017)
    twice = pa.Table.from_pylist([once, {**once, "treatment": "credited"}], schema=behind_rows().schema)
    opening = cell(spoken_grid(RITE, SpokenRoll("ARD", "Ardania", rollcall_rows(), twice)), "ARD", 2017).opening
    assert opening is not None
    assert [item["treatment"] for item in opening.items] == ["honoured and credited"]


def test_absence_says_on_what_ground():
    by_text, by_coding = cell(words_grid(), "zh-x", 2018).opening, cell(words_grid(), "zh-x", 2013).opening
    assert by_text is not None
    assert "read whole" in by_text.summary
    assert by_coding is not None
    assert "A coder looked" in by_coding.summary


def test_what_a_rule_coder_was_sure_of_is_not_called_verified():
    by_rule = cell(words_grid(), "ARD", 2017).opening
    by_source = cell(words_grid(), "ARD", 2013).opening
    assert by_rule is not None
    assert by_rule.items[0]["confidence"] == "sure"
    assert by_source is not None
    assert by_source.items[0]["confidence"] == "verified"


def test_the_sentence_leaves_the_own_side_out_and_names_who_is_missing():
    sentence = words_grid().sentence
    assert sentence.startswith("In 2025, the last year known, Ardania names ")
    assert "leaves out Belloria (last named 2024)" in sentence
    assert "Ardania (" not in sentence


def test_a_roll_of_the_own_side_alone_says_so():
    own = rollcall_rows().filter(pa.compute.equal(rollcall_rows()["target"], "ARD"))
    assert "own side" in spoken_grid(RITE, SpokenRoll("ARD", "Ardania", own, behind_rows())).sentence


def test_an_empty_roll_is_an_empty_grid():
    grid = spoken_grid(Rite("x", "X"), SpokenRoll(None, "any", ROLL_CALL.empty_table(), behind_rows().slice(0, 0)))
    assert (grid.rows, grid.years, grid.openings) == ((), (), ())


def test_guests_have_their_rank_and_absence_its_kind():
    grid = attendance_grid(RITE, RITE.attendance or pytest.fail("no attendance"))
    assert cell(grid, "BEL", 2014).mark.sign == "HS"
    assert cell(grid, "BEL", 2014).label.startswith("Belloria, 2014: head of state; Vessa Orl")
    assert cell(grid, "BEL", 2012).opening is None
    assert "Xia <script>alert(1)</script> (last there 2022)" in grid.sentence


def test_a_guest_without_a_rank_is_present_and_not_absent():
    table = changed(attendance_rows(), "BEL", 2014, rank="none", rank_order=0)
    evidence = RITE.attendance.evidence if RITE.attendance else None
    grid = attendance_grid(RITE, AttendanceRoll(table, evidence))
    assert cell(grid, "BEL", 2014).mark.word == "present"


def test_ids_of_openings_are_unique():
    ids = [opening.id for opening in words_grid().openings]
    assert len(ids) == len(set(ids)) == 52


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)), max_size=4)


@given(st.text(max_size=30), SPANS)
def test_the_pieces_of_a_sentence_give_it_back(text: str, spans: list[tuple[int, int, int, int]]):
    rows = [dict(zip(("target_start", "target_end", "cue_start", "cue_end"), span, strict=True)) for span in spans]
    assert "".join(piece for piece, _ in pieces(text, rows)) == text


def test_target_and_cue_are_marked_where_they_stand():
    row = {"target_start": 9, "target_end": 17, "cue_start": 3, "cue_end": 8}
    assert pieces("We thank Belloria.", [row]) == [
        ("We ", ""),
        ("thank", "cue"),
        (" ", ""),
        ("Belloria", "target"),
        (".", ""),
    ]

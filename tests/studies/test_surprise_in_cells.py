"""Cells of a roll call say how surprising they were, from the years before alone."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import cenotaph
from cenotaph.cli import cli

INVENTED = Path(__file__).parents[2] / "examples" / "invented"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> cenotaph.OpenStudy:
    place = tmp_path_factory.mktemp("surprise") / "study"
    shutil.copytree(INVENTED, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    cenotaph.open(place).build()
    return cenotaph.open(place)


def test_the_planted_stop_surprises_once_and_less_each_year_after(study: cenotaph.OpenStudy) -> None:
    bits = {row["year"]: row["surprise_bits"] for row in study.rollcall("lake-day", targets="SUD")}
    assert bits[2021] >= math.log2(10)
    assert bits[2021] > bits[2022] > bits[2024]


def test_a_cell_rests_on_the_years_before_it_alone(study: cenotaph.OpenStudy) -> None:
    earlier = cenotaph.open(study.folder, "2021-12-31")
    now, then = (
        {row["year"]: row["surprise_bits"] for row in each.rollcall("lake-day", targets="SUD")}
        for each in (study, earlier)
    )
    assert now[2021] == then[2021]
    assert now[2012] is None  # nothing is known before it


def test_cells_of_guests_have_it_too(study: cenotaph.OpenStudy) -> None:
    rows = {(row["state"], row["year"]): row for row in study.attendance("lake-day")}
    declined = rows["SUD", 2024]
    assert declined["status"] == "declined"
    assert declined["surprise_bits"] is None or declined["surprise_bits"] >= 0
    assert any(row["surprise_bits"] is not None for row in rows.values())


def test_the_grid_marks_it_and_a_cell_names_the_command_that_opens_it(study: cenotaph.OpenStudy) -> None:
    printed = CliRunner().invoke(cli, ["rollcall", "lake-day", "--study", str(study.folder)]).stdout
    assert "!○" in printed
    assert "! less likely than 1 in 10" in printed
    (note,) = [each for each in study.sentences("lake-day", target="SUD", year=2021).notes if "omissions" in each]
    assert note.endswith("cenotaph omissions lake-day --target SUD --year 2021 --words")

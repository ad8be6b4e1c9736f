"""The calendar at the ends of time, on empty windows, and of those who did not come."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import cenotaph
from cenotaph.cli import cli

INVENTED = Path(__file__).parents[2] / "examples" / "invented"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("odd-windows") / "study"
    shutil.copytree(INVENTED, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    cenotaph.open(place).build()
    return place


def told(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["calendar", "--study", str(folder), *arguments])
    assert result.exception is None or isinstance(result.exception, (SystemExit, cenotaph.errors.CenotaphError))
    return result.exit_code, " ".join(result.output.split()) + str(result.exception or "")


def test_the_last_day_there_is_ends_the_window(folder: Path) -> None:
    assert told(folder, "--from", "9999-12-30")[0] == 0
    assert told(folder, "--as-of", "9999-12-31")[0] == 0


def test_a_window_of_thousands_of_years_is_refused_in_words(folder: Path) -> None:
    code, said = told(folder, "--days", "999999999")
    assert code
    assert "200 years at most" in said


def test_an_empty_window_names_what_comes_next(folder: Path) -> None:
    said = told(folder, "--from", "2026-11-24")[1]
    assert "The next is Sinking of the Grey Ferry on 2027-05-02" in said
    assert "The next is" not in told(folder, "--from", "9999-12-30")[1]


def test_those_who_stayed_away_are_not_said_to_have_come(folder: Path) -> None:
    said = told(folder, "--from", "2024-06-14", "--to", "2024-06-14", "--occasion", "lake-day")[1]
    assert "did not come: MOR; SUD (declined)" in said
    assert "came: VER, OST (head of state); KAR (head of government)" in said
    assert "came: declined" not in said

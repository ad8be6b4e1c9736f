"""Measures of change and alignment put to the invented study, in Python and on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cenotaph
from cenotaph.cli import cli

INVENTED = Path(__file__).parents[2] / "examples" / "invented"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("change") / "study"
    shutil.copytree(INVENTED, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    cenotaph.open(place).build()
    return place


def ask(folder: Path, name: str, *arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["measure", name, "--study", str(folder), "--json", *arguments])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_planted_stop_is_dated(folder: Path) -> None:
    rows = ask(folder, "change_point", "--target", "SUD", "--occasion", "lake-day", "--actor", "VER")["rows"]
    (likeliest,) = [row for row in rows if row["likeliest"]]
    assert likeliest["date"] == "2021-01-01"
    assert likeliest["from_date"] <= "2021-01-01" <= likeliest["to_date"]
    assert likeliest["bayes_factor"] > 1
    assert likeliest["rate_after"] == 0


def test_a_row_opens_onto_its_documents_and_no_other_target(folder: Path) -> None:
    bound = ("--target", "SUD", "--occasion", "lake-day", "--actor", "VER")
    rows = ask(folder, "change_point", *bound, "--open", "date=2019-01-01")["rows"]
    assert [row["document_id"] for row in rows] == ["lake-day-address-2019"]


def test_as_of_a_day_nothing_later_is_counted(folder: Path) -> None:
    study = cenotaph.open(folder, "2020-12-31")
    rows = list(study.measure("change_point", "actor", targets="SUD", occasion="lake-day", actor="VER"))
    assert max(row["date"].year for row in rows) == 2020
    assert {row["bayes_factor"] < 1 for row in rows} == {True}  # till then it was named every year


def test_a_date_without_counts_after_it_cannot_be_modelled_and_says_so(folder: Path) -> None:
    bound = ("--target", "SUD", "--occasion", "lake-day", "--actor", "VER", "--set", "at=2021")
    (row,) = ask(folder, "change_at", *bound)["rows"]
    assert row["value"] is None
    assert row["abstains"].startswith("the model cannot be fitted: a side without any document that counts")


def test_two_states_with_few_codings_are_not_compared(folder: Path) -> None:
    answer = ask(folder, "divergence", "--set", "codes=act")
    for row in answer["rows"]:
        assert (row["value"] is None) == (row["abstains"] is not None)
    assert {row["unit"] for row in answer["rows"]} == {"bits"}


def test_an_option_that_is_none_is_named_with_those_there_are(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["measure", "change_at", "--study", str(folder), "--set", "when=2021"])
    assert result.exit_code
    assert 'change_at has no option "when". Its options and defaults: at=, period=year' in str(result.exception)

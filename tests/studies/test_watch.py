"""`cenotaph watch`: an address that the study does not hold yet, against the record of its rite."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cenotaph
from cenotaph.cli import cli
from cenotaph.errors import CenotaphError, NotFound

INVENTED = Path(__file__).parents[2] / "examples" / "invented"
NEW = INVENTED / "new" / "lake-day-2025.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("watch") / "study"
    shutil.copytree(INVENTED, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    cenotaph.open(place).build()
    return place


def ask(folder: Path, *arguments: str, text: str | None = None) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["watch", "lake-day", *arguments, "--study", str(folder), "--json"], input=text)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_who_is_new_gone_back_and_treated_otherwise(folder: Path) -> None:
    told = ask(folder, str(NEW))
    changes = {row["target"]: (row["change"], row["treatment"], row["last_year"]) for row in told["rows"]}
    assert changes["NRV"] == ("back", "thanked", 2023)
    assert changes["OST"] == ("treated otherwise", "charged with distortion", 2024)
    assert changes["KAR"] == ("gone", "absent", 2024)
    assert "MOR" not in changes  # it was not named in 2024 either
    assert told["year"] == 2025
    assert told["document"]["speaker"] == "Tom Harrow"
    assert told["before"]["document_id"] == "lake-day-address-2024"


def test_a_target_never_named_before_is_new(folder: Path) -> None:
    answer = cenotaph.open(folder).watch("lake-day", "We thank France for its help in the Lake War.", date="2025-06-14")
    (france,) = [row for row in answer if row["target"] == "FRA"]
    assert (france["change"], france["last_year"], france["n_present"]) == ("new", None, 0)


def test_what_is_unknown_before_makes_nothing_new(folder: Path) -> None:
    answer = cenotaph.open(folder).watch(
        "grey-ferry", "We thank Norvik for its help in the Lake War.", date="2025-05-02"
    )
    (norvik,) = [row for row in answer if row["target"] == "NRV"]
    assert (norvik["change"], norvik["n_known"], norvik["probability"]) == ("unknown before", 0, None)


def test_what_surprises_is_told_with_its_class_and_ceiling(folder: Path) -> None:
    told = ask(folder, str(NEW))
    (norvik,) = [row for row in told["rows"] if row["target"] == "NRV"]
    assert (norvik["n_present"], norvik["n_known"]) == (1, 13)
    assert norvik["surprise_bits"] > 3
    assert norvik["quotes"] == ["We thank Norvik, which sheltered our children in the Lake War."]
    parted = {(row["target"], row["companion"]) for row in told["pairings"]}
    assert ("MOR", "OST") in parted  # Mora is missing beside Ostria
    mora = next(row for row in told["omissions"] if row["target"] == "MOR" and row["act"] == "named")
    assert mora["verdict"] == "omission"
    assert mora["joint_years"] == [2024, 2025]
    assert 0 < mora["ceiling_db"] < mora["joint_ceiling_db"]


def test_both_texts_stand_side_by_side(folder: Path) -> None:
    gained = {
        (row["holder"], row["act"], row["target"])
        for row in ask(folder, str(NEW))["comparison"]
        if row["change"] == "gained"
    }
    assert ("VER", "thank", "NRV") in gained


def test_nothing_is_written_and_the_record_ends_before_the_new_text(folder: Path) -> None:
    before = sorted((file, file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file())
    ask(folder, str(NEW))
    assert sorted((file, file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()) == before
    told = ask(folder, str(NEW), "--date", "2016-06-14")
    assert told["year"] == 2016
    assert told["before"]["document_id"] == "lake-day-address-2015"
    assert all((row["last_year"] or 0) < 2016 for row in told["rows"])
    assert "1 document of lake-day in 2016 in the study: left out here." in told["notes"]


def test_as_of_a_day_the_record_is_what_was_known(folder: Path) -> None:
    told = ask(folder, str(NEW), "--as-of", "2019-12-31")
    assert told["n_earlier"] == 8
    assert told["before"]["date"] == "2019-06-14"


def test_standard_input_and_python_read_the_same(folder: Path) -> None:
    text = "We thank Norvik for its help in the Lake War. Eternal memory to the fallen of the Lake War."
    told = ask(folder, "-", "--date", "2025-06-14", text=text)
    answer = cenotaph.open(folder).watch("lake-day", text, date="2025-06-14")
    assert [row["target"] for row in answer] == [row["target"] for row in told["rows"]]
    assert told["document"]["actor"] == "VER"


def test_without_a_date_it_is_the_last_day_of_the_rite_and_says_so(folder: Path) -> None:
    text = "We thank Norvik for its help in the Lake War."
    answer = cenotaph.open(folder).watch("lake-day", text, today="2025-07-01")
    assert str(answer.more["document"]["date"]) == "2025-06-14"
    assert any("No date is given; it is read as said on 2025-06-14" in note for note in answer.notes)


def test_first_text_of_a_rite_says_that_there_is_nothing_to_compare_with(folder: Path) -> None:
    answer = cenotaph.open(folder).watch("grey-ferry", "We bow to the victims of the Lake War.", date="2025-05-02")
    assert any("nothing to compare with" in note for note in answer.notes)
    assert answer.more["comparison"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "holds no text"), ("戦争を忘れない。", "none of the study's languages")],
)
def test_what_cannot_be_read_is_refused_in_words(folder: Path, text: str, said: str) -> None:
    with pytest.raises(CenotaphError, match=said):
        cenotaph.open(folder).watch("lake-day", text + "\n", date="2025-06-14")


def test_a_file_larger_than_any_address_is_refused(folder: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_text("We remember the Lake War. " * 250_000)
    with pytest.raises(CenotaphError, match="that is no address"):
        cenotaph.open(folder).watch("lake-day", big, date="2025-06-14")


def test_an_unknown_rite_gets_the_nearest_name(folder: Path) -> None:
    with pytest.raises(NotFound, match="lake-day"):
        cenotaph.open(folder).watch("lake-dya", "Text.\n")


def test_the_page_for_the_evening_tells_changes_in_words(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["watch", "lake-day", str(NEW), "--study", str(folder)])
    assert result.exit_code == 0
    for said in (
        "Lake Day 2025",
        "+ back",
        "- gone",
        "What surprises",
        "Ostria was named without Mora",
        "gained: VER thank NRV",
    ):
        assert said in result.stdout

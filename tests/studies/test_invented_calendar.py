"""The calendar of the invented study: what is due, how round it is, what was done before, as of any day."""

from __future__ import annotations

import datetime as dt
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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("calendar") / "study"
    shutil.copytree(INVENTED, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    cenotaph.open(place).build()
    return place


def due(folder: Path, as_of: str | None, *window: str, **asked: Any) -> dict[str, dict[str, Any]]:
    return {row["occasion"]: row for row in cenotaph.open(folder, as_of).calendar(*window, **asked)}


def test_what_is_due_in_a_window_is_listed_by_date_with_its_number_and_classes(folder: Path) -> None:
    rows = list(cenotaph.open(folder, "2024-05-01").calendar(days=160))
    assert [(row["occasion"], str(row["date"]), row["days"], row["anniversary_n"]) for row in rows] == [
        ("grey-ferry", "2024-05-02", 1, 62),
        ("lake-day", "2024-06-14", 44, 60),
        ("lake-day-toast", "2024-06-14", 44, 60),
        ("bridge-day", "2024-10-05", 157, 61),
    ]
    assert [row["round_by"] for row in rows] == [None, 10, 10, None]
    assert [row["classes"] for row in rows[:2]] == [[], ["jubilee", "quarrel"]]
    assert [row["complements"] for row in rows[:2]] == [["ordinary"], []]  # nobody yet knows who will be invited


def test_what_each_actor_did_before_opens_onto_documents_and_events(folder: Path) -> None:
    row = due(folder, "2024-05-01", days=90)["lake-day"]
    assert row["past_years"] == [2023, 2022, 2021, 2019]  # the last three, and the last round year
    cells = {(cell["year"], cell["actor"]): cell for cell in row["past"]}
    assert cells[2023, "VER"]["document_ids"] == ["lake-day-address-2023"]
    assert {"treatment": "thanked", "targets": ["OST", "MOR", "NRV"]} in cells[2023, "VER"]["treatments"]
    assert (cells[2023, "OST"]["rank"], cells[2023, "OST"]["status"]) == (None, "absent")
    assert (cells[2019, "SUD"]["rank"], cells[2019, "SUD"]["event_ids"]) == ("head_of_state", ["lake-day-2019"])
    assert [gesture["gesture_id"] for gesture in cells[2019, "SUD"]["gestures"]] == ["sud-letter-2019"]
    assert (2022, "KAR") not in cells  # nothing on record is no row, and no absence
    assert due(folder, None, "2024-06-01", "2024-06-30")["lake-day"]["on_record"][0]["document_ids"]


def test_a_withheld_gesture_and_the_one_made_instead_are_both_told(folder: Path) -> None:
    row = due(folder, None, "2024-05-01", "2024-05-03", last=1)["grey-ferry"]
    (cell,) = row["past"]
    assert {(gesture["kind"], gesture["made"]) for gesture in cell["gestures"]} == {
        ("op_ed", True),
        ("omitted_wreath", False),
    }


@pytest.mark.parametrize(
    ("as_of", "day"),
    [
        ("2020-05-29", "2020-06-14"),  # the flood has not come yet
        ("2020-05-30", "2020-06-28"),
        ("2019-06-20", "2020-06-14"),
    ],
)
def test_a_move_is_not_known_before_it_was_public(folder: Path, as_of: str, day: str) -> None:
    row = due(folder, as_of, "2020-06-01", "2020-06-30")["lake-day"]
    assert str(row["date"]) == day
    assert bool(row["moved_because"]) == (day == "2020-06-28")


def test_a_rite_not_yet_founded_and_a_date_nobody_foresaw_are_not_due(folder: Path) -> None:
    assert "bridge-day" not in due(folder, "2013-12-31", "2014-01-01", "2014-12-31")
    assert "bridge-day" in due(folder, "2014-01-01", "2014-01-01", "2014-12-31")
    assert "ferry-congress" not in due(folder, "2022-09-16", days=30)
    assert "ferry-congress" in due(folder, "2022-09-17", days=30)
    assert "ferry-congress" in due(folder, None, "2022-09-16", days=30)


@pytest.mark.parametrize("as_of", ["2014-06-13", "2018-06-15", "2021-04-01", "2023-05-02"])
def test_nothing_of_later_years_is_shown(folder: Path, as_of: str) -> None:
    day = dt.date.fromisoformat(as_of)
    study = cenotaph.open(folder, day)
    known = {
        *study.documents["document_id"].to_pylist(),
        *study.events["event_id"].to_pylist(),
        *study.gestures["gesture_id"].to_pylist(),
    }
    for row in study.calendar(days=365, last=20):
        for cell in [*row["past"], *row["on_record"]]:
            shown = {*cell["document_ids"], *cell["event_ids"], *(each["gesture_id"] for each in cell["gestures"])}
            assert shown <= known
            assert cell["date"] <= day


def test_only_some_rites_and_actors(folder: Path) -> None:
    rows = due(folder, None, "2024-01-01", "2024-12-31", occasions="lake-day", actors="SUD")
    assert list(rows) == ["lake-day"]
    assert {cell["actor"] for cell in rows["lake-day"]["past"]} == {"SUD"}


def test_bad_questions_are_told(folder: Path) -> None:
    study = cenotaph.open(folder)
    with pytest.raises(CenotaphError, match="before it begins"):
        study.calendar("2024-02-01", "2024-01-01")
    with pytest.raises(NotFound, match="lake-day"):
        study.calendar("2024-02-01", occasions="lake-dya")
    assert "No rite" in study.calendar("2024-01-01", days=10).notes[0]


def test_the_page_of_the_terminal_fits_and_says_it_all(folder: Path) -> None:
    words = ["calendar", "--study", str(folder), "--as-of", "2024-05-01", "--days", "90"]
    run = CliRunner().invoke(cli, words)
    assert run.exit_code == 0, run.output
    assert max(map(len, run.output.splitlines())) <= 100
    for part in (
        "2024-06-14  Lake Day (VER)   60th year: jubilee, quarrel   in 44 days",
        "2023  VER thanked OST, MOR, NRV",
        "[lake-day-address-2023]",
        "came: VER (head of state)",
        "did not come: OST, SUD",
        "withheld: OST omitted wreath",
        "nothing is on record of 2023, 2022",
    ):
        assert part in run.output
    answer = json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)
    assert answer["today"] == "2024-05-01"
    assert [row["occasion"] for row in answer["rows"]] == ["grey-ferry", "lake-day", "lake-day-toast"]

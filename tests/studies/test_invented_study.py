"""A study of two invented states, built from nothing: what is planted in it is found, with no change of code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import cenotaph
from cenotaph.opened import OpenStudy
from cenotaph.study import load

INVENTED = Path(__file__).parents[2] / "examples" / "invented"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("invented") / "study"
    shutil.copytree(INVENTED, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    assert load(place).problems == ()
    built = cenotaph.open(place).build()
    assert built.problems == {}
    return place


@pytest.fixture(scope="module")
def study(folder: Path) -> OpenStudy:
    return cenotaph.open(folder)


def treatments(study: OpenStudy, occasion: str, target: str) -> dict[int, str]:
    rows = study.rollcall(occasion, targets=[target])
    return {row["year"]: row["treatment"] for row in rows}


def years(cells: dict[int, str], *wanted: str) -> list[int]:
    return [year for year, treatment in cells.items() if treatment in wanted]


def test_the_stop_is_in_the_roll_call(study: OpenStudy) -> None:
    sudovia = treatments(study, "lake-day", "SUD")
    assert years(sudovia, "credited") == list(range(2012, 2021))
    assert years(sudovia, "absent") == list(range(2021, 2025))


def test_the_first_naming_is_marked(study: OpenStudy) -> None:
    rows = list(study.rollcall("lake-day", targets=["NRV"]))
    assert [row["year"] for row in rows if row["first"]] == [2023]
    assert years(treatments(study, "lake-day", "NRV"), "thanked") == [2023]


def test_the_pair_is_broken_in_the_last_year(study: OpenStudy) -> None:
    ostria, mora = treatments(study, "lake-day", "OST"), treatments(study, "lake-day", "MOR")
    assert set(ostria.values()) == {"thanked"}
    assert years(mora, "absent") == [2024]


def test_the_routine_absence_follows_the_class_of_the_year(study: OpenStudy) -> None:
    named = years(treatments(study, "lake-day", "KAR"), "thanked")
    jubilees = [
        row["year"]
        for row in study.occasions.to_pylist()
        if row["occasion"] == "lake-day" and "jubilee" in row["classes"]
    ]
    assert named == jubilees == [2014, 2019, 2024]


def test_russian_texts_of_the_other_state_are_coded_by_the_same_codebook(study: OpenStudy) -> None:
    verland = treatments(study, "bridge-day", "VER")
    assert years(verland, "thanked", "credited") == list(range(2014, 2022))
    assert years(verland, "charged with distortion") == [2022, 2023]
    assert years(verland, "absent") == [2024]


def test_the_toast_is_another_series_than_the_address(study: OpenStudy) -> None:
    toast = treatments(study, "lake-day-toast", "SUD")
    assert years(toast, "credited", "thanked") == [2018, 2019]
    assert years(toast, "unknown") == [2020, 2022, 2023]


def test_ranks_follow_the_years_in_which_guests_are_invited(study: OpenStudy) -> None:
    rows = {(row["state"], row["year"]): row for row in study.attendance("lake-day")}
    assert [rows["OST", year]["rank"] for year in (2014, 2019, 2024)] == ["head_of_state"] * 3
    assert rows["SUD", 2024]["status"] == "declined"
    assert not rows["NRV", 2024]["first"]  # of the years before nobody says anything
    assert rows["KAR", 2020]["status"] == "unknown"


def test_invitations_are_told_from_status_and_event(study: OpenStudy) -> None:
    invited = {(row["event_id"], row["state"]): row["invited"] for row in study.participations.to_pylist()}
    assert invited["lake-day-2024", "SUD"] is True  # declined
    assert invited["lake-day-2024", "MOR"] is None  # absent from an event to which guests were invited
    assert invited["lake-day-2020", "OST"] is False  # absent from an event without guests
    assert invited["lake-day-2012", "OST"] is True  # attended
    assert invited["bridge-day-2022", "VER"] is False  # not invited
    assert invited["lake-day-2014", "VER"] is None  # the host


def test_the_withheld_wreath_stands_beside_the_article_of_the_same_day(study: OpenStudy) -> None:
    gestures = [row for row in study.gestures.to_pylist() if row["date"].isoformat() == "2023-05-02"]
    assert sorted((row["channel"], row["made"]) for row in gestures) == [("op_ed", True), ("wreath", False)]
    assert {row["occasion_year"] for row in gestures} == {2023}


def test_what_became_known_late_is_not_seen_before(folder: Path) -> None:
    then, later = cenotaph.open(folder, "2018-12-31"), cenotaph.open(folder, "2019-03-01")

    def complements(study: OpenStudy) -> list[str]:
        (row,) = [r for r in study.occasions.to_pylist() if (r["occasion"], r["year"]) == ("lake-day", 2016)]
        return [str(name) for name in row["complements"]]

    assert "among-ourselves" not in complements(then)
    assert "among-ourselves" in complements(later)
    assert years(treatments(later, "lake-day-toast", "SUD"), "credited") == []


def test_no_state_of_the_world_is_named(study: OpenStudy) -> None:
    states = {"VER", "OST", "SUD", "MOR", "KAR", "NRV", "tarn-league", "ferrymen"}
    assert set(study.mentions["target"].to_pylist()) <= states


def test_two_genres_under_one_rite_are_pointed_out(tmp_path: Path) -> None:
    place = tmp_path / "study"
    shutil.copytree(INVENTED, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    rites = (place / "occasions.yaml").read_text(encoding="utf-8")
    mixed = rites.replace("genre: address, within_days: 2", "within_days: 2", 1)
    (place / "occasions.yaml").write_text(mixed[: mixed.index("lake-day-toast:")], encoding="utf-8")
    for table in ("events.csv", "gestures.csv", "participations.csv"):
        (place / table).unlink()
    built = cenotaph.open(place).build()
    assert built.problems == {"B006": 1}
    (row,) = cenotaph.open(place).problems.to_pylist()
    assert row["message"] == "Documents of several genres fall under one rite: of VER address (13), toast (5)."

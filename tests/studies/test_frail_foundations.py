"""The packaged study says what its facts say: row by row, with nothing invented, dropped or copied from a speech."""

from __future__ import annotations

import csv
import importlib.util
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "src" / "cenotaph" / "studies" / "frail-foundations"
FACTS = ROOT.parent / "shared" / "facts"

needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the folder of facts (../shared/facts) is not here")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_frail", ROOT / "examples" / "make_frail_foundations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def acts_by_year() -> dict[tuple[str, int], set[str]]:
    """(target, year) -> the acts coded for the parade address of that year."""
    acts = defaultdict(set)
    for row in table(STUDY / "codings" / "addresses.csv"):
        acts[row["target"], int(row["date"][:4])].add(row["act"])
    return acts


def named_in(target: str) -> list[int]:
    return sorted(year for (name, year), acts in acts_by_year().items() if name == target and acts != {"absent"})


def absent_in(target: str) -> list[int]:
    return sorted(year for (name, year), acts in acts_by_year().items() if name == target and acts == {"absent"})


@needs_facts
@pytest.mark.real
def test_the_packaged_files_are_what_the_script_makes_of_the_facts(maker: ModuleType, tmp_path: Path) -> None:
    for made in maker.make(FACTS, tmp_path):
        packaged = STUDY / made.relative_to(tmp_path)
        assert made.read_bytes() == packaged.read_bytes(), f"{packaged.name} is stale; run the script again"


@needs_facts
@pytest.mark.real
@pytest.mark.parametrize("name", ["events", "participations", "gestures"])
def test_every_deed_of_the_facts_is_carried_over(name: str) -> None:
    facts, study = table(FACTS / f"{name}.csv"), table(STUDY / f"{name}.csv")
    assert len(facts) == len(study)
    for fact, row in zip(facts, study, strict=True):
        assert fact["source_url"] == row["source_url"]
        assert fact["confidence"] == row["confidence"]


@needs_facts
@pytest.mark.real
def test_every_mention_of_the_facts_is_a_coding_with_its_source() -> None:
    facts = {(row["doc"], row["url"]) for row in table(FACTS / "mentions.csv")}
    coded = {(row["document_id"], row["url"]) for name in ("addresses", "other-texts") for row in _codings(name)}
    assert facts <= coded


@needs_facts
@pytest.mark.real
def test_no_passage_of_a_speech_is_copied() -> None:
    notes = " ".join(row["note"] for name in ("addresses", "other-texts") for row in _codings(name))
    for fact in table(FACTS / "victory_day_credit_gold.csv"):
        for sentence in fact["passage"].strip("()").split("|"):
            words = sentence.split()
            runs = [" ".join(words[i : i + 6]) for i in range(len(words) - 5)]
            assert not [run for run in runs if run in notes]


def _codings(name: str) -> list[dict[str, str]]:
    return table(STUDY / "codings" / f"{name}.csv")


def test_the_united_states_and_britain_are_named_until_2023_and_absent_after() -> None:
    for target in ("USA", "GBR"):
        assert [year for year in named_in(target) if year >= 2012] == [2015, 2022, 2023]
        assert set(absent_in(target)) >= {2017, 2019, 2020, 2024, 2025}


def test_china_is_named_in_2015_and_every_year_since_2022() -> None:
    assert named_in("CHN") == [2015, 2022, 2023, 2024, 2025]
    assert absent_in("CHN") == [2012, 2013, 2014, 2016, 2017, 2018, 2019, 2020, 2021]


def test_the_allies_together_are_named_in_round_years_and_since_2022() -> None:
    assert [year for year in named_in("allies") if year >= 2012] == [2015, 2018, 2020, 2022, 2023, 2024, 2025]


def test_a_blank_in_the_facts_is_unknown_and_not_absent() -> None:
    known = {year for (target, year) in acts_by_year() if target == "GBR"}
    assert not known & {2012, 2013, 2014, 2016, 2018, 2021}
    assert ("allies", 2016) not in acts_by_year()


def test_an_absence_that_no_full_text_shows_is_a_guess() -> None:
    sure = {
        (row["target"], row["date"][:4]): row["confidence"]
        for row in _codings("addresses")
        if row["act"] == "absent"
    }  # fmt: skip
    assert sure["USA", "2024"] == sure["USA", "2025"] == sure["FRA", "2025"] == "1"
    assert sure["USA", "2012"] == sure["CHN", "2021"] == "2"
    assert sure["USA", "2017"] == sure["CHN", "2020"] == "3"


def test_a_reception_is_not_in_the_series_of_the_parade() -> None:
    occasions = {row["document_id"]: row["occasion"] for row in _codings("other-texts")}
    assert occasions["putin-reception-2024"] == "victory-day-reception"
    assert not [row for row in _codings("addresses") if row["genre"] != "address"]


def test_a_joint_text_speaks_for_both_sides() -> None:
    rows = [row for row in _codings("other-texts") if row["document_id"] == "joint-statement-2025-05-08"]
    assert {(row["holder"], row["act"], row["target"]) for row in rows} == {
        (holder, act, target)
        for holder in ("RUS", "CHN")
        for act, target in (("credit", "CHN"), ("distort", "revisionists"))
    }


def test_every_coding_has_a_source_and_a_confidence() -> None:
    for name in ("addresses", "other-texts"):
        for row in _codings(name):
            assert row["url"].startswith("http")
            assert row["confidence"] in {"1", "2", "3"}


def credit(**cells: str) -> dict[str, str]:
    """A made-up row of the credit table."""
    blank = dict.fromkeys(("names_USA", "names_UK", "names_FRA", "names_CHN", "generic_allies"), "")
    given = {"date": "2011-05-09", "speaker": "Vladimir Putin", "evidence": "full text"}
    return blank | given | {"source": "en.kremlin.ru/an-address"} | cells


def mention(target: str, treatment: str) -> dict[str, str]:
    """A made-up row of the table of mentions, about the same text."""
    return {
        "doc": "putin-victory-day-2011", "date": "2011-05-09", "speaker": "Vladimir Putin", "target": target,
        "treatment": treatment, "confidence": "verified", "url": "https://example.org/a", "note": "",
    }  # fmt: skip


def test_the_script_makes_no_row_of_a_blank_cell(maker: ModuleType) -> None:
    rows, _ = maker.codings([credit(names_USA="1", names_CHN="0")], [])
    assert [(row["target"], row["act"]) for row in rows] == [("USA", "named"), ("CHN", "absent")]


def test_the_script_prefers_the_treatment_to_the_bare_name(maker: ModuleType) -> None:
    rows, _ = maker.codings([credit(names_USA="1")], [mention("usa", "thanked")])
    assert [(row["target"], row["act"]) for row in rows] == [("USA", "thank")]


def test_the_script_stops_at_facts_that_contradict_each_other(maker: ModuleType) -> None:
    with pytest.raises(SystemExit, match=r"names_USA is 0, mentions\.csv says \['credit'\]"):
        maker.codings([credit(names_USA="0")], [mention("usa", "credited")])


def test_movable_days_fall_on_the_right_day(maker: ModuleType) -> None:
    assert maker._nth_weekday(2024, 5, 0, -1) == "2024-05-27"
    assert maker._nth_weekday(2025, 11, 5, 4) == "2025-11-22"


def test_who_was_invited_is_told_only_where_the_facts_tell_it() -> None:
    told = {row["event_id"]: row["guests_invited"] for row in table(STUDY / "events.csv") if row["guests_invited"]}
    assert [event for event, told_so in sorted(told.items()) if told_so == "false"] == [
        f"vd-moscow-{year}" for year in (2000, 2017, 2019, 2021, 2022)
    ]
    assert not {"vd-moscow-2016", "vd-moscow-2018", "vd-moscow-2023", "vd-moscow-2024"} & told.keys()
    invited = {(row["event_id"], row["state"]): row for row in table(STUDY / "participations.csv") if row["invited"]}
    assert invited["vd-moscow-2025", "HUN"]["note"] == "Invited, declined"
    assert {key for key, row in invited.items() if row["status"] == "absent"} == {
        ("vd-moscow-2025", "HUN"),
        ("vd-moscow-2025", "USA"),
    }


def test_the_site_that_was_not_visited_and_the_article_of_the_day_belong_to_one_rite() -> None:
    days = ("2024-05-07", "2024-05-08")
    gestures = {
        row["gesture_id"]: row for row in table(STUDY / "gestures.csv") if row["date"] in days and row["occasion"]
    }
    assert {row["occasion"] for row in gestures.values()} == {"belgrade-embassy-bombing-anniversary"}
    assert gestures["g-belgrade-2024-oped"]["made"] == "true"
    assert gestures["g-belgrade-2024-site"]["made"] == "false"

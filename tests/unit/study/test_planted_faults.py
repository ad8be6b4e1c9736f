"""A folder with planted faults of different kinds: all are listed in one run, each at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cenotaph.errors import StudyError
from cenotaph.study import load, load_checked, write_skeleton

STUDY = """\
title = "Rites of two neighbours"
languages = ["en", "zh"]
colour = "red"

[actors.KOR]
name = "South Korea"
[[actors.KOR.people]]
name = "A. Kim"
offices = [
  { office = "President", from = 2010-01-01, to = 2001-01-01 },
]

[actors.JPN]
name = "Japan"

[[sources]]
id = "speeches"
kind = "directory"
path = "texts"
"""

CODEBOOK = """\
codebook: neighbours
version: 1.10
targets:
  JPN:
    name: Japan
    terms:
      en: [Japan, Nippon]
      zh: [日本]
  KOR:
    name: Korea
    terms:
      en:
        - Korea
        - Nippon
      zh: [韩国]
    not_inside:
      en: [North Carolina]
acts:
  blame:
    name: blame
    examples:
      - sentence: Japan burned the town of Eun.
        language: en
        statements: [[KOR, blame, JPM]]
"""

OCCASIONS = """\
liberation-day:
  name: Liberation Day
  host: KRO
  calendar: {month: 2, day: 30}
"""

EVENTS = """\
event_id,date,title,anniversary_of,anniversary_n,jubilee
e1,2015-08-15,Ceremony,liberation-1945,70,true
e1,2016-08-15,"Ceremony,
again",liberation-1945,71,true
e3,2016-02-30,Ceremony,,,
"""

PARTICIPATIONS = """\
event_id,state,person,office,rank,status
e9,JPN,B. Sato,Ambassador,ambassador,attended
e1,JPN,C. Ito,Prime Minister,none,attended
"""

GESTURES = """\
gesture_id,date,performer_state,kind,made,expectation_basis
g1,2015-08-15,JPN,wreath,false,
"""

#: file, line, code of every planted fault.
PLANTED = [
    ("study.toml", 3, "S005"),
    ("study.toml", 10, "S014"),
    ("study.toml", 18, "S007"),
    ("codebook.yaml", 14, "C019"),
    ("codebook.yaml", 17, "C022"),
    ("codebook.yaml", 24, "C014"),
    ("occasions.yaml", 4, "O010"),
    ("events.csv", 3, "E010"),
    ("events.csv", 3, "E017"),
    ("events.csv", 5, "E007"),
    ("participations.csv", 2, "E012"),
    ("participations.csv", 3, "E020"),
    ("gestures.csv", 2, "E021"),
]


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    files = {
        "study.toml": STUDY,
        "codebook.yaml": CODEBOOK,
        "occasions.yaml": OCCASIONS,
        "events.csv": EVENTS,
        "participations.csv": PARTICIPATIONS,
        "gestures.csv": GESTURES,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_planted_fault_is_listed_at_its_line(planted: Path) -> None:
    study = load(planted)
    assert [(problem.file, problem.line, problem.code) for problem in study.problems] == PLANTED
    assert len({code for _, _, code in PLANTED}) == 13


def test_what_is_right_is_still_read(planted: Path) -> None:
    study = load(planted)
    assert study.config.title == "Rites of two neighbours"
    assert set(study.config.actors) == {"KOR", "JPN"}
    assert study.codebook.version == "1.10"
    assert [row.line for row in study.events] == [2, 3]
    assert study.events[1].value.title == "Ceremony,\nagain"


def test_messages_say_what_was_found_and_what_to_do(planted: Path) -> None:
    by_code = {problem.code: problem for problem in load(planted).problems}
    assert str(by_code["C014"]) == (
        "codebook.yaml:24: C014 unknown-target\n"
        '  Act `blame` names the target "JPM", which the codebook does not define.\n'
        '  Did you mean "JPN"?'
    )
    assert by_code["S007"].field == "sources.1.kind"
    assert '"directory"' in by_code["S007"].message
    assert "folder, table, codings" in by_code["S007"].remedy
    assert "2016-02-30" in by_code["E007"].message
    assert by_code["E020"].message == 'Rank is none, but the office is "Prime Minister", which is head_of_government.'


def test_load_checked_carries_all_errors_and_no_warnings(planted: Path) -> None:
    with pytest.raises(StudyError) as caught:
        load_checked(planted)
    assert len(caught.value.problems) == sum(problem.severity == "error" for problem in load(planted).problems)
    assert {problem.severity for problem in caught.value.problems} == {"error"}


def test_a_folder_without_a_study_is_one_problem(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        problems = load(folder).problems
        assert [problem.code for problem in problems] == ["S001"]
        assert "cenotaph new" in problems[0].remedy


def test_the_skeleton_has_no_problem(tmp_path: Path) -> None:
    written = write_skeleton(tmp_path / "fresh")
    assert Path("texts/AUR_2021.txt") in written
    study = load(tmp_path / "fresh")
    assert study.problems == ()
    assert set(study.occasions) == {"liberation-day"}
    assert "credit" in study.codebook.acts

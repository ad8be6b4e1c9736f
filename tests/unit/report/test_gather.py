"""From a study folder to its page: what is built is what is shown, as of a date, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

import cenotaph
from cenotaph.errors import NotFound
from cenotaph.opened import OpenStudy
from cenotaph.report import gather, write_report

FILES = {
    "study.toml": """
title = "Bridges of Ardania"
languages = ["en"]
codebook = "codebook.yaml"
[actors]
ARD = { name = "Ardania" }
[[sources]]
id = "speeches"
kind = "folder"
path = "texts"
constant = { actor = "ARD", speaker = "Ilo Marn", language = "en", genre = "address" }
filename = "{year}"
template = { date = "{year}-05-03", title = "Bridge address {year}", url = "https://ardania.example/{year}" }
""",
    "codebook.yaml": """
codebook: bridges
version: "1"
targets:
  BEL: {name: Belloria, terms: {en: [Belloria]}}
  CAS: {name: Casper Isle, terms: {en: [Casper Isle]}}
  DOR: {name: Dorland, terms: {en: [Dorland]}}
acts:
  thank: {name: Thanks, treatment: thanked, definition: Gratitude is expressed., cues: {en: [thank]}}
referents:
  flood: {name: The flood, terms: {en: [flood, ice]}}
""",
    "occasions.yaml": """
bridge-day:
  name: Day of the Bridge
  host: ARD
  calendar: {month: 5, day: 3, since: 2019}
  documents: {genre: address, within_days: 1}
""",
    "texts/2020.txt": "We thank Belloria for the boats it sent in the flood. The ice was thick.",
    "texts/2021.txt": "In the flood we thank Casper Isle. The bridge stood.",
    "texts/2023.txt": "We thank Belloria for the boats it sent in the flood. Dorland lies beyond the ice.",
    "events.csv": "event_id,date,occasion,title\nbridge-2023,2023-05-03,bridge-day,Feast on the bridge\n",
    "gestures.csv": (
        "gesture_id,date,performer_state,kind,referent,addressee_state,made,expectation_basis,known_at,confidence,"
        "source_url\n"
        "wreath-2022,2022-05-03,ARD,wreath,flood,BEL,false,laid in 2020 and 2021,2022-05-09,unverified,"
        "https://ardania.example/w\n"
        "letter-2021,2021-05-03,ARD,open_letter,,CAS,true,,2021-05-03,verified,https://ardania.example/l\n"
    ),
    "participations.csv": "event_id,state,rank,status,person\nbridge-2023,BEL,minister,attended,Vessa Orl\n",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> OpenStudy:
    folder = tmp_path_factory.mktemp("bridges")
    for name, content in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    opened = cenotaph.open(folder)
    opened.build(jobs=1)
    return opened


def test_the_roll_call_and_its_sentences_come_from_the_build(study: OpenStudy):
    data = gather(study.loaded, study.snapshot)
    assert [rite.occasion for rite in data.rites] == ["bridge-day"]
    roll = data.rites[0].spoken[0]
    cells = {(row["target"], row["year"]): row["treatment"] for row in roll.rows.to_pylist()}
    assert cells["BEL", 2020] == "thanked"
    assert cells["BEL", 2021] == "absent"
    assert cells["BEL", 2022] == "unknown"
    assert cells["DOR", 2023] == "named only"
    quotes = {(row["target"], row["year"]): row["text"] for row in roll.evidence.to_pylist()}
    assert quotes["BEL", 2020] == "We thank Belloria for the boats it sent in the flood."
    assert quotes["DOR", 2023] == "Dorland lies beyond the ice."
    assert ("BEL", 2021) not in quotes


def test_gestures_come_with_names_and_only_as_of_the_date(study: OpenStudy):
    data = gather(study.loaded, study.snapshot)
    rows = data.gestures.to_pylist()
    assert [(row["state"], row["addressee"], row["kind"], row["referent"], row["made"]) for row in rows] == [
        ("Ardania", "Belloria", "wreath", "The flood", False),
        ("Ardania", "Casper Isle", "open letter", "", True),
    ]
    assert (data.counts["gestures_made"], data.counts["gestures_withheld"], data.counts["gestures_unsure"]) == (1, 1, 1)
    before = gather(study.loaded, cenotaph.open(study.loaded.folder, as_of="2022-05-08").snapshot)
    assert before.gestures["made"].to_pylist() == [True]


def test_counts_tell_what_the_study_holds(study: OpenStudy):
    data = gather(study.loaded, study.snapshot)
    assert (data.counts["documents"], data.counts["with_text"], data.counts["with_url"]) == (3, 3, 3)
    assert (data.counts["sentences"], data.counts["events"], data.counts["without_source"]) == (6, 1, 1)
    assert [(row["code"], row["n"], row["file"]) for row in data.problems.to_pylist()] == [
        ("E014", 3, "gestures.csv:2")  # Belloria and Casper Isle have a part and are no actors of study.toml
    ]
    assert data.documents_by_year["year"].to_pylist() == [2020, 2021, 2023]
    source = data.sources.to_pylist()[0]
    assert source["hosts"] == [{"host": "ardania.example", "n": 3}]
    assert (source["first_date"], source["path"]) == (dt.date(2020, 5, 3), "texts")


def test_nothing_that_was_known_later_is_on_the_page(study: OpenStudy):
    then = cenotaph.open(study.folder, "2022-12-31")
    data = gather(then.loaded, then.snapshot)
    assert data.counts["documents"] == 2
    assert data.rites[0].attendance is None
    assert 2023 not in data.rites[0].spoken[0].rows["year"].to_pylist()
    assert data.as_of == dt.date(2022, 12, 31)


def test_the_page_is_written_to_the_study_and_opens_its_squares(study: OpenStudy):
    file = write_report(study.loaded, study.snapshot)
    assert file == study.folder / "report" / "index.html"
    page = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    opening = page.xpath("//article[@id='bridge-day-ARD-BEL-2020']")[0]
    assert opening.xpath(".//blockquote/@lang") == ["en"]
    assert opening.xpath(".//mark[@class='target']/text()") == ["Belloria"]
    assert opening.xpath(".//p[@class='cite']/a/@href") == ["https://ardania.example/2020"]
    assert [path.name for path in file.parent.iterdir()] == ["index.html"]


def test_an_occasion_that_is_not_there_is_named_with_its_neighbour(study: OpenStudy):
    with pytest.raises(NotFound, match='Did you mean "bridge-day"'):
        gather(study.loaded, study.snapshot, ["bridge-days"])


def test_the_command_says_where_the_page_is(study: OpenStudy, tmp_path: Path):
    from cenotaph.cli import cli

    out = tmp_path / "deep" / "page.html"
    run = CliRunner().invoke(
        cli, ["report", "--study", str(study.folder), "--out", str(out), "--as-of", "2022-12-31", "--json"]
    )
    assert run.exit_code == 0, run.output
    answer = json.loads(run.stdout)
    assert (answer["command"], answer["as_of"]) == ("report", "2022-12-31")
    assert answer["rows"] == [{"file": str(out), "bytes": out.stat().st_size}]
    assert "as of 31 December 2022" in out.read_text(encoding="utf-8")


def test_the_page_of_one_rite_holds_no_other(study: OpenStudy, tmp_path: Path):
    file = study.report(tmp_path / "one.html", ["bridge-day"])
    assert "Day of the Bridge" in file.read_text(encoding="utf-8")

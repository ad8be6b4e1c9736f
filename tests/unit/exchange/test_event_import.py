"""Tables of events of other makers become rows that `check` accepts; what cannot be carried is listed."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from cenotaph.cli import cli
from cenotaph.errors import StudyError
from cenotaph.exchange import ImportedEvents, Wanted, import_events
from cenotaph.exchange.event_rows import cameo_code
from cenotaph.study import StudyConfig, load

STUDY = """\
title = "Two neighbours"
languages = ["en"]
[actors.VER]
name = "Verland"
[[actors.VER.people]]
name = "Ada Ver"
offices = [{ office = "President", from = 2015-01-01, to = 2019-12-31 }]
[actors.OST]
name = "Ostria"
names = { icews = "Ostrian Federation" }
"""
CODEBOOK = 'codebook: c\nversion: "1"\ntargets:\n  OST: {name: Ostria, terms: {en: [Ostria]}}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "study"
    place.mkdir()
    (place / "study.toml").write_text(STUDY, encoding="utf-8")
    (place / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    assert load(place).problems == ()
    return place


def config(folder: Path) -> StudyConfig:
    return load(folder).config


def table(path: Path, rows: Sequence[Sequence[str]], delimiter: str = "\t") -> Path:
    path.write_text("".join(delimiter.join(row) + "\n" for row in rows), encoding="utf-8")
    return path


ICEWS_HEAD = ["Event ID", "Event Date", "Source Name", "Source Country", "Event Text", "CAMEO Code", "Intensity",
              "Target Name", "Target Country"]  # fmt: skip


def icews(path: Path, *rows: Sequence[str]) -> Path:
    return table(path / "icews.tab", [ICEWS_HEAD, *rows])


VISIT = ["7", "2016-05-02", "Ada Ver", "Verland", "Make a visit", "42", "1.9", "Ostria", "Ostrian Federation"]
ENVOY = ["8", "2017-05-02", "Ostria", "Ostrian Federation", "Host a visit", "043", "2.8", "Envoy (Verland)", "Verland"]
SORRY = ["9", "2018-05-02", "Ostria", "Ostrian Federation", "Apologize", "055", "7", "Verland", "Verland"]


def test_icews_visits_have_a_host_and_a_guest_of_known_rank(folder: Path, tmp_path: Path) -> None:
    made = import_events(icews(tmp_path, VISIT, ENVOY, SORRY), config(folder))
    first, second = made.events
    assert (first["event_id"], first["kind"], first["host"], first["code"]) == ("icews-7", "visit", "OST", "042")
    assert (first["initiator"], first["recipient"], first["confidence"]) == ("VER", "OST", "unverified")
    assert (second["host"], second["code"]) == ("OST", "043")
    assert [(part["state"], part["person"], part["rank"]) for part in made.participations] == [
        ("VER", "Ada Ver", "head_of_state"),  # by her office in study.toml
        ("VER", "", "special_envoy"),
    ]
    (gesture,) = made.gestures
    assert (gesture["kind"], gesture["performer_state"], gesture["addressee_state"]) == ("apology", "OST", "VER")
    assert any("Intensity" in loss.what for loss in made.losses)


def test_a_guest_whose_rank_nobody_tells_is_listed_and_the_event_is_kept(folder: Path, tmp_path: Path) -> None:
    late = [*VISIT[:1], "2021-05-02", *VISIT[2:]]  # out of office by then
    made = import_events(icews(tmp_path, late), config(folder))
    assert len(made.events) == 1
    assert made.participations == ()
    assert any("Ada Ver" in loss.what and "rank" in loss.why for loss in made.losses)


@pytest.mark.parametrize(
    ("given", "code"),
    [("42", "042"), ("042", "042"), ("1", "01"), ("04", "04"), ("010", "010"), ("10", "010"), ("231", "0231"),
     ("112", "112"), ("1823", "1823"), ("190", "190"), ("CONSULT", "CONSULT")],
)  # fmt: skip
def test_leading_zeros_of_cameo_come_back(given: str, code: str) -> None:
    assert cameo_code(given) == code


def gdelt_row(number: int, day: str, one: str, two: str, code: str, added: str, width: int = 58) -> list[str]:
    row = [""] * width
    row[0], row[1], row[7], row[17], row[26] = str(number), day, one, two, code
    row[6], row[16] = "SOMEONE", "SOMEBODY"
    row[{58: 56, 61: 59}[width]] = added
    row[width - 1] = "https://example.org/a"
    return row


@pytest.mark.parametrize("width", [58, 61])
def test_gdelt_rows_of_one_day_pair_and_code_are_one_event_known_when_added(
    folder: Path, tmp_path: Path, width: int
) -> None:
    added = "20160511" + ("120000" if width == 61 else "")
    rows = [
        gdelt_row(1, "20160509", "VER", "OST", "042", added, width),
        gdelt_row(2, "20160509", "VER", "OST", "042", added, width),
        gdelt_row(3, "20160509", "VER", "XXX", "042", added, width),
        gdelt_row(4, "20160510", "OST", "VER", "111", added, width),
    ]
    made = import_events(table(tmp_path / "gdelt.tsv", rows), config(folder))
    assert [(event["event_id"], event["code"], event["kind"]) for event in made.events] == [
        ("gdelt-1", "042", "visit"),
        ("gdelt-4", "111", "disapproval"),
    ]
    assert {event["known_at"] for event in made.events} == {"2016-05-11"}
    assert made.events[0]["source_url"] == "https://example.org/a"
    assert (made.n_rows, made.n_wanted, made.unknown) == (4, 3, {"XXX": 1})
    assert [loss for loss in made.losses if loss.changed]
    each = import_events(tmp_path / "gdelt.tsv", config(folder), Wanted(each=True))
    assert len(each.events) == 3


def test_only_the_actors_days_and_codes_asked_for(folder: Path, tmp_path: Path) -> None:
    rows = [
        gdelt_row(n, f"201605{n:02}", "VER" if n % 2 else "OST", "OST" if n % 2 else "VER", f"{n:02}0", "20160601")
        for n in range(1, 21)
    ]
    path = table(tmp_path / "gdelt.tsv", rows)
    wanted = Wanted(("VER", "OST"), dt.date(2016, 5, 3), dt.date(2016, 5, 12), ("04", "1"))
    made = import_events(path, config(folder), wanted)
    assert [event["date"][-2:] for event in made.events] == ["04", "10", "11", "12"]
    with pytest.raises(StudyError, match="X010"):
        import_events(path, config(folder), Wanted(most=5))
    with pytest.raises(StudyError, match="X009"):
        import_events(path, config(folder), Wanted(codes=("99",)))


def test_polecat_types_are_codes_and_modes_are_kinds(folder: Path, tmp_path: Path) -> None:
    head = ["Event ID", "Event Date", "Event Type", "Event Mode", "Quad Code", "Actor Name", "Actor Country",
            "Recipient Name", "Recipient Country", "City", "Publication Date"]  # fmt: skip
    row = ["EV-1", "2019-06-14", "CONSULT", "visit", "VERBAL COOPERATION", "President", "VER", "Ostria", "OST",
           "Lakeside", "2019-06-15"]  # fmt: skip
    made = import_events(table(tmp_path / "polecat.txt", [head, row]), config(folder))
    (event,) = made.events
    assert (event["code"], event["kind"], event["host"], event["place"]) == ("CONSULT", "visit", "OST", "Lakeside")
    assert event["known_at"] == "2019-06-15"
    assert [part["rank"] for part in made.participations] == ["head_of_state"]


OWN = [
    ["when", "who", "office", "whom", "what"],
    ["2016-05-02", "Ada Ver", "President", "Verland", "Visit to the lake"],
    ["not a day", "Ada Ver", "President", "Verland", "Visit to the hill"],
    ["2016-06-02", "Bo Nord", "Porter", "Norvik", "Visit to the sea"],
]
MAP = {"date": "when", "person": "who", "office": "office", "state": "whom", "title": "what"}


def test_a_table_of_ones_own_is_read_by_its_mapping(folder: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "visits.csv", OWN, ",")
    made = import_events(path, config(folder), columns=MAP, constants={"kind": "visit", "host": "OST"})
    assert [(event["title"], event["host"]) for event in made.events] == [
        ("Visit to the lake", "OST"),
        ("Visit to the sea", "OST"),
    ]
    assert [(part["state"], part["rank"], part["status"]) for part in made.participations] == [
        ("VER", "head_of_state", "attended")
    ]
    why = " ".join(loss.why for loss in made.losses)
    assert "day cannot be read" in why
    assert "no actor of that name (state)" in why


def test_a_workbook_is_read_as_the_table_it_holds(folder: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [OWN[0], [dt.date(2016, 5, 2), *OWN[1][1:]]]:
        book.active.append(row)
    book.save(tmp_path / "visits.xlsx")
    made = import_events(tmp_path / "visits.xlsx", config(folder), columns=MAP)
    assert [event["date"] for event in made.events] == ["2016-05-02"]


def rows_of(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_are_appended_to_what_people_wrote_and_never_twice(folder: Path, tmp_path: Path) -> None:
    mine = 'event_id,date,title,host\nmine,2015-01-01,"A rite, held",VER\n'
    (folder / "events.csv").write_text(mine, encoding="utf-8")
    path = icews(tmp_path, VISIT, ENVOY, SORRY)
    made: ImportedEvents = import_events(path, config(folder))
    assert made.write(folder) == {"events": 2, "participations": 2, "gestures": 1}
    assert load(folder).problems == ()
    held = rows_of(folder / "events.csv")
    assert (held[0]["event_id"], held[0]["title"], held[0]["code"]) == ("mine", "A rite, held", "")
    assert [row["code"] for row in held[1:]] == ["042", "043"]
    before = (folder / "events.csv").read_bytes()
    assert made.write(folder) == {"events": 0, "participations": 0, "gestures": 0}
    assert (folder / "events.csv").read_bytes() == before


def test_a_table_that_is_not_whole_is_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    (folder / "gestures.csv").write_text("gesture_id,date\ng1,2015-01-01,more\n", encoding="utf-8")
    made = import_events(icews(tmp_path, VISIT, SORRY), config(folder))
    with pytest.raises(StudyError, match=r"gestures\.csv"):
        made.write(folder)
    assert not (folder / "events.csv").exists()


def test_the_command_tells_what_it_added_and_what_was_lost(folder: Path, tmp_path: Path) -> None:
    path = icews(tmp_path, VISIT, ENVOY, ["short", "row"])
    words = ["import-events", str(path), "--study", str(folder), "--json"]
    answer = json.loads(CliRunner().invoke(cli, [*words, "--try"]).stdout)
    assert (answer["added"], answer["written"]) == ({"events": 2, "participations": 2, "gestures": 0}, False)
    assert any("1 rows" in loss["what"] for loss in answer["losses"])
    assert not (folder / "events.csv").exists()
    run = CliRunner().invoke(cli, words[:-1])
    assert run.exit_code == 0, run.output
    assert (folder / "events.csv").exists()
    assert "Next: cenotaph check" in run.stderr
    bad = CliRunner().invoke(cli, [*words, "--column", "day=when"])
    assert bad.exit_code == 2


def test_a_column_that_is_not_there_is_told_with_those_that_are(folder: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "visits.csv", OWN, ",")
    with pytest.raises(StudyError, match="X008") as told:
        import_events(path, config(folder), columns={"date": "wen"})
    assert "when" in str(told.value)
    with pytest.raises(StudyError, match="No column tells the date"):
        import_events(path, config(folder))

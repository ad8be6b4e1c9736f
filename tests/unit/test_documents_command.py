"""cenotaph documents, and what answers say where the date or the name is why nothing is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_study import make_study
from rich.cells import cell_len

import cenotaph
from cenotaph.answer import Answer
from cenotaph.cli import cli
from cenotaph.cli.documents import print_documents
from cenotaph.errors import NotFound
from cenotaph.opened import OpenStudy


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def study(folder: Path) -> OpenStudy:
    return cenotaph.open(folder)


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--study", str(folder)], catch_exceptions=False)


def test_documents_are_listed_with_their_ids(folder: Path) -> None:
    lines = run(folder, "documents").stdout.splitlines()
    assert lines[0].split() == ["id", "date", "actor", "speaker", "occasion", "lang", "title"]
    assert [line.split()[0] for line in lines[1:]] == ["nor-2019", "nor-2020", "nor-2022", "nor-2022-reprint"]
    assert "Ada North  peace-day  en    Address of 2019" in lines[1]
    assert max(map(cell_len, lines)) <= 100


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("--language", "ru"), ["nor-2022", "nor-2022-reprint"]),
        (("--occasion", "peace-day", "--from", "2020-01-01", "--to", "2020-12-31"), ["nor-2020"]),
        (("--as-of", "2020-12-31"), ["nor-2019", "nor-2020"]),
        (("--limit", "1"), ["nor-2019"]),
        (("--actor", "NOR", "--source", "speeches", "--to", "2019-12-31"), ["nor-2019"]),
    ],
)
def test_documents_are_narrowed(folder: Path, words: tuple[str, ...], ids: list[str]) -> None:
    answer = json.loads(run(folder, "documents", *words, "--json").stdout)
    assert [row["document_id"] for row in answer["rows"]] == ids
    assert answer["command"] == "documents"


def test_documents_that_are_not_shown_are_counted(folder: Path) -> None:
    assert "3 more: --limit 4" in run(folder, "documents", "--limit", "1").stderr
    assert (
        "2 documents of it are not known as of 2020-12-31." in run(folder, "documents", "--as-of", "2020-12-31").stderr
    )


def test_long_ids_stay_whole(study: OpenStudy, capsys: pytest.CaptureFixture[str]) -> None:
    rows = study.document_list().rows
    long = rows.set_column(0, "document_id", [[name * 6 for name in rows["document_id"].to_pylist()]])
    print_documents(Answer("documents", ".", None, long))
    lines = capsys.readouterr().out.splitlines()
    assert "nor-2019" * 6 in lines
    assert max(map(cell_len, lines)) <= 100


def test_a_piece_of_an_id_finds_the_ids_that_hold_it(study: OpenStudy) -> None:
    with pytest.raises(NotFound, match="Ids that hold it: nor-2022, nor-2022-reprint"):
        study.compare("2022", "nor-2019")


def test_the_date_is_named_where_it_is_the_cause(folder: Path) -> None:
    early = cenotaph.open(folder, as_of="2018-01-01")
    assert early.rollcall("peace-day").notes == ("3 documents of it are not known as of 2018-01-01.",)
    with pytest.raises(NotFound, match="It was not public as of 2018-01-01, only since 2019-06-01"):
        early.compare("nor-2019", "nor-2020")
    assert "4 documents of it are not known as of 2018-01-01." in early.find("Southland").notes
    assert "4 documents of it are not known as of 2018-01-01." in early.measure("mention_rate").notes
    later = cenotaph.open(folder, as_of="2020-12-31")
    cell = later.sentences("peace-day", target="SUD", year=2022)
    assert "1 document of it is not known as of 2020-12-31." in cell.notes


def test_a_target_is_found_by_its_name(study: OpenStudy) -> None:
    for ask in (
        lambda: study.rollcall("peace-day", targets="Southland"),
        lambda: study.attendance("peace-day", states="southland"),
        lambda: study.measure("mention_rate", targets="Southlnd"),
    ):
        with pytest.raises(NotFound, match=r"Did you mean SUD \(Southland\)\?"):
            ask()


def test_find_says_how_much_was_looked_through(study: OpenStudy) -> None:
    assert study.find("elephant").notes[-1] == "3 texts looked through."
    assert not any("looked through" in note for note in study.find("fields").notes)


def test_places_stand_with_date_actor_and_document(folder: Path) -> None:
    lines = run(folder, "find", "southland").stdout.splitlines()
    assert lines[0].startswith("2019-06-01 NOR nor-2019 ")
    assert lines[0].rstrip().endswith("We thank Southland. The fields are green.")
    assert len({line.index("Southland") for line in lines}) == 1


@pytest.mark.parametrize("command", ["find southland", "measure mention_rate", "documents"])
@pytest.mark.parametrize("option", ["--from", "--to", "--as-of"])
def test_a_day_written_otherwise_is_met_kindly(folder: Path, command: str, option: str) -> None:
    result = run(folder, *command.split(), option, "15.08.2018")
    assert result.exit_code == 2
    assert "Write it as year-month-day, such as 2024-05-09." in result.stderr


def test_nothing_is_called_sure_of_a_target_that_is_only_named(folder: Path) -> None:
    assert "SUD named only  (rules)" in run(folder, "rollcall", "peace-day", "--open", "SUD:2020").stdout

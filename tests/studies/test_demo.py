"""The demo from end to end: what its roll calls say, what it prints, that it asks the network for nothing."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cenotaph
from cenotaph.cli import cli
from cenotaph.cli.demo import copy_demo
from cenotaph.opened import OpenStudy

NOT_NAMED = {"absent", "unknown"}


@pytest.fixture(scope="module")
def no_network() -> Iterator[None]:
    """Any attempt to open a connection fails the test."""

    def refuse(*_: object) -> None:
        raise AssertionError("the demo tried to open a connection")

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", refuse)
    patch.setattr(socket, "getaddrinfo", refuse)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, no_network: None) -> tuple[Path, Result]:
    """The demo's folder, and what the command printed."""
    folder = tmp_path_factory.mktemp("demo") / "cenotaph-demo"
    result = CliRunner().invoke(cli, ["demo", str(folder)], catch_exceptions=False)
    return folder, result


@pytest.fixture(scope="module")
def study(demo: tuple[Path, Result]) -> OpenStudy:
    return cenotaph.open(demo[0])


def treatments(study: OpenStudy, target: str, **options: object) -> dict[int, str]:
    answer = study.rollcall("victory-day-moscow", targets=(target,), **options)  # type: ignore[arg-type]
    return {row["year"]: row["treatment"] for row in answer}


def named(study: OpenStudy, target: str) -> list[int]:
    return [year for year, word in treatments(study, target).items() if year >= 2012 and word not in NOT_NAMED]


def ranks(study: OpenStudy, state: str) -> dict[int, str | None]:
    return {row["year"]: row["rank"] for row in study.attendance("victory-day-moscow", states=(state,))}


@pytest.mark.parametrize("target", ["USA", "GBR"])
def test_america_and_britain_are_named_until_2023_and_gone_in_2024(study: OpenStudy, target: str) -> None:
    assert named(study, target) == [2015, 2022, 2023]
    cells = {row["year"]: row for row in study.rollcall("victory-day-moscow", targets=(target,))}
    assert [cells[year]["treatment"] for year in (2024, 2025)] == ["absent", "absent"]
    assert cells[2024]["gone"]
    assert cells[2024]["confidence"] == 1


def test_china_is_named_in_2015_and_each_year_since_2022(study: OpenStudy) -> None:
    assert named(study, "CHN") == [2015, 2022, 2023, 2024, 2025]


def test_the_allies_are_named_together(study: OpenStudy) -> None:
    assert named(study, "allies") == [2015, 2018, 2020, 2022, 2023, 2024, 2025]


def test_how_the_united_states_are_treated(study: OpenStudy) -> None:
    words = treatments(study, "USA")
    assert [words[year] for year in (2015, 2022, 2023)] == ["thanked", "thanked", "credited"]


def test_what_the_record_leaves_blank_is_unknown(study: OpenStudy) -> None:
    assert {treatments(study, "GBR")[year] for year in (2012, 2013, 2014, 2016, 2018, 2021)} == {"unknown"}
    assert {treatments(study, "allies")[year] for year in (2012, 2013, 2014, 2016, 2021)} == {"unknown"}
    assert {treatments(study, "USA")[year] for year in (2008, 2026)} == {"unknown"}


def test_the_rank_that_china_sent(study: OpenStudy) -> None:
    sent = ranks(study, "CHN")
    assert {year for year, rank in sent.items() if rank == "head_of_state" and year >= 2005} == {2005, 2010, 2015, 2025}
    assert sent[2020] == "defence_minister"
    for year in (*range(2016, 2020), *range(2021, 2025)):
        assert sent[year] == "none"
    assert sent[2026] is None


def test_background_knowledge_about_guests_is_shown_as_such(study: OpenStudy) -> None:
    sure = {row["year"]: row["confidence"] for row in study.attendance("victory-day-moscow", states=("CHN",))}
    assert {sure[year] for year in range(2006, 2010)} == {1}
    assert sure[2015] == sure[2023] == 3


def test_the_moved_parade_of_2020_belongs_to_its_year(study: OpenStudy) -> None:
    cells = {row["year"]: row for row in study.rollcall("victory-day-moscow", targets=("allies",))}
    assert cells[2020]["date"].isoformat() == "2020-06-24"
    assert cells[2020]["treatment"] == "credited"


def test_as_of_the_end_of_2023_america_and_britain_are_not_yet_gone(demo: tuple[Path, Result]) -> None:
    then = cenotaph.open(demo[0], as_of="2023-12-31")
    assert max(treatments(then, "USA")) == 2023
    cells = [row for row in then.rollcall("victory-day-moscow", targets=("USA", "GBR")) if row["year"] > 2020]
    assert not any(row["gone"] for row in cells)
    assert max(ranks(then, "CHN")) == 2023


def test_every_named_cell_opens_onto_its_sources(study: OpenStudy) -> None:
    sources = {row["statement_id"]: row["source_url"] for row in study.statements.to_pylist()}
    for row in study.rollcall("victory-day-moscow"):
        assert len(row["statement_ids"]) == (row["n_statements"] or 0)
        assert all(sources[each].startswith("http") for each in row["statement_ids"])


def test_all_facts_are_in_the_built_tables(study: OpenStudy) -> None:
    assert (study.events.num_rows, study.participations.num_rows, study.gestures.num_rows) == (92, 284, 74)
    assert study.documents.num_rows == 40
    assert set(study.documents["sha256"].to_pylist()) == {None}
    assert study.problems.num_rows == 0


def test_the_study_has_no_problems(study: OpenStudy) -> None:
    assert study.check() == ()


def test_the_command_prints_both_roll_calls_and_names_the_report(demo: tuple[Path, Result]) -> None:
    folder, result = demo
    assert result.exit_code == 0
    assert "who is named, and how" in result.stdout
    assert "who came, and at which rank" in result.stdout
    assert str(folder / "report" / "index.html") in result.stderr
    assert max(len(line) for line in result.stdout.splitlines()) <= 100
    page = (folder / "report" / "index.html").read_text(encoding="utf-8")
    assert "Victory Day parade, Moscow" in page


def test_a_second_demo_in_the_same_folder_gives_the_same_answer_as_json(demo: tuple[Path, Result]) -> None:
    folder, _ = demo
    result = CliRunner().invoke(cli, ["demo", str(folder), "--json"], catch_exceptions=False)
    answer = json.loads(result.stdout)
    assert {"command", "study", "as_of", "rows", "notes", "attendance", "report"} <= set(answer)
    assert {"target", "year", "document_id", "treatment", "n_statements", "confidence"} <= set(answer["rows"][0])
    assert answer["rows"] == cenotaph.open(folder).rollcall("victory-day-moscow", without=("RUS",)).to_dict()["rows"]


def test_a_demo_over_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(cli, ["demo", str(tmp_path)])
    assert result.exit_code != 0
    assert "holds other things" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_copy_in_a_folder_is_a_study_like_any_other(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    assert cenotaph.open(tmp_path).check() == ()

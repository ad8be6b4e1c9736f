"""Questions that contradict themselves, or that no text could answer, are refused with a way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_study import make_study

import cenotaph
from cenotaph.cli import cli
from cenotaph.errors import CenotaphError, NotFound
from cenotaph.opened import OpenStudy


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_study(tmp_path_factory.mktemp("study"))


@pytest.fixture
def study(folder: Path) -> OpenStudy:
    return cenotaph.open(folder)


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--study", str(folder)])


@pytest.mark.parametrize("threshold", [float("nan"), -0.1, 1.1])
def test_a_threshold_is_a_likeness(study: OpenStudy, threshold: float) -> None:
    with pytest.raises(CenotaphError, match="from 0 to 1"):
        study.compare("nor-2019", "nor-2020", threshold=threshold)


@pytest.mark.parametrize("query", ["sou*land", "*land", "green* fields", '"gre*n"'])
def test_a_star_stands_only_at_the_end(study: OpenStudy, query: str) -> None:
    with pytest.raises(CenotaphError, match="only at the end"):
        study.find(query)
    assert len(study.find("southl*")) == 2


def test_a_speaker_who_is_not_there_is_met_with_the_nearest(study: OpenStudy) -> None:
    with pytest.raises(NotFound, match='Did you mean "Ada North"'):
        study.find("southland", speaker="Nroth")
    assert len(study.find("southland", speaker="north")) == 2


def test_days_in_the_wrong_order_are_refused(study: OpenStudy) -> None:
    for ask in (
        lambda: study.find("southland", from_date="2021-01-01", to_date="2020-01-01"),
        lambda: study.measure("mention_rate", from_date="2021-01-01", to_date="2020-01-01"),
        lambda: study.document_list(from_date="2021-01-01", to_date="2020-01-01"),
    ):
        with pytest.raises(CenotaphError, match="2021-01-01 or later and 2020-01-01 or earlier"):
            ask()
    assert len(study.find("southland", from_date="2019-06-01", to_date="2019-06-01")) == 1


def test_nobody_is_asked_for_and_left_out(study: OpenStudy) -> None:
    with pytest.raises(CenotaphError, match="SUD: both asked for and left out"):
        study.rollcall("peace-day", targets="SUD", without="SUD")
    with pytest.raises(CenotaphError, match="SUD: both asked for and left out"):
        study.attendance("peace-day", states="SUD", without="SUD")


def test_attendance_has_no_coder(folder: Path, study: OpenStudy) -> None:
    with pytest.raises(CenotaphError, match="no --coder"):
        study.sentences("peace-day", attendance=True, coder="rules")
    for words in (("--coder", "rules"), ("--actor", "NOR")):
        refused = run(folder, "rollcall", "peace-day", "--attendance", *words)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "no --actor and no --coder" in refused.stderr


def test_an_empty_cell_is_no_cell(folder: Path) -> None:
    refused = run(folder, "rollcall", "peace-day", "--open", "")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "TARGET:YEAR" in refused.stderr
    assert run(folder, "measure", "mention_rate", "--open", "").exit_code == 2


def test_the_records_of_attendance_are_printed_beside_it(folder: Path) -> None:
    shown = run(folder, "rollcall", "peace-day", "--attendance", "--sentences")
    assert "came by train" in shown.stdout
    assert "We thank" not in shown.stdout


def test_a_document_that_was_not_public_says_since_when(folder: Path) -> None:
    early = cenotaph.open(folder, as_of="2019-12-31")
    with pytest.raises(NotFound, match="not public as of 2019-12-31, only since 2020-06-01"):
        early.compare("nor-2019", "nor-2020")
    with pytest.raises(NotFound, match="Did you mean"):
        early.compare("nor-2019", "nor-2018")

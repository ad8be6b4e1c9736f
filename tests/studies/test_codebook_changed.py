"""Questions after the codebook was changed and before the next build: never looked for is unknown, not absent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building_material import CODEBOOK, write_study
from click.testing import CliRunner

import cenotaph
from cenotaph.cli import cli
from cenotaph.opened import OpenStudy

NOTE = "The codebook has changed since the build; run cenotaph build."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_study(tmp_path_factory.mktemp("changed") / "study")
    cenotaph.open(made).build(jobs=1)
    wider = CODEBOOK.replace("referents:", "  SEA: { name: the sea, terms: { en: [sea] } }\nreferents:")
    (made / "codebook.yaml").write_text(wider, encoding="utf-8")
    return made


@pytest.fixture
def study(folder: Path) -> OpenStudy:
    return cenotaph.open(folder)


def treatments(study: OpenStudy, target: str) -> set[str]:
    return {row["treatment"] for row in study.rollcall("liberation-day", targets=[target]) if row["n_documents"]}


def test_a_target_never_looked_for_is_unknown(study: OpenStudy, folder: Path) -> None:
    assert treatments(study, "SEA") == {"unknown"}
    assert "unknown" not in treatments(study, "NOR")
    assert treatments(cenotaph.open(folder, as_of="2002-12-31"), "VER") == {"thanked"}
    for name in ("document_share", "absence_share", "mention_rate"):
        (row,) = study.measure(name, "target", targets="SEA")
        assert (row["value"], row["denominator"]) == (None, 0)


def test_every_answer_from_the_coding_says_so(study: OpenStudy, folder: Path) -> None:
    answers = [
        study.rollcall("liberation-day"),
        study.sentences("liberation-day", target="VER"),
        study.measure("mention_rate"),
        study.counted("mention_rate", {"target": "VER"}),
        study.compare("speech-0001", "speech-0002"),
    ]
    for answer in answers:
        assert sum(note.startswith(NOTE) for note in answer.notes) == 1, answer.command
    assert not any(note.startswith(NOTE) for note in study.find("sea").notes)


def test_a_report_says_so_too(folder: Path) -> None:
    run = CliRunner().invoke(cli, ["report", "--study", str(folder), "--json"], catch_exceptions=False)
    said = json.loads(run.stdout)
    assert said["notes"][0].startswith(NOTE)
    page = Path(said["rows"][0]["file"]).read_text("utf-8")
    assert NOTE in page


def test_a_build_ends_it(tmp_path: Path) -> None:
    study = cenotaph.open(write_study(tmp_path / "study"))
    study.build(jobs=1)
    answer = study.rollcall("liberation-day")
    assert not any(note.startswith(NOTE) for note in answer.notes)

"""Questions after the codebook was changed and before the next build: never looked for is unknown, not absent."""

from __future__ import annotations

import json
import os
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
        answer = study.measure(name, "target", targets="SEA")
        (row,) = answer
        assert (row["value"], row["denominator"]) == (None, 0)
        assert not any("Intervals" in note for note in answer.notes)


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


def test_other_files_edited_since_the_build_are_named(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    cenotaph.open(folder).build(jobs=1)
    later = (folder / ".cenotaph" / "snapshot.json").stat().st_mtime + 10
    rites = folder / "occasions.yaml"
    os.utime(rites, (later, later))
    assert not any("changed since" in note for note in cenotaph.open(folder).rollcall("liberation-day").notes)
    rites.write_text(rites.read_text("utf-8").replace("day: 8", "day: 9"), encoding="utf-8")
    with open(folder / "events.csv", "a", encoding="utf-8") as file:
        file.write("parade-2003,2003-05-08,liberation-day,parade,OST,The third parade,\n")
    for path in (rites, folder / "events.csv"):
        os.utime(path, (later, later))
    study = cenotaph.open(folder)
    said = "occasions.yaml, events.csv have changed since the build; run cenotaph build."
    answers = (
        study.rollcall("liberation-day"),
        study.attendance("liberation-day"),
        study.measure("mention_rate"),
        study.document_list(),
    )
    for answer in answers:
        assert said in answer.notes, answer.command
    assert said not in study.find("sea").notes
    study.build(jobs=1)
    assert said not in study.rollcall("liberation-day").notes

"""A person codes whole documents that have a text: shares hear the person, counts of sentences do not go blind."""

from __future__ import annotations

from pathlib import Path

import pytest

import cenotaph
from cenotaph.opened import OpenStudy

STUDY = """\
title = "Read twice"
codebook = "codebook.yaml"
languages = ["en"]

[actors.OST]
name = "Ostria"

[[sources]]
id = "speeches"
kind = "folder"
path = "texts"
filename = "{date}"
constant = { actor = "OST", language = "en" }

[[sources]]
id = "readings"
kind = "codings"
path = "codings/reader.csv"
coder = "reader"
"""

CODEBOOK = """\
codebook: read-twice
version: "1"
targets:
  VER: { name: Verland, terms: { en: [Verland] } }
  NOR: { name: Norby, terms: { en: [Norby] } }
acts:
  thank: { name: thanks, treatment: thanked, cues: { en: [thank] } }
"""

TEXTS = {
    "2019-06-01": "We thank Verland for its help in the war. The fields are green.",
    "2020-06-01": "Verland and Norby met. We thank Verland for its help in the war.",
    "2021-06-01": "Verland sent grain. The fields are green.",
}

READINGS = """\
document_id,date,actor,holder,act,target,confidence,note
2019-06-01,2019-06-01,OST,OST,thank,VER,3,read on paper
2021-06-01,2021-06-01,OST,,absent,VER,3,read on paper
"""


def make(folder: Path, readings: str) -> OpenStudy:
    folder.mkdir()
    for name, text in (("study.toml", STUDY), ("codebook.yaml", CODEBOOK)):
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in TEXTS.items():
        path = folder / "texts" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "codings").mkdir()
    (folder / "codings" / "reader.csv").write_text(readings, encoding="utf-8")
    study = cenotaph.open(folder)
    study.build(jobs=1)
    return study


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> OpenStudy:
    return make(tmp_path_factory.mktemp("alone") / "study", READINGS.splitlines()[0] + "\n")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> OpenStudy:
    made = make(tmp_path_factory.mktemp("both") / "study", READINGS)
    assert made.documents.num_rows == 3  # the codings join the documents that have a text
    return made


def fraction(study: OpenStudy, name: str, **asked: str) -> tuple[int, int]:
    (row,) = study.measure(name, "target", targets="VER", **asked)
    return row["numerator"], row["denominator"]


def test_a_confirming_coding_of_a_whole_document_erases_no_sentence(alone: OpenStudy, study: OpenStudy) -> None:
    assert fraction(alone, "mention_rate") == (4, 6)
    # The person says nothing of sentences in 2019, so the rules' stand; in 2021 they say that there is none.
    assert fraction(study, "mention_rate") == (3, 6)
    assert fraction(study, "thank_rate") == fraction(alone, "thank_rate") == (2, 6)
    assert "1 document is also coded as a whole" in " ".join(study.measure("thank_rate", "target").notes)
    assert "as a whole" not in " ".join(alone.measure("thank_rate", "target").notes)


def test_shares_hear_the_person(alone: OpenStudy, study: OpenStudy) -> None:
    assert fraction(alone, "document_share") == (3, 3)
    assert fraction(study, "document_share") == (2, 3)


def test_what_stands_behind_a_rate_is_what_it_counts(study: OpenStudy) -> None:
    behind = list(study.counted("mention_rate", {"target": "VER"}))
    assert [(row["date"].year, row["coder"], row["treatment"]) for row in behind] == [
        (2019, "rules", "thanked"),
        (2020, "rules", "named only"),
        (2020, "rules", "thanked"),
    ]


def test_a_coder_who_read_no_whole_text_has_no_rates_and_leaves_nobody_out(study: OpenStudy) -> None:
    answer = study.measure("mention_rate", "target", coder="reader")
    assert len(answer) == 0
    assert any("reader judged single targets" in note for note in answer.notes)
    assert fraction(study, "document_share", coder="reader") == (1, 2)
    (row,) = study.measure("document_share", "target", targets="NOR", coder="reader")
    assert (row["value"], row["denominator"]) == (None, 0)


def test_what_a_coder_did_not_judge_is_no_change(study: OpenStudy) -> None:
    def changes(a: str, b: str, **asked: str) -> list[tuple[str, str]]:
        return [(row["change"], row["target"]) for row in study.compare(a, b, **asked) if row["part"] == "statement"]

    assert changes("2019-06-01", "2020-06-01") == [("kept", "VER")]
    assert changes("2019-06-01", "2020-06-01", coder="reader") == [("unknown", "VER")]
    assert changes("2019-06-01", "2021-06-01", coder="reader") == [("lost", "VER")]

"""`cenotaph code`: explain, test, evaluate and diff on a small study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import cenotaph
from cenotaph.cli.code import command

STUDY = """\
title = "An invented study"
languages = ["en"]

[[sources]]
id = "speeches"
kind = "table"
path = "speeches.csv"
constant = { actor = "FRA", language = "en" }

[actors.FRA]
name = "France"
"""
CODEBOOK = """\
codebook: small
version: "1"
targets:
  AAA: {name: Aland, terms: {en: [Aland]}}
  BBB: {name: Bland, terms: {en: [Bland]}}
referents:
  war: {name: the war, terms: {en: [Great War]}}
acts:
  praise:
    name: praise
    treatment: praised
    cues:
      en:
        - {cue: praised, target: after}
    examples:
      - {sentence: In the Great War we praised Aland., language: en, actor: FRA, statements: [[FRA, praise, AAA]]}
      - {sentence: We praised Aland., language: en, actor: FRA, statements: []}
"""
SPEECHES = """\
id,date,text
one,1995-05-08,"In the Great War we praised Aland. In the Great War we cherished Bland."
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def answered(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "study.toml").write_text(STUDY, "utf-8")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    (tmp_path / "speeches.csv").write_text(SPEECHES, "utf-8")
    return tmp_path


def with_cherished(study: Path) -> None:
    more = "        - {cue: praised, target: after}\n        - {cue: cherished, target: after}\n"
    text = CODEBOOK.replace("        - {cue: praised, target: after}\n", more)
    (study / "codebook.yaml").write_text(text, "utf-8")


def test_a_sentence_is_explained_with_lines_of_the_codebook(study: Path) -> None:
    sentence = "In the Great War we praised Aland."
    told = answered("explain", sentence, "--study", str(study), "--actor", "FRA")
    assert [(row["holder"], row["act"], row["target"]) for row in told["rows"]] == [("FRA", "praise", "AAA")]
    assert {word["place"] for word in told["words"]} == {"codebook.yaml:4", "codebook.yaml:7"}
    assert told["cues"][0]["place"] == "codebook.yaml:14"
    shown = run("explain", sentence, "--study", str(study), "--actor", "FRA").output
    assert "FRA praise AAA" in shown
    assert "codebook.yaml:14" in shown


def test_a_stored_statement_is_explained(study: Path) -> None:
    opened = cenotaph.open(study)
    opened.build()
    (id_,) = opened.statements["statement_id"].to_pylist()
    told = answered("explain", "--statement", id_, "--study", str(study))
    assert [row["statement_id"] for row in told["rows"]] == [id_]
    assert told["rows"] == json.loads(json.dumps(opened.statements.to_pylist()))
    assert told["notes"] == []
    wrong = run("explain", "--statement", id_ + "x", "--study", str(study))
    assert "Did you mean" in str(wrong.exception)


def test_the_packaged_codebook_is_asked_by_name() -> None:
    told = answered("explain", "We thank China.", "--codebook", "memory-acts")
    assert told["memory"] is False
    assert told["rows"] == []
    assert told["words"][0]["place"].startswith("memory-acts.yaml:")


def test_examples_pass_or_fail_with_their_explanation(study: Path) -> None:
    fine = run("test", "--study", str(study))
    assert (fine.exit_code, fine.stderr.strip()) == (0, "2 of 2 examples pass.")
    (study / "codebook.yaml").write_text(CODEBOOK.replace("[[FRA, praise, AAA]]", "[[FRA, praise, BBB]]"), "utf-8")
    broken = run("test", "--study", str(study))
    assert broken.exit_code == 1
    assert "codebook.yaml:16" in broken.stdout
    assert "missing: FRA praise BBB" in broken.stdout
    assert "extra: FRA praise AAA" in broken.stdout
    assert "Cues" in broken.stdout


def test_a_sample_is_scored(study: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    row = {"id": "1", "lang": "en", "sentence": "In the Great War we praised Aland.", "memory": 1, "source": "wire"}
    gold.write_text(json.dumps({**row, "statements": [["ITA", "praise", "AAA"]]}), "utf-8")
    told = answered("evaluate", "--gold", str(gold), "--study", str(study), "--actors", "w*=ITA")
    wanted = {"unit", "language", "act", "weighted", "n_gold", "precision", "recall", "f1", "low", "high"}
    assert wanted <= set(told["rows"][0])
    (statement,) = [
        each
        for each in told["rows"]
        if (each["unit"], each["language"], each["act"], each["weighted"]) == ("statement", "all", "all", False)
    ]
    assert (statement["f1"], statement["low"]) == (1, None)
    shown = run("evaluate", "--gold", str(gold), "--study", str(study))
    assert "missing: ITA praise AAA" in shown.stdout
    assert "--actors" in shown.stderr


def test_a_changed_codebook_says_what_it_changes_before_and_after_the_build(study: Path) -> None:
    opened = cenotaph.open(study)
    assert opened.build().recoded == ""
    assert answered("diff", "--study", str(study))["rows"] == []
    with_cherished(study)
    before = answered("diff", "--study", str(study))
    assert before["rows"] == [
        {"act": "praise", "n_before": 1, "n_after": 2, "gained": 1, "lost": 0, "altered": 0, "differ": 1, "either": 2}
    ]
    (change,) = before["changes"]
    assert (change["change"], change["before"]) == ("gained", None)
    assert change["after"] == ["FRA", "praise", "BBB", "praise/en/2"]
    assert change["sentence"] == "In the Great War we cherished Bland."
    assert opened.build().recoded == "1 of 2 praise statements differ."
    after = answered("diff", "--study", str(study))
    assert (after["rows"], after["changes"]) == (before["rows"], before["changes"])
    assert "1 of 2 praise statements differ." in after["notes"][0]


def test_a_codebook_is_named_once(study: Path) -> None:
    assert run("test", "--study", str(study), "--codebook", "memory-acts").exit_code == 2
    assert run("explain").exit_code == 2

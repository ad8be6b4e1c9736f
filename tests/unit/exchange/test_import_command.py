"""`cenotaph import`: what it prints, what it writes, how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner, Result

from cenotaph.cli.import_ import FORMATS, command
from cenotaph.errors import StudyError
from cenotaph.exchange import FORMATS as READERS

LEXICODER = "+Peace\ntruce\ntreat*\n*phobia\n+War\nbattle\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    path = tmp_path / "small.lc3"
    path.write_text(LEXICODER, encoding="utf-8")
    return path


def test_what_is_printed(dictionary: Path, tmp_path: Path) -> None:
    out = tmp_path / "codebook.yaml"
    result = run(dictionary, "--out", out)
    assert result.exception is None
    assert [line.split() for line in result.stdout.splitlines()] == [["peace", "2", "Peace"], ["war", "1", "War"]]
    assert "small.lc3:4: lost: *phobia" in result.stderr
    assert "2 topics with 3 terms (en)" in result.stderr
    assert out.read_text(encoding="utf-8").startswith("# Made by `cenotaph import` from small.lc3")


def test_json(dictionary: Path, tmp_path: Path) -> None:
    out = tmp_path / "codebook.yaml"
    answer = json.loads(run(dictionary, "--as", "acts", "--json", "--out", out).stdout)
    assert answer["command"] == "import"
    assert answer["rows"] == [
        {"id": "peace", "name": "Peace", "line": 1, "n": 2},
        {"id": "war", "name": "War", "line": 5, "n": 1},
    ]
    assert [(loss["line"], loss["what"], loss["changed"]) for loss in answer["losses"]] == [(4, "*phobia", False)]
    assert (answer["kind"], answer["language"], answer["format"]) == ("acts", "en", "Lexicoder dictionary")
    assert all(loss["why"] and loss["file"] == "small.lc3" for loss in answer["losses"])


def test_a_refusal_writes_nothing(dictionary: Path, tmp_path: Path) -> None:
    out = tmp_path / "codebook.yaml"
    out.write_text("mine", encoding="utf-8")
    refused = run(dictionary, "--out", out)
    assert isinstance(refused.exception, StudyError)
    assert refused.exception.problems[0].code == "X006"
    assert out.read_text(encoding="utf-8") == "mine"
    assert isinstance(run(tmp_path / "none.lc3", "--out", tmp_path / "other.yaml").exception, StudyError)
    assert not (tmp_path / "other.yaml").exists()


def test_rules_are_tried_on_sentences(dictionary: Path, tmp_path: Path) -> None:
    rules, sentences = tmp_path / "rules.cod", tmp_path / "sentences.txt"
    rules.write_text("*war\nwar or seq(guns-silent)\n*twice\nwar >= 2\n", encoding="utf-8")
    sentences.write_text("Wars end.\n\nThe guns are silent.\nWar upon war.\nPeace.\n", encoding="utf-8")
    out = tmp_path / "codebook.yaml"
    answer = json.loads(run(rules, "--try", sentences, "--json", "--out", out).stdout)
    assert answer["trials"] == [
        {"line": 1, "name": "*war", "id": "war", "n_rule": 2, "n_codebook": 2, "n_both": 2},
        {"line": 3, "name": "*twice", "id": None, "n_rule": 1, "n_codebook": 0, "n_both": 0},
    ]
    printed = run(rules, "--try", sentences, "--out", tmp_path / "other.yaml").stdout
    assert [line.split() for line in printed.splitlines()][3] == ["2", "2", "2", "*war"]
    assert isinstance(run(dictionary, "--try", sentences, "--out", tmp_path / "new.yaml").exception, UsageError)
    assert not (tmp_path / "new.yaml").exists()


def test_the_formats_offered_are_those_read() -> None:
    assert list(FORMATS) == list(READERS)

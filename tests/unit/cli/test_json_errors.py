"""Whoever asks for JSON gets JSON, also where the command fails; people read the same on stderr."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cenotaph.cli import main
from cenotaph.study import write_skeleton


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def ran(*words: object) -> tuple[object, str, str]:
        monkeypatch.setattr("sys.argv", ["cenotaph", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        said = capsys.readouterr()
        return stop.value.code, said.out, said.err

    return ran


def failed(out: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(out)
    assert set(answer) == {"command", "error"}
    assert set(answer["error"]) == {"message", "problems"}
    return answer


def test_a_study_that_cannot_be_read(run: Any, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text("title = ", encoding="utf-8")
    code, out, err = run("measure", "mention_rate", "--study", tmp_path, "--json")
    answer = failed(out)
    assert (code, answer["command"]) == (2, "measure")
    assert answer["error"]["problems"][0]["file"] == "study.toml"
    assert answer["error"]["message"] in err


def test_a_name_that_is_not_there(run: Any, tmp_path: Path) -> None:
    write_skeleton(tmp_path / "study")
    code, out, err = run("measure", "mention_rat", "--study", tmp_path / "study", "--json")
    answer = failed(out)
    assert (code, answer["error"]["problems"]) == (2, [])
    assert 'Did you mean "mention_rate"?' in answer["error"]["message"]
    assert answer["error"]["message"] in err


def test_what_is_not_understood(run: Any) -> None:
    code, out, err = run("find", "word", "--limit", "many", "--json")
    assert (code, failed(out)["command"]) == (2, "find")
    assert "many" in failed(out)["error"]["message"]
    assert "Usage:" in err
    assert failed(run("fnd", "word", "--json")[1])["command"] is None


def test_without_json_stdout_stays_empty(run: Any, tmp_path: Path) -> None:
    write_skeleton(tmp_path)
    for words in (("find", "word", "--limit", "many"), ("measure", "mention_rate", "--study", tmp_path)):
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert err
    assert run("find", "--study", tmp_path, "--", "--json")[1] == ""


def test_what_succeeds_ends_with_zero(run: Any) -> None:
    assert run("--version")[0] == 0
    assert run("measure", "--json")[0] == 0
    assert run("find", "--help")[0] == 0

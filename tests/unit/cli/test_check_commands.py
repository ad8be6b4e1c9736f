"""The commands check, explain and new, run as people run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cenotaph.cli import cli
from cenotaph.cli.options import count_by_severity, terminal_progress
from cenotaph.errors import CenotaphError, NotFound, ProblemKind
from cenotaph.progress import Progress


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_new_study_is_written_and_right(tmp_path: Path) -> None:
    made = run("new", tmp_path / "mine")
    assert made.exit_code == 0
    assert str(tmp_path / "mine" / "study.toml") in made.stdout.splitlines()
    assert "cenotaph build" in made.stderr
    checked = run("check", "--study", tmp_path / "mine")
    assert checked.exit_code == 0
    assert checked.stdout == ""
    assert checked.stderr.startswith("No problems in")


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious", encoding="utf-8")
    for target in (tmp_path, tmp_path / "mine.txt"):
        refused = run("new", target)
        assert isinstance(refused.exception, CenotaphError)
        assert "is not empty" in str(refused.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "precious"


def test_check_lists_problems_with_exit_status_2(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    toml = tmp_path / "mine" / "study.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("title =", "titel ="), encoding="utf-8")
    found = run("check", tmp_path / "mine")
    assert found.exit_code == 2
    assert "study.toml:4: S005 unknown-key" in found.stdout
    assert 'Did you mean "title"?' in found.stdout
    assert "2 errors in" in found.stderr
    assert "cenotaph explain S00" in found.stderr


def test_check_as_json(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    (tmp_path / "mine" / "texts").rename(tmp_path / "mine" / "speeches")
    found = run("check", "--study", tmp_path / "mine", "--json")
    answer = json.loads(found.stdout)
    assert list(answer) == ["command", "study", "as_of", "rows", "notes"]
    (row,) = answer["rows"]
    assert found.exit_code == 2
    assert list(row) == [
        "code", "name", "severity", "file", "line", "field", "message", "remedy", "document_id",
    ]  # fmt: skip
    text = (tmp_path / "mine" / "study.toml").read_text(encoding="utf-8").splitlines()
    assert text[row["line"] - 1] == "[[sources]]"
    assert "texts" in row["message"]


def test_warnings_alone_do_not_fail(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    gestures = tmp_path / "mine" / "gestures.csv"
    gestures.write_text(gestures.read_text(encoding="utf-8").replace("VER", "VRE"), encoding="utf-8")
    found = run("check", tmp_path / "mine")
    assert found.exit_code == 0
    assert "1 warning in" in found.stderr


def test_patterns_that_find_nothing_or_all_are_told_at_their_line(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    path = tmp_path / "mine" / "codebook.yaml"
    text = path.read_text(encoding="utf-8").replace("en: [mountain volunteer]", 'en: [mountain volunteer, "*ism"]')
    path.write_text(text, encoding="utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "*ism" in row)
    found = run("check", tmp_path / "mine")
    assert found.exit_code == 2
    assert f"codebook.yaml:{line}: C104 wildcard-without-stem" in found.stdout
    assert "1 error in" in found.stderr


def test_a_folder_without_a_study(tmp_path: Path) -> None:
    found = run("check", tmp_path)
    assert found.exit_code == 2
    assert found.stdout.count("S001") == 1
    assert "cenotaph new" in found.stdout


def test_explain_by_code_and_by_name() -> None:
    by_code, by_name = run("explain", "c014"), run("explain", "unknown-target")
    assert by_code.stdout == by_name.stdout
    assert by_code.stdout.startswith("C014 unknown-target (error)\n")
    assert "Instead of\n    statements" in by_code.stdout


def test_explain_lists_all_and_helps_with_slips() -> None:
    listed = run("explain").stdout
    assert "S001  error    no-study" in listed
    assert "E022  warning  not-an-address" in listed
    assert len(json.loads(run("explain", "--json").stdout)["rows"]) == len(listed.strip().splitlines())
    slip = run("explain", "unknown-taget")
    assert isinstance(slip.exception, NotFound)
    assert 'Did you mean "unknown-target"?' in str(slip.exception)


def test_severities_are_counted_in_words() -> None:
    error = ProblemKind("S000", "x", "error", "", "", "").at("f", 1, "m")
    warning = ProblemKind("S000", "x", "warning", "", "", "").at("f", 1, "m")
    assert count_by_severity([error, warning, error]) == "2 errors, 1 warning"
    assert count_by_severity([]) == "no problems"


def test_progress_off_a_terminal_is_one_plain_line_a_stage(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal_progress() as listener:
        for done in range(1, 6):
            listener(Progress("coding passages", done, 5, "a[b].txt"))
        listener(Progress("coding passages", 5, 5))
    assert capsys.readouterr() == ("", "coding passages: 5 of 5\n")
    with terminal_progress(quiet=True) as listener:
        listener(Progress("coding passages", 5, 5))
    assert capsys.readouterr() == ("", "")


def test_a_day_must_be_a_day() -> None:
    import click

    from cenotaph.cli.options import as_of_option

    @click.command()
    @as_of_option
    def ask(as_of: object) -> None:
        click.echo(repr(as_of))

    assert CliRunner().invoke(ask, ["--as-of", "2024-05-09"]).stdout == "datetime.date(2024, 5, 9)\n"
    refused = CliRunner().invoke(ask, ["--as-of", "9 May"])
    assert refused.exit_code == 2
    assert "year-month-day" in refused.stderr

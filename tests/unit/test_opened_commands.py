"""rollcall, find, compare and measure on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_study import make_study
from rich.cells import cell_len

from cenotaph.cli import cli
from cenotaph.cli.tables import fit, keep_left, keep_right


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_study(tmp_path_factory.mktemp("study"))


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--study", str(folder)], catch_exceptions=False)


def test_the_roll_call_is_a_grid_of_signs(folder: Path) -> None:
    lines = run(folder, "rollcall", "peace-day").stdout.splitlines()
    assert lines[0] == "Peace Day: who is named, and how"
    assert lines[1].split() == ["2019", "2020", "2021", "2022"]
    grid = {line.split()[0]: line.split()[2:] for line in lines[2:4]}
    assert grid == {"SUD": ["Th", "·", "?", "-○"], "EAS": ["○", "+Bl", "?", "?"]}
    assert "Bl blamed" in lines[4]


@pytest.mark.parametrize(
    "words",
    [
        ("rollcall", "peace-day"),
        ("rollcall", "peace-day", "--attendance"),
        ("find", "southland"),
        ("compare", "nor-2019", "nor-2020", "--all"),
        ("measure", "mention_rate", "--by", "target,year"),
        ("rollcall", "peace-day", "--sentences"),
        ("rollcall", "peace-day", "--open", "SUD:2019"),
        ("measure", "thank_share", "--open", "target=SUD"),
    ],
)
def test_every_answer_fits_a_hundred_columns_and_has_json(folder: Path, words: tuple[str, ...]) -> None:
    shown = run(folder, *words)
    assert shown.exit_code == 0
    assert shown.stdout.strip()
    assert max(cell_len(line) for line in shown.stdout.splitlines()) <= 100
    answer = json.loads(run(folder, *words, "--json").stdout)
    assert {"command", "study", "as_of", "rows", "notes"} <= set(answer)
    assert answer["rows"]


def test_a_cell_opens(folder: Path) -> None:
    assert "We thank Southland." in run(folder, "rollcall", "peace-day", "--open", "SUD:2019").stdout
    assert "came by train" in run(folder, "rollcall", "peace-day", "--attendance", "--open", "SUD:2019").stdout
    assert run(folder, "rollcall", "peace-day", "--open", "SUD").exit_code == 2


def test_a_name_that_is_not_there_is_met_with_the_nearest(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cenotaph.cli import main

    monkeypatch.setattr("sys.argv", ["cenotaph", "rollcall", "peace-dy", "--study", str(folder)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert 'Did you mean "peace-day"?' in capsys.readouterr().err


def test_measures_are_listed_without_a_name() -> None:
    assert "credit_share" in CliRunner().invoke(cli, ["measure"]).stdout
    rows = json.loads(CliRunner().invoke(cli, ["measure", "--json"]).stdout)["rows"]
    assert {"name", "unit", "by", "summary", "keys", "allows", "needs", "minimum", "options"} == set(rows[0])


@pytest.mark.parametrize("text", ["", "short", "铭记历史" * 9, "a\nb\tc", "Победа" * 20, "铭a记b历c"])
@pytest.mark.parametrize("width", [7, 10, 33])
def test_wide_characters_take_two_columns(text: str, width: int) -> None:
    for cut in (fit, keep_left, keep_right):
        assert cell_len(cut(text, width)) == width
        assert "\n" not in cut(text, width)

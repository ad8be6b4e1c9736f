"""The skeleton of a new study works as it stands: new, check, build, rollcall."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from cenotaph.cli import cli


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def test_a_new_study_builds_and_gives_its_roll_call(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    run("new", folder)
    run("check", folder)
    run("build", "--study", folder)
    rows = json.loads(run("rollcall", "liberation-day", "--study", folder, "--json").stdout)["rows"]
    cells = {(row["target"], row["year"]): row["treatment"] for row in rows}
    assert cells["VER", 2021] == "thanked"
    assert cells["VER", 2022] == "absent"
    assert cells["VER", 2023] == "thanked"
    assert cells["OST", 2021] == "blamed"
    assert cells["OST", 2023] == "absent"
    assert cells["volunteers", 2022] == "honoured"
    again = run("check", folder)
    assert again.stdout == ""

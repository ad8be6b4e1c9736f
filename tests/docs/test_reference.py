"""The reference pages are fresh and name every command, option, problem, column and measure."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import click
import pytest

from cenotaph.cli import COMMANDS, cli
from cenotaph.store.schemas import SCHEMAS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


@cache
def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_reference_pages_are_fresh() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "make_reference.py"), "--check"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, f"run `make docs`\n{run.stdout}{run.stderr}"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    section = re.split(
        r"^#+ .*$", page("commands.md").split(f"## cenotaph {name}\n", 1)[1], maxsplit=1, flags=re.MULTILINE
    )
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.opts[0] in section[0], f"{name} {parameter.opts[0]}"


def test_every_problem_code_is_documented_and_explained() -> None:
    from cenotaph.cli.explain import known_kinds

    text = page("problems.md")
    kinds = known_kinds()
    assert len(kinds) > 20
    for kind in kinds:
        assert kind.code in text
        assert kind.what in " ".join(text.split()), kind.code


@pytest.mark.parametrize("table", list(SCHEMAS))
def test_every_column_of_every_table_is_documented(table: str) -> None:
    section = page("tables.md").split(f"# {table}", 1)[1].split("\n#", 1)[0]
    for column in SCHEMAS[table].names:
        assert f"`{column}`" in section


def test_every_measure_is_documented() -> None:
    from cenotaph.measures import all_measures

    assert all_measures()
    for measure in all_measures():
        assert f"`{measure.name}`" in page("measures.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:|#", target):
            continue
        assert (path.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_names_a_folder_of_one_machine(path: Path) -> None:
    assert not re.search(r"/(work|root|tmp)/\w", path.read_text(encoding="utf-8"))


def test_every_term_of_the_acts_is_in_the_glossary() -> None:
    from cenotaph.study.codebook import ACT_ORDER

    assert [act for act in ACT_ORDER if act not in page("glossary.md")] == []

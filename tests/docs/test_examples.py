"""Every example of the README and the tutorial runs, and prints what the page says it prints."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from page_steps import ROOT, Command, File, matches, refreshed, steps, take


@pytest.mark.skipif(os.name == "nt", reason="the pages show a Unix shell")
@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_the_examples_of_the_page_run(page: str, tmp_path: Path) -> None:
    shown = 0
    for step, printed in take((ROOT / page).read_text(encoding="utf-8"), tmp_path):
        if isinstance(step, Command) and step.prints:
            place = f"{page}, block in line {step.line}: {step.command}"
            assert matches(step.prints, printed), (
                f"{place}\nnow prints\n{printed}\npython tests/docs/page_steps.py {page}"
            )
            shown += set(step.prints) != {"..."}
    assert shown >= 3


def test_dots_stand_for_any_lines() -> None:
    assert matches(("a", "...", "d"), "a\nb\nc\nd\n")
    assert matches(("...", "d"), "d\n")
    assert not matches(("a", "...", "d"), "a\nb\n")
    assert not matches(("a",), "a\nb\n")


def test_a_page_is_read_as_steps() -> None:
    page = "Write `x/y.toml`:\n\n```toml\na = 1\n```\n\n"
    page += "```console\n$ cat x/y.toml\na = 1\n\n$ ls\n```\n\n```sh\nrm -r x\n```\n"
    assert list(steps(page)) == [
        File(3, "x/y.toml", "a = 1\n"),
        Command(7, "cat x/y.toml", ("a = 1",)),
        Command(7, "ls", ()),
    ]


def test_stale_output_is_brought_up_to_date_and_dots_stay(tmp_path: Path) -> None:
    page = (
        "```console\n$ echo new\nold\n$ printf 'a\\n\\nb\\nc\\n'\nx\n...\n$ echo kept\n...\n$ echo new\nold\n```\nend\n"
    )
    assert refreshed(page, tmp_path) == page.replace("old", "new").replace("x\n", "a\n")


def test_a_failing_command_fails_the_page(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="line 1: false"):
        list(take("```console\n$ false\n```\n", tmp_path))

"""The scripts that answer questions to the real study end quietly where the texts are not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "answers-real-study.md"


@pytest.mark.parametrize("name", ["television", "assembly"])
def test_without_texts_nothing_is_made_and_the_page_stays(name: str, tmp_path: Path) -> None:
    before = PAGE.read_text(encoding="utf-8")
    script = ROOT / "examples" / "real" / f"answer_{name}.py"
    run = subprocess.run([sys.executable, str(script), str(tmp_path / "study"), str(tmp_path / "texts")],
                         capture_output=True, text=True, check=False)  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stderr.startswith("Skipped: there are no texts in")
    assert not (tmp_path / "study").exists()
    assert PAGE.read_text(encoding="utf-8") == before


def test_the_page_holds_both_answers_with_their_charts() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in ("television", "assembly"):
        start, end = f"<!-- {name}: made by examples/real -->", f"<!-- end of {name} -->"
        answer = text.partition(start)[2].partition(end)[0]
        assert "| --- " in answer
        assert f"charts/{name}.svg" in answer
        assert (PAGE.parent / "charts" / f"{name}.svg").exists()

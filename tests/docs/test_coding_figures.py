"""The page on coding gets its figures from `docs/make_coding.py`, and only figures."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_coding", DOCS / "make_coding.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PAGE", tmp_path / "coding.md")
    module.PAGE.write_text(
        "Before.\n<!-- seen: made by docs/make_coding.py -->\nstale words\n<!-- end of seen -->\nAfter.\n", "utf-8"
    )
    return module


def row(unit: str, act: str = "all", language: str = "en", **more: object) -> dict[str, object]:
    plain = {"weighted": False, "n_gold": 4, "n_found": 5, "precision": 0.6, "recall": 0.75, "f1": 2 / 3}
    return {"unit": unit, "act": act, "language": language, "low": 0.5, "high": 1.0, **plain, **more}


ANSWER = {
    "sentences": 12,
    "rows": [
        *(
            row(unit, language=language)
            for unit in ("memory", "act", "act_target", "statement")
            for language in ("en", "all")
        ),
        row("act_target", "thank", "all", precision=None, f1=None),
        row("act_target", "blame", "all", weighted=True),
    ],
    "confusion": [
        {"gold": "thank", "coder": "thank", "n": 3},
        {"gold": "thank", "coder": "honour", "n": 1},
        {"gold": "thank", "coder": None, "n": 2},
        {"gold": None, "coder": "blame", "n": 7},
    ],
}


def test_tables_stand_between_their_markers(maker: ModuleType, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(ANSWER), "utf-8")
    assert maker.main(["seen=Sentences seen", str(answer)]) == 0
    page = maker.PAGE.read_text("utf-8")
    assert page.startswith("Before.\n<!-- seen")
    assert page.endswith("<!-- end of seen -->\nAfter.\n")
    assert "stale words" not in page
    assert "**Sentences seen** (12 sentences)" in page
    assert "| English | .67 (.50-1.00) | .67 (.50-1.00) | .67 (.50-1.00) | .67 (.50-1.00) |" in page
    assert "| thank | 4 | 5 | - | .75 | - |" in page
    assert "| thank | 3 | 1 honour | 2 |" in page
    assert "| nothing |  | 7 blame |  |" in page
    assert "| blame | 4" not in page  # weighted figures stay out
    assert maker.main(["other=Others", str(answer)]) == 2


def test_the_page_has_figures_at_every_marker() -> None:
    page = (DOCS / "coding.md").read_text("utf-8")
    blocks = re.findall(r"<!-- (\w+): made by docs/make_coding.py -->\n(.*?)<!-- end of \1 -->", page, re.S)
    assert {key for key, _ in blocks} >= {"seen", "fresh", "before"}
    for key, block in blocks:
        if not block.strip():
            continue  # a place for a sample that is kept aside
        assert len(re.findall(r"^\| (?:English|Russian|Chinese|all) \|", block, re.M)) == 4, key

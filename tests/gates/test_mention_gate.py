"""Floors for the mentions found in the tricky cases. Lowering one takes its own commit and a reason."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "coding"))

from mention_scores import LANGUAGES, cases, score

FLOOR = 0.98
AT_LEAST = 800


def test_the_cases_are_all_there() -> None:
    assert len(cases()) >= AT_LEAST


@pytest.mark.parametrize("language", [*LANGUAGES, None])
def test_mentions_reach_the_floor(language: str | None) -> None:
    reached = score(language)
    assert min(reached.precision, reached.recall, reached.f1) >= FLOOR, reached

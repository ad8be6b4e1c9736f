"""The simulation of bench/validity/absence.py, thinned, held to what docs/omissions.md promises."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCH = Path(__file__).parents[2] / "bench" / "validity" / "absence.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validity_absence", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_where_nothing_changes_hardly_an_alarm_is_cried_and_forecasts_come_true(bench: ModuleType) -> None:
    found = bench.false_alarms(panels=40)
    assert found.below_05 <= 0.2
    assert found.listed <= 0.1
    assert found.listed_dependent <= found.listed
    assert found.watch <= 0.05
    assert found.dropped > 6  # the headline without a reference class
    assert np.abs(found.predicted - found.observed).max() < 0.05
    assert found.counts.sum() == 40 * bench.TARGETS


def test_planted_stops_are_found_at_the_published_power(bench: ModuleType) -> None:
    # Published: .42 with 600 stops; three standard errors of 240 are .10.
    assert bench.power(panels=80) == pytest.approx(0.42, abs=0.10)


def test_looking_always_does_not_raise_the_alarms(bench: ModuleType) -> None:
    assert bench.looked_at_always(series=600) <= 0.05

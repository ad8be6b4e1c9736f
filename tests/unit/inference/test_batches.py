"""What is computed for many at once is what it would be for each alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.inference import (
    Designs,
    beta_change,
    beta_quantile,
    log_gamma,
    negative_binomial_regression,
    negative_binomial_regressions,
    poisson_regression,
    poisson_regressions,
    run_length_of_counts,
)
from cenotaph.inference.compositions import _points
from cenotaph.inference.quantiles import Floats


def _designs(size: int, splits: list[int]) -> Floats:
    time = np.arange(size) / size
    return np.stack([np.column_stack([np.ones(size), np.arange(size) >= split, time]) for split in splits])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([None, 2]))
def test_models_in_a_batch_are_those_fitted_alone(seed: int, lags: int | None) -> None:
    rng = np.random.default_rng(seed)
    counts, exposure = rng.poisson(2, 16), rng.integers(1, 9, 16)
    columns = _designs(16, [0, 4, 8, 12])  # a step at 0 says what the constant says: no model
    together = poisson_regressions(counts, Designs.of(columns), exposure, lags=lags)
    for place, own in enumerate(columns):
        alone = poisson_regression(counts, own, exposure, lags=lags)
        np.testing.assert_allclose(together[place].coefficients, alone.coefficients, atol=1e-9)
        np.testing.assert_allclose(together[place].covariance, alone.covariance, rtol=1e-6, atol=1e-9)
    assert np.isnan(together.coefficients[0]).all()


def test_negative_binomial_models_in_a_batch_are_those_fitted_alone() -> None:
    rng = np.random.default_rng(3)
    counts, exposure = rng.negative_binomial(2, 0.2, 20), np.full(20, 3.0)
    columns = _designs(20, [5, 10, 15])
    together = negative_binomial_regressions(counts, Designs.of(columns).only(np.array([True, False, True])), exposure)
    for place in (0, 2):
        alone = negative_binomial_regression(counts, columns[place], exposure)
        np.testing.assert_allclose(together[place].coefficients, alone.coefficients, atol=1e-6)
        assert together[place].dispersion == pytest.approx(alone.dispersion, rel=1e-5)
    assert np.isnan(together.dispersion[1])  # not asked for


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=25), st.sampled_from([0.3, 1.0, 2.5]))
def test_run_lengths_are_those_of_the_recursion_step_by_step(counts: list[int], shape: float) -> None:
    exposure = [1.0 + n % 3 for n in range(len(counts))]
    hazard, rate = 0.1, 0.7
    weights, sums, exposed = [1.0], [0.0], [0.0]
    for count, e in zip(counts, exposure, strict=True):
        a, b = shape + np.array(sums), rate + np.array(exposed)
        log_p = log_gamma(a + count) - log_gamma(a) - log_gamma(np.array([count + 1.0]))
        reached = np.array(weights) * np.exp(log_p + a * np.log(b / (b + e)) + count * np.log(e / (b + e)))
        weights = [hazard * reached.sum(), *((1 - hazard) * reached)]
        weights = (np.array(weights) / np.sum(weights)).tolist()
        sums, exposed = [0.0, *(each + count for each in sums)], [0.0, *(each + e for each in exposed)]
    found = run_length_of_counts(counts, exposure, hazard=hazard, shape=shape, rate=rate).probability
    np.testing.assert_allclose(found[:, -1], weights, atol=1e-9)
    np.testing.assert_allclose(found.sum(0), 1.0)


@given(*(st.floats(0.5, 400) for _ in range(4)))
@settings(max_examples=30, deadline=None)
def test_the_change_of_a_share_is_that_of_all_differences_of_points(a: float, b: float, c: float, d: float) -> None:
    found = beta_change((np.array([a, a]), np.array([b, b])), (np.array([c, c]), np.array([d, d])))
    differences = np.subtract.outer(_points(c, d), _points(a, b))
    assert found.low == pytest.approx([np.quantile(differences, 0.025)] * 2, abs=1e-12)
    assert found.high == pytest.approx([np.quantile(differences, 0.975)] * 2, abs=1e-12)


def test_quantiles_of_repeated_questions_stand_where_they_were_asked() -> None:
    a = np.array([[2.0, 5.0, 2.0], [5.0, np.nan, 2.0]])
    found = beta_quantile(0.5, a, 3.0)
    assert found.shape == a.shape
    assert found[0, 0] == found[0, 2] == found[1, 2] == pytest.approx(float(beta_quantile(0.5, 2.0, 3.0)))
    assert found[0, 1] == found[1, 0]
    assert np.isnan(found[1, 1])

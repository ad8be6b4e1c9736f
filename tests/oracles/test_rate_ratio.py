"""Ratios of rates against Gu et al. 2008 as shipped with statsmodels, and their laws."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.inference import negative_binomial_regression
from cenotaph.inference.rate_ratio import (
    RATE_TESTS,
    adjusted_for_recall,
    clustered_rate_ratio,
    exact_rate_ratio,
    rate_ratio,
    rate_test,
)

#: Gu, Ng, Tang & Schucany 2008, example 1: deaths from heart disease with and without hormone treatment.
GU = (60, 51477.5, 30, 54308.7)
COUNTS = st.integers(0, 400)
EXPOSURES = st.floats(0.01, 1000)


@pytest.mark.parametrize(
    ("method", "published"),
    [("wald", 0.000356), ("score", 0.000316), ("wald-log", 0.000420), ("score-log", 0.000200), ("sqrt", 0.000285)],
)
def test_one_sided_p_values_of_the_paper(method: str, published: float) -> None:
    assert rate_test(*GU, method=method, one_sided=True) == pytest.approx(published, abs=5e-6)


def test_tests_and_score_interval_are_those_of_statsmodels() -> None:
    rates = pytest.importorskip("statsmodels.stats.rates")
    for case in (GU, (5, 10.0, 20, 11.0), (3, 2.0, 2, 9.0)):
        for method in RATE_TESTS:
            theirs = rates.test_poisson_2indep(*case, method=method).pvalue
            assert rate_test(*case, method=method) == pytest.approx(theirs, rel=1e-9)
        one_sided = rates.test_poisson_2indep(*case, method="exact-cond", alternative="larger").pvalue
        assert rate_test(*case, one_sided=True) == pytest.approx(one_sided, rel=1e-9)
        low, high = rates.confint_poisson_2indep(*case, method="score", compare="ratio")
        ours = rate_ratio(*case)
        assert (ours.low, ours.high) == (pytest.approx(low, rel=1e-5), pytest.approx(high, rel=1e-5))


def test_the_exact_interval_is_clopper_and_pearson_turned_round() -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    low, high = proportion.proportion_confint(60, 90, method="beta")
    ours = exact_rate_ratio(60, 1, 30, 1)
    assert (ours.low, ours.high) == (pytest.approx(low / (1 - low)), pytest.approx(high / (1 - high)))


def test_nothing_on_one_side() -> None:
    assert exact_rate_ratio(5, 1, 0, 1).estimate == exact_rate_ratio(5, 1, 0, 1).high == inf
    assert exact_rate_ratio(0, 1, 5, 1).estimate == exact_rate_ratio(0, 1, 5, 1).low == 0
    assert rate_ratio(5, 1, 0, 1).high == inf
    assert np.isnan(exact_rate_ratio(0, 1, 0, 1).estimate)
    assert np.isnan(rate_test(0, 1, 3, 1, method="wald-log"))


@settings(max_examples=15, deadline=None)
@given(COUNTS, EXPOSURES, COUNTS.filter(bool), EXPOSURES)
def test_to_swap_the_two_is_to_invert_the_ratio(y_a: int, e_a: float, y_b: int, e_b: float) -> None:
    exact = [exact_rate_ratio] if y_a % 4 == 0 else []  # the exact one takes its time
    for ratio in (rate_ratio, *exact):
        one, other = ratio(y_a, e_a, y_b, e_b), ratio(y_b, e_b, y_a, e_a)
        assert one.low <= one.estimate <= one.high
        assert one.p_value == pytest.approx(other.p_value, rel=1e-6)
        if y_a:
            assert one.estimate * other.estimate == pytest.approx(1)
            assert one.low * other.high == pytest.approx(1, rel=1e-6)


@settings(max_examples=5, deadline=None)
@given(COUNTS.filter(bool), COUNTS.filter(bool), EXPOSURES)
def test_only_the_ratio_of_the_exposures_matters(y_a: int, y_b: int, scale: float) -> None:
    one, other = exact_rate_ratio(y_a, 2, y_b, 3), exact_rate_ratio(y_a, 2 * scale, y_b, 3 * scale)
    assert other.estimate == pytest.approx(one.estimate)
    assert other.high == pytest.approx(one.high)


def test_clusters_of_one_item_are_poisson_counts() -> None:
    # 1/60 + 1/30 = .05, times 90/89
    found = clustered_rate_ratio([1] * 60 + [0] * 30, [0] * 60 + [1] * 30, 51477.5, 54308.7)
    assert found.standard_error**2 == pytest.approx(0.05 * 90 / 89)
    assert found.estimate == pytest.approx(rate_ratio(*GU).estimate)


def test_each_item_printed_five_times_says_no_more() -> None:
    once = clustered_rate_ratio([1] * 6 + [0] * 4, [0] * 6 + [1] * 4, 1, 1)
    five = clustered_rate_ratio([5] * 6 + [0] * 4, [0] * 6 + [5] * 4, 1, 1)
    assert five == once
    assert np.isnan(clustered_rate_ratio([1, 2, 0], [0, 0, 3], 1, 1).low)  # three stories are too few


def test_recall_divides_and_widens() -> None:
    # 60 to 30, recalls 18/20 and 9/12: 2 x .75 / .9 = 1.667; variance 1/60 + 1/30 + .1/18 + .25/9 = .08333
    found = adjusted_for_recall(rate_ratio(60, 1, 30, 1), 18, 20, 9, 12)
    assert found.estimate == pytest.approx(5 / 3)
    assert found.standard_error**2 == pytest.approx(1 / 12)
    whole = adjusted_for_recall(rate_ratio(60, 1, 30, 1), 20, 20, 12, 12)
    assert whole.standard_error > rate_ratio(60, 1, 30, 1).standard_error


def test_a_ratio_of_three_among_overdispersed_counts() -> None:
    """The draw of the methods check: statsmodels finds 3.09 (2.49 to 3.82) and alpha .44."""
    rng = np.random.default_rng(0)
    for _ in range(600):  # the script draws its reprints first
        rng.poisson(5, 40), rng.poisson(5, 40), rng.poisson(3, 40), rng.poisson(3, 40)
    exposure, side = rng.integers(200, 2000, 240), rng.integers(0, 2, 240)
    mean = np.exp(-6 + np.log(3) * side) * exposure
    counts = rng.negative_binomial(2, 2 / (2 + mean))
    fit = negative_binomial_regression(counts, np.column_stack([np.ones(240), side]), exposure)
    half = 1.959964 * np.sqrt(fit.covariance[1, 1])
    found = np.exp([fit.coefficients[1], fit.coefficients[1] - half, fit.coefficients[1] + half])
    assert found == pytest.approx([3.09, 2.49, 3.82], abs=0.01)
    assert fit.dispersion == pytest.approx(0.44, abs=0.01)


def test_reprints_in_a_thinned_simulation() -> None:
    """bench/validity/coverage.py runs it whole: half of Poisson tests reject a ratio of 1."""
    rng = np.random.default_rng(0)
    poisson = clustered = 0
    for _ in range(40):
        a, b = (rng.poisson(5, 40) * rng.poisson(3, 40) for _ in range(2))
        nothing = np.zeros(40)
        poisson += rate_test(a.sum(), 1, b.sum(), 1, method="score") < 0.05
        clustered += clustered_rate_ratio(np.r_[a, nothing], np.r_[nothing, b], 1, 1).p_value < 0.05
    assert poisson > 12
    assert clustered <= 6

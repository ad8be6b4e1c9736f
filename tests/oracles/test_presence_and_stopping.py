"""Absence: every estimator against a published number, a sum by hand, or another implementation (scipy)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.inference import (
    JEFFREYS,
    LAPLACE,
    BetaPrior,
    beta_mixture_e_process,
    calibration,
    e_benjamini_hochberg,
    evidence_ceiling,
    fit_beta_prior,
    fit_stop_hazard,
    invitation_bounds,
    one_change,
    optimal_linear_estimate,
    presence_predictive,
    rank_predictive,
    sequential_predictive,
    sighting_test,
    stop_e_process,
    stop_posterior,
    surprise_bits,
)

outcomes = st.lists(st.sampled_from([0.0, 1.0, math.nan]), min_size=1, max_size=14)

# The last ten sightings of the dodo, Roberts & Solow 2003; the five of the Caribbean monk seal, Solow 1993.
DODO = [1598, 1601, 1602, 1607, 1611, 1628, 1628, 1631, 1638, 1662]
SEAL = [1915, 1922, 1932, 1948, 1952]

# Whom the Victory Day address names, 2012-2025, as ../shared/METHODS.md section b counts it.
USA = np.array([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0])
CHN = np.array([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])


def test_the_dodo() -> None:
    # Test suite of the R package EDE: 1690.42, 95% interval 1669.13 to 1798.88; Nature prints 1690 and 1797.
    found = optimal_linear_estimate(DODO)
    assert found.estimate == pytest.approx(1690.42, abs=0.02)
    assert (found.low, found.high) == (pytest.approx(1669.13, abs=0.02), pytest.approx(1798.88, abs=0.02))


def test_the_monk_seal() -> None:
    # (37/77)^4 = .0533; 3 / ((77/37)^3 - 1) = .374; survival at even odds .374/1.374 = .27. With five counted: .225.
    found = sighting_test(SEAL, 1992)
    assert found.p_value == pytest.approx(0.0533, abs=5e-5)
    assert found.bayes_factor == pytest.approx(0.374, abs=5e-4)
    assert found.survival == pytest.approx(0.27, abs=5e-3)
    assert sighting_test(SEAL, 1992, start=1915).bayes_factor == pytest.approx(0.225, abs=5e-4)


def test_sighting_tests_refuse_what_they_cannot_judge() -> None:
    with pytest.raises(ValueError, match="two sightings"):
        sighting_test([1915, 1922], 1992)
    with pytest.raises(ValueError, match="three different"):
        optimal_linear_estimate([1900, 1900, 1901])


@pytest.mark.parametrize(
    ("n", "s", "laplace", "jeffreys"),
    [(5, 5, 0.1429, 0.0833), (10, 10, 0.0833, 0.0455), (10, 8, 0.2500, 0.2273), (20, 20, 0.0455, 0.0238)],
)
def test_the_rule_of_succession(n: int, s: int, laplace: float, jeffreys: float) -> None:
    # By hand: 1 - (s + 1) / (n + 2) and 1 - (s + 1/2) / (n + 1).
    assert 1 - presence_predictive(s, n, LAPLACE).probability == pytest.approx(laplace, abs=5e-5)
    assert 1 - presence_predictive(s, n).probability == pytest.approx(jeffreys, abs=5e-5)


def test_the_interval_of_a_rate_is_that_of_its_beta_posterior() -> None:
    scipy_stats = pytest.importorskip("scipy.stats")
    found = presence_predictive([3, 0], [12, 4])
    assert found.low == pytest.approx(scipy_stats.beta.ppf(0.025, [3.5, 0.5], [9.5, 4.5]), abs=1e-9)
    assert found.high == pytest.approx(scipy_stats.beta.ppf(0.975, [3.5, 0.5], [9.5, 4.5]), abs=1e-9)


@pytest.mark.parametrize(
    ("series", "factor"),
    [([1] * 9 + [0], 20), ([1] * 9 + [0, 0], 77), ([1, 0, 1, 0, 0, 1, 0, 1, 0], 2), ([1, 1, 1, 0], 8)],
)
def test_bayes_factors_for_a_stop(series: list[int], factor: float) -> None:
    # [1] * 9 + [0]: B(9.5, .5) / B(9.5, 1.5) = 10 / .5 = 20.
    assert stop_posterior(series).bayes_factor == pytest.approx(factor)


@pytest.mark.parametrize(("n", "probability"), [(9, 0.51), (5, 0.39)])
def test_one_omission_after_a_perfect_record_is_a_coin_toss(n: int, probability: float) -> None:
    # .05 / (.05 + .95 * P(absent)), P(absent) = .05 after nine, .0833 after five.
    assert stop_posterior([1] * n + [0], 0.05).probability == pytest.approx(probability, abs=5e-3)


def test_an_omission_that_routine_makes_one_time_in_four() -> None:
    # P(absent) = 1/4 for Beta(3, 1) with nothing known but one presence: Beta(4, 1) -> 1/5; so Beta(2, 1) + 1 -> 1/4.
    found = stop_posterior([1, 0], 0.05, BetaPrior(2, 1))
    assert found.probability == pytest.approx(0.05 / (0.05 + 0.95 * 0.25))
    assert round(found.probability, 2) == 0.17


def test_nobody_who_was_never_there_has_stopped() -> None:
    assert math.isnan(stop_posterior([0, 0, 0]).probability)
    assert stop_posterior([0, 1]).probability == 0
    assert math.isnan(stop_posterior([math.nan]).probability)


def test_the_hazard_of_a_silent_panel_is_its_prior() -> None:
    assert fit_stop_hazard([[0, 0, 0]]) == pytest.approx(0.05, abs=0.003)


def test_the_hazard_of_a_panel_is_found() -> None:
    # Sixty steady targets, each dropped with probability .1 before every occurrence.
    rng = np.random.default_rng(7)
    on = np.cumprod(rng.random((60, 20)) >= 0.1, axis=1)
    assert fit_stop_hazard(on * (rng.random((60, 20)) < 0.95)) == pytest.approx(0.1, abs=0.025)


def test_the_essay_in_its_class_and_pooled() -> None:
    # Ordinary years 0 of 4: (4.5/5)(5.5/6) = .825, .8 dB. Pooled 4 of 8: (4.5/9)(5.5/10) = .275, 5.6 dB.
    ordinary = sequential_predictive([[0, 0, 0, 0, 0, 0]], prior="jeffreys").probability[0]
    pooled = sequential_predictive([[1, 1, 1, 1, 0, 0, 0, 0, 0, 0]], prior="jeffreys").probability[0]
    for found, probability, decibels in ((ordinary, 0.825, 0.8), (pooled, 0.275, 5.6)):
        twice = np.prod(1 - found[-2:])
        assert twice == pytest.approx(probability, abs=5e-4)
        assert evidence_ceiling(twice).decibels == pytest.approx(decibels, abs=0.05)


def test_the_united_states_in_2024_and_its_pairing_with_china() -> None:
    named = sequential_predictive([USA], prior="jeffreys").probability[0]
    assert 1 - named[12] == pytest.approx(0.73, abs=5e-3)
    assert surprise_bits(1 - named[12]) == pytest.approx(0.45, abs=5e-3)
    paired = sequential_predictive([USA], CHN, prior="jeffreys").probability[0]
    # 3 of 3: .5/4 = .125 (9.0 dB); 2024 and 2025: .5/4 * 1.5/5 = .0375 (4.7 bits, 14.3 dB).
    assert 1 - paired[12] == pytest.approx(0.125)
    both = (1 - paired[12]) * (1 - paired[13])
    assert both == pytest.approx(0.0375)
    assert evidence_ceiling([0.125, both]).decibels == pytest.approx([9.03, 14.26], abs=5e-3)
    assert surprise_bits(both) == pytest.approx(4.74, abs=5e-3)


def test_one_change_in_whom_the_address_names() -> None:
    # METHODS b: Bayes factor 12.2, new regime from 2022 with P = .70, permutation p .011; for the USA .7 and .17.
    found = one_change(CHN, rng=np.random.default_rng(0))
    assert (round(found.bayes_factor, 1), 2012 + found.first, round(found.probability, 2)) == (12.2, 2022, 0.70)
    assert found.p_value == pytest.approx(0.011, abs=0.006)
    other = one_change(USA)
    assert (round(other.bayes_factor, 1), 2012 + other.first, round(other.probability, 2)) == (0.7, 2022, 0.17)
    assert math.isnan(other.p_value)
    with pytest.raises(ValueError, match="four known"):
        one_change([1, 0, math.nan, 1])


def test_a_prior_fitted_to_a_class_is_near_the_law_that_made_it() -> None:
    rng = np.random.default_rng(3)
    rates = rng.beta(0.5, 0.8, 400)
    found = fit_beta_prior(rng.binomial(24, rates), np.full(400, 24))
    assert (found.a, found.b) == (pytest.approx(0.5, rel=0.3), pytest.approx(0.8, rel=0.3))
    assert found.n_series == 400


def test_nine_series_are_no_reference_class() -> None:
    assert fit_beta_prior([3] * 9, [4] * 9) == JEFFREYS
    assert fit_beta_prior([3] * 9 + [0], [4] * 9 + [0]) == JEFFREYS  # nothing is known of the tenth


def test_a_fitted_prior_has_the_greatest_likelihood_that_scipy_finds() -> None:
    special = pytest.importorskip("scipy.special")
    s, n = np.array([0, 0, 1, 2, 8, 9, 10, 10, 3, 5]), np.full(10, 10)
    found = fit_beta_prior(s, n)

    def likelihood(a: float, b: float) -> float:
        return float((special.betaln(a + s, b + n - s) - special.betaln(a, b)).sum())

    steps = np.exp([-0.25, 0, 0.25])
    assert likelihood(found.a, found.b) >= max(likelihood(found.a * i, found.b * j) for i in steps for j in steps)


def test_forgetting_by_hand() -> None:
    # Half-life 1: 1, 0, 1 weigh 1/4, 1/2, 1: known 1.75, present 1.25; (1.25 + .5) / (1.75 + 1).
    found = sequential_predictive([[1, 0, 1, 0]], prior="jeffreys", half_life=1)
    assert (found.known[0, 3], found.present[0, 3]) == (1.75, 1.25)
    assert found.probability[0, 3] == pytest.approx(1.75 / 2.75)


def test_ranks_by_cumulative_counts() -> None:
    # Nobody, nobody, a minister (2), a head of state (3): P(<= r) = (counts 2, 2, 3, 4 + .5) / 5.
    assert rank_predictive([0, 0, 2, 3], 4) == pytest.approx([0.5, 0.5, 0.7, 1.0])
    assert rank_predictive([math.nan], 3) == pytest.approx([0.5, 0.5, 1.0])


def test_bounds_where_nobody_knows_of_an_invitation() -> None:
    # Came 4, declined 1, not invited 2, absent for unknown reasons 3: invited 5/10 to 8/10; came 4.5/9 to 4.5/6.
    found = invitation_bounds(4, 1, 2, 3)
    assert (found.invited_low, found.invited_high) == (0.5, 0.8)
    assert (found.came_low, found.came_high) == (0.5, 0.75)
    assert math.isnan(invitation_bounds(0, 0, 0, 0).invited_low)


def test_scores_by_hand() -> None:
    # Forecasts .8 (came), .8 (did not), .5 (came): bits .3219, 2.3219, 1; Brier (.04 + .64 + .25) / 3.
    found = calibration([0.8, 0.8, 0.5, 0.9], [1, 0, 1, math.nan])
    assert (found.n, found.known) == (3, False)
    assert found.log_score == pytest.approx((0.321928 + 2.321928 + 1) / 3, abs=1e-6)
    assert found.brier == pytest.approx(0.31)
    assert found.climatology_brier == pytest.approx(2 / 9)
    assert found.counts.tolist() == [0, 0, 0, 1, 2, 0]
    assert math.isnan(calibration([], []).log_score)


def test_an_e_process_at_its_first_steps() -> None:
    # Uniform mixture, rate 1/2: after 1, 11, 110: B(2,1) 2 = 1; B(3,1) 4 = 4/3; B(3,2) 8 = 2/3.
    assert beta_mixture_e_process([1, 1, 0], 0.5) == pytest.approx([1, 4 / 3, 2 / 3])


def test_e_values_of_nothing_list_nothing() -> None:
    assert e_benjamini_hochberg([math.nan, math.nan]).tolist() == [False, False]


def test_a_stop_watch_by_hand() -> None:
    # h = .1, forecasts .8: presence kills what had stopped (.9); absence: .9 * .1 / .2 + .81 = 1.26.
    assert stop_e_process([1, 0], [0.8, 0.8], 0.1) == pytest.approx([0.9, 1.26])


def test_e_values_list_what_is_large_enough() -> None:
    # e-BH at .05 with three: the largest must be 60, two of them 30 each.
    assert e_benjamini_hochberg([61, 1, math.nan, 2]).tolist() == [True, False, False, False]
    assert e_benjamini_hochberg([59, 1, 2]).tolist() == [False] * 3
    assert e_benjamini_hochberg([31, 31, 0]).tolist() == [True, True, False]


@given(st.lists(outcomes.filter(lambda row: len(row) == 6), min_size=1, max_size=12))
def test_forecasts_look_back_only(rows: list[list[float]]) -> None:
    whole, part = sequential_predictive(rows), sequential_predictive(np.array(rows)[:, :4])
    assert np.array_equal(whole.probability[:, :4], part.probability)
    assert ((whole.probability > 0) & (whole.probability < 1)).all()
    assert (whole.present <= whole.known).all()


@given(outcomes, st.floats(0.01, 0.5))
def test_a_stop_e_process_is_fair(row: list[float], hazard: float) -> None:
    """Whatever has happened, the next value is expected to be the present one."""
    p = 0.3
    now = stop_e_process(row, np.full(len(row), p), hazard)[-1]
    nexts = [stop_e_process([*row, y], np.full(len(row) + 1, p), hazard)[-1] for y in (0.0, 1.0)]
    assert (1 - p) * nexts[0] + p * nexts[1] == pytest.approx(now)


@given(outcomes, st.floats(0.001, 0.6))
def test_more_absence_is_never_less_of_a_stop(row: list[float], hazard: float) -> None:
    before, after = stop_posterior(row, hazard).probability, stop_posterior([*row, 0.0], hazard).probability
    assert math.isnan(before) == math.isnan(after)
    if not math.isnan(before):
        assert 0 <= before <= after <= 1

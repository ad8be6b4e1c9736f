"""Shares, their changes and their clustering against answers made elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cenotaph.inference import (
    benjamini_hochberg,
    benjamini_yekutieli,
    beta_binomial,
    centred_log_ratios,
    design_effect,
    dirichlet_prior,
    dirichlet_shares,
    log_gamma,
    share_change,
    t_tails,
)

counts = st.lists(st.integers(0, 40), min_size=2, max_size=8)


def test_two_addresses_of_nine_credits() -> None:
    # METHODS a: 6, 0, 1, 1, 1 then 6, 1, 1, 1, 0 (people, coalition, China, resistance, US and UK):
    # P(China's share rose) = .50, P(US and UK fell) = .83; both shares have posteriors from the same three beta laws.
    found = share_change([6, 0, 1, 1, 1], [6, 1, 1, 1, 0])
    assert found.rose[2] == pytest.approx(0.5, abs=1e-6)
    assert 1 - found.rose[4] == pytest.approx(0.83, abs=0.005)
    draws = np.random.default_rng(1).dirichlet(np.array([6, 1, 1, 1, 0]) + 0.5, 200_000)
    draws -= np.random.default_rng(2).dirichlet(np.array([6, 0, 1, 1, 1]) + 0.5, 200_000)
    low, high = np.quantile(draws, (0.025, 0.975), axis=0)
    assert np.allclose(found.low, low, atol=0.005)
    assert np.allclose(found.high, high, atol=0.005)


def test_a_part_of_a_whole_has_the_beta_interval() -> None:
    # 6 of 9 in five parts with a half each: Beta(6.5, 5), mean 6.5 / 11.5.
    found = dirichlet_shares([6, 1, 1, 1, 0])
    assert found.estimate[0] == pytest.approx(6.5 / 11.5)
    assert (found.low[0], found.high[0]) == pytest.approx(stats.beta(6.5, 5).ppf([0.025, 0.975]).tolist(), abs=1e-9)
    assert found.low[4] == 0
    assert np.isnan(dirichlet_shares([0, 0, 0]).estimate).all()


def test_travellers_of_sison_and_glaz() -> None:
    # 467 travellers (56, 72, 73, 59, 62, 87, 58). Sison & Glaz's simultaneous interval of the first, .079 to .164,
    # must hold our marginal one, which promises less.
    found = dirichlet_shares([56, 72, 73, 59, 62, 87, 58])
    assert 0.079 < found.low[0] < 56 / 467 < found.high[0] < 0.164


def test_the_closure_artefact() -> None:
    # 2 of 10, then 2 of 4: the rate stands, the share goes from .2 to .5.
    found = dirichlet_shares([[2, 8], [2, 2]], prior=0.0 + 1e-9)
    assert found.estimate[:, 0] == pytest.approx([0.2, 0.5], abs=1e-6)


@settings(deadline=None, max_examples=50)
@given(counts)
def test_shares_sum_to_one_and_do_not_depend_on_the_order_of_parts(x: list[int]) -> None:
    found = dirichlet_shares(x)
    if sum(x):
        assert found.estimate.sum() == pytest.approx(1)
        assert ((found.low <= found.estimate) & (found.estimate <= found.high)).all()
        assert np.allclose(dirichlet_shares(x[::-1]).high[::-1], found.high)


@settings(deadline=None, max_examples=20)
@given(counts, st.randoms())
def test_change_forwards_is_the_opposite_of_change_backwards(x: list[int], random: object) -> None:
    y = sorted(x)
    there, back = share_change(x, y), share_change(y, x)
    if sum(x):
        assert np.allclose(there.change, -back.change)
        assert np.allclose(there.low, -back.high, atol=1e-6)
        assert np.allclose(there.rose, 1 - back.rose, atol=2e-3)


def test_forty_sentences_are_worth_eight() -> None:
    assert design_effect(40, 0.1) == pytest.approx(4.9)
    assert round(40 / float(design_effect(40, 0.1))) == 8


def test_beta_binomial_agrees_with_a_fine_grid() -> None:
    k, n = np.array([0, 2, 9, 1, 4, 3]), np.array([20, 25, 30, 12, 40, 18])
    found = beta_binomial(k, n)
    # Another way to the same posterior: scipy's likelihood on an even grid of share and rho, the priors as densities.
    share, rho = (np.arange(2000) + 0.5) / 2000, (np.arange(400) + 0.5) / 400
    a, b = share[:, None] * (1 / rho - 1), (1 - share[:, None]) * (1 / rho - 1)
    log_density = sum(stats.betabinom(m, a, b).logpmf(x) for x, m in zip(k, n, strict=True))
    density = np.exp(log_density - log_density.max()) * (share * (1 - share))[:, None] ** -0.5
    for points, weights, ours in (
        (share, density.sum(1), (found.low, found.share, found.high)),
        (rho, density.sum(0), (found.rho_low, found.rho, found.rho_high)),
    ):
        theirs = np.interp((0.025, 0.5, 0.975), np.cumsum(weights) / weights.sum(), points)
        assert np.allclose(ours, theirs, atol=0.006)


def test_beta_binomial_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(100):
        found = beta_binomial(rng.binomial(40, rng.beta(0.15 * 9, 0.85 * 9, 12)), np.full(12, 40))  # rho = 1 / (1 + 9)
        held += found.low <= 0.15 <= found.high
    assert 90 <= held <= 99


def test_beta_binomial_says_nothing_of_few_occasions_and_bounds_what_was_never_seen() -> None:
    few = beta_binomial([3, 4, 3], [10, 10, 10])
    assert few.share == pytest.approx(1 / 3)
    assert np.isnan([few.low, few.high, few.rho]).all()
    never = beta_binomial([0] * 8, [40] * 8)
    assert never.low == 0
    assert 0.02 < never.high < 0.3
    assert np.isnan(beta_binomial([], []).share)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0, 1)), min_size=5, max_size=20))
def test_beta_binomial_mirrors_and_ignores_the_order_of_occasions(drawn: list[tuple[int, float]]) -> None:
    n = np.array([m for m, _ in drawn])
    k = np.array([int(m * part) for m, part in drawn])
    here, there, turned = beta_binomial(k, n), beta_binomial(n - k, n), beta_binomial(k[::-1], n[::-1])
    assert (here.low, here.rho) == pytest.approx((turned.low, turned.rho))
    assert here.share == pytest.approx(1 - there.share, abs=1e-6)
    assert here.rho == pytest.approx(there.rho, abs=1e-6)


def test_the_prior_of_a_class_is_found_again() -> None:
    truth = np.array([6.0, 2.0, 1.0, 1.0])
    rng = np.random.default_rng(4)
    drawn = np.array([rng.multinomial(60, rng.dirichlet(truth)) for _ in range(400)])
    found = dirichlet_prior(drawn)
    assert found.sum() == pytest.approx(10, rel=0.1)
    assert np.allclose(found / found.sum(), truth / 10, atol=0.02)
    alike = dirichlet_prior(np.tile([6, 2, 1, 1], (20, 1)))
    assert alike.sum() > 1000


def test_log_ratios_need_thirty_units_and_sum_to_nought() -> None:
    assert np.isnan(centred_log_ratios([10, 10, 9]).estimate).all()
    found = centred_log_ratios([20, 10, 0])
    draws = np.log(np.random.default_rng(5).dirichlet([20.5, 10.5, 0.5], 400_000))
    draws -= draws.mean(1, keepdims=True)
    assert found.estimate.sum() == pytest.approx(0, abs=1e-9)
    assert np.allclose(found.estimate, draws.mean(0), atol=0.01)
    assert np.allclose((found.high - found.low) / 2 / 1.959964, draws.std(0), rtol=0.02)


def test_adjusted_p_values_as_statsmodels_has_them() -> None:
    from statsmodels.stats.multitest import multipletests

    p = np.array([0.001, 0.8, 0.02, 0.02, 0.04, np.nan, 0.5, 0.0003])
    kept = np.isfinite(p)
    for ours, theirs in ((benjamini_hochberg, "fdr_bh"), (benjamini_yekutieli, "fdr_by")):
        assert np.allclose(ours(p)[kept], multipletests(p[kept], method=theirs)[1])
        assert np.isnan(ours(p)[5])
    # METHODS a: 360 comparisons with nothing going on; some pass .05 alone, none once they are adjusted.
    none = np.random.default_rng(11).random(360)
    assert (none < 0.05).sum() > 5
    assert (benjamini_hochberg(none) < 0.05).sum() == 0


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_keeps_the_order_and_never_lowers_a_p(p: list[float]) -> None:
    adjusted = benjamini_hochberg(p)
    order = np.argsort(p)
    assert (np.diff(adjusted[order]) >= -1e-12).all()
    assert (adjusted >= np.array(p) - 1e-12).all()
    assert (benjamini_yekutieli(p) >= adjusted - 1e-12).all()


def test_tails_of_students_t_and_the_gamma_function_as_scipy_has_them() -> None:
    t, degrees = np.meshgrid([0.0, 0.5, -2.1, 4.0, 12.0], [1.0, 2.5, 30.0, 4000.0])
    assert np.allclose(t_tails(t, degrees), 2 * stats.t.sf(np.abs(t), degrees), rtol=1e-7, atol=1e-12)
    x = np.array([0.1, 0.5, 1.0, 7.3, 900.0])
    assert np.allclose(log_gamma(x), [float(stats.gamma.logpdf(1, a) + 1) * -1 for a in x], atol=1e-9)

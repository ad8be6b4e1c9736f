"""Keyness and word shift against printed tables and against other implementations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cenotaph.inference import (
    informative_prior,
    log_likelihood_g2,
    log_odds_ratio,
    log_ratio,
    permutation_p,
    spread,
    welch_test,
    word_shift,
)

two_corpora = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=20).filter(
    lambda rows: all(sum(column) > 0 for column in zip(*rows, strict=True))
)


@pytest.mark.parametrize(
    ("table", "printed"),
    [
        ((110, 2442, 111, 29114), 270.72),  # the swiss
        ((29, 13, 123, 31612), 263.90),  # can be
        ((31, 23, 139, 31584), 256.84),  # previous year
        ((10, 0, 3, 31764), 167.23),  # mineral water
    ],
)
def test_dunnings_table(table: tuple[int, int, int, int], printed: float) -> None:
    a, b, c, d = table
    assert log_likelihood_g2(a, c, a + b, c + d) == pytest.approx(printed, abs=0.005)
    assert log_likelihood_g2(c, a, c + d, a + b) == pytest.approx(-printed, abs=0.005)


@pytest.mark.parametrize(("mass", "z"), [(1, 0.09), (100, 0.52), (1000, 1.00), (10_000, 1.27)])
def test_the_mass_of_the_prior_moves_rare_words(mass: float, z: float) -> None:
    # METHODS c, script c1: a word used 3 times and not at all among 20,000 tokens each.
    first, second = np.array([3, 60, 900, 19037]), np.array([0, 30, 800, 19170])
    found = log_odds_ratio(first, second, informative_prior(first + second, mass))
    assert found.z[0] == pytest.approx(z, abs=0.006)


def test_log_odds_by_hand() -> None:
    # 5 of 20 and 2 of 30 with a prior of 1 on each of four words: log(6/18) - log(3/31); variance 1/6 + 1/3.
    found = log_odds_ratio([5, 15, 0, 0], [2, 20, 4, 4], 1.0)
    assert found.delta[0] == pytest.approx(np.log(6 / 18) - np.log(3 / 31))
    assert found.error[0] == pytest.approx(np.sqrt(1 / 6 + 1 / 3))


@settings(deadline=None)
@given(two_corpora, st.floats(0.1, 1000))
def test_log_odds_and_g2_turn_their_sign_with_the_sides_and_keep_out_of_the_order(
    rows: list[tuple[int, int]], mass: float
) -> None:
    x, y = np.array(rows).T
    prior = informative_prior(x + y, mass)
    assert prior.sum() == pytest.approx(mass)
    found = log_odds_ratio(x, y, prior)
    assert np.allclose(log_odds_ratio(y, x, prior).z, -found.z)
    assert np.allclose(log_odds_ratio(x[::-1], y[::-1], prior[::-1]).z[::-1], found.z)
    g2 = log_likelihood_g2(x, y, x.sum(), y.sum())
    assert np.allclose(np.abs(log_likelihood_g2(y, x, y.sum(), x.sum())), np.abs(g2))
    effect = log_ratio(x, y, x.sum(), y.sum())
    assert np.allclose(log_ratio(y, x, y.sum(), x.sum()).low, -effect.high, equal_nan=True)


def test_log_ratio_counts_doublings_and_covers_as_often_as_it_says() -> None:
    assert log_ratio(40, 10, 1000, 1000).estimate == pytest.approx(2)
    assert log_ratio(8, 0, 1000, 1000).estimate == pytest.approx(np.log2(8.5 / 0.5))
    rng = np.random.default_rng(7)
    found = log_ratio(rng.binomial(5000, 0.02, 4000), rng.binomial(8000, 0.01, 4000), 5000, 8000)
    assert np.mean((found.low <= 1) & (found.high >= 1)) == pytest.approx(0.95, abs=0.015)


def test_welch_as_scipy_has_it() -> None:
    rng = np.random.default_rng(8)
    x, y = rng.gamma(1, 0.01, (9, 5)), rng.gamma(2, 0.01, (6, 5))
    found = welch_test((x.sum(0), y.sum(0)), ((x**2).sum(0), (y**2).sum(0)), (9, 6))
    theirs = stats.ttest_ind(x, y, equal_var=False)
    assert np.allclose(found.p, theirs.pvalue)
    assert np.allclose(found.degrees, theirs.df)
    assert np.allclose(found.difference, x.mean(0) - y.mean(0))


def test_welch_says_nothing_of_one_document_and_nothing_new_of_documents_all_alike() -> None:
    assert np.isnan(welch_test((0.1, 0.5), (0.01, 0.1), (1, 9)).p)
    assert welch_test((0.0, 0.0), (0.0, 0.0), (5, 5)).p == 1


def test_permutation_of_all_arrangements_by_hand() -> None:
    # Shares 3, 2 against 1, 0: of the 6 ways to choose two of four, 2 are as far apart as this: p = 1/3.
    shares = np.array([[3.0], [2.0], [1.0], [0.0]])
    p = permutation_p(shares, [True, True, False, False], np.random.default_rng(9), 5999)
    assert p[0] == pytest.approx(1 / 3, abs=0.02)


def test_spread_by_hand() -> None:
    # Gries 2008: parts of 9, 10, 10, 10 and 11 % of the corpus hold 1, 2, 3, 4 and 5 of 15 (his introductory example):
    # |.067 - .09|, |.133 - .1|, |.2 - .1| ... over two is .18.
    sizes = np.array([0.18, 0.20, 0.20, 0.20, 0.22])
    assert spread([1, 2, 3, 4, 5], sizes) == pytest.approx(np.abs(np.array([1, 2, 3, 4, 5]) / 15 - sizes).sum() / 2)
    assert spread([6], [0.25]) == pytest.approx(0.75)  # all in one quarter of the corpus
    assert spread([0, 6], [0.75, 0.25]) == pytest.approx(spread([6], [0.25]))


scores = st.lists(st.floats(-5, 5), min_size=20, max_size=20)


@settings(deadline=None)
@given(two_corpora, scores, scores, st.floats(-5, 5))
def test_a_word_shift_sums_to_the_difference_whatever_counts_as_neutral(
    rows: list[tuple[int, int]], here: list[float], there: list[float], neutral: float
) -> None:
    x, y = np.array(rows).T
    phi, psi = np.array(here[: len(x)]), np.array(there[: len(x)])
    found = word_shift(x, y, phi, psi, neutral)
    assert found.contribution.sum() == pytest.approx(found.difference, abs=1e-9)
    assert found.difference == pytest.approx(y @ psi / y.sum() - x @ phi / x.sum(), abs=1e-9)
    back = word_shift(y, x, psi, phi, neutral)
    assert np.allclose(back.contribution, -found.contribution, atol=1e-9)
    assert np.allclose(found.by_frequency + found.by_score, found.contribution)


def test_a_word_shift_needs_words() -> None:
    with pytest.raises(ValueError, match="without words"):
        word_shift([0, 0], [1, 2], [1.0, 2.0])

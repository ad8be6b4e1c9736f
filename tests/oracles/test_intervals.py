"""Intervals against answers made elsewhere: published numbers, and sums done by hand in the comments."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.inference import (
    beta_cdf,
    beta_quantile,
    clustered_share_interval,
    jeffreys_interval,
    normal_quantile,
    ratio_interval,
    t_quantile,
    wilson_interval,
)


def test_nought_of_ten_is_not_nought_to_nought() -> None:
    # Wilson for 0 of n is [0, z^2 / (n + z^2)] = 3.8415 / 13.8415.
    found = wilson_interval([0], [10])
    assert found.low[0] == 0
    assert found.high[0] == pytest.approx(3.841459 / 13.841459, abs=1e-6)
    assert round(found.high[0], 2) == 0.28


def test_wilson_27_of_30() -> None:
    # METHODS f prints .74-.97. By hand: centre (.9 + 3.84146/60) / (1 + 3.84146/30) = .964024/1.128049 = .854595;
    # half 1.959964/1.128049 * sqrt(.09/30 + 3.84146/3600) = 1.737482 * .0637728 = .110804.
    found = wilson_interval([27], [30])
    assert (found.low[0], found.high[0]) == (pytest.approx(0.74379, abs=2e-5), pytest.approx(0.96540, abs=2e-5))


def test_jeffreys_as_statsmodels_has_it() -> None:
    # statsmodels.stats.proportion.proportion_confint(x, 10, method="jeffreys"): x = 2 is [.044, .503]; x = 0 [0, .217].
    found = jeffreys_interval([2, 0, 10], [10, 10, 10])
    assert found.low.round(3).tolist() == [0.044, 0.0, 0.783]
    assert found.high.round(3).tolist() == [0.503, 0.217, 1.0]


def test_nothing_of_nothing_is_nothing() -> None:
    for interval in (wilson_interval([0], [0]), jeffreys_interval([0], [0])):
        assert np.isnan([interval.estimate[0], interval.low[0], interval.high[0]]).all()


def test_student_quantiles_of_the_printed_table() -> None:
    # Any statistics textbook: t(.975) for 1, 2, 4, 9, 30 degrees; t with 1 degree is tan(.475 pi).
    found = t_quantile(0.975, [1, 2, 4, 9, 30])
    assert found.round(3).tolist() == [12.706, 4.303, 2.776, 2.262, 2.042]
    assert t_quantile(0.975, 1) == pytest.approx(np.tan(0.475 * np.pi))
    assert t_quantile(0.975, 1e7) == pytest.approx(normal_quantile(0.975), abs=1e-5)
    # Where the expansion takes over from the exact value, the two agree.
    exact = t_quantile(0.975, 100)
    x = beta_quantile(0.05, 101 / 2, 0.5)
    assert t_quantile(0.975, 101) == pytest.approx(np.sqrt(101 * (1 - x) / x), abs=1e-8)
    assert exact > t_quantile(0.975, 101)
    assert np.isnan(t_quantile(0.975, [0, -1])).all()


def test_beta_distribution_function_of_small_whole_numbers_is_a_binomial_sum() -> None:
    # I_x(2, 3) = P(Bin(4, x) >= 2); at x = .3: 1 - .7^4 - 4 * .3 * .7^3 = 1 - .2401 - .4116 = .3483.
    assert beta_cdf([0.3], [2], [3])[0] == pytest.approx(0.3483)
    # I_x(1, n) = 1 - (1 - x)^n; the quantile of .05 at n = 10 is 1 - .95^(1/10).
    assert beta_quantile([0.05], [1], [10])[0] == pytest.approx(1 - 0.95**0.1)


def sums(y: list[float], x: list[float]) -> tuple[np.ndarray, ...]:
    a, b = np.array(y, float), np.array(x, float)
    return tuple(np.array([v]) for v in (a.sum(), b.sum(), (a * a).sum(), (a * b).sum(), (b * b).sum(), (b > 0).sum()))


def test_ratio_by_hand() -> None:
    # y = 1, 0, 2, 1, 1 of x = 10, 10, 20, 5, 5: R = 5 / 50 = .1; y - R x = 0, -1, 0, .5, .5, squares sum to 1.5.
    # variance = 5/4 * 1.5 / 50^2 = .00075, its root .0273861; t(.975, 4) = 2.776445: half .0760359.
    found = ratio_interval(*sums([1, 0, 2, 1, 1], [10, 10, 20, 5, 5]))
    assert found.estimate[0] == pytest.approx(0.1)
    assert found.high[0] - found.estimate[0] == pytest.approx(2.776445 * np.sqrt(0.00075), abs=1e-6)


def test_clustered_share_by_hand() -> None:
    # The same documents: p (1 - p) / v = .09 / .00075 = 120 units, more than the 50 there are: 50.
    # Score interval with t = 2.776445, t^2 = 7.708647: centre (.1 + .0770865) / 1.1541729 = .1534315;
    # half 2.776445 / 1.1541729 * sqrt(.09/50 + 7.708647/10000) = 2.405571 * .0507037 = .1219713.
    found = clustered_share_interval(*sums([1, 0, 2, 1, 1], [10, 10, 20, 5, 5]))
    assert (found.low[0], found.high[0]) == (pytest.approx(0.03146, abs=2e-5), pytest.approx(0.27540, abs=2e-5))


def test_sentences_that_come_in_runs_count_for_less() -> None:
    # All five hits in one document: R = .1 of 10 each; residuals 4, -1, -1, -1, -1, squares 20;
    # v = 5/4 * 20/2500 = .01; .09 / .01 = 9 units instead of 50.
    together = clustered_share_interval(*sums([5, 0, 0, 0, 0], [10] * 5))
    t2 = 7.708647
    centre = (0.1 + t2 / 18) / (1 + t2 / 9)
    half = 2.776445 / (1 + t2 / 9) * np.sqrt(0.09 / 9 + t2 / (4 * 81))
    assert together.high[0] == pytest.approx(centre + half, abs=1e-5)
    assert together.low[0] == pytest.approx(max(centre - half, 0), abs=1e-5)


def test_nothing_seen_in_clusters_assumes_correlation() -> None:
    # 0 of 10 documents with 40 sentences: each is worth 40 / (1 + 39 * .1) = 8.16327, all of them 81.6327 units;
    # upper bound t^2 / (units + t^2) with t(.975, 9) = 2.262157, t^2 = 5.117355: 5.117355 / 86.750010 = .058990.
    found = clustered_share_interval(*sums([0] * 10, [40] * 10))
    assert (found.estimate[0], found.low[0]) == (0, 0)
    assert found.high[0] == pytest.approx(0.058990, abs=1e-6)


def test_four_documents_give_no_interval() -> None:
    found = clustered_share_interval(*sums([1, 2, 0, 1], [10, 10, 10, 10]))
    assert found.estimate[0] == pytest.approx(0.1)
    assert np.isnan([found.low[0], found.high[0]]).all()


documents = st.lists(st.tuples(st.integers(1, 50), st.floats(0, 1)), min_size=5, max_size=40)


@settings(deadline=None)
@given(documents)
def test_an_interval_holds_its_estimate_and_stays_within_nought_and_one(drawn: list[tuple[int, float]]) -> None:
    x = [float(n) for n, _ in drawn]
    y = [float(int(n * part)) for n, part in drawn]
    found = clustered_share_interval(*sums(y, x))
    assert 0 <= found.low[0] <= found.estimate[0] + 1e-12
    assert found.estimate[0] - 1e-12 <= found.high[0] <= 1


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_and_jeffreys_mirror_successes_and_failures(k: int, n: int) -> None:
    k = min(k, n)
    for interval in (wilson_interval, jeffreys_interval):
        here, there = interval([k], [n]), interval([n - k], [n])
        assert here.low[0] == pytest.approx(1 - there.high[0], abs=1e-9)


@settings(deadline=None)
@given(st.floats(0.001, 0.999), st.floats(0.5, 200), st.floats(0.5, 200))
def test_beta_quantile_undoes_the_distribution_function(p: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile([p], [a], [b]), [a], [b])[0] == pytest.approx(p, abs=1e-9)

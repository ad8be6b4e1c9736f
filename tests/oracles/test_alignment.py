"""Distances between actors against answers made elsewhere: scipy, draws, fractions by hand."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cenotaph.inference import (
    divergence_change,
    document_permutation,
    jensen_shannon_divergence,
    leave_out_guess,
    rarefied_divergence,
    split_half_excess,
    trend,
)

COUNTS = arrays(np.int64, (2, 5), elements=st.integers(0, 30)).filter(lambda x: bool((x.sum(1) > 0).all()))


def test_divergence_is_the_square_of_the_distance_that_scipy_gives() -> None:
    assert round(float(jensen_shannon_divergence([50, 50], [90, 10])), 4) == 0.1468
    distance = pytest.importorskip("scipy.spatial.distance")
    assert round(distance.jensenshannon([0.5, 0.5], [0.9, 0.1], base=2), 4) == 0.3831
    x, y = np.array([50, 20, 5, 1]), np.array([10, 30, 6, 40])
    assert float(jensen_shannon_divergence(x, y)) == pytest.approx(distance.jensenshannon(x, y, base=2) ** 2, abs=1e-14)


@given(COUNTS)
def test_laws_of_the_divergence(counts: np.ndarray) -> None:
    x, y = counts
    d = float(jensen_shannon_divergence(x, y))
    assert d == pytest.approx(float(jensen_shannon_divergence(y, x)), abs=1e-12)
    assert 0 <= d <= 1
    same_shares = np.array_equal(x * y.sum(), y * x.sum())
    assert (d < 1e-12) == same_shares
    if not (x * y).any():
        assert d == pytest.approx(1)
    order = np.array([3, 1, 4, 0, 2])
    assert float(jensen_shannon_divergence(x[order], y[order])) == pytest.approx(d, abs=1e-12)
    assert float(jensen_shannon_divergence(7 * x, 3 * y)) == pytest.approx(d, abs=1e-9)


@given(COUNTS, st.integers(1, 12))
def test_laws_of_the_rarefied_divergence(counts: np.ndarray, size: int) -> None:
    found = rarefied_divergence(counts, size)
    enough = counts.sum(1) >= size
    assert np.array_equal(np.isfinite(found), enough[:, None] & enough[None, :])
    held = found[np.isfinite(found)]
    assert ((held >= 0) & (held <= 1)).all()
    assert np.allclose(found, found.T, equal_nan=True)
    order = np.array([3, 1, 4, 0, 2])
    assert np.allclose(rarefied_divergence(counts[:, order], size), found, equal_nan=True)


def test_rarefaction_is_the_mean_over_every_draw() -> None:
    # all ways of drawing 2 of (3, 1, 0) and 2 of (1, 1, 2), each weighted by how many there are
    x, y, size = (3, 1, 0), (1, 1, 2), 2

    def draws(counts: tuple[int, ...]) -> list[tuple[tuple[int, ...], float]]:
        of = [d for d in product(*(range(c + 1) for c in counts)) if sum(d) == size]
        ways = [np.prod([comb(c, k) for c, k in zip(counts, d, strict=True)]) for d in of]
        return [(d, w / comb(sum(counts), size)) for d, w in zip(of, ways, strict=True)]

    mean = sum(p * q * float(jensen_shannon_divergence(a, b)) for a, p in draws(x) for b, q in draws(y))
    assert rarefied_divergence([x, y], size)[0, 1] == pytest.approx(mean, abs=1e-12)


def test_a_sample_cut_to_its_own_size_keeps_its_plug_in() -> None:
    x, y = np.array([5, 3, 2]), np.array([1, 1, 8])
    found = rarefied_divergence([x, y], 10)
    assert found[0, 1] == pytest.approx(float(jensen_shannon_divergence(x, y)), abs=1e-12)
    assert found[0, 0] == pytest.approx(0, abs=1e-12)


def test_identical_actors_have_no_excess_and_others_have() -> None:
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(12))
    shares = np.concatenate([rng.dirichlet(p * 15, size=40), rng.dirichlet(p[::-1] * 15, size=20)])
    documents, actor = rng.multinomial(15, shares), np.repeat([0, 1, 2], 20)
    found = split_half_excess(documents, actor, rng, size=60)
    assert abs(found.excess[0, 1]) < 0.03
    assert found.low[0, 1] < 0 < found.high[0, 1]
    assert found.low[0, 2] > 0
    assert np.isnan(found.excess[0, 0])
    assert np.allclose(found.excess, found.excess.T, equal_nan=True, atol=0.03)


def test_an_actor_with_few_documents_or_codings_has_no_excess() -> None:
    rng = np.random.default_rng(1)
    documents, actor = np.full((11, 2), 5), np.repeat([0, 1, 2], [5, 3, 3])
    found = split_half_excess(documents, actor, rng, size=10)
    assert np.isnan(found.excess).all()
    assert np.isnan(split_half_excess(documents, np.repeat([0, 1], [5, 6]), rng, size=25).within[0])


def test_a_permutation_over_every_exchange() -> None:
    # two years, one document of each a year: 4 exchanges, of which the two mirror images are as far apart as what is
    # seen; p is (b + 1) / (n + 1) with b about n / 2.
    documents = np.array([[9, 1], [1, 9], [9, 1], [1, 9]])
    second, year = np.array([False, True, False, True]), np.array([1, 1, 2, 2])
    p = document_permutation(documents, second, year, np.random.default_rng(0), n_draws=4000)
    assert p == pytest.approx(0.5, abs=0.03)
    assert np.isnan(document_permutation(documents, second, np.arange(4), np.random.default_rng(0)))


def test_guess_by_hand() -> None:
    # each side says a code of its own: every document is known; the same code only: a coin
    assert leave_out_guess([[4, 0], [2, 0]], [[0, 3], [0, 1]]) == 1
    assert leave_out_guess([[4, 0], [2, 0]], [[3, 0], [1, 0]]) == 0.5
    # first: (2, 2) and (4, 0); second (1, 1) twice. Leaving out (2, 2): p = (1, 0), q = (.5, .5), known .667, 0, heard
    # half and half: .333. Leaving out (4, 0): p = (.5, .5): .5. Second: rest (.5, .5) against (.75, .25): .4 and .667,
    # heard half and half: .5333 twice.
    expected = ((1 / 3 + 1 / 2) / 2 + (0.4 + 2 / 3) / 2) / 2
    assert leave_out_guess([[2, 2], [4, 0]], [[1, 1], [1, 1]]) == pytest.approx(expected)
    assert np.isnan(leave_out_guess([[1, 2]], [[1, 2], [3, 4]]))


@given(arrays(np.int64, (4, 5), elements=st.integers(0, 20)).filter(lambda x: bool((x.sum(1) >= 4).all())))
def test_who_moved_adds_up_and_turns_with_the_actors(counts: np.ndarray) -> None:
    a, b, later_a, later_b = counts
    found = divergence_change(a, b, later_a, later_b, 4)
    assert found.first + found.second + found.together == pytest.approx(found.total, abs=1e-12)
    turned = divergence_change(b, a, later_b, later_a, 4)
    assert (turned.first, turned.second) == (pytest.approx(found.second), pytest.approx(found.first))
    assert divergence_change(a, b, a, b, 4).total == pytest.approx(0, abs=1e-12)


def test_only_the_one_that_moved_is_said_to_have_moved() -> None:
    found = divergence_change([20, 0], [0, 20], [2, 18], [0, 20], 20)
    assert (found.second, found.together) == (pytest.approx(0), pytest.approx(0))
    assert found.total == pytest.approx(found.first)
    assert found.total < -0.5


def test_slope_and_its_error_are_those_of_statsmodels() -> None:
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(3)
    years = np.arange(2000, 2020)
    values = 0.3 - 0.004 * (years - 2000) + rng.normal(0, 0.05, 20)
    found = trend(values, years, 0.01, rng)
    fit = sm.OLS(values, sm.add_constant(years)).fit(
        cov_type="HAC", cov_kwds={"maxlags": 2, "use_correction": True}, use_t=True
    )
    assert found is not None
    assert found.slope == pytest.approx(fit.params[1])
    assert (found.low, found.high) == pytest.approx(tuple(fit.conf_int()[1]), rel=1e-6)
    assert found.p_value == pytest.approx(fit.pvalues[1], rel=1e-6)
    # two one-sided tests against +-.01, by the same error
    t = (0.01 - abs(fit.params[1])) / fit.bse[1]
    assert found.p_equivalence == pytest.approx(pytest.importorskip("scipy.stats").t.sf(t, 18), rel=1e-6)


def test_neither_a_slope_nor_its_absence() -> None:
    rng = np.random.default_rng(4)
    wild = trend(np.array([0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.1]), np.arange(7), 0.001, rng)
    calm = trend(0.3 + 1e-4 * np.array([1, -1, 2, -2, 1, -1, 0, 1]), np.arange(8), 0.01, rng)
    steep = trend(0.3 - 0.02 * np.arange(12) + 1e-3 * rng.normal(size=12), np.arange(12), 0.01, rng)
    assert wild is not None
    assert calm is not None
    assert steep is not None
    assert (wild.verdict, calm.verdict, steep.verdict) == ("cannot say", "no change", "falling")
    assert trend([0.1, 0.2, np.nan, 0.3, 0.2, 0.1], range(6), 0.01, rng) is None

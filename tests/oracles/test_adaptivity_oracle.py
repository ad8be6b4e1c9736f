"""Audience adaptivity against mutual information from SciPy, its laws, and a thinned run of its simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cenotaph.inference.adaptivity import audience_adaptivity, document_entropy, entropy, overlapping

COUNTS = arrays.arrays(np.int64, (12, 4), elements=st.integers(0, 6)).filter(lambda counts: counts.sum() > 0)
WHO = np.repeat([0, 1, 2], 4)
ONE = np.zeros(12, dtype=np.int64)


def ask(counts: np.ndarray, who: np.ndarray = WHO, where: np.ndarray = ONE, seed: int = 1, **more: int):  # type: ignore[no-untyped-def]
    return audience_adaptivity(
        counts, who, where, np.random.default_rng(seed), **({"n_permutations": 9, "n_bootstraps": 5} | more)
    )


def test_entropy_in_bits() -> None:
    # shares 1/2, 1/4, 1/4: 1/2 + 2/4 + 2/4 = 1.5 bits
    assert entropy([2, 1, 1]) == pytest.approx(1.5)
    assert entropy([[8, 0], [1, 1], [0, 0]]) == pytest.approx([0, 1, 0])


@settings(max_examples=40, deadline=None)
@given(COUNTS)
def test_information_is_that_of_scipy_entropies(counts: np.ndarray) -> None:
    stats = pytest.importorskip("scipy.stats")
    table = np.array([counts[audience == WHO].sum(axis=0) for audience in range(3)], dtype=float)
    shares = table / table.sum()
    independent = shares.sum(axis=1, keepdims=True) @ shares.sum(axis=0, keepdims=True)
    found = ask(counts)
    assert found.information == pytest.approx(stats.entropy(shares.ravel(), independent.ravel(), base=2), abs=1e-9)
    assert found.entropy == pytest.approx(stats.entropy(shares.sum(axis=0), base=2), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(COUNTS, st.permutations(range(4)), st.permutations(range(3)))
def test_names_and_order_of_codes_and_audiences_do_not_matter(
    counts: np.ndarray, codes: list[int], names: list[int]
) -> None:
    plain = ask(counts)
    renamed = ask(counts[:, codes], np.array(names)[WHO])
    shuffled = np.random.default_rng(3).permutation(12)
    reordered = ask(counts[shuffled], WHO[shuffled])
    assert renamed.information == pytest.approx(plain.information, abs=1e-9)
    assert reordered.information == pytest.approx(plain.information, abs=1e-9)
    assert -1e-9 <= plain.information <= plain.entropy + 1e-9


def test_what_only_the_stratum_settles_is_not_put_down_to_the_audience() -> None:
    # Two strata say different things; within each both audiences say the same.
    counts = np.repeat([[4, 0], [0, 4]], 8, axis=0)
    who, where = np.tile([0, 1], 8), np.repeat([0, 1], 8)
    assert ask(counts, who, where).information == pytest.approx(0.0)
    # Unevenly mixed audiences look different where the stratum is not held fixed.
    who = np.r_[np.repeat([0, 1], [7, 1]), np.repeat([0, 1], [1, 7])]
    assert ask(counts, who, np.zeros(16, dtype=np.int64)).information > 0.4
    assert ask(counts, who, where).information == pytest.approx(0.0)


def test_shared_ground() -> None:
    # Audience 2 stands alone in stratum 1; without it stratum 0 holds 0 and 1.
    who, where = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 0, 0, 0, 1, 1])
    assert overlapping(who, where, least=2).tolist() == [True] * 4 + [False] * 2
    # One document too few takes its audience away, and with it the ground that the other shared with it.
    assert not overlapping(who, where, least=3).any()


def test_the_same_seed_gives_the_same_answer() -> None:
    counts = np.random.default_rng(5).integers(0, 4, (12, 4))
    assert ask(counts, n_permutations=50) == ask(counts, n_permutations=50)


def test_no_false_alarm_and_no_missed_effect_in_a_thinned_simulation() -> None:
    """bench/validity/adaptivity.py runs it whole: corrected -.001 at no effect, .109 at a strong one."""
    rng = np.random.default_rng(6)
    base, who = rng.dirichlet(np.ones(8) * 3), np.repeat(np.arange(6), 10)
    where = np.zeros(60, dtype=np.int64)
    found: dict[float, list[float]] = {0.0: [], 0.9: []}
    for effect, values in found.items():
        for _ in range(12):
            shares = np.exp(np.log(base) + rng.normal(0, effect, (6, 8))[who])
            shares /= shares.sum(axis=1, keepdims=True)
            counts = np.array([rng.multinomial(12, rng.dirichlet(each * 25)) for each in shares])
            values.append(audience_adaptivity(counts, who, where, rng, n_permutations=40, n_bootstraps=5).estimate)
    assert abs(np.mean(found[0.0])) < 0.004
    assert 0.07 < np.mean(found[0.9]) < 0.16


def test_the_jackknife_of_entropy_is_that_of_leaving_out_one_document_after_another() -> None:
    counts = np.random.default_rng(2).integers(0, 5, (9, 4))
    without = [float(entropy(np.delete(counts, place, axis=0).sum(axis=0))) for place in range(9)]
    plug_in = float(entropy(counts.sum(axis=0)))
    found = document_entropy(counts)
    assert found.estimate == pytest.approx(9 * plug_in - 8 * np.mean(without))
    error = np.sqrt(8 / 9 * np.sum((without - np.mean(without)) ** 2))
    assert found.high - found.estimate == pytest.approx(2.306004 * error, rel=1e-5)  # t of 8 degrees
    assert np.isnan(document_entropy(counts[:4]).low)
    assert np.isnan(document_entropy(counts[:1]).estimate)

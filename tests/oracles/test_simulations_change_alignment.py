"""Simulations that justify defaults, thinned; the whole is in bench/validity and docs/validity.md."""

from __future__ import annotations

import numpy as np

from cenotaph.inference import (
    document_permutation,
    jensen_shannon_divergence,
    leave_out_guess,
    poisson_regression,
    rarefied_divergence,
    single_change,
    split_half_excess,
)


def test_rarefied_slopes_do_not_follow_volume() -> None:
    rng = np.random.default_rng(3)
    p, x, volumes = rng.dirichlet(np.ones(12)), np.arange(10) - 4.5, np.linspace(20, 200, 10).astype(int)
    plain, cut = [], []
    for _ in range(80):
        pairs = [(rng.multinomial(n, p), rng.multinomial(n, p[::-1])) for n in volumes]
        plain.append(x @ [float(jensen_shannon_divergence(a, b)) for a, b in pairs] / (x @ x))
        cut.append(x @ [rarefied_divergence([a, b], 20)[0, 1] for a, b in pairs] / (x @ x))
    assert np.mean(plain) < -0.011
    assert abs(np.mean(cut)) < 0.002


def test_excess_finds_the_true_distance_and_none_where_there_is_none() -> None:
    rng = np.random.default_rng(4)
    p = rng.dirichlet(np.ones(12))
    seen = []
    for _ in range(12):
        made = [rng.multinomial(15, rng.dirichlet(q * 15, size=20)) for q in (p, p[::-1], p)]
        found = split_half_excess(np.vstack(made), np.repeat([0, 1, 2], 20), rng, size=60, n_splits=20)
        seen.append([found.excess[0, 1], found.excess[0, 2]])
    apart, alike = np.mean(seen, axis=0)
    assert abs(apart - float(jensen_shannon_divergence(p, p[::-1]))) < 0.04
    assert abs(alike) < 0.015


def test_documents_that_differ_do_not_make_actors_differ() -> None:
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(12))
    second, stratum = np.arange(24) >= 12, np.zeros(24, dtype=np.int64)
    made = [rng.multinomial(15, rng.dirichlet(p * 15, size=24)) for _ in range(100)]
    rejected = [document_permutation(each, second, stratum, rng, n_draws=99) <= 0.05 for each in made]
    assert np.mean(rejected) <= 0.11


def test_a_guess_is_a_coin_where_both_speak_alike() -> None:
    rng = np.random.default_rng(6)
    words = rng.dirichlet(np.full(400, 0.3))
    found = [leave_out_guess(*(rng.multinomial(60, words, size=25) for _ in range(2))) for _ in range(20)]
    assert abs(np.mean(found) - 0.5) < 0.006


def test_volume_is_no_change_of_rate() -> None:
    rng = np.random.default_rng(7)
    volume = np.repeat([40.0, 160.0], 7)
    x = np.column_stack([np.ones(14), np.arange(14) >= 7]).astype(float)
    p = [
        poisson_regression(rng.poisson(0.15 * volume * rng.gamma(8, 1 / 8, 14)), x, volume).p_value(1)
        for _ in range(150)
    ]
    assert np.mean(np.array(p) < 0.05) <= 0.09


def test_scatter_is_no_change_point_once_it_is_discounted() -> None:
    rng = np.random.default_rng(8)
    claimed = []
    for _ in range(60):
        counts = rng.poisson(20 * rng.gamma(8, 1 / 8, 14))
        x = np.ones((14, 1))
        noise = max(poisson_regression(counts, x, np.ones(14)).dispersion, 1)
        claimed.append(single_change(counts, rate=14 / counts.sum() / noise, dispersion=noise).bayes_factor > 10)
    assert np.mean(claimed) <= 0.05

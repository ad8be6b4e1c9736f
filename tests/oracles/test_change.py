"""Change against published series: the Nile, coal-mining disasters, the Sicilian smoking ban; and other programs."""

from __future__ import annotations

import csv
from math import exp, lgamma, log, pi
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.inference import (
    best_cuts,
    cost_of_means,
    cost_of_rates,
    detectable_ratio,
    negative_binomial_regression,
    poisson_regression,
    run_length_of_counts,
    run_length_of_values,
    single_change,
    stable_cuts,
    too_short,
)

# Years 1851 to 1962, British coal-mining disasters with ten or more dead (Jarrett 1979, Biometrika 66:191-193).
COAL = np.array(
    [
        int(count)
        for count in "4540143406334026335453144155342522342132211113001011003103220111010100021000110233"
        "112111124200140001000001001010"
    ]
)


def nile() -> tuple[np.ndarray, np.ndarray]:
    datasets = pytest.importorskip("statsmodels.datasets")
    data = datasets.nile.load_pandas().data
    return data["volume"].to_numpy(float), data["year"].to_numpy(int)


def test_coal_disasters_change_after_1891() -> None:
    assert (len(COAL), COAL.sum()) == (112, 191)
    found = single_change(COAL)
    assert 1850 + found.last_before == 1891
    assert (1850 + found.low, 1850 + found.high) == (1886, 1895)
    assert (round(found.rate_before, 1), round(found.rate_after, 1)) == (3.1, 0.9)
    assert found.probability.max() == pytest.approx(0.245, abs=5e-4)
    assert found.bayes_factor == pytest.approx(3.71e12, rel=2e-3)


def test_single_change_is_the_sum_written_out() -> None:
    # c = 2, 0, 5 with exposure 1, 2, 1; marginal of a stretch: integral of gamma(1, 1) times Poisson without factorials
    def g(s: int, t: int) -> float:
        return exp(lgamma(1 + s) - (1 + s) * log(1 + t))

    splits = [g(2, 1) * g(5, 3), g(2, 3) * g(5, 1)]
    found = single_change([2, 0, 5], [1, 2, 1])
    assert found.probability == pytest.approx([s / sum(splits) for s in splits])
    assert found.bayes_factor == pytest.approx(sum(splits) / 2 / g(7, 4))
    assert (found.last_before, found.rate_before, found.rate_after) == (2, pytest.approx(2 / 3), 5)


def test_a_jubilee_is_not_taken_for_a_change() -> None:
    counts, jubilee = np.array([5, 4, 6, 5, 5, 4, 6, 5, 60, 5]), np.arange(10) == 8
    assert single_change(counts).bayes_factor > 1e3
    assert single_change(counts, term=jubilee).bayes_factor < 1
    stepped = np.array([5, 4, 6, 5, 5, 14, 16, 15, 60, 15])
    assert single_change(stepped, term=jubilee).last_before == 5


@given(st.lists(st.integers(0, 40), min_size=3, max_size=15), st.integers(1, 5))
def test_laws_of_the_change_point(counts: list[int], scale: int) -> None:
    found = single_change(counts)
    assert found.probability.sum() == pytest.approx(1)
    assert found.low <= found.last_before <= found.high or found.probability.max() < 0.9
    backwards = single_change(counts[::-1])
    assert backwards.probability == pytest.approx(found.probability[::-1])
    assert backwards.bayes_factor == pytest.approx(found.bayes_factor, rel=1e-6)
    other_unit = single_change(counts, np.full(len(counts), float(scale)), rate=float(scale))
    assert other_unit.probability == pytest.approx(found.probability)
    assert other_unit.rate_before == pytest.approx(found.rate_before / scale)


def test_the_nile_breaks_after_1898() -> None:
    volume, year = nile()
    cost = cost_of_means(volume)
    penalty = 3 * log(len(volume)) * float(np.var(np.diff(volume))) / 2
    (cut,) = best_cuts(cost, penalty)
    assert year[cut - 1] == 1898
    assert (volume[:cut].mean().round(2), volume[cut:].mean().round(2)) == (1097.75, 849.97)
    stable = stable_cuts(cost, [penalty * f for f in (0.5, 0.75, 1, 1.5, 2)])
    assert [(each.before, each.stability) for each in stable] == [(cut, 1.0)]


def test_cuts_are_those_of_ruptures_with_jump_1() -> None:
    rpt = pytest.importorskip("ruptures")
    rng = np.random.default_rng(8)
    for _ in range(5):
        signal = rng.normal(np.repeat(rng.normal(0, 3, 5), rng.integers(5, 30, 5)))
        theirs = rpt.Pelt(model="l2", min_size=3, jump=1).fit(signal).predict(pen=8.0)[:-1]
        assert list(best_cuts(cost_of_means(signal), 8.0, least=3)) == theirs


def test_cuts_of_rates_follow_exposure_and_not_volume() -> None:
    exposure = np.array([10.0] * 10 + [40.0] * 10 + [40.0] * 10)
    rate = np.array([0.5] * 20 + [2.0] * 10)
    assert best_cuts(cost_of_rates(rate * exposure, exposure), 10.0) == (20,)
    assert best_cuts(cost_of_rates(0.5 * exposure, exposure), 10.0) == ()


def test_run_length_on_the_nile_is_honest_about_its_delay() -> None:
    volume, year = nile()
    found = run_length_of_values(volume)
    assert found.probability.sum(0) == pytest.approx(1)
    likeliest = found.likeliest
    assert year[int(len(year) - likeliest[-1])] == 1899
    # the first year in which the run that began in 1899 is the likeliest
    starts = np.arange(len(year) + 1) - likeliest
    assert year[next(t for t in range(31, len(year) + 1) if starts[t] >= 25) - 1] == 1902


def test_run_length_of_counts_by_hand() -> None:
    # counts 2, 0; exposure 1; gamma(1, 1): P(2) = 1/8. Second: run goes on with gamma(3, 2): P(0) = (2/3)^3.
    found = run_length_of_counts([2, 0], [1, 1], hazard=0.1, rate=1.0).probability
    assert found[:2, 1] == pytest.approx([0.1, 0.9])
    fresh, going = 0.1 * 0.5, 0.9 * (2 / 3) ** 3
    total = fresh + going
    assert found[:3, 2] == pytest.approx([0.1, 0.9 * fresh / total, 0.9 * going / total])


SICILY = Path(__file__).parents[3] / "shared" / "methods_check" / "data" / "sicily.csv"


def test_the_sicilian_smoking_ban() -> None:
    """Bernal, Cummins & Gasparrini 2017, with their data."""
    if not SICILY.exists():
        pytest.skip("the authors' data are not here (../shared/methods_check/data/sicily.csv)")
    with SICILY.open() as file:
        rows = list(csv.DictReader(file))
    of = {name: np.array([float(row[name]) for row in rows]) for name in ("aces", "smokban", "time", "stdpop", "month")}
    columns = np.column_stack([np.ones(len(rows)), of["smokban"], of["time"]])

    def told(*, harmonics: bool = False, quasi: bool = True, lags: int | None = None) -> tuple[float, ...]:
        waves = [f(2 * pi * k * of["month"] / 12) for k in (1, 2) for f in (np.sin, np.cos)]
        x = np.column_stack([columns, *waves]) if harmonics else columns
        fit = poisson_regression(of["aces"], x, of["stdpop"], quasi=quasi, lags=lags)
        half = 1.959964 * fit.error(1)  # the paper's intervals are normal
        centre = fit.coefficients[1]
        return tuple(round(float(np.exp(each)), 3) for each in (centre, centre - half, centre + half))

    assert told(quasi=False) == (0.894, 0.865, 0.925)
    assert told() == (0.894, 0.839, 0.953)
    assert told(harmonics=True) == (0.885, 0.839, 0.933)
    assert told(lags=3) == (0.894, 0.840, 0.952)


def _made() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(6)
    exposure = rng.integers(40, 200, 30).astype(float)
    time, post = np.arange(30) / 10, (np.arange(30) >= 18).astype(float)
    x = np.column_stack([np.ones(30), time, post])
    mean = exposure * np.exp(-2 + 0.1 * time + 0.5 * post) * rng.gamma(6, 1 / 6, 30)
    return rng.poisson(mean), x, exposure


def test_count_regressions_are_those_of_statsmodels() -> None:
    sm = pytest.importorskip("statsmodels.api")
    y, x, exposure = _made()
    model = sm.GLM(y, x, family=sm.families.Poisson(), exposure=exposure)
    plain, quasi = model.fit(), model.fit(scale="X2")
    robust = model.fit(cov_type="HAC", cov_kwds={"maxlags": 2, "use_correction": False})
    ours = poisson_regression(y, x, exposure)
    assert ours.coefficients == pytest.approx(plain.params, rel=1e-7)
    assert ours.dispersion == pytest.approx(quasi.scale)
    assert ours.error(2) == pytest.approx(quasi.bse[2])
    assert poisson_regression(y, x, exposure, quasi=False).error(2) == pytest.approx(plain.bse[2])
    assert poisson_regression(y, x, exposure, lags=2).error(2) == pytest.approx(robust.bse[2])
    stats = pytest.importorskip("scipy.stats")
    assert ours.p_value(2) == pytest.approx(2 * stats.t.sf(abs(quasi.tvalues[2]), 27), rel=1e-6)


def test_negative_binomial_is_that_of_statsmodels() -> None:
    discrete = pytest.importorskip("statsmodels.discrete.discrete_model")
    y, x, exposure = _made()
    theirs = discrete.NegativeBinomial(y, x, exposure=exposure).fit(disp=False, method="newton", maxiter=200)
    ours = negative_binomial_regression(y, x, exposure)
    assert ours.coefficients == pytest.approx(theirs.params[:3], rel=1e-4)
    assert ours.dispersion == pytest.approx(theirs.params[3], rel=1e-3)


def test_a_model_that_cannot_be_fitted_says_nothing() -> None:
    x = np.column_stack([np.ones(6), np.arange(6) >= 3, np.arange(6) >= 3]).astype(float)
    assert np.isnan(poisson_regression(np.arange(6), x, np.ones(6)).coefficients).all()
    nothing_after = poisson_regression([3, 4, 5, 0, 0, 0], x[:, :2], np.ones(6))
    assert np.isnan(nothing_after.coefficients).all()
    assert np.isnan(negative_binomial_regression([3, 4, 5, 0, 0, 0], x[:, :2], np.ones(6)).dispersion)


def test_smallest_effect_that_would_be_seen() -> None:
    # dispersion 2, 100 counts before, 50 after: error sqrt(.06) = .24495; (2.0639 + .8416) x .24495 = .71170
    assert detectable_ratio(100, 50, 2.0, 24) == pytest.approx(exp(0.7117), rel=1e-4)
    assert detectable_ratio(100, 50, 0.5, 24) == detectable_ratio(100, 50, 1.0, 24)
    assert np.isnan(detectable_ratio(10, 0, 1, 5))
    words = "10 years before and 2 after; at least 8 before and 3 after are needed to see a doubling with power .63"
    assert too_short(10, 2, "year") == words
    assert too_short(8, 3) == ""

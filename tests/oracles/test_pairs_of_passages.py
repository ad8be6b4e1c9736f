"""Scales from pairs against the tables of others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cenotaph.inference import bradley_terry, connected_parts

# American League 1987, games won by the row's team against the column's (Agresti, Categorical Data Analysis, table on
# Bradley-Terry; vignette of the R package BradleyTerry2).
TEAMS = ("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore")
WON = np.array(
    [
        [0, 7, 9, 7, 7, 9, 11],
        [6, 0, 7, 5, 11, 9, 9],
        [4, 6, 0, 7, 7, 8, 12],
        [6, 8, 6, 0, 6, 7, 10],
        [6, 2, 6, 7, 0, 7, 12],
        [4, 4, 5, 6, 6, 0, 6],
        [2, 4, 1, 3, 1, 7, 0],
    ]
)
PRINTED = (1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839)


def test_american_league_1987() -> None:
    one, other = np.nonzero(WON)
    found = bradley_terry(one, other, np.ones(len(one)), weight=WON[one, other])
    strength, error = found.relative_to(TEAMS.index("Baltimore"))
    assert strength[:6] == pytest.approx(PRINTED, abs=1e-4)
    # Standard errors of a binomial GLM on the same table (statsmodels, Baltimore left out).
    assert error[:6] == pytest.approx([0.343, 0.340, 0.337, 0.336, 0.334, 0.332], abs=6e-4)
    assert found.strength.sum() == pytest.approx(0, abs=1e-9)


def test_standing_first_as_a_logistic_regression_has_it() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(6)
    pairs = np.array([rng.permutation(5)[:2] for _ in range(300)])
    truth = np.array([-1.0, -0.4, 0.0, 0.5, 0.9])
    won = rng.random(300) < 1 / (1 + np.exp(-(truth[pairs[:, 0]] - truth[pairs[:, 1]] + 0.6)))
    found = bradley_terry(pairs[:, 0], pairs[:, 1], won, order=True)
    design = np.zeros((300, 5))
    design[np.arange(300), pairs[:, 0]] += 1
    design[np.arange(300), pairs[:, 1]] -= 1
    design[:, 0] = 1  # item 0 is left out for the constant
    theirs = sm.GLM(won.astype(float), design, family=sm.families.Binomial()).fit()
    assert found.first == pytest.approx(theirs.params[0], abs=1e-6)
    assert found.first_error == pytest.approx(theirs.bse[0], abs=1e-6)
    strength, error = found.relative_to(0)
    assert strength[1:] == pytest.approx(theirs.params[1:], abs=1e-6)
    assert error[1:] == pytest.approx(theirs.bse[1:], abs=1e-6)


def test_who_won_everything_has_no_place_and_a_prior_gives_one() -> None:
    assert np.isnan(bradley_terry([0, 1, 0], [1, 2, 2], [1, 1, 1]).strength).all()
    strength = bradley_terry([0, 1, 0], [1, 2, 2], [1, 1, 1], prior=0.5).strength
    assert strength[0] > strength[1] > strength[2]


def test_parts_that_were_never_compared_are_told_apart() -> None:
    found = bradley_terry([0, 1, 3], [1, 0, 4], [1, 1, 0], 6, prior=0.5)
    assert found.parts.tolist() == [0, 0, 1, 2, 2, 3]
    assert np.isnan(found.strength).all()
    assert connected_parts([0, 1, 2, 3], [4, 2, 3, 4], 5).tolist() == [0, 0, 0, 0, 0]


comparisons = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from([0.0, 0.5, 1.0])), min_size=8)


@settings(deadline=None, max_examples=60)
@given(comparisons, st.permutations(range(5)))
def test_names_and_sides_do_not_matter(drawn: list[tuple[int, int, float]], names: list[int]) -> None:
    kept = [(i, j, won) for i, j, won in drawn if i != j]
    assume(kept)
    one, other, won = (np.array(each) for each in zip(*kept, strict=True))
    found = bradley_terry(one, other, won, 5, prior=0.5)
    turned = bradley_terry(other, one, 1 - won, 5, prior=0.5)
    renamed = bradley_terry(np.array(names)[one], np.array(names)[other], won, 5, prior=0.5)
    assert np.isfinite(found.strength).all() == (found.parts.max() == 0)
    assert np.allclose(found.strength, turned.strength, atol=1e-8, equal_nan=True)
    assert np.allclose(found.strength, renamed.strength[names], atol=1e-8, equal_nan=True)
    assert np.allclose(found.error, renamed.error[names], atol=1e-8, equal_nan=True)

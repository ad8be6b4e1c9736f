"""Words that set one body of texts off from another: rank, effect, test and spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.intervals import Interval
from cenotaph.inference.quantiles import Floats, normal_quantile, t_tails

__all__ = [
    "LogOdds",
    "WelchTest",
    "informative_prior",
    "log_likelihood_g2",
    "log_odds_ratio",
    "log_ratio",
    "permutation_p",
    "spread",
    "welch_test",
]

#: Added to both counts of a word that one side never uses, so that a ratio is finite.
_HALF = 0.5


@dataclass(frozen=True)
class LogOdds:
    """Log-odds ratios under a prior; arrays of one shape.

    Attributes:
        delta: difference of the log odds, above 0 where the first uses the word more.
        error: its standard error.
        z: delta in standard errors; for ranking, not for testing: words come in bursts, so that a z of 1.96 is
            passed by a fifth of all words where nothing differs.
    """

    delta: Floats
    error: Floats
    z: Floats


@dataclass(frozen=True)
class WelchTest:
    """Mean shares in the documents of two groups compared; arrays of one shape.

    Attributes:
        difference: mean share in the documents of the first less that in those of the second.
        degrees: of freedom, after Welch and Satterthwaite.
        p: two-sided; NaN where a group has fewer than two documents, 1 where no document differs from another.
    """

    difference: Floats
    degrees: Floats
    p: Floats


def informative_prior(background: ArrayLike, mass: float) -> Floats:
    """The prior count of each word: its share of a background corpus times the prior's mass.

    Args: background, counts of each word, shape (W,); a word that it lacks gets half a count. mass, above 0.

    Returns: shape (W,); it sums to `mass`.
    """
    counts = np.maximum(np.asarray(background, dtype=np.float64), _HALF)
    return np.asarray(mass * counts / counts.sum())


def log_odds_ratio(
    first: ArrayLike,
    second: ArrayLike,
    prior: ArrayLike,
    totals: tuple[float, float] | None = None,
    prior_mass: float | None = None,
) -> LogOdds:
    """Difference between two corpora in the log odds of each word, shrunk by a Dirichlet prior.

    Args:
        first, second: counts of each word, shape (W,).
        prior: prior count of each word, a number or shape (W,), above 0; see `informative_prior`.
        totals: tokens of each corpus; by default the sums of the counts.
        prior_mass: sum of the prior over all words, where some are left out here; by default the sum of `prior`.

    Source: Monroe, Colaresi & Quinn 2008, Political Analysis 16:372-403, eqs 15, 16, 19 and 22.
    """
    y, x = (np.asarray(each, dtype=np.float64) for each in (first, second))
    a = np.broadcast_to(np.asarray(prior, dtype=np.float64), y.shape)
    n_y, n_x = totals if totals is not None else (y.sum(), x.sum())
    whole = a.sum() if prior_mass is None else prior_mass
    one, other = y + a, x + a
    delta = np.log(one / (n_y + whole - one)) - np.log(other / (n_x + whole - other))
    error = np.sqrt(1 / one + 1 / other)
    return LogOdds(delta, error, delta / error)


def log_likelihood_g2(first: ArrayLike, second: ArrayLike, total_first: ArrayLike, total_second: ArrayLike) -> Floats:
    """Dunning's G2 of each word in two corpora, with the sign of its difference; elementwise.

    Args: counts of the word and numbers of all tokens. Positive where the first uses the word more.

    Source: Dunning 1993, Computational Linguistics 19:61-74, over all four cells of the table.
    """
    a, b, n, m = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (first, second, total_first, total_second))
    )
    share = (a + b) / (n + m)
    cells = ((a, n * share), (b, m * share), (n - a, n * (1 - share)), (m - b, m * (1 - share)))
    g2 = 2 * sum(_weighted_log(seen, expected) for seen, expected in cells)
    return np.asarray(np.where(a / n >= b / m, 1, -1) * np.maximum(g2, 0.0))


def log_ratio(
    first: ArrayLike, second: ArrayLike, total_first: ArrayLike, total_second: ArrayLike, level: float = 0.95
) -> Interval:
    """The binary logarithm of the ratio of two relative frequencies, with a normal interval; elementwise.

    1 means twice as frequent in the first, -1 half as frequent. Where one side has none, half a count is added to both.
    The interval covers counting only, as if tokens were independent; the bounds of `welch_test` are for claims.

    Source: Hardie 2014, "Log Ratio: an informal introduction"; delta method for the interval.
    """
    a, b, n, m = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (first, second, total_first, total_second))
    )
    none = np.where((a <= 0) | (b <= 0), _HALF, 0.0)
    a, b = a + none, b + none
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log2(a / n) - np.log2(b / m)
        half = normal_quantile((1 + level) / 2) * np.sqrt(1 / a - 1 / n + 1 / b - 1 / m) / np.log(2)
    return Interval(value, value - half, value + half, level)


def welch_test(
    sums: tuple[ArrayLike, ArrayLike], squares: tuple[ArrayLike, ArrayLike], documents: tuple[ArrayLike, ArrayLike]
) -> WelchTest:
    """Whether the documents of two groups use a word alike, each document one observation: its share of the tokens.

    Args: for each group the sum over its documents of the word's share, of the squared share, and the number of
    documents, those that lack the word included; elementwise.

    Source: Welch 1947, Biometrika 34:28-35.
    """
    (s1, s2), (q1, q2), (n1, n2) = (
        tuple(np.asarray(each, dtype=np.float64) for each in pair) for pair in (sums, squares, documents)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        v1, v2 = (np.maximum(q - s * s / n, 0.0) / (n - 1) / n for s, q, n in ((s1, q1, n1), (s2, q2, n2)))
        difference = s1 / n1 - s2 / n2
        t = difference / np.sqrt(v1 + v2)
        degrees = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    alike = (v1 + v2 <= 0) & (difference == 0)
    p = np.where(alike, 1.0, np.where(v1 + v2 <= 0, 0.0, t_tails(t, np.maximum(degrees, 1.0))))
    return WelchTest(difference, degrees, np.where((n1 > 1) & (n2 > 1), p, np.nan))


def permutation_p(
    shares: ArrayLike, is_first: ArrayLike, rng: np.random.Generator, n_permutations: int = 1999
) -> Floats:
    """Whether two groups of documents use words alike, by shuffling which document is whose.

    Args:
        shares: each word's share of the tokens of each document, shape (D, W).
        is_first: which documents are the first group's, shape (D,).
        rng: draws the permutations.
        n_permutations: how many; the least possible p is 1 over their number and one.

    Returns: two-sided p of the difference in mean shares, shape (W,), the arrangement seen counted in.
    """
    x = np.asarray(shares, dtype=np.float64)
    mine = np.asarray(is_first, dtype=bool)
    n = int(mine.sum())
    whole = x.sum(0)
    centred = whole * n / len(x)
    seen = np.abs(mine @ x - centred)
    passed = np.ones(x.shape[1])
    for _ in range(n_permutations):
        chosen = rng.permutation(len(x))[:n]
        passed += np.abs(x[chosen].sum(0) - centred) >= seen * (1 - 1e-12)
    return np.asarray(passed / (n_permutations + 1))


def spread(counts: ArrayLike, sizes: ArrayLike) -> float:
    """Gries' DP: how unevenly a word is spread over documents, 0 (as its documents' sizes would have it) to nearly 1.

    Args: counts of the word in each document that has it, and those documents' shares of all tokens, shape (D,).
    Documents without the word need not be given: together they lack what these have too much.

    Source: Gries 2008, International Journal of Corpus Linguistics 13:403-437.
    """
    k, s = (np.asarray(each, dtype=np.float64) for each in (counts, sizes))
    return float(np.sum(np.abs(k / k.sum() - s)) + 1 - s.sum()) / 2 if k.sum() > 0 else float("nan")


def _weighted_log(seen: Floats, expected: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(seen > 0, seen * np.log(seen / expected), 0.0)

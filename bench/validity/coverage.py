"""Simulations behind coverage asymmetry; python bench/validity/coverage.py writes them to docs/validity.md."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from written import table, write

from cenotaph.inference import negative_binomial_regression
from cenotaph.inference.rate_ratio import RateRatio, clustered_rate_ratio, exact_rate_ratio, rate_ratio, rate_test

SEED, REPEATS = 0, 400


def main() -> None:
    """Run all, print, write."""
    rng = np.random.default_rng(SEED)
    write(
        "coverage",
        [
            "## Coverage asymmetry",
            f"{REPEATS} draws, seed {SEED}. In brackets: what the specification's own script gives.",
            reprints(rng),
            intervals(rng),
            regression(rng),
        ],
    )


def reprints(rng: np.random.Generator) -> str:
    """Stories a side, each with a Poisson number of items, times reprints: equal rates, bursty items."""
    from scipy.stats import ttest_ind

    rows = []
    for name, random, published in (("40 stories a side", False, (".513", ".055")),
                                    ("a Poisson number of stories, 40 expected", True, ("", ""))):  # fmt: skip
        alarms = np.zeros(3)
        for _ in range(REPEATS):
            sizes = rng.poisson(40, 2) if random else (40, 40)
            a, b = (rng.poisson(5, size) * rng.poisson(3, size) for size in sizes)
            clustered = clustered_rate_ratio(np.r_[a, np.zeros(len(b))], np.r_[np.zeros(len(a)), b], 1, 1)
            alarms += (
                rate_test(a.sum(), 1, b.sum(), 1, method="score") < 0.05,
                ttest_ind(a, b, equal_var=False).pvalue < 0.05,
                clustered.p_value < 0.05,
            )
        shown = [f"{each / REPEATS:.3f}" for each in alarms]
        known = [f" ({each})" if each else "" for each in (*published, "")]
        rows.append([name, *(value + of for value, of in zip(shown, known, strict=True))])
    said = (
        "**True ratio 1, stories with reprints: false positives at 5%.** Welch's test compares items a story and takes "
        "the number of stories as given; the measure's interval takes it as random, as coverage is, and is wide where "
        "it is not."
    )
    return f"{said}\n\n" + table(["", "items as independent", "Welch over stories", "the measure"], rows)


def intervals(rng: np.random.Generator) -> str:
    """How often 95% intervals of independent stories hold the true ratio."""
    rows = []
    for mean_a, mean_b in ((4, 2), (12, 6)):
        held = np.zeros(2)
        for _ in range(REPEATS):
            y_a, y_b = rng.poisson(mean_a), rng.poisson(mean_b)
            for place, ratio in enumerate((rate_ratio, exact_rate_ratio)):
                found = once(ratio, int(y_a), mean_a, int(y_b), mean_b)
                held[place] += y_a + y_b == 0 or found.low <= 1 <= found.high
        rows.append([f"{mean_a} to {mean_b} expected", *(f"{each / REPEATS:.3f}" for each in held)])
    return (
        "**How often 95% intervals cover.** The exact one, which the measure shows, never covers too seldom.\n\n"
        + table(["", "score", "exact"], rows)
    )


@cache
def once(
    ratio: Callable[[float, float, float, float], RateRatio], y_a: int, mean_a: int, y_b: int, mean_b: int
) -> RateRatio:
    """The same counts have the same interval; the exact one takes its time."""
    return ratio(y_a, mean_a, y_b, mean_b)


def regression(rng: np.random.Generator) -> str:
    """A ratio of 3 among overdispersed monthly counts with exposure."""
    found = []
    for _ in range(40):
        exposure, side = rng.integers(200, 2000, 240).astype(float), rng.integers(0, 2, 240).astype(float)
        mean = np.exp(-6 + np.log(3) * side) * exposure
        counts = rng.negative_binomial(2, 2 / (2 + mean)).astype(float)
        fit = negative_binomial_regression(counts, np.column_stack([np.ones(240), side]), exposure)
        half = 1.96 * np.sqrt(fit.covariance[1, 1])
        found.append((fit.coefficients[1], abs(fit.coefficients[1] - np.log(3)) <= half))
    mean, covers = np.mean(found, axis=0)
    return "**Negative binomial regression with exposure, true ratio 3** (240 counts, 40 draws).\n\n" + table(
        ["mean ratio", "95% interval covers"], [[f"{np.exp(mean):.2f} (3.09, one draw)", f"{covers:.2f}"]]
    )


if __name__ == "__main__":
    main()

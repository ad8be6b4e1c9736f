"""Simulations behind the measures of change; python bench/validity/change.py writes them to docs/validity.md."""

from __future__ import annotations

import numpy as np
from written import table, write

from cenotaph.inference import detectable_ratio, poisson_regression, single_change

SEED = 5


def main() -> None:
    """Run all, print, write."""
    rng = np.random.default_rng(SEED)
    write(
        "change",
        [
            "## Change over time",
            f"Yearly counts whose rates scatter by a gamma of shape 8 (a year is 35% off its mean); seed {SEED}. In "
            "brackets: what the specification's own script gives.",
            offsets(rng),
            power(rng),
            change_points(rng),
            placebos(rng),
        ],
    )


def _counts(rng: np.random.Generator, mean: np.ndarray) -> np.ndarray:
    return rng.poisson(mean * rng.gamma(8, 1 / 8, len(mean)))


def _step(before: int, after: int) -> np.ndarray:
    return np.column_stack([np.ones(before + after), np.arange(before + after) >= before]).astype(float)


def offsets(rng: np.random.Generator, repeats: int = 1000) -> str:
    """Volume grows fourfold, the rate does not change."""
    volume, x = np.repeat([40.0, 160.0], 7), _step(7, 7)
    naive = right = 0
    for _ in range(repeats):
        counts = _counts(rng, 0.15 * volume)
        plain = poisson_regression(counts, x, np.ones(14), quasi=False)
        naive += abs(plain.coefficients[1]) > 1.96 * plain.error(1)
        right += poisson_regression(counts, x, volume).p_value(1) < 0.05
    rows = [["Poisson without exposure", f"{naive / repeats:.3f} (1.000)"],
            ["exposure, dispersion, t quantiles", f"{right / repeats:.3f} (.025)"]]  # fmt: skip
    return "**14 years, no change in rate, volume × 4: false positives at 5%.**\n\n" + table(["", "rejects"], rows)


def power(rng: np.random.Generator, repeats: int = 1000) -> str:
    """What 8 years before and 3 after can show, 9 counts a year."""
    theirs = {1.0: "", 1.5: " (.20)", 2.0: " (.63)", 3.0: " (.94)"}
    rows = []
    for before, after in ((8, 3), (8, 6), (12, 4), (20, 10)):
        row = [f"{before} before, {after} after"]
        for ratio, said in theirs.items():
            mean = 9.0 * np.where(np.arange(before + after) >= before, ratio, 1.0)
            x, exposure = _step(before, after), np.ones(before + after)
            seen = sum(poisson_regression(_counts(rng, mean), x, exposure).p_value(1) < 0.05 for _ in range(repeats))
            row.append(f"{seen / repeats:.2f}{said if (before, after) == (8, 3) else ''}")
        row.append(f"{detectable_ratio(9.0 * before, 9.0 * after, 2.125, before + after - 2):.1f}")
        rows.append(row)
    return (
        "**Power of a step at a known date, 9 counts a year**, and the ratio that `detectable_ratio` gives for "
        "power .80.\n\n" + table(["", *(f"ratio {ratio:g}" for ratio in theirs), "detectable"], rows)
    )


def change_points(rng: np.random.Generator, repeats: int = 500) -> str:
    """How often a change point is claimed where there is none, and found where there is one; 14 years."""
    rows = []
    for name, ratio in (("none", 1.0), ("doubling in year 10", 2.0), ("tripling in year 10", 3.0)):
        claimed = {"exact": 0, "discounted": 0}
        near = 0
        for _ in range(repeats):
            counts = _counts(rng, 20.0 * np.where(np.arange(14) >= 9, ratio, 1.0))
            rate = 14 / max(counts.sum(), 1)
            found = single_change(counts, rate=rate)
            fit = poisson_regression(counts, _step(found.last_before, 14 - found.last_before), np.ones(14))
            noise = max(fit.dispersion, 1.0) if np.isfinite(fit.dispersion) else 1.0
            calm = single_change(counts, rate=rate / noise, dispersion=noise)
            claimed["exact"] += found.bayes_factor > 10
            claimed["discounted"] += calm.bayes_factor > 10
            near += abs(calm.last_before - 9) <= 1
        rows.append([name, f"{claimed['exact'] / repeats:.2f}", f"{claimed['discounted'] / repeats:.2f}",
                     "" if ratio == 1 else f"{near / repeats:.2f}"])  # fmt: skip
    return (
        "**One change at an unknown date, 14 years of 20 counts: Bayes factor above 10.** Without the discount by the "
        "dispersion, scatter from year to year is taken for a change.\n\n"
        + table(["change", "exact Poisson", "discounted", "date within a year"], rows)
    )


def placebos(rng: np.random.Generator, repeats: int = 400) -> str:
    """How often the tested date, the tenth of 14 years, ranks first among nine."""
    rows = []
    for name, ratio in (("none", 1.0), ("doubling", 2.0), ("tripling", 3.0)):
        first = 0
        for _ in range(repeats):
            counts = _counts(rng, 20.0 * np.where(np.arange(14) >= 9, ratio, 1.0))
            t = {}
            for split in range(3, 12):
                fit = poisson_regression(counts, _step(split, 14 - split), np.ones(14))
                t[split] = abs(fit.coefficients[1]) / fit.error(1)
            first += max(t, key=lambda each: t[each]) == 9
        rows.append([name, f"{first / repeats:.2f}"])
    return "**Placebo dates: how often the tested date ranks first of nine** (chance 1 in 9 = .11).\n\n" + table(
        ["change", "ranks first"], rows
    )


if __name__ == "__main__":
    main()

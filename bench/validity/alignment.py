"""Simulations behind the measures of alignment; python bench/validity/alignment.py writes them to docs/validity.md.

Needs scipy, for the chi-square test that is shown to fail.
"""

from __future__ import annotations

import numpy as np
from written import table, write

from cenotaph.inference import (
    document_permutation,
    jensen_shannon_divergence,
    leave_out_guess,
    rarefied_divergence,
    split_half_excess,
    trend,
)

SEED, CODES = 3, 12


def main() -> None:
    """Run all, print, write."""
    rng = np.random.default_rng(SEED)
    p = rng.dirichlet(np.ones(CODES))
    write(
        "alignment",
        [
            "## Alignment between actors",
            f"Distributions over {CODES} codes; seed {SEED}. In brackets: what the specification's own script gives.",
            bias(p, rng),
            slopes(p, rng),
            excess(p, rng),
            rejections(p, rng),
            guesses(rng),
            verdicts(p, rng),
        ],
    )


def bias(p: np.ndarray, rng: np.random.Generator, repeats: int = 2000) -> str:
    """Plug-in divergence of two samples of one distribution: the truth is 0."""
    seen = {15: ".226", 30: ".133", 60: ".070", 120: ".036", 500: ".008"}
    rows = []
    for n, theirs in seen.items():
        x, y = rng.multinomial(n, p, size=repeats), rng.multinomial(n, p, size=repeats)
        plug_in = jensen_shannon_divergence(x, y).mean()
        cut = np.mean([rarefied_divergence([a, b], 15)[0, 1] for a, b in zip(x[:300], y[:300], strict=True)])
        theory = (CODES - 1) / (8 * np.log(2)) * 2 / n
        rows.append([n, f"{plug_in:.3f} ({theirs})", f"{theory:.3f}", f"{cut:.3f}"])
    return (
        "**Plug-in bias where both speak alike (truth 0 bits).** Cut to 15, the bias is the same at every volume.\n\n"
        + (table(["codings of each", "plug-in", "(K-1)/(8 ln 2) (1/n + 1/n)", "cut to 15"], rows))
    )


def slopes(p: np.ndarray, rng: np.random.Generator, repeats: int = 400) -> str:
    """A constant distance while volume grows from 20 to 200 a year."""
    years, volumes = np.arange(10), np.linspace(20, 200, 10).astype(int)
    x = years - years.mean()
    found: dict[str, list[float]] = {"plug-in": [], "cut to the smallest year": []}
    for _ in range(repeats):
        pairs = [(rng.multinomial(n, p), rng.multinomial(n, p[::-1])) for n in volumes]
        plain = [float(jensen_shannon_divergence(a, b)) for a, b in pairs]
        cut = [float(rarefied_divergence([a, b], int(volumes[0]))[0, 1]) for a, b in pairs]
        for name, values in zip(found, (plain, cut), strict=True):
            found[name].append(float(x @ values / (x @ x)))
    theirs = {"plug-in": ("-.0138", ".95"), "cut to the smallest year": ("+.0003", ".49")}
    rows = [
        [name, f"{np.mean(each):+.4f} ({theirs[name][0]})", f"{np.mean(np.array(each) < 0):.2f} ({theirs[name][1]})"]
        for name, each in found.items()
    ]
    true = float(jensen_shannon_divergence(p, p[::-1]))
    return (
        f"**False convergence.** True distance {true:.3f} in every year, volume 20 to 200: slope a year.\n\n"
        + table(["", "mean slope (truth 0)", "share below 0"], rows)
    )


def excess(p: np.ndarray, rng: np.random.Generator, repeats: int = 200) -> str:
    """Level and interval of the excess over the split-half distance, documents of 15 codings that vary."""
    rows = []
    for documents in (8, 20, 40):
        seen = []
        for _ in range(repeats):
            made = [rng.multinomial(15, rng.dirichlet(q * 15, size=documents)) for q in (p, p[::-1], p)]
            actor = np.repeat([0, 1, 2], documents)
            size = min(60, documents * 15 // 2 - 8)
            found = split_half_excess(np.vstack(made), actor, rng, size=size, n_splits=60)
            seen.append([found.excess[0, 1], found.low[0, 1], found.high[0, 1], found.excess[0, 2], found.low[0, 2],
                         found.high[0, 2]])  # fmt: skip
        apart, low, high, alike, alike_low, alike_high = np.array(seen).T
        true = float(jensen_shannon_divergence(p, p[::-1]))
        rows.append([documents, f"{apart.mean():.3f}", f"{np.mean((low <= true) & (true <= high)):.2f}",
                     f"{alike.mean():+.4f}", f"{np.mean((alike_low > 0) | (alike_high < 0)):.3f}"])  # fmt: skip
    return (
        f"**Excess over the split-half distance.** Truth {true:.3f} for actors that differ, 0 for actors that do not; "
        "documents of 15 codings, each with a distribution of its own about its actor's.\n\n"
        + table(
            ["documents of each", "mean excess, apart", "interval covers", "mean excess, alike", "interval without 0"],
            rows,
        )
    )


def rejections(p: np.ndarray, rng: np.random.Generator, repeats: int = 400) -> str:
    """Rejections at 5% where documents differ and actors do not."""
    from scipy.stats import chi2_contingency

    by_document = by_code = 0
    second, stratum = np.arange(24) >= 12, np.zeros(24, dtype=np.int64)
    for _ in range(repeats):
        made = rng.multinomial(15, rng.dirichlet(p * 15, size=24))
        by_document += document_permutation(made, second, stratum, rng, n_draws=199) <= 0.05
        both = np.stack([made[~second].sum(0), made[second].sum(0)])
        by_code += chi2_contingency(both[:, both.sum(0) > 0])[1] < 0.05
    rows = [["permutation of documents", f"{by_document / repeats:.3f} (.045)"],
            ["chi-square on pooled codes", f"{by_code / repeats:.3f} (.435)"]]  # fmt: skip
    return "**Tests at 5% where actors do not differ but documents do.**\n\n" + table(["", "rejects"], rows)


def guesses(rng: np.random.Generator, repeats: int = 60) -> str:
    """The chance of guessing the speaker where both speak alike."""
    words = rng.dirichlet(np.full(400, 0.3))
    found = []
    for _ in range(repeats):
        a, b = (rng.multinomial(60, words, size=25) for _ in range(2))
        found.append([plug_in_guess(a, b), leave_out_guess(a, b)])
    plug_in, left_out = np.mean(found, axis=0)
    return "**Guessing the speaker from one word (truth .5).**\n\n" + table(
        ["", "mean"], [["plug-in", f"{plug_in:.3f} (.544)"], ["leave-out", f"{left_out:.3f} (.500)"]]
    )


def plug_in_guess(a: np.ndarray, b: np.ndarray) -> float:
    """The estimate that counts a document as evidence about itself."""
    p, q = a.sum(0) / a.sum(), b.sum(0) / b.sum()
    known = np.where(p + q > 0, p / np.where(p + q > 0, p + q, 1), 0.5)
    return float(
        ((a / a.sum(1, keepdims=True)).mean(0) @ known + (b / b.sum(1, keepdims=True)).mean(0) @ (1 - known)) / 2
    )


def verdicts(p: np.ndarray, rng: np.random.Generator, repeats: int = 300) -> str:
    """How often each verdict is given: nothing moves, or the first moves to the second over the years."""
    rows = []
    for name, moves in (("nothing moves", 0.0), ("one moves half way", 0.5), ("one moves all the way", 1.0)):
        for years in (8, 20):
            said: dict[str, int] = {}
            for _ in range(repeats):
                values = []
                for step in np.linspace(0, moves, years):
                    mixed = (1 - step) * p + step * p[::-1]
                    pair = [rng.multinomial(40, mixed), rng.multinomial(40, p[::-1])]
                    values.append(float(rarefied_divergence(pair, 30)[0, 1]))
                verdict = trend(values, np.arange(years), 0.02, rng, n_draws=199)
                said[verdict.verdict] = said.get(verdict.verdict, 0) + 1
            shares = [f"{said.get(word, 0) / repeats:.2f}" for word in ("falling", "rising", "no change", "cannot say")]
            rows.append([name, years, *shares])
    return "**Verdicts of convergence**, 40 codings a year, smallest slope that matters .02 bits a year.\n\n" + table(
        ["", "years", "converging", "diverging", "no change", "cannot say"], rows
    )


if __name__ == "__main__":
    main()

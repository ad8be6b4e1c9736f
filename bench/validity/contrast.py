"""Simulations behind emphasis, contrast, pairs; python bench/validity/contrast.py writes them to docs/validity.md."""

from __future__ import annotations

import numpy as np
from written import table, write

from cenotaph.inference import (
    benjamini_hochberg,
    beta_binomial,
    bradley_terry,
    dirichlet_shares,
    informative_prior,
    jeffreys_interval,
    log_likelihood_g2,
    log_odds_ratio,
    permutation_p,
    welch_test,
    wilson_interval,
)

SEED = 1
DOCUMENTS, TOKENS, WORDS = 20, 400, 300


def main() -> None:
    """Run all, print, write."""
    rng = np.random.default_rng(SEED)
    write(
        "contrast",
        [
            "## Emphasis, contrast and pairs",
            f"Seed {SEED}. In brackets: what the specification's own scripts give.",
            bursts(rng),
            masses(),
            sentences(rng),
            occasions(rng),
            scales(rng),
        ],
    )


def corpora(rng: np.random.Generator, concentration: float) -> np.ndarray:
    """Two groups of documents that speak alike, words in bursts; shape (2, documents, words)."""
    base = 1 / np.arange(1, WORDS + 1)
    base /= base.sum()
    shares = rng.dirichlet(base * WORDS * concentration / 20, size=2 * DOCUMENTS)
    return rng.multinomial(TOKENS, shares).reshape(2, DOCUMENTS, WORDS)


def bursts(rng: np.random.Generator, repeats: int = 60) -> str:
    """Share of words that pass 5% where nothing differs."""
    names = ("log odds z", "G2", "Welch over documents", "shuffled documents", "Welch, q < .05")
    rows = []
    for concentration, theirs in ((20.0, (".194", ".218", ".043", "", "")), (200.0, ("",) * 5)):
        passed, tested = np.zeros(len(names)), 0
        for _ in range(repeats):
            counts = corpora(rng, concentration)
            a, b = counts.sum(1)
            kept = a + b >= 20
            z = log_odds_ratio(a, b, informative_prior(a + b, 500)).z
            g2 = np.abs(log_likelihood_g2(a, b, a.sum(), b.sum()))
            shares = counts[:, :, kept] / TOKENS
            p = welch_test(tuple(shares.sum(1)), tuple((shares**2).sum(1)), (DOCUMENTS, DOCUMENTS)).p
            first = np.arange(2 * DOCUMENTS) < DOCUMENTS
            shuffled = permutation_p(shares.reshape(2 * DOCUMENTS, -1), first, rng, 199)
            hits = (np.abs(z[kept]) > 1.96, g2[kept] > 3.84, p < 0.05, shuffled <= 0.05, benjamini_hochberg(p) < 0.05)
            passed += [hit.sum() for hit in hits]
            tested += kept.sum()
        shown = [f"{x:.3f} ({y})" if y else f"{x:.3f}" for x, y in zip(passed / tested, theirs, strict=True)]
        rows.append(["strong" if concentration < 100 else "weak", *shown])
    head = f"**Two groups of {DOCUMENTS} documents that speak alike, words in bursts: share of words that pass 5%.**"
    return f"{head} So the rank may go by z, the claim not.\n\n" + table(["bursts", *names], rows)


def masses() -> str:
    """What the mass of the prior does to z."""
    first, second = np.array([3, 60, 900, 19037]), np.array([0, 30, 800, 19170])
    theirs = {1: ".09", 100: ".52", 1000: "1.00", 10_000: "1.27"}
    rows = []
    for mass, printed in theirs.items():
        z = log_odds_ratio(first, second, informative_prior(first + second, mass)).z
        rows.append([f"{mass:,}", f"{z[0]:.2f} ({printed})", f"{z[1]:.2f}", f"{z[2]:.2f}"])
    head = "**z of three words among 20,000 tokens on each side, by the mass of the prior.**"
    words = ["3 : 0", "60 : 30", "900 : 800"]
    return f"{head} `rank_worst` looks at all four.\n\n" + table(["mass", *words], rows)


def sentences(rng: np.random.Generator, repeats: int = 500) -> str:
    """Coverage of intervals of a share in one document whose sentences come in runs."""
    n, share = 40, 0.15
    theirs = {0.0: (".958", ".958"), 0.5: (".790", ".790")}
    rows = []
    for persistence, printed in theirs.items():
        hits = np.zeros((repeats, n), dtype=bool)
        hits[:, 0] = rng.random(repeats) < share
        for place in range(1, n):
            again = rng.random(repeats) < persistence
            hits[:, place] = np.where(again, hits[:, place - 1], rng.random(repeats) < share)
        k = hits.sum(1)
        intervals = (wilson_interval(k, n), jeffreys_interval(k, n))
        both = [float(np.mean((found.low <= share) & (share <= found.high))) for found in intervals]
        dirichlet = dirichlet_shares(np.stack([k, n - k], axis=1))
        third = float(np.mean((dirichlet.low[:, 0] <= share) & (share <= dirichlet.high[:, 0])))
        cells = [f"{x:.3f} ({y})" for x, y in zip(both, printed, strict=True)]
        rows.append([f"{persistence:.1f}", *cells, f"{third:.3f}"])
    head = "**40 sentences of one document, true share .15: coverage of nominal 95% intervals.**"
    return f"{head} With runs none covers.\n\n" + table(["persistence", "Wilson", "Jeffreys", "Dirichlet"], rows)


def occasions(rng: np.random.Generator, repeats: int = 300) -> str:
    """Coverage of the expected share over occasions."""
    rows = []
    for n_occasions in (5, 8, 12, 25):
        for rho in (0.02, 0.1, 0.3):
            held, width = 0, 0.0
            for _ in range(repeats):
                weight = 1 / rho - 1
                k = rng.binomial(40, rng.beta(0.15 * weight, 0.85 * weight, n_occasions))
                found = beta_binomial(k, np.full(n_occasions, 40))
                held += found.low <= 0.15 <= found.high
                width += found.high - found.low
            rows.append([str(n_occasions), f"{rho}", f"{held / repeats:.3f}", f"{width / repeats:.2f}"])
    head = "**Expected share of .15 over occasions of 40 sentences: coverage and width of nominal 95% intervals.**"
    return f"{head}\n\n" + table(["occasions", "rho", "coverage", "width"], rows)


def scales(rng: np.random.Generator, items: int = 24, repeats: int = 20) -> str:
    """How many comparisons make a usable scale, with a tenth of all answers wrong."""
    truth = np.linspace(-1, 1, items) + rng.normal(0, 0.3, items)
    theirs = {10: ".76", 20: ".87", 40: ".92"}
    rows = []
    for each in (4, 10, 20, 40):
        found = []
        for _ in range(repeats):
            rings = np.concatenate([np.stack([ring, np.roll(ring, -1)], 1) for ring in
                                    (rng.permutation(items) for _ in range(each // 2))])  # fmt: skip
            one, other = rings.T
            right = rng.random(len(one)) < 1 / (1 + np.exp(-2 * (truth[one] - truth[other])))
            won = np.where(rng.random(len(one)) < 0.9, right, ~right)
            found.append(np.corrcoef(bradley_terry(one, other, won, items, prior=0.5).strength, truth)[0, 1])
        printed = f" ({theirs[each]})" if each in theirs else ""
        rows.append([str(each), f"{np.mean(found):.2f}{printed}"])
    head = f"**{items} passages compared in pairs, a tenth of answers wrong: correlation of the scale with the truth.**"
    return f"{head}\n\n" + table(["comparisons of each", "r"], rows)


if __name__ == "__main__":
    main()

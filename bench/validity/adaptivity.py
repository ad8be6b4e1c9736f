"""Simulations behind audience adaptivity; python bench/validity/adaptivity.py writes them to docs/validity.md."""

from __future__ import annotations

import numpy as np
from written import table, write

from cenotaph.inference.adaptivity import audience_adaptivity, entropy

SEED, REPEATS = 6, 200
AUDIENCES, DOCUMENTS, CODES = 6, 60, 8
WHO = np.repeat(np.arange(AUDIENCES), DOCUMENTS // AUDIENCES)
TOPIC = (WHO >= AUDIENCES // 2).astype(np.int64)
NO_TOPIC = np.zeros(DOCUMENTS, dtype=np.int64)


def main() -> None:
    """Run all, print, write."""
    rng = np.random.default_rng(SEED)
    base = rng.dirichlet(np.ones(CODES) * 3)
    write(
        "adaptivity",
        [
            "## Audience adaptivity",
            f"{AUDIENCES} audiences, {DOCUMENTS // AUDIENCES} documents of 12 codes each; codes of one document hang "
            f"together (Dirichlet, 25); {REPEATS} draws, seed {SEED}. In brackets: what the specification's own script "
            "gives.",
            effects(base, rng),
            topics(base, rng),
            comparisons(base, rng),
        ],
    )


def draw(base: np.ndarray, effect: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Documents of a speaker whose codes shift by `effect` (audiences, codes) on the log scale."""
    shares = np.exp(np.log(base) + effect[WHO])
    shares /= shares.sum(axis=1, keepdims=True)
    return np.array([rng.multinomial(12, rng.dirichlet(each * 25)) for each in shares])


def truth(base: np.ndarray, effect: np.ndarray) -> float:
    """What infinitely many documents would give."""
    shares = np.exp(np.log(base) + effect)
    shares /= shares.sum(axis=1, keepdims=True)
    whole = float(entropy(shares.mean(axis=0)))
    return (whole - float(entropy(shares).mean())) / whole


def effects(base: np.ndarray, rng: np.random.Generator) -> str:
    """Universalising, mild and pragmatic speakers."""
    published = {0.0: (".018", "-.001", ".04"), 0.4: (".053", ".031", "1.00"), 0.9: (".138", ".109", "1.00")}
    rows = []
    for name, size in (("no effect of the audience", 0.0), ("mild (.4)", 0.4), ("strong (.9)", 0.9)):
        found = []
        for _ in range(REPEATS):
            effect = rng.normal(0, size, (AUDIENCES, CODES))
            one = audience_adaptivity(draw(base, effect, rng), WHO, NO_TOPIC, rng, n_permutations=99, n_bootstraps=60)
            true = truth(base, effect)
            found.append((true, one.naive, one.estimate, one.p_value < 0.05, one.low <= true <= one.high))
        mean = np.mean(found, axis=0)
        naive, corrected, alarms = published[size]
        rows.append([name, f"{mean[0]:.3f}", f"{mean[1]:.3f} ({naive})", f"{mean[2]:+.3f} ({corrected})",
                     f"{mean[3]:.2f} ({alarms})", f"{mean[4]:.2f}"])  # fmt: skip
    return (
        "**One speaker.** Strong dependence is understated, so that the interval then covers too seldom.\n\n"
        + table(["", "true", "naive", "corrected", "p < .05", "95% interval covers"], rows)
    )


def topics(base: np.ndarray, rng: np.random.Generator) -> str:
    """Audiences hear of different topics, and nothing else differs; then each topic is heard by three audiences."""
    rows = []
    for name, strata, published in (("not held fixed", NO_TOPIC, "1.00"), ("topic held fixed", TOPIC, ".04")):
        alarms = 0
        for _ in range(REPEATS):
            effect = rng.normal(0, 1, (2, CODES))[(np.arange(AUDIENCES) >= AUDIENCES // 2).astype(int)]
            found = audience_adaptivity(draw(base, effect, rng), WHO, strata, rng, n_permutations=99, n_bootstraps=2)
            alarms += found.p_value < 0.05
        rows.append([name, f"{alarms / REPEATS:.2f} ({published})"])
    return "**Topics differ between audiences, and nothing else does: false positives.**\n\n" + table(
        ["", "p < .05"], rows
    )


def comparisons(base: np.ndarray, rng: np.random.Generator) -> str:
    """Two speakers: equal, and one who adapts."""
    rows = []
    for name, sizes in (("neither adapts", (0.0, 0.0)), ("both mildly", (0.4, 0.4)), ("one strongly", (0.9, 0.0))):
        apart = 0
        for _ in range(REPEATS):
            effect = rng.normal(0, 1, (AUDIENCES, CODES))  # the same for both, so that equal sizes are equal truths
            a, b = (
                audience_adaptivity(
                    draw(base, size * effect, rng), WHO, NO_TOPIC, rng, n_permutations=40, n_bootstraps=60
                )
                for size in sizes
            )
            error = np.hypot(a.standard_error, b.standard_error)
            apart += abs(a.estimate - b.estimate) > 1.96 * error
        rows.append([name, f"{apart / REPEATS:.2f}"])
    return "**Two speakers: how often their difference is told from 0.**\n\n" + table(
        ["", "95% interval excludes 0"], rows
    )


if __name__ == "__main__":
    main()

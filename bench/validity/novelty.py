"""Simulations behind novelty and resonance; python bench/validity/novelty.py writes them to docs/validity.md."""

from __future__ import annotations

import numpy as np
from written import table, write

from cenotaph.inference.novelty import novelty_in_series

SEED, REPEATS = 4, 200
PLACES = (("a text that stood alone", 12), ("a turn that lasted", 25), ("routine", 18))
PUBLISHED = {12: (".298", "-.039"), 25: (".339", "+.270"), 18: (".112", "-.008")}


def main() -> None:
    """Run, print, write."""
    rng = np.random.default_rng(SEED)
    rows = []
    for length in (300, 60):
        found = np.array([planted(rng, length) for _ in range(REPEATS)])
        for number, (name, place) in enumerate(PLACES):
            novelty, resonance = found[:, number].mean(axis=0)
            spread = found[:, number, 1].std()
            known = PUBLISHED[place] if length == 300 else ("", "")
            shown = [f"{value} ({of})" if of else value for value, of in
                     ((f"{novelty:.3f}", known[0]), (f"{resonance:+.3f}", known[1]))]  # fmt: skip
            rows.append([f"{name}, {length} codes a text", *shown, f"{spread:.3f}"])
    write(
        "novelty",
        [
            "## Novelty, transience, resonance",
            f"40 texts, 20 codes, window 5; text 12 alone is other, and all from text 25 on; {REPEATS} draws, seed "
            f"{SEED}. In brackets: the one draw of the specification's script. Short texts look new by chance: compare "
            "a text with the others of its series, not with another series.",
            table(["", "novelty", "resonance", "its spread"], rows),
        ],
    )


def planted(rng: np.random.Generator, length: int) -> list[tuple[float, float]]:
    """Novelty and resonance at the three places of one series."""
    base, new = rng.dirichlet(np.ones(20) * 2), rng.dirichlet(np.ones(20) * 2)
    mixed = [0.6 if place == 12 or place >= 25 else 0.0 for place in range(40)]
    counts = np.array([rng.multinomial(length, (1 - mix) * base + mix * new) for mix in mixed])
    found = novelty_in_series(counts, 5)
    return [(float(found.novelty[place]), float(found.resonance[place])) for _, place in PLACES]


if __name__ == "__main__":
    main()

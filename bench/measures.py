"""Our measures against their peers on the same counts, in one run: equal where the definitions agree, and how fast.

    python bench/measures.py --peers PYTHON

PYTHON is one that has bench/requirements.txt; quanteda.textstats is timed where Rscript finds it. Counts are those of
General Debate speeches of two states where CENOTAPH_DATA names the folder that holds them, else drawn, with a seed.
Add a function to COMPARISONS for another measure.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cenotaph.inference import jensen_shannon_divergence, log_likelihood_g2, log_odds_ratio
from cenotaph.text import fold, tokens

HERE = Path(__file__).resolve().parent
ALPHA, RUNS = 0.05, 51


@dataclass(frozen=True)
class Line:
    """One line of the table: what was computed, by whom, in how many milliseconds, and how far from ours at most."""

    measure: str
    by: str
    milliseconds: float
    difference: float | None
    note: str = ""


def two_corpora() -> tuple[str, list[str], np.ndarray, np.ndarray]:
    """What the counts are of, the words, and their counts in two corpora."""
    file = Path(os.environ.get("CENOTAPH_DATA", "")) / "ungdc" / "ungdc_focus12.jsonl.gz"
    if not file.is_file():
        rng = np.random.default_rng(1)
        share = 1 / np.arange(1, 30_001)
        first, second = (rng.multinomial(400_000, rng.dirichlet(share / share.sum() * 3000)) * 1.0 for _ in range(2))
        return "drawn counts", [f"w{n}" for n in range(len(first))], first, second
    held: dict[str, Counter[str]] = {"CHN": Counter(), "RUS": Counter()}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["iso3"] in held and row["lang"] == "en":
                held[row["iso3"]].update(tokens(fold(row["text"]).text, "en"))
    words = sorted(held["CHN"] | held["RUS"])
    return (
        "General Debate, China and Russia",
        words,
        *(np.array([held[s][w] for w in words], dtype=np.float64) for s in ("CHN", "RUS")),
    )


def keyness(peers: str | None) -> Iterator[Line]:
    """Log odds with a flat prior, and G2, over all words of two corpora."""
    name, words, first, second = two_corpora()
    print(f"{name}: {first.sum():,.0f} and {second.sum():,.0f} tokens, {len(words):,} words", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder, "counts.tsv")
        rows = (f"{n}\t{a:.0f}\t{b:.0f}" for n, (a, b) in enumerate(zip(first, second, strict=True)))
        counts.write_text("\n".join(rows) + "\n", "utf-8")
        odds, took = _timed(lambda: log_odds_ratio(first, second, ALPHA).z)
        yield Line("log odds z", "cenotaph", took, None)
        of = {"ConvoKit": odds, "scattertext": _with_both_terms(first, second)}
        for peer in ("scattertext", "ConvoKit") if peers else ():
            yield _peer(
                "log odds z", peer, [peers, str(HERE / "measures_peers.py"), f"{peer} log odds", str(counts)], of[peer]
            )
        g2, took = _timed(lambda: log_likelihood_g2(first, second, first.sum(), second.sum()))
        yield Line("G2", "cenotaph", took, None)
        if peers:
            yield _peer(
                "G2", "scattertext", [peers, str(HERE / "measures_peers.py"), "scattertext G2", str(counts)], g2
            )
        if shutil.which("Rscript"):
            yield _peer("G2", "quanteda.textstats", ["Rscript", str(HERE / "measures_peers.R"), str(counts)], g2)


def _with_both_terms(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """z with the variance that scattertext takes: Monroe, Colaresi & Quinn's before they drop its smaller terms."""
    found = log_odds_ratio(first, second, ALPHA)
    rest = sum(1 / (side.sum() + ALPHA * (len(side) - 1) - side) for side in (first, second))
    return found.delta / np.sqrt(found.error**2 + rest)


def divergence(peers: str | None) -> Iterator[Line]:
    """The Jensen-Shannon divergence of the two corpora, in bits: one number, and its sum over words from scattertext.

    scattertext multiplies by the second share where the first belongs, so that its values sum to no divergence: on
    counts (50, 20, 5, 1) and (10, 30, 6, 40) they sum to -0.97 where the truth is 0.351.
    """
    _, _, first, second = two_corpora()
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder, "counts.tsv")
        rows = (f"{n}\t{a:.0f}\t{b:.0f}" for n, (a, b) in enumerate(zip(first, second, strict=True)))
        counts.write_text("\n".join(rows) + "\n", "utf-8")
        bits, took = _timed(lambda: np.atleast_1d(jensen_shannon_divergence(first, second)))
        yield Line("Jensen-Shannon divergence", "cenotaph", took, None)
        for peer in ("scipy", "scattertext") if peers else ():
            name = f"{peer} divergence"
            yield _peer(
                "Jensen-Shannon divergence", peer, [peers, str(HERE / "measures_peers.py"), name, str(counts)], bits
            )


COMPARISONS: tuple[Callable[[str | None], Iterator[Line]], ...] = (keyness, divergence)


def _timed(work: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    """What it gives, and the median of many runs in milliseconds."""
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        values = work()
        seconds.append(time.perf_counter() - began)
    return values, 1000 * sorted(seconds)[RUNS // 2]


def _peer(measure: str, name: str, command: list[str], ours: np.ndarray) -> Line:
    """A peer in a process of its own; how far its values are from ours, relative to theirs, at most."""
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        return Line(measure, name, float("nan"), None, (run.stderr.strip().splitlines() or ["failed"])[-1][:80])
    found = json.loads(run.stdout.strip().splitlines()[-1])
    theirs = np.array(found["values"], dtype=np.float64)
    off = np.max(np.abs(np.abs(theirs) - np.abs(ours)) / np.maximum(np.abs(ours), 1.0))
    opposed = int(np.sum((np.sign(theirs) != np.sign(ours)) & (np.abs(ours) > 1e-6)))
    return Line(measure, name, 1000 * found["seconds"], float(off), f"{opposed} signs differ" if opposed else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="PYTHON", help="a Python that has bench/requirements.txt")
    peers = parser.parse_args().peers
    print(
        "| measure | by | ms | times ours | greatest relative difference | |\n| --- | --- | ---: | ---: | ---: | --- |"
    )
    ours: dict[str, float] = {}
    for compare in COMPARISONS:
        for line in compare(peers):
            base = ours.setdefault(line.measure, line.milliseconds)
            off = "" if line.difference is None else f"{line.difference:.1e}"
            times = f"{line.milliseconds / base:.1f}"
            print(f"| {line.measure} | {line.by} | {line.milliseconds:.2f} | {times} | {off} | {line.note} |")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

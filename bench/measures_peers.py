"""One peer of bench/measures.py: python bench/measures_peers.py NAME COUNTS prints median seconds and values as JSON.

COUNTS is a table without header: word, count in the first corpus, count in the second. Runs in any Python that has the
peer (bench/requirements.txt); it knows nothing of cenotaph.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np

Work = Callable[[], np.ndarray]
ALPHA = 0.05
#: Runs, of which the median counts.
RUNS = 51


def scattertext_log_odds(first: np.ndarray, second: np.ndarray) -> Work:
    """z of Monroe, Colaresi & Quinn with a flat prior, as its term significance has it."""
    from scattertext.termsignificance import LogOddsRatioUninformativeDirichletPrior

    scorer = LogOddsRatioUninformativeDirichletPrior(ALPHA)
    return lambda: scorer.get_zeta_i_j_given_separate_counts(first, second)


def scattertext_g2(first: np.ndarray, second: np.ndarray) -> Work:
    """Its G2 over all four cells, with a sign."""
    from scattertext.termscoring.g2 import G2

    scorer = G2.__new__(G2)
    return lambda: np.asarray(scorer._get_g2_and_res(first.sum(), second.sum(), first, second)[1])


def convokit_log_odds(first: np.ndarray, second: np.ndarray) -> Work:
    """FightingWords, given the counts: its vectoriser is not timed."""
    from convokit.fighting_words.fightingWords import FightingWords
    from scipy.sparse import csr_matrix

    counts = csr_matrix(np.stack([first, second]))
    words = {str(place): place for place in range(len(first))}
    vectoriser = SimpleNamespace(fit_transform=lambda _: counts, vocabulary_=words)
    scorer = FightingWords(cv=vectoriser, prior=ALPHA, text_func=lambda text: text)

    def work() -> np.ndarray:
        with contextlib.redirect_stdout(io.StringIO()):
            found = scorer._bayes_compare_language(["first"], ["second"])
        return np.array([found[str(place)] for place in range(len(first))])

    return work


def scipy_divergence(first: np.ndarray, second: np.ndarray) -> Work:
    """Its distance is the root of the divergence."""
    from scipy.spatial.distance import jensenshannon

    return lambda: np.atleast_1d(jensenshannon(first, second, base=2) ** 2)


def scattertext_divergence(first: np.ndarray, second: np.ndarray) -> Work:
    """Its scores of words with equal weights, summed."""
    from scattertext.termscoring.DeltaJSDivergence import DeltaJSDivergence

    scorer = DeltaJSDivergence()
    return lambda: np.atleast_1d(scorer.get_scores(a=first, b=second).sum())


PEERS = {
    "scipy divergence": scipy_divergence,
    "scattertext divergence": scattertext_divergence,
    "scattertext log odds": scattertext_log_odds,
    "scattertext G2": scattertext_g2,
    "ConvoKit log odds": convokit_log_odds,
}


def main(name: str, counts: str) -> None:
    first, second = np.loadtxt(counts, delimiter="\t", usecols=(1, 2)).T
    work = PEERS[name](first, second)
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        values = work()
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": sorted(seconds)[RUNS // 2], "values": np.asarray(values, dtype=float).tolist()}))


if __name__ == "__main__":
    main(*sys.argv[1:])

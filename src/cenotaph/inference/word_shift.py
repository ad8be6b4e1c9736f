"""Which words moved an index: a difference of weighted averages, taken apart word by word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.quantiles import Floats

__all__ = ["WordShift", "word_shift"]


@dataclass(frozen=True)
class WordShift:
    """A difference between two weighted averages, word by word; shape (W,).

    Attributes:
        contribution: what each word adds to the difference; they sum to it exactly.
        by_frequency: the part of it that comes of the word being used more or less.
        by_score: the part that comes of the word's own score being another in the second text; 0 where scores are one.
        difference: the second average less the first.
    """

    contribution: Floats
    by_frequency: Floats
    by_score: Floats
    difference: float


def word_shift(
    first: ArrayLike,
    second: ArrayLike,
    score: ArrayLike,
    score_second: ArrayLike | None = None,
    reference: float | None = None,
) -> WordShift:
    """Each word's part in the difference between the average score of two texts.

    Args:
        first, second: counts of each word, shape (W,), not all 0.
        score: the score of each word, shape (W,); of the first text where `score_second` is given.
        score_second: the scores in the second text; by default the same.
        reference: the score that counts as neutral; by default the average of the first text. It moves parts from
            word to word and never changes their sum.

    Raises: ValueError where one of the texts has no words.

    Source: Gallagher et al. 2021, EPJ Data Science 10:4, eq. 9 (generalised word shift).
    """
    p, q = (np.asarray(each, dtype=np.float64) for each in (first, second))
    if p.sum() <= 0 or q.sum() <= 0:
        raise ValueError("a text without words has no average score")
    p, q = p / p.sum(), q / q.sum()
    phi = np.asarray(score, dtype=np.float64)
    psi = phi if score_second is None else np.asarray(score_second, dtype=np.float64)
    neutral = float(p @ phi) if reference is None else reference
    by_frequency = (q - p) * ((phi + psi) / 2 - neutral)
    by_score = (q + p) / 2 * (psi - phi)
    return WordShift(by_frequency + by_score, by_frequency, by_score, float(q @ psi - p @ phi))

"""How well a single code tells two speakers apart, without counting a document as evidence about itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.quantiles import Floats

__all__ = ["leave_out_guess"]


def leave_out_guess(first: ArrayLike, second: ArrayLike) -> float:
    """The chance that a listener who hears one code (phrase, target) of a document guesses who of two speaks.

    0.5 where the two speak alike, 1 where they share nothing; chance draws may fall below 0.5. The listener knows how
    often each of the two uses each code, learnt from all documents but the one that is heard. The plug-in, which learns
    from that one too, gives .54 where the truth is .5.

    Args: first and second, counts of codes, shape (documents, K) each; documents without codes are passed over. NaN
    where a side has fewer than two documents with codes.

    Source: Gentzkow, Shapiro & Taddy 2019, Econometrica 87:1307-1340, leave-out estimator, section 4.2.
    """
    a, b = (np.asarray(each, dtype=np.float64) for each in (first, second))
    a, b = a[a.sum(1) > 0], b[b.sum(1) > 0]
    if min(len(a), len(b)) < 2:
        return float("nan")
    return float((_guessed(a, b) + _guessed(b, a)) / 2)


def _guessed(own: Floats, other: Floats) -> float:
    """Mean posterior probability of `own` over its documents, each left out of what is known of it."""
    rest = own.sum(0) - own
    p = rest / rest.sum(1, keepdims=True)
    q = other.sum(0) / other.sum()
    both = p + q
    posterior = np.where(both > 0, p / np.where(both > 0, both, 1.0), 0.5)
    return float((own / own.sum(1, keepdims=True) * posterior).sum(1).mean())

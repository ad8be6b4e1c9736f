"""Many tests at once: the share of false ones among those that are called findings."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.quantiles import Floats

__all__ = ["benjamini_hochberg", "benjamini_yekutieli"]


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjusted p values: those not above q hold, in expectation, no more than a share q of false findings.

    Args: p, shape (n,), the family of tests; NaN (not tested) stays NaN and is no member of the family.

    Source: Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57:289-300; holds for independent
    and for positively dependent tests.
    """
    return _adjusted(p, harmonic=False)


def benjamini_yekutieli(p: ArrayLike) -> Floats:
    """As `benjamini_hochberg`, whatever the dependence between the tests; the price is a factor of 1 + 1/2 + ... + 1/n.

    For parts of one whole, where what one wins another loses.

    Source: Benjamini & Yekutieli 2001, Annals of Statistics 29:1165-1188.
    """
    return _adjusted(p, harmonic=True)


def _adjusted(p: ArrayLike, *, harmonic: bool) -> Floats:
    p = np.asarray(p, dtype=np.float64)
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    n = len(tested)
    if n:
        falling = tested[np.argsort(-p[tested], kind="stable")]
        rank = np.arange(n, 0, -1)
        factor = np.sum(1 / rank) if harmonic else 1.0
        adjusted[falling] = np.minimum(np.minimum.accumulate(p[falling] * n * factor / rank), 1.0)
    return adjusted

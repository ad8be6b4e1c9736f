"""How much an absence can weigh at most, and what remains where invitation is unknown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cenotaph.inference.quantiles import Floats

__all__ = ["Ceiling", "InvitationBounds", "evidence_ceiling", "invitation_bounds", "rank_predictive"]


@dataclass(frozen=True)
class Ceiling:
    """The greatest weight of evidence, in decibels (10 log10 of a Bayes factor); arrays of one shape.

    Attributes:
        decibels: -10 log10 P(what happened, given routine).
        low, high: the same at the bounds of that probability; NaN where it has none.
    """

    decibels: Floats
    low: Floats
    high: Floats


def evidence_ceiling(probability: ArrayLike, low: ArrayLike = np.nan, high: ArrayLike = np.nan) -> Ceiling:
    """The most that an outcome can weigh for any story against routine: no story can give it more than probability 1.

    Args: the probability of the outcome under routine, and the bounds of that probability, all in (0, 1].

    Source: the likelihood ratio is at most 1 / P(E | routine); decibels after Good 1950, Probability and the Weighing
    of Evidence, ch. 6.
    """
    with np.errstate(divide="ignore"):
        shown, least, most = (np.abs(10 * np.log10(np.asarray(p, float))) for p in (probability, high, low))
    return Ceiling(shown, least, most)


@dataclass(frozen=True)
class InvitationBounds:
    """What is known of invitation and of coming where some absences may be for want of an invitation.

    Attributes:
        invited_low, invited_high: the share of occurrences with an invitation, over all ways the unknown may have been.
        came_low, came_high: the predictive probability of coming, given an invitation, over all these ways.
        n_unknown: absences of which nobody knows whether there was an invitation.
    """

    invited_low: float
    invited_high: float
    came_low: float
    came_high: float
    n_unknown: int


def invitation_bounds(came: int, stayed_away: int, not_invited: int, absent_unknown: int) -> InvitationBounds:
    """Bounds on invitation, and on coming given invitation, with no assumption about what is unknown.

    Args: occurrences at which the guest came; was invited and stayed away; was not invited; was absent, nobody
    knows why. Shares of nothing are NaN; the predictive of coming uses Jeffreys' prior.

    Source: worst-case bounds, Manski 1989, Journal of Human Resources 24:343-360.
    """
    total = came + stayed_away + not_invited + absent_unknown
    invited = came + stayed_away
    return InvitationBounds(
        invited / total if total else np.nan,
        (invited + absent_unknown) / total if total else np.nan,
        (came + 0.5) / (invited + absent_unknown + 1),
        (came + 0.5) / (invited + 1),
        absent_unknown,
    )


def rank_predictive(ranks: ArrayLike, n_levels: int) -> Floats:
    """P(rank <= r) next time, for each of the ordered ranks r, from the ranks that came before.

    Each cut of the scale is a yes-or-no series with Jeffreys' prior, so that the lowest cut is the predictive of
    absence, and the probabilities never fall with r; the last is 1.

    Args: ranks, whole numbers from 0 (nobody) to n_levels - 1; NaN is unknown.
    """
    known = np.asarray(ranks, float)
    known = known[~np.isnan(known)]
    at_most = (known[:, None] <= np.arange(n_levels)).sum(axis=0)
    probability: Floats = (at_most + 0.5) / (known.size + 1)
    probability[-1] = 1.0
    return probability

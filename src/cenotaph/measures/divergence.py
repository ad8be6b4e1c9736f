"""How far actors stand from each other in what they speak of: levels, over time, and who moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa

from cenotaph.errors import CenotaphError
from cenotaph.inference import (
    MINIMUM_DOCUMENTS,
    MINIMUM_PERIODS,
    benjamini_hochberg,
    divergence_change,
    document_permutation,
    leave_out_guess,
    rarefied_divergence,
    split_half_excess,
    trend,
)
from cenotaph.inference.divergence import Counts
from cenotaph.measures.codes import CodeCounts, code_counts
from cenotaph.measures.periods import at_least
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates

__all__ = ["convergence", "divergence", "divergence_over_time"]

_NEEDS = ("documents", "mentions", "statements", "targets")
_PAIR = ("actor_a", "actor_b")
#: Codings below which an actor (or a year of one) is not compared, and the most to which samples are cut.
_LEAST, _MOST = 8, 50
#: Documents of an actor above which they are halved in random bundles, and a random part of them stands for all
#: where they change hands or are guessed.
_MANY = 500
_BITS = "bits"
_IDS = pa.list_(pa.string())


@measure(
    unit=_BITS, needs=_NEEDS, by=(), allows=(), keys=_PAIR, low=None, high=1, counts=(), in_sentences=False,
    minimum=f"{MINIMUM_DOCUMENTS} documents with codings and {3 * _LEAST} codings of each actor; else it abstains",
    chart="intervals",
)  # fmt: skip
def divergence(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    codes: str = "target",
    actors: tuple[str, ...] = (),
    within: str = "year",
    size: int = 0,
    splits: int = 100,
    draws: int = 999,
    seed: int = 1,
) -> pa.Table:
    """How far two actors stand from each other in what they speak of, beyond how far each stands from itself.

    Jensen-Shannon divergence over codes, between random halves of the documents of the two, less that between the two
    halves of each actor's own; every half is cut to the same number of codings, so that unlike volumes compare. A
    sentence counts once per code. `p_value` and `q_value` (false discovery over all pairs) come from whole documents
    that change hands within strata; `guess` is the chance that one code tells who of the two speaks, .5 to 1.

    Value: bits, 0 where the two differ by chance only, 1 where they share no code; chance may take it below 0.
    Reads as: 0.1 is small: a distribution of 50:50 and one of 90:10 lie 0.147 apart.
    Not for: a trend, see convergence; actors in unlike languages, whose word lists differ; causes of agreement.
    Source: Lin 1991, IEEE Trans. Information Theory 37:145-151; rarefaction, Hurlbert 1971, Ecology 52:577-586; guess,
    Gentzkow, Shapiro & Taddy 2019, Econometrica 87:1307-1340; interval, Shao & Wu 1989, Annals of Statistics 17:1176.

    Args:
        codes: target, act, act+target or referent.
        actors: only these; empty: all.
        within: documents change hands only within the same year, occasion, genre, language or source.
        size: codings to which every half is cut; 0: a third of what the actor with the fewest has, at most 50.
        splits: how often the documents are halved.
        draws: how often documents change hands.
        seed: of halves and exchanges.
    """
    at_least(2, splits=splits)
    at_least(1, draws=draws)
    at_least(0, size=size)
    of = code_counts(documents, mentions, statements, targets, codes, actors, within)
    rng = np.random.default_rng(seed)
    totals, n = of.totals()
    enough = (totals >= 3 * _LEAST) & (n >= MINIMUM_DOCUMENTS)
    size = size or int(min(totals[enough].min() // 3, _MOST)) if enough.any() else _LEAST
    found = split_half_excess(*_bundles(of, rng), rng, size=size, n_splits=splits)
    pairs = list(combinations(range(len(of.actors)), 2))
    fit = [bool(enough[a] and enough[b] and np.isfinite(found.excess[a, b])) for a, b in pairs]

    def of_pairs(matrix: Any) -> list[float]:
        return [float(matrix[a, b]) for a, b in pairs]

    value = of_pairs(found.excess)
    ranked = np.argsort(np.argsort([v if ok else np.inf for v, ok in zip(value, fit, strict=True)])) + 1
    own = {
        "between": _floats(of_pairs(found.between), fit),
        "within_a": _floats([float(found.within[a]) for a, _ in pairs], fit),
        "within_b": _floats([float(found.within[b]) for _, b in pairs], fit),
        **_tested(of, pairs, fit, rng, draws),
        "rank": pa.array([int(r) if ok else None for r, ok in zip(ranked, fit, strict=True)], pa.int32()),
        "codings_a": pa.array([int(totals[a]) for a, _ in pairs], pa.int64()),
        "codings_b": pa.array([int(totals[b]) for _, b in pairs], pa.int64()),
        "cut_to": pa.array([size] * len(pairs), pa.int32()),
        "document_ids": pa.array([of.ids(a, b) for a, b in pairs], _IDS),
    }
    return estimates(
        _named(of, pairs), value=value, low=of_pairs(found.low), high=of_pairs(found.high),
        n=[int(n[a] + n[b]) for a, b in pairs], unit=_BITS, own=own,
        covers=["variation between documents; not coder error" if ok else None for ok in fit],
        abstains=[None if ok else _why(of, pair, totals, n) for pair, ok in zip(pairs, fit, strict=True)],
    )  # fmt: skip


@measure(
    unit=_BITS, needs=_NEEDS, by=(), allows=(), keys=(*_PAIR, "date"), high=1, counts=(), in_sentences=False,
    minimum=f"{_LEAST} codings of each actor in the period (or `size`); else it abstains", chart="lines",
)  # fmt: skip
def divergence_over_time(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    codes: str = "target",
    actors: tuple[str, ...] = (),
    years: int = 1,
    size: int = 0,
) -> pa.Table:
    """How far two actors stood from each other in each period, every period cut to the same number of codings.

    Jensen-Shannon divergence over codes. Samples of unlike size make a plug-in fall as volume grows, and fake a
    convergence; here every period of every actor is cut, at random and in expectation, to `cut_to` codings. The values
    still hold the chance of so small a sample: compare them with each other, not with 0.

    Value: bits, 0 to 1; null, never 0, where a side has too few codings in the period.
    Reads as: 0.5 in 2004 and 0.3 in 2014: closer, if convergence says that the slope is more than chance.
    Not for: levels; see divergence.
    Source: Hurlbert 1971, Ecology 52:577-586; Lin 1991, IEEE Transactions on Information Theory 37:145-151.

    Args:
        codes: target, act, act+target or referent.
        actors: only these; empty: all.
        years: how many years are taken together, counted back from the last.
        size: codings to which every period is cut; 0: those of the smallest that has 8, at most 50.
    """
    of = code_counts(documents, mentions, statements, targets, codes, actors, "year")
    rows = list(_periods(of, years, size))
    size = rows[0].size if rows else _LEAST
    flat = [(row, t) for row in rows for t in range(len(row.starts))]
    abstains = [
        None if np.isfinite(row.values[t]) else f"{row.codings[0][t]} and {row.codings[1][t]} codings; at least "
        f"{size} of each are needed" for row, t in flat
    ]  # fmt: skip
    own = {
        "codings_a": pa.array([row.codings[0][t] for row, t in flat], pa.int64()),
        "codings_b": pa.array([row.codings[1][t] for row, t in flat], pa.int64()),
        "cut_to": pa.array([size] * len(flat), pa.int32()),
        "document_ids": pa.array([row.ids[t] for row, t in flat], _IDS),
    }
    pairs = [row.pair for row, _ in flat]
    return estimates(
        {**_named(of, pairs), "date": [dt.date(row.starts[t], 1, 1) for row, t in flat]},
        value=[row.values[t] for row, t in flat], n=[len(row.ids[t]) for row, t in flat], unit=_BITS, own=own,
        covers="no interval: one period is cut, not drawn again; convergence tests the slope", abstains=abstains,
    )  # fmt: skip


@measure(
    unit="bits per year", needs=_NEEDS, by=(), allows=(), keys=_PAIR, low=None, counts=(), in_sentences=False,
    minimum=f"{MINIMUM_PERIODS} periods with {_LEAST} codings of each actor (or `size`); else it abstains",
    chart="intervals",
)  # fmt: skip
def convergence(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    codes: str = "target",
    actors: tuple[str, ...] = (),
    years: int = 1,
    size: int = 0,
    smallest: float = 0.01,
    seed: int = 1,
) -> pa.Table:
    """Whether two actors came closer or moved apart over the years, or stayed as they were, or none can be said.

    The slope of divergence_over_time. `verdict` is converging or diverging where Newey-West and a permutation of blocks
    both reject no slope; no change only where the slope is shown to be smaller than `smallest`, by two one-sided tests;
    else cannot say. The change from the first to the last period is taken apart: what it would be had only the first
    moved (`moved_a`), only the second (`moved_b`), and the rest (`moved_together`); they add up to `moved`.

    Value: bits a year; below 0 they converge.
    Reads as: -0.01 with verdict converging and moved_b near 0 is a one-sided convergence of the first to the second.
    Not for: levels; see divergence. Not for a pair of whom one has few codings a year: take years together.
    Source: Newey & West 1987, Econometrica 55:703-708; Schuirmann 1987, J. Pharmacokin. Biopharm. 15:657-680.

    Args:
        codes: target, act, act+target or referent.
        actors: only these; empty: all.
        years: how many years are taken together, counted back from the last.
        size: codings to which every period is cut; 0: those of the smallest that has 8, at most 50.
        smallest: the least slope that matters, bits a year, declared beforehand.
        seed: of the permutation.
    """
    if smallest <= 0:
        raise CenotaphError(f"smallest takes a slope above 0; found {smallest}.")
    of = code_counts(documents, mentions, statements, targets, codes, actors, "year")
    rng = np.random.default_rng(seed)
    rows = list(_periods(of, years, size))
    slopes = [trend(row.values, row.starts, smallest, rng) for row in rows]
    words = {"falling": "converging", "rising": "diverging"}
    moved = [row.moved() for row in rows]
    own: dict[str, pa.Array] = {
        "verdict": pa.array([each and words.get(each.verdict, each.verdict) for each in slopes], pa.string()),
        **{name: pa.array([each and getattr(each, name) for each in slopes], pa.float64())
           for name in ("p_value", "p_permutation", "p_equivalence")},
        "moved": pa.array([each and each.total for each in moved], pa.float64()),
        "moved_a": pa.array([each and each.first for each in moved], pa.float64()),
        "moved_b": pa.array([each and each.second for each in moved], pa.float64()),
        "moved_together": pa.array([each and each.together for each in moved], pa.float64()),
        "cut_to": pa.array([row.size for row in rows], pa.int32()),
        "document_ids": pa.array([[each for some in row.ids for each in some] for row in rows], _IDS),
    }  # fmt: skip
    known = [int(np.isfinite(row.values).sum()) for row in rows]
    return estimates(
        _named(of, [row.pair for row in rows]), value=[each.slope if each else np.nan for each in slopes],
        low=[each.low if each else np.nan for each in slopes], high=[each.high if each else np.nan for each in slopes],
        n=known, unit="bits per year", own=own, covers="variation between periods about a line; not coder error",
        abstains=[None if each else f"{k} periods with {row.size} codings of each; {MINIMUM_PERIODS} are needed"
                  for each, k, row in zip(slopes, known, rows, strict=True)],
    )  # fmt: skip


@dataclass(frozen=True)
class _Pair:
    """Two actors over time."""

    pair: tuple[int, int]
    starts: list[int]
    values: list[float]
    codings: tuple[list[int], list[int]]
    ids: list[list[str]]
    sums: Counts
    size: int

    def moved(self) -> Any:
        """The change from the first period that has a value to the last, taken apart; null where there are not two."""
        held = np.flatnonzero(np.isfinite(self.values))
        if len(held) < 2:
            return None
        then, now = int(held[0]), int(held[-1])
        return divergence_change(
            self.sums[0, then], self.sums[1, then], self.sums[0, now], self.sums[1, now], self.size
        )


def _periods(of: CodeCounts, years: int, size: int) -> Iterator[_Pair]:
    """Every pair of actors, period by period, all cut to one size."""
    at_least(1, years=years)
    at_least(0, size=size)
    if not len(of.year):
        return
    last = int(of.year.max())
    place = (last - of.year) // years
    n_periods = int(place.max()) + 1
    place = n_periods - 1 - place
    starts = [last - (n_periods - t) * years + 1 for t in range(n_periods)]
    sums = np.zeros((len(of.actors), n_periods, of.counts.shape[1]), dtype=np.int64)
    np.add.at(sums, (of.actor, place), of.counts)
    totals = sums.sum(2)
    held = totals[totals >= _LEAST]
    size = size or (int(min(held.min(), _MOST)) if len(held) else _LEAST)
    distance = [rarefied_divergence(sums[:, t], size) for t in range(n_periods)]
    ids: dict[tuple[int, int], list[str]] = {}
    for a, t, name in zip(of.actor.tolist(), place.tolist(), of.document_ids, strict=True):
        ids.setdefault((a, t), []).append(name)
    for a, b in combinations(range(len(of.actors)), 2):
        yield _Pair(
            (a, b), starts, [float(distance[t][a, b]) for t in range(n_periods)],
            (totals[a].tolist(), totals[b].tolist()),
            [[*ids.get((a, t), ()), *ids.get((b, t), ())] for t in range(n_periods)], sums[[a, b]], size,
        )  # fmt: skip


def _tested(
    of: CodeCounts, pairs: Sequence[tuple[int, int]], fit: Sequence[bool], rng: np.random.Generator, draws: int
) -> dict[str, pa.Array]:
    """p and q values and guesses of the pairs that can be compared.

    Of an actor with very many documents a random part stands for all: the permutation is as exact, if less sharp.
    """
    parts = [rng.permutation(np.flatnonzero(of.of(each)))[:_MANY] for each in range(len(of.actors))]
    p, q, guess = (np.full(len(pairs), np.nan) for _ in range(3))
    for place in np.flatnonzero(fit).tolist():
        first, second = (parts[each] for each in pairs[place])
        both, theirs = np.concatenate((first, second)), np.arange(len(first) + len(second)) >= len(first)
        p[place] = document_permutation(of.counts[both], theirs, of.stratum[both], rng, n_draws=draws)
        guess[place] = leave_out_guess(of.counts[first], of.counts[second])
    known = np.isfinite(p)
    if known.any():
        q[known] = benjamini_hochberg(p[known])
    return {"p_value": _floats(p, fit), "q_value": _floats(q, fit), "guess": _floats(guess, fit)}


def _bundles(of: CodeCounts, rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Counts and actors of the documents; those of an actor with very many are summed in random bundles first.

    Source: random groups, Wolter 2007, Introduction to Variance Estimation, 2nd ed., ch. 2.
    """
    counts, actors = [of.counts[:0]], [of.actor[:0]]
    for actor in range(len(of.actors)):
        own = of.counts[of.of(actor)]
        if len(own) > _MANY:
            place = rng.permutation(len(own)) % _MANY
            own = np.add.reduceat(own[np.argsort(place, kind="stable")], np.searchsorted(np.sort(place), range(_MANY)))
        counts.append(own)
        actors.append(np.full(len(own), actor))
    return np.concatenate(counts), np.concatenate(actors)


def _why(of: CodeCounts, pair: tuple[int, int], totals: Counts, n: Counts) -> str:
    """Whose codings are too few."""
    few = [
        f"{of.actors[each]} has {totals[each]} codings in {n[each]} documents"
        for each in pair
        if totals[each] < 3 * _LEAST or n[each] < MINIMUM_DOCUMENTS
    ]
    need = f"at least {3 * _LEAST} in {MINIMUM_DOCUMENTS} are needed"
    return f"{' and '.join(few)}; {need}" if few else "halves of the documents fall below the size they are cut to"


def _named(of: CodeCounts, pairs: Sequence[tuple[int, int]]) -> dict[str, list[str]]:
    return {name: [of.actors[pair[side]] for pair in pairs] for side, name in enumerate(_PAIR)}


def _floats(values: Iterable[float], known: Sequence[bool]) -> pa.Array:
    return pa.array(
        [float(v) if ok and np.isfinite(v) else None for v, ok in zip(values, known, strict=True)], pa.float64()
    )

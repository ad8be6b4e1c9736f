"""What sets groups of documents apart: words, dictionary forms, targets, acts or referents that one uses more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.errors import CenotaphError
from cenotaph.inference import (
    MINIMUM_CLUSTERS,
    benjamini_hochberg,
    log_likelihood_g2,
    log_odds_ratio,
    log_ratio,
    permutation_p,
    spread,
    welch_test,
)
from cenotaph.inference.quantiles import Floats
from cenotaph.measures.grouping import Sorted, sorted_documents
from cenotaph.measures.items import KINDS, item_counts
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates
from cenotaph.measures.uses import Side, Uses, log_ratio_bounds, uses_of

__all__ = ["code_contrast", "require_one_language", "word_contrast"]

Ints = NDArray[np.int64]

#: Prior masses over which the rank of an item is looked at again.
PRIOR_MASSES = (1.0, 100.0, 1_000.0, 10_000.0)

_UNIT = "log2 ratio"
_COVERS = "variation between documents; not coder error"
_MOST_CELLS = 40_000_000
_LINES = 3
_ONE_SIDED = "no interval: one side never uses it"
#: Columns that are numbers; those of them that are no counts and stand behind the contract's.
_NUMBERS = (
    *("value", "low", "high", "numerator", "rank", "rank_worst", "z", "log_odds", "log_odds_error", "g2", "p", "q"),
    *("p_permutation", "numerator_rest", "share_of_documents", "share_of_documents_rest", "spread"),
)
_OWN = (
    *("rank", "rank_worst", "z", "log_odds", "log_odds_error", "g2", "p", "q", "differs", "p_permutation", "n_rest"),
    *("numerator_rest", "denominator_rest", "share_of_documents", "share_of_documents_rest", "spread"),
)
_MINIMUM = (
    "5 documents on each side, else no row is compared; an item counts where it stands at least min_count times in at "
    "least 5 documents."
)
_DOC = """{what} that one group of documents uses more than the others, each group against all the rest.

    {counting} The rank goes by z, the log odds under an informative Dirichlet prior. The claim does not: {items} come
    in bursts, so that z passes 1.96 for a fifth of all {items} where nothing differs. It rests on Welch's test over
    documents (each one observation: its share of {item}s), adjusted for the number of {item}s tested: `differs` where
    q is below .05.

    Value: binary logarithm of the ratio of frequencies; 1 is twice as often, -1 half as often; null where a side has
    too few documents. An item that a side lacks has half a count on both. The interval covers variation between
    documents.
    Reads as: 2 and differs: four times as often in this group, more than documents of one group differ.
    Not for: saying why. A word may differ because the topic, the genre or the translator does.
    Source: Monroe, Colaresi & Quinn 2008, Political Analysis 16:372-403; Dunning 1993, Computational Linguistics
    19:61-74 (`g2`); Benjamini & Hochberg 1995; Gries 2008 (`spread`, his DP).

    Args:
        {own}against: `rest`, all other groups, or `before`, the group before it in order.
        top: how many {item}s to show for each group, the most overused first.
        prior_mass: what the prior weighs in {item}s; its shares are those of {background}. `rank_worst` is the
            worst rank with 1, 100, 1,000 and 10,000.
        min_count: the least number of uses, in both sides together.
        permutations: how often to shuffle documents for `p_permutation`; 0 leaves it null.
        seed: of the shuffles.
    Returns: beside the contract: rank, rank_worst, z, log_odds, log_odds_error, g2, p, q, differs, p_permutation,
    n_rest, numerator_rest, denominator_rest, share_of_documents, share_of_documents_rest, spread (0 even to 1 in one
    document), n_tested, prior_mass, document_ids (three documents of the group that use it most).
    """


def word_contrast(
    documents: pa.Table,
    words: pa.Table,
    background: pa.Table,
    by: Sequence[str],
    *,
    forms: bool = True,
    against: str = "rest",
    top: int = 25,
    prior_mass: float = 500.0,
    min_count: int = 10,
    permutations: int = 0,
    seed: int = 1,
) -> pa.Table:
    require_one_language(documents)
    wanted = _Wanted("word", against, top, prior_mass, min_count, permutations, seed)
    return _contrast(documents, words, background, by, wanted)


def code_contrast(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    of: str = "mentions",
    against: str = "rest",
    top: int = 25,
    prior_mass: float = 50.0,
    min_count: int = 5,
    permutations: int = 0,
    seed: int = 1,
) -> pa.Table:
    counts = item_counts(of, documents, mentions, statements, targets)
    wanted = _Wanted("code", against, top, prior_mass, min_count, permutations, seed)
    return _contrast(documents, counts, None, by, wanted)


word_contrast.__doc__ = _DOC.format(
    what="Words",
    counting="All forms of a word count as one (Chinese words have one form), folded. Reprints of a text count once.\n"
    "    All documents must be in one language: words of two are never pooled.",
    items="words",
    item="word",
    own="forms: whether all forms of a word count as its dictionary form; else words count as they stand.\n        ",
    background="the other documents of these actors in this\n            language, or of all where none is left out",
)
code_contrast.__doc__ = _DOC.format(
    what="Targets, acts or referents",
    counting="A sentence counts once for each code; a coding without text once. Documents without codes are left out.",
    items="codes",
    item="code",
    own=f"of: what is counted: {', '.join(KINDS)}.\n        ",
    background="all documents asked for",
)

_allows = ("actor", "year", "month", "occasion", "speaker", "language", "genre", "source")
for _function, _needs, _key in (
    (word_contrast, ("documents", "words", "background"), "word"),
    (code_contrast, ("documents", "mentions", "statements", "targets"), "code"),
):
    measure(
        unit=_UNIT,
        needs=_needs,
        by=("actor",),
        allows=tuple(name for name in _allows if name != "language" or _key == "code"),
        keys=(_key,),
        low=None,
        counts=(),
        in_sentences=False,
        minimum=_MINIMUM,
        chart="intervals",
    )(_function)


def require_one_language(documents: pa.Table) -> None:
    """Raise CenotaphError where the documents with text are in more than one language: words are never pooled."""
    with_text = documents.filter(pc.greater(pc.fill_null(documents["n_characters"], 0), 0))
    spoken = sorted(str(each) for each in pc.unique(with_text["language"]).to_pylist())
    if len(spoken) > 1:
        raise CenotaphError(
            f"Words are compared in one language only; these documents are in {', '.join(spoken)}.\n"
            f"  Ask for one, such as --language {spoken[0]}."
        )


@dataclass(frozen=True)
class _Wanted:
    """What was asked for; see the options of the measures."""

    key: str
    against: str
    top: int
    prior_mass: float
    min_count: int
    permutations: int
    seed: int

    def __post_init__(self) -> None:
        if self.against not in ("rest", "before"):
            raise CenotaphError(f'against is "rest" or "before"; found "{self.against}".')
        if not self.prior_mass > 0 or self.top < 1 or self.permutations < 0:
            raise CenotaphError("prior_mass must be above 0, top at least 1, permutations at least 0.")

    def other(self, sums: Floats, place: int) -> Floats:
        """What a group is compared with: all the rest, or the group before it (nothing before the first)."""
        if self.against == "rest":
            return np.asarray(sums.sum(0) - sums[place])
        return np.asarray(sums[place - 1] if place else 0 * sums[0])


@dataclass(frozen=True)
class _Ranked:
    """The items of one group that are shown, with what is known of all that were tested."""

    group: int
    items: Ints
    columns: dict[str, Floats]
    n_tested: int


def _contrast(
    documents: pa.Table, counts: pa.Table, background: pa.Table | None, by: Sequence[str], wanted: _Wanted
) -> pa.Table:
    of = sorted_documents(documents, by)
    uses, names, share = uses_of(of, counts, background, wanted.min_count)
    n_groups = of.groups.num_rows
    if n_groups * len(names) > _MOST_CELLS:
        raise CenotaphError(f"{n_groups:,} groups of {len(names):,} items are too many to compare; break down by less.")
    part = uses.n / uses.tokens[uses.document]
    sums = [uses.summed(weights) for weights in (uses.n, None, part, part**2)]
    tokens = np.bincount(uses.group, uses.tokens, n_groups).astype(np.float64)
    held = np.bincount(uses.group, uses.tokens > 0, n_groups).astype(np.float64)
    pairs = [
        (_side(sums, tokens, held, itemgetter(place)), _side(sums, tokens, held, partial(wanted.other, place=place)))
        for place in range(n_groups)
    ]
    ranked = [_ranked(place, mine, rest, share, wanted) for place, (mine, rest) in enumerate(pairs)]
    shown = np.unique(np.concatenate([np.empty(0, np.int64), *(each.items for each in ranked)]))
    few = uses.of_items(shown)
    found = [_detailed(each, few, np.searchsorted(shown, each.items), wanted) for each in ranked]
    return _rows(of, by, pairs, found, names, wanted)


def _side(sums: Sequence[Floats], tokens: Floats, documents: Floats, pick: Callable[[Any], Any]) -> Side:
    uses, holding, shares, squares = (pick(each) for each in sums)
    return Side(uses, holding, shares, squares, float(pick(tokens)), float(pick(documents)))


def _ranked(place: int, mine: Side, rest: Side, share: Floats, wanted: _Wanted) -> _Ranked:
    """The most overused items of one group, ranked by z, with their tests."""
    if min(mine.documents, rest.documents) < MINIMUM_CLUSTERS:
        return _Ranked(place, np.empty(0, np.int64), {}, 0)
    tested = np.flatnonzero(
        (mine.uses + rest.uses >= wanted.min_count) & (mine.holding + rest.holding >= MINIMUM_CLUSTERS)
    )
    totals = (mine.tokens, rest.tokens)
    odds = {
        mass: log_odds_ratio(mine.uses[tested], rest.uses[tested], share[tested] * mass, totals, mass)
        for mass in (wanted.prior_mass, *PRIOR_MASSES)
    }
    chosen = odds[wanted.prior_mass]
    ranks = np.stack([_rank(each.z) for each in odds.values()])
    test = welch_test(
        (mine.shares[tested], rest.shares[tested]),
        (mine.squares[tested], rest.squares[tested]),
        (mine.documents, rest.documents),
    )
    q = benjamini_hochberg(test.p)
    best = np.argsort(ranks[0], kind="stable")[: wanted.top]
    items = tested[best]
    columns = {
        "rank": ranks[0][best],
        "rank_worst": ranks.max(0)[best],
        "z": chosen.z[best],
        "log_odds": chosen.delta[best],
        "log_odds_error": chosen.error[best],
        "g2": log_likelihood_g2(mine.uses[items], rest.uses[items], *totals),
        "p": test.p[best],
        "q": q[best],
        "value": log_ratio(mine.uses[items], rest.uses[items], *totals).estimate,
        "numerator": mine.uses[items],
        "numerator_rest": rest.uses[items],
        "share_of_documents": mine.holding[items] / mine.documents,
        "share_of_documents_rest": rest.holding[items] / rest.documents,
    }
    return _Ranked(place, items, columns, len(tested))


def _rank(z: Floats) -> Floats:
    rank = np.empty(len(z))
    rank[np.argsort(-z, kind="stable")] = np.arange(1, len(z) + 1)
    return rank


def _detailed(ranked: _Ranked, few: Uses, items: Ints, wanted: _Wanted) -> tuple[_Ranked, list[Ints]]:
    """The interval, spread and shuffled p of the items shown, and the documents that use each most."""
    if not len(items):
        return ranked, []
    mine = few.group == ranked.group
    rest = few.group == ranked.group - 1 if wanted.against == "before" else ~mine
    both, counted = mine | rest, few.tokens > 0
    own = few.of_items(items)
    size = float(few.tokens[both].sum())
    spreads, most = np.empty(len(items)), []
    shares = np.zeros((len(few.tokens), len(items) if wanted.permutations else 0))
    for place in range(len(items)):
        document, n = own.one(place)
        within = both[document]
        spreads[place] = spread(n[within], few.tokens[document[within]] / size)
        here = mine[document]
        most.append(document[here][np.argsort(-n[here], kind="stable")[:_LINES]])
        if wanted.permutations:
            shares[document, place] = n / few.tokens[document]
    low, high = log_ratio_bounds(ranked.columns["value"], own, mine & counted, rest & counted)
    shuffled = np.full(len(items), np.nan)
    if wanted.permutations:
        rng = np.random.default_rng([wanted.seed, ranked.group])
        compared = both & counted
        shuffled = permutation_p(shares[compared], mine[compared], rng, wanted.permutations)
    more = {"low": low, "high": high, "spread": spreads, "p_permutation": shuffled}
    return _Ranked(ranked.group, ranked.items, ranked.columns | more, ranked.n_tested), most


def _rows(
    of: Sorted,
    by: Sequence[str],
    sides: Sequence[tuple[Side, Side]],
    found: Sequence[tuple[_Ranked, list[Ints]]],
    names: pa.Array,
    wanted: _Wanted,
) -> pa.Table:
    """One row for each item shown; one without an item for each group that could not be compared."""
    group: list[int] = []
    item: list[str | None] = []
    most: list[list[str]] = []
    reasons: list[str | None] = []
    n_tested: list[int] = []
    columns: dict[str, list[float]] = {name: [] for name in _NUMBERS}
    for ranked, documents in found:
        rows = max(len(ranked.items), 1)
        group += [ranked.group] * rows
        n_tested += [ranked.n_tested] * rows
        item += names.take(pa.array(ranked.items)).to_pylist() or [None]
        most += [of.document_ids.take(pa.array(each)).to_pylist() for each in documents] or [[]]
        reasons += [None if len(ranked.items) else _reason(*sides[ranked.group], wanted)] * rows
        for name, held in columns.items():
            held += ranked.columns[name].tolist() if len(ranked.items) else [float("nan")]
    mine, rest = ([sides[place][side] for place in group] for side in (0, 1))
    known = [reason is None for reason in reasons]
    one_sided = ~np.isfinite(np.array(columns["low"], dtype=np.float64))
    covers = [
        "" if not shown else _ONE_SIDED if alone else _COVERS for shown, alone in zip(known, one_sided, strict=True)
    ]
    leading = {name: of.groups[name].combine_chunks().take(pa.array(group, pa.int64())) for name in by}
    own = _own_columns(columns, rest, n_tested, known, wanted) | {"document_ids": pa.array(most, pa.list_(pa.string()))}
    return estimates(
        leading | {wanted.key: item},
        value=columns["value"],
        low=columns["low"],
        high=columns["high"],
        n=[side.documents for side in mine],
        numerator=columns["numerator"],
        denominator=[side.tokens for side in mine],
        unit=_UNIT,
        covers=covers,
        abstains=reasons,
        own=own,
    )


def _own_columns(
    columns: dict[str, list[float]],
    rest: Sequence[Side],
    n_tested: Sequence[int],
    known: Sequence[bool],
    wanted: _Wanted,
) -> dict[str, pa.Array]:
    """The columns behind the contract's, but for the ids."""
    differs = [each < 0.05 if sure else None for each, sure in zip(columns["q"], known, strict=True)]
    return {
        **{name: _floats(columns[name]) for name in _OWN if name in columns},
        "rank": _whole(columns["rank"]),
        "rank_worst": _whole(columns["rank_worst"]),
        "differs": pa.array(differs, pa.bool_()),
        "n_rest": _whole([side.documents for side in rest]),
        "numerator_rest": _whole(columns["numerator_rest"]),
        "denominator_rest": _whole([side.tokens for side in rest]),
        "n_tested": _whole(n_tested),
        "prior_mass": _floats([wanted.prior_mass] * len(rest)),
    }


def _reason(mine: Side, rest: Side, wanted: _Wanted) -> str:
    least = MINIMUM_CLUSTERS
    if mine.documents >= least and rest.documents >= least:
        return f"no {wanted.key} stands {wanted.min_count} times in {least} documents"
    other = "before it" if wanted.against == "before" else "in the other groups"
    return (
        f"{mine.documents:,.0f} documents, and {rest.documents:,.0f} {other}; at least {least} are needed on each side"
    )


def _whole(values: Sequence[float]) -> pa.Array:
    return pa.array([None if each != each else int(each) for each in values], pa.int64())


def _floats(values: Sequence[float]) -> pa.Array:
    return pa.array([None if each != each else each for each in values], pa.float64())

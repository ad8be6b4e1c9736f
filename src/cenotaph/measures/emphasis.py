"""How large a part each target, act or referent has, what it would have on another occasion, and how that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.errors import CenotaphError
from cenotaph.inference import (
    JEFFREYS_WEIGHT,
    MINIMUM_CLUSTERS,
    beta_binomial,
    beta_change,
    centred_log_ratios,
    clustered_share_interval,
    dirichlet_prior,
    dirichlet_shares,
)
from cenotaph.inference.quantiles import Floats
from cenotaph.measures.grouping import Sorted, clusters_of, others_of, sorted_documents
from cenotaph.measures.items import items
from cenotaph.measures.opening import listed, numbers
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates

__all__ = ["composition", "composition_change", "expected_share"]

Ints = NDArray[np.int64]

_UNIT = "share of units"
_NEEDS = ("documents", "mentions", "statements", "targets")
_ALLOWS = ("actor", "year", "month", "occasion", "speaker", "language", "genre", "source", "document")
_COUNTED = "counting only, as if units were independent: what these texts say, not what would be said again"
_AGAIN = "variation between {}s; not coder error"


@measure(
    unit=_UNIT, needs=_NEEDS, by=("actor",), allows=_ALLOWS, keys=("item",), high=1, counts=(), in_sentences=False,
    minimum="1 unit for a share, 30 for log-ratios, 5 documents for the interval of the rate", chart="intervals",
)  # fmt: skip
def composition(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    of: str = "targets",
    act: str = "",
    prior: str = "half",
) -> pa.Table:
    """The share of every target, act or referent in what a group of documents says, with its rate beside it.

    A sentence counts once for each item, however many cues it holds; a coding without text once. Statements count in
    the document's own voice. Reprints of a text count once. Shares are those of the Dirichlet posterior: a small
    weight on every item that any of the documents has, so that none is exactly 0. `numerator` and `denominator` are
    the counts themselves.

    Value: 0 to 1, over the items 1; null where a group has no units.
    Reads as: 0.25 means that a quarter of what is said goes to this item.
    Not for: rise and fall by itself; a share rises when another falls, so read `rate_per_1000_sentences` too. Nor for
    what the speaker would do again: see `expected_share`.
    Source: Dirichlet-multinomial; Aitchison 1986, The Statistical Analysis of Compositional Data, ch. 4 (`log_ratio`).

    Args:
        of: what is counted: mentions (targets named), targets (of statements), acts, referents.
        act: only statements of this act, such as credit.
        prior: half (a half on every item), or class (what the groups of this question give one another).
    Returns: beside the contract: rate_per_1000_sentences, rate_low, rate_high, log_ratio (logarithm of the share over
    the geometric mean of all; null below 30 units), log_ratio_low, log_ratio_high, prior_mass, and the ids that open
    the row, 200 at most.
    """
    if prior not in ("half", "class"):
        raise CenotaphError(f'prior is "half" or "class"; found "{prior}".')
    units = _units(documents, mentions, statements, targets, by, of, act)
    counts = units.counts()
    weight: Floats = np.full(len(units.names), JEFFREYS_WEIGHT)
    if prior == "class" and len(counts):
        weight = dirichlet_prior(counts)
    share, ratio = dirichlet_shares(counts, weight), centred_log_ratios(counts, weight)
    rate, low, high = _rates(units, documents)
    own = {
        "rate_per_1000_sentences": numbers(rate),
        "rate_low": numbers(low),
        "rate_high": numbers(high),
        "log_ratio": numbers(ratio.estimate),
        "log_ratio_low": numbers(ratio.low),
        "log_ratio_high": numbers(ratio.high),
        "prior_mass": pa.array([float(weight.sum())] * counts.size, pa.float64()),
        **units.opening(),
    }
    whole = np.repeat(counts.sum(1), len(units.names))
    return estimates(
        units.leading(),
        value=share.estimate.ravel(),
        low=share.low.ravel(),
        high=share.high.ravel(),
        n=np.repeat(units.holding(), len(units.names)),
        numerator=counts.ravel(),
        denominator=whole,
        unit=_UNIT,
        covers=_COUNTED,
        abstains=[None if n else "nothing of this kind is said" for n in whole],
        own=own,
    )


@measure(
    unit=_UNIT, needs=_NEEDS, by=("actor",), allows=_ALLOWS[:-1], keys=("item",), high=1, counts=(), in_sentences=False,
    minimum="5 documents (or occasions) with units; else it abstains", chart="intervals",
)  # fmt: skip
def expected_share(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    of: str = "targets",
    act: str = "",
    over: str = "document",
) -> pa.Table:
    """The share that an item has on such an occasion, as far as the occasions seen tell.

    Each document (or occasion) has a share of its own, drawn about the expected one: a beta-binomial. Sentences of
    one document are alike, so that forty of them may be worth eight: see `design_effect` and `n_effective`. What
    counts: as composition.

    Value: 0 to 1, the posterior median; null below five documents.
    Reads as: 0.25, 0.1 to 0.5: on another such occasion a quarter is expected; a tenth or a half would not surprise.
    Not for: what was said in these texts; that is known exactly, see composition.
    Source: Skellam 1948, Journal of the Royal Statistical Society B 10:257-261; Kish 1965, Survey Sampling, 5.4.

    Args:
        of: what is counted: mentions (targets named), targets (of statements), acts, referents.
        act: only statements of this act.
        over: document or occasion: what is expected to differ.
    Returns: beside the contract: rho (correlation of two units of one document), rho_low, rho_high, design_effect,
    n_effective, and the ids that open the row, 200 at most.
    """
    units = _units(documents, mentions, statements, targets, by, of, act)
    cluster, group_of = clusters_of(units.of, documents, over)
    counts = units.counts()
    own: dict[str, list[float]] = {name: [] for name in ("rho", "rho_low", "rho_high", "design_effect", "n_effective")}
    value, low, high, n, reasons, seen = [], [], [], [], [], []
    trials = np.bincount(cluster[units.document], minlength=len(group_of)).astype(np.float64)
    by_item = [
        np.bincount(cluster[units.document[units.item == item]], minlength=len(group_of))
        for item in range(counts.shape[1])
    ]
    for group in range(counts.shape[0]):
        mine = np.flatnonzero((group_of == group) & (trials > 0))
        absent = beta_binomial(np.zeros(len(mine)), trials[mine])  # the same for every item that none of them has
        for item in range(counts.shape[1]):
            hits = by_item[item][mine]
            found = beta_binomial(hits, trials[mine]) if hits.any() else absent
            value.append(found.share)
            low.append(found.low)
            high.append(found.high)
            n.append(found.n_occasions)
            seen.append((hits.sum(), trials[mine].sum()))
            for name, held in own.items():
                held.append(getattr(found, name))
            few = f"{len(mine)} {over}s; at least {MINIMUM_CLUSTERS} are needed to see how far they differ"
            reasons.append(few if len(mine) < MINIMUM_CLUSTERS else None)
    return estimates(
        units.leading(),
        value=value,
        low=low,
        high=high,
        n=n,
        numerator=[x for x, _ in seen],
        denominator=[m for _, m in seen],
        unit=_UNIT,
        covers=_AGAIN.format(over),
        abstains=reasons,
        own={name: numbers(np.array(held)) for name, held in own.items()} | units.opening(),
    )


@measure(
    unit="difference of shares", needs=_NEEDS, by=("actor", "year"), allows=_ALLOWS, keys=("item",), low=-1, high=1,
    counts=(), in_sentences=False, chart="intervals",
    minimum="1 unit on each side; below 5 documents on a side it tells of the texts only",
)  # fmt: skip
def composition_change(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    of: str = "targets",
    act: str = "",
    against: str = "before",
) -> pa.Table:
    """How the share of every item differs from the group before, with the chance that it rose.

    Groups stand in order of the columns of `by`; the one before is that of the same other columns: with actor and
    year, the actor's year before it that has documents. Where both sides have five documents, counts are divided by
    their design effect, so that sentences of one document do not count as independent. What counts: as composition.

    Value: -1 to 1, difference of the posterior means; null where a side has no units.
    Reads as: 0.1, -0.05 to 0.3, rose .8: a tenth more, but nothing that excludes a fall.
    Not for: a chance alone; read it with the interval. Nor for why: another item may have fallen (see the rates).
    Source: Dirichlet posterior with a half on every item; design effect, Kish 1965, Survey Sampling, section 5.4.

    Args:
        of: what is counted: mentions (targets named), targets (of statements), acts, referents.
        act: only statements of this act.
        against: before, or rest (all other groups).
    Returns: beside the contract: rose (probability), share, share_before, design_effect, numerator_before,
    denominator_before, rate_per_1000_sentences, rate_before, and the ids that open the row, 200 at most.
    """
    if against not in ("before", "rest"):
        raise CenotaphError(f'against is "before" or "rest"; found "{against}".')
    units = _units(documents, mentions, statements, targets, by, of, act)
    counts, holding = units.counts(), units.holding()
    rate = _rates(units, documents)[0]
    columns, covers, reasons = _compared(units, rate, against)
    own = {name: numbers(np.array(columns[name])) for name in ("rose", "share", "share_before", "design_effect")}
    return estimates(
        units.leading(),
        value=columns["value"],
        low=columns["low"],
        high=columns["high"],
        n=np.repeat(holding, counts.shape[1]),
        numerator=counts.ravel(),
        denominator=np.repeat(counts.sum(1), counts.shape[1]),
        unit="difference of shares",
        covers=covers,
        abstains=reasons,
        own={
            **own,
            "numerator_before": pa.array([int(each) for each in columns["x"]], pa.int64()),
            "denominator_before": pa.array([int(each) for each in columns["m"]], pa.int64()),
            "rate_per_1000_sentences": numbers(rate),
            "rate_before": numbers(np.array(columns["rate_before"])),
            **units.opening(),
        },
    )


@dataclass(frozen=True)
class _Units:
    """Units of items in documents that are sorted into groups.

    Attributes:
        of: the documents.
        names: the items, in order.
        document, item: places of each unit, shape (U,).
        opens: the id that opens each unit.
        opened: what these ids are called.
        spoken: whether each unit is a sentence of a text; else it is a coding without one, and has no rate.
    """

    of: Sorted
    names: list[str]
    document: Ints
    item: Ints
    opens: pa.Array
    opened: str
    spoken: NDArray[np.bool_]

    @property
    def group(self) -> Ints:
        return self.of.group[self.document]

    def counts(self) -> Floats:
        """Units of each group and item, shape (G, K)."""
        shape = (self.of.groups.num_rows, len(self.names))
        flat = np.bincount(self.group * shape[1] + self.item, minlength=shape[0] * shape[1])
        return flat.reshape(shape).astype(np.float64)

    def holding(self) -> Ints:
        """Documents of each group that have units, shape (G,)."""
        return np.bincount(self.of.group[np.unique(self.document)], minlength=self.of.groups.num_rows)

    def leading(self) -> dict[str, pa.Array | list[str]]:
        """The columns that lead the rows: each group with each item."""
        size = self.of.groups.num_rows
        place = pa.array(np.repeat(np.arange(size), len(self.names)))
        groups = self.of.groups.select([name for name in self.of.groups.column_names if name != "all"])
        named = {name: groups[name].combine_chunks().take(place) for name in groups.column_names}
        return named | {"item": self.names * size}

    def opening(self) -> dict[str, pa.Array]:
        """The ids of the units of each group and item."""
        at = self.group * len(self.names) + self.item
        shown = np.ones(len(at), dtype=bool)
        return {self.opened: listed(self.opens, at, shown, self.of.groups.num_rows * len(self.names))}


def _compared(units: _Units, rate: Floats, against: str) -> tuple[dict[str, list[float]], list[str], list[str | None]]:
    """The columns of `composition_change`, what its intervals cover, and why a row abstains."""
    counts, holding = units.counts(), units.holding()
    names = ("value", "low", "high", "rose", "share", "share_before", "design_effect", "x", "m", "rate_before")
    columns: dict[str, list[float]] = {name: [] for name in names}
    covers: list[str] = []
    reasons: list[str | None] = []
    effects = _design_effects(units)
    for group in range(counts.shape[0]):
        others = others_of(units.of.groups, group, against)
        before = counts[others].sum(0)
        enough = min(holding[group], holding[others].sum()) >= MINIMUM_CLUSTERS
        effect = effects if enough else np.ones(len(effects))
        found = _changes(before, counts[group], effect)
        said = counts[group].sum() and before.sum()
        for name, values in found.items():
            columns[name] += values.tolist() if said else [float("nan")] * len(values)
        columns["design_effect"] += effect.tolist()
        columns["x"] += before.tolist()
        columns["m"] += [float(before.sum())] * len(before)
        columns["rate_before"] += (rate[others[0]] if len(others) == 1 else np.full(len(before), np.nan)).tolist()
        reason = "nothing of this kind is said, or was before" if len(others) else "nothing before it"
        reasons += [None if said else reason] * len(before)
        covers += [_AGAIN.format("document") if enough else _COUNTED] * len(before)
    return columns, covers, reasons


def _units(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    of: str,
    act: str,
) -> _Units:
    if act:
        if of in ("mentions", "acts"):
            raise CenotaphError(f"act bounds targets and referents of statements, not {of}.")
        statements = statements.filter(pc.equal(statements["act"], act))
    units = items(of, documents, mentions, statements, targets)
    units = units.sort_by([("document_id", "ascending"), ("unit", "ascending"), ("item", "ascending")])
    where = sorted_documents(documents, by)
    place = where.places(units["document_id"])
    units, place = units.filter(pa.array(place >= 0)), place[place >= 0]
    names = sorted(pc.unique(units["item"]).to_pylist())
    item = np.asarray(pc.index_in(units["item"].combine_chunks(), value_set=pa.array(names, pa.string())), np.int64)
    opened = "passage_ids" if of == "mentions" else "statement_ids"
    alone = pc.is_null(units["opens"]) if of == "mentions" else pc.equal(units["opens"], units["unit"])
    spoken = ~np.asarray(alone, dtype=bool)
    return _Units(where, names, place, item, units["opens"].combine_chunks(), opened, spoken)


def _rates(units: _Units, documents: pa.Table) -> tuple[Floats, Floats, Floats]:
    """Units per 1,000 sentences of each group and item, over documents with text, with intervals; shape (G, K)."""
    place = units.of.places(documents["document_id"])
    x = np.zeros(len(units.of.document_ids))
    spoken = np.asarray(pc.fill_null(documents["n_sentences"], 0), dtype=np.float64)
    x[place[place >= 0]] = spoken[place >= 0]
    groups, size = units.of.groups.num_rows, len(units.names)
    key = units.document[units.spoken] * max(size, 1) + units.item[units.spoken]
    key, y = np.unique(key, return_counts=True)
    document, item = key // max(size, 1), key % max(size, 1)
    kept = x[document] > 0
    document, item, y = document[kept], item[kept], y[kept].astype(np.float64)
    at = units.of.group[document] * size + item
    sums = [np.bincount(at, w, groups * size).reshape(groups, size) for w in (y, y * y, y * x[document])]
    totals = [np.bincount(units.of.group, w, groups)[:, None] for w in (x, x * x, x > 0)]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = clustered_share_interval(sums[0], totals[0], sums[1], sums[2], totals[1], totals[2])
    return found.estimate * 1000, found.low * 1000, found.high * 1000


def _design_effects(units: _Units) -> Floats:
    """How many units of each item count for one, over all documents of the question; 1 where that cannot be seen."""
    trials = np.bincount(units.document, minlength=len(units.of.document_ids)).astype(np.float64)
    held = trials > 0
    effects = np.ones(len(units.names))
    for item in range(len(units.names)):
        hits = np.bincount(units.document[units.item == item], minlength=len(trials))
        found = beta_binomial(hits[held], trials[held])
        effects[item] = max(found.design_effect, 1.0) if np.isfinite(found.design_effect) else 1.0
    return effects


def _changes(before: Floats, after: Floats, effect: Floats) -> Mapping[str, Floats]:
    """Change, interval and chance of every item, each against all others, with counts over its design effect."""
    rest = JEFFREYS_WEIGHT * max(len(before) - 1, 1)
    first, second = (
        (side / effect + JEFFREYS_WEIGHT, (side.sum() - side) / effect + rest) for side in (before, after)
    )  # fmt: skip
    found = beta_change(first, second)
    share_before, share = (hit / (hit + other) for hit, other in (first, second))
    return {
        "value": found.change, "low": found.low, "high": found.high, "rose": found.rose, "share": share,
        "share_before": share_before,
    }  # fmt: skip

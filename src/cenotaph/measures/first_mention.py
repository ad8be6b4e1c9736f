"""Who is named first: the order in which a text names its targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.inference import MINIMUM_CLUSTERS, wilson_interval
from cenotaph.inference.quantiles import Floats
from cenotaph.measures.coders import in_a_list
from cenotaph.measures.grouping import Ints, Sorted, sorted_documents
from cenotaph.measures.opening import listed, numbers
from cenotaph.measures.registry import COLUMNS, measure
from cenotaph.measures.rows import estimates

__all__ = ["first_place_share"]

_UNIT = "share of documents"
_COVERS = "variation between documents; not coder error"
_FEW = f"no interval: fewer than {MINIMUM_CLUSTERS} documents"
_ALLOWS = ("actor", "year", "month", "occasion", "speaker", "language", "genre", "source", "document")


@measure(
    unit=_UNIT, needs=("documents", "mentions", "targets"), by=("actor",), allows=_ALLOWS, keys=("target",), high=1,
    counts=(), in_sentences=True, columns={"mentions": (*COLUMNS["mentions"], "start")}, chart="intervals",
    minimum="1 document that names the target and another; 5 for an interval.",
)  # fmt: skip
def first_place_share(
    documents: pa.Table, mentions: pa.Table, targets: pa.Table, by: Sequence[str], *, own: bool = False
) -> pa.Table:
    """How often a target is named before all others, among the documents that name it and another.

    Order is that of first mentions in the text; a list of guests names nobody. By default the speaker's own state is
    left out: it opens most texts. Reprints of a text count once; codings without text have no order.

    Value: 0 to 1; null where no document names the target beside another.
    Reads as: 0.4 means that of ten texts which name it and others, four name it first.
    Not for: weight; a text may open with a foe. Read it beside composition.
    Source: Wilson 1927, JASA 22:209-212, over documents taken as independent.

    Args:
        own: whether the state spoken for has a place too.
    Returns: beside the contract: mean_rank (1 is first), mean_rank_share (0 first to 1 last), n_named (documents that
    name it at all), document_ids (those where it is first, 200 at most).
    """
    of = sorted_documents(documents, by)
    document, target, names = _order(documents, mentions, targets, of, own=own)
    begins = np.flatnonzero(np.diff(document, prepend=-1) != 0)
    sizes = np.diff(np.append(begins, len(document)))
    rank = np.arange(len(document)) - np.repeat(begins, sizes) + 1
    size = np.repeat(sizes, sizes)
    beside, shape = size > 1, (of.groups.num_rows, len(names))
    at = of.group[document] * shape[1] + target

    def summed(weights: NDArray[Any]) -> Floats:
        return np.bincount(at, weights, shape[0] * shape[1]).astype(np.float64)

    n, first = summed(beside), summed(beside & (rank == 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        interval = wilson_interval(first, n)
        mean_rank = summed(np.where(beside, rank, 0)) / n
        mean_share = summed(np.where(beside, (rank - 1) / np.maximum(size - 1, 1), 0)) / n
    enough = n >= MINIMUM_CLUSTERS
    group = pa.array(np.repeat(np.arange(shape[0]), shape[1]))
    return estimates(
        {**{name: of.groups[name].combine_chunks().take(group) for name in by}, "target": names * shape[0]},
        value=interval.estimate,
        low=np.where(enough, interval.low, np.nan),
        high=np.where(enough, interval.high, np.nan),
        n=n,
        numerator=first,
        denominator=n,
        unit=_UNIT,
        covers=[_COVERS if each else _FEW for each in enough],
        abstains=[None if each else "no document names it beside another" for each in n],
        own={
            "mean_rank": numbers(mean_rank),
            "mean_rank_share": numbers(mean_share),
            "n_named": pa.array(summed(np.ones(len(at))).astype(int).tolist(), pa.int64()),
            "document_ids": listed(of.document_ids.take(pa.array(document)), at, beside & (rank == 1), len(n)),
        },
    )


def _order(
    documents: pa.Table, mentions: pa.Table, targets: pa.Table, of: Sorted, *, own: bool
) -> tuple[Ints, Ints, list[str]]:
    """Each document's targets in order of first mention: places of documents and targets; the names of targets."""
    named = pc.and_(pc.invert(in_a_list(mentions)), pc.is_valid(mentions["start"]))
    kept = mentions.filter(pc.and_(named, pa.array(of.places(mentions["document_id"]) >= 0)))
    if not own:
        place = pc.index_in(kept["document_id"], value_set=documents["document_id"].combine_chunks())
        actor = pc.take(documents["actor"].combine_chunks(), place)
        kept = kept.filter(pc.fill_null(pc.not_equal(kept["target"], actor), True))
    firsts = kept.group_by(["document_id", "target"]).aggregate([("start", "min")])
    found = set(pc.unique(firsts["target"]).to_pylist())
    names = [each for each in targets["target"].to_pylist() if each in found]
    firsts = firsts.filter(pc.is_in(firsts["target"], value_set=pa.array(names, pa.string())))
    firsts = firsts.append_column("place", pa.array(of.places(firsts["document_id"])))
    firsts = firsts.sort_by([("place", "ascending"), ("start_min", "ascending"), ("target", "ascending")])
    target = pc.index_in(firsts["target"].combine_chunks(), value_set=pa.array(names, pa.string()))
    return np.asarray(firsts["place"]), np.asarray(target, dtype=np.int64), names

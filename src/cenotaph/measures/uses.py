"""Every use of an item by a document, and the sums that stand over them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.inference import informative_prior, t_quantile
from cenotaph.inference.quantiles import Floats
from cenotaph.measures.grouping import Sorted

__all__ = ["Side", "Uses", "log_ratio_bounds", "uses_of"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Uses:
    """Every use of an item by a document, once, with the sums that stand over them.

    Attributes:
        document, item, n: places and counts, shape (U,).
        tokens: all uses of any item by each document, shape (D,).
        group: place of each document's group, shape (D,).
        shape: numbers of groups and items; the last item of `uses_of` stands for all that are too rare.
    """

    document: Ints
    item: Ints
    n: Floats
    tokens: Floats
    group: Ints
    shape: tuple[int, int]

    @cached_property
    def _cell(self) -> Ints:
        return np.asarray(self.group[self.document] * self.shape[1] + self.item)

    def summed(self, weights: Floats | None) -> Floats:
        """The sum of weights (null: the number) of each group and item, less the last item."""
        groups, items = self.shape
        flat = np.bincount(self._cell, weights, groups * items)
        return np.asarray(flat, dtype=np.float64).reshape(groups, items)[:, :-1]

    def of_items(self, items: Ints) -> Uses:
        """The uses of some items, item by item, which are numbered anew in the order given."""
        place = np.full(self.shape[1], -1)
        place[items] = np.arange(len(items))
        item = place[self.item]
        kept = np.flatnonzero(item >= 0)
        kept = kept[np.argsort(item[kept], kind="stable")]
        fewer = (self.shape[0], len(items))
        return Uses(self.document[kept], item[kept], self.n[kept], self.tokens, self.group, fewer)

    def one(self, item: int) -> tuple[Ints, Floats]:
        """The documents that have an item, and how often; uses must stand item by item."""
        first, last = np.searchsorted(self.item, (item, item + 1))
        return self.document[first:last], self.n[first:last]


@dataclass(frozen=True)
class Side:
    """Sums over the documents of one side: uses, documents with the item, shares of documents and their squares.

    All of shape (W,); `tokens` and `documents` are of all items.
    """

    uses: Floats
    holding: Floats
    shares: Floats
    squares: Floats
    tokens: float
    documents: float


def uses_of(of: Sorted, counts: pa.Table, background: pa.Table | None, min_count: int) -> tuple[Uses, pa.Array, Floats]:
    """The uses of items that stand often enough, their names, and their shares of the background."""
    place = of.places(counts["document_id"])
    held = counts["word"].combine_chunks()
    document = np.repeat(place, np.diff(np.asarray(held.offsets)))
    item = np.asarray(held.values.indices)
    n = np.asarray(counts["n"].combine_chunks().values)
    if (place < 0).any():
        kept = document >= 0
        document, item, n = document[kept], item[kept], n[kept]
    tokens = np.bincount(document, n, len(of.document_ids)).astype(np.float64)
    words = held.values.dictionary
    total = np.bincount(item, n, len(words))
    behind = total if background is None or not background.num_rows else _behind(background, words)
    share = informative_prior(behind, 1.0) if len(words) else np.empty(0)
    often = np.flatnonzero(total >= max(min_count, 1))
    renumbered = np.full(len(words), len(often))
    renumbered[often] = np.arange(len(often))
    whole = Uses(document, renumbered[item], n, tokens, of.group, (of.groups.num_rows, len(often) + 1))
    return whole, words.take(pa.array(often)), share[often]


def _behind(background: pa.Table, words: pa.Array) -> Floats:
    place = pc.index_in(words, value_set=background["word"].combine_chunks())
    return np.asarray(pc.fill_null(pc.take(background["n"].combine_chunks(), place), 0), dtype=np.float64)


def log_ratio_bounds(value: Floats, few: Uses, *sides: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The interval of a log ratio of totals over documents; NaN where a side lacks the item.

    Each side's total is a ratio over its documents, whose linearised variance is that of Cochran 1977, section 6.4.
    """
    variances, degrees = [], []
    for side in sides:
        own = side[few.document]
        at, n, tokens = few.item[own], few.n[own], few.tokens[few.document[own]]
        y, yy, yt = (np.bincount(at, w, few.shape[1]) for w in (n, n * n, n * tokens))
        documents, whole, squares = side.sum(), few.tokens[side].sum(), np.sum(few.tokens[side] ** 2)
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = y / whole
            residuals = np.maximum(yy - 2 * rate * yt + rate**2 * squares, 0.0)
            variances.append(np.where(y > 0, documents / (documents - 1) * residuals / y**2, np.nan))
        degrees.append(documents - 1)
    total = variances[0] + variances[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = total**2 / (variances[0] ** 2 / degrees[0] + variances[1] ** 2 / degrees[1])
    half = t_quantile(0.975, freedom) * np.sqrt(total) / np.log(2)
    return value - half, value + half

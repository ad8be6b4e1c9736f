"""Words that mark a manner of speaking: duty, us and them. Secondary to audience adaptivity, and never summed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.inference import MINIMUM_CLUSTERS, ratio_interval
from cenotaph.inference.quantiles import Floats
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates

__all__ = ["MARKERS", "MARKER_COUNTS"]

#: Marker -> language -> words as they are written, in lower case; our own lists, one word each.
MARKERS: dict[str, dict[str, tuple[str, ...]]] = {
    "duty": {
        "en": ("must", "should", "shall", "ought", "obliged"),
        "ru": (
            *("должен", "должна", "должно", "должны", "обязан", "обязана", "обязано", "обязаны"),
            *("следует", "надлежит", "надо", "необходимо", "нельзя", "недопустимо"),
        ),
        "zh": ("必须", "应当", "应该", "务必", "不得", "不容", "不能不"),
    },
    "us": {
        "en": ("we", "us", "our", "ours", "ourselves"),
        "ru": (
            *("мы", "нас", "нам", "нами", "наш", "наша", "наше", "наши", "нашего", "нашей", "наших", "нашему"),
            *("нашим", "нашими", "нашу", "нашем"),
        ),
        "zh": ("我们", "我国", "我方", "咱们"),
    },
    "them": {
        "en": ("they", "them", "their", "theirs", "themselves"),
        "ru": ("они", "их", "им", "ими", "них", "ним", "ними"),
        "zh": ("他们", "她们", "它们", "对方"),
    },
}

#: How often the words of each marker stand in each document; only documents that hold one have a row.
MARKER_COUNTS = pa.schema([("document_id", pa.string()), ("marker", pa.string()), ("n", pa.int64())])

_UNIT = "per 1,000 sentences"
_COVERS = "variation between documents; not what the word list misses or takes too many of"
_NOTES = {
    "duty": (
        "words of duty (must, должен, 必须 ...)",
        "Joint statements and resolutions are full of it whatever the speaker thinks; who is obliged is not seen, nor "
        "negation beyond the words listed",
    ),
    "us": (
        "words of us (we, наш, 我国 ...)",
        "In Russian and Chinese addresses our country is a set phrase; who is meant by us is not seen",
    ),
    "them": (
        "words of them (they, их, 他们 ...)",
        "Most of them point back to whoever was just named, friends too; Russian is blind between их as whose and whom",
    ),
}


def _marker_rate(marker: str, said: str, validity: str) -> None:
    """Register the rate of one marker."""

    def rate(documents: pa.Table, markers: pa.Table, by: Sequence[str]) -> pa.Table:
        return _rates(documents, markers.filter(pc.equal(markers["marker"], marker)), by)

    rate.__doc__ = f"""Secondary: {said}, per thousand sentences, in each language by itself.

    Every word of a short list of our own counts each time it stands in a text. Reprints and documents without text are
    left out. Rows tell first how much of the variation between documents genre and language explain.

    Value: 0 upwards; null, never 0, in a language without a list or where a group has no sentences.
    Reads as: 120 means 120 such words in every thousand sentences.
    Not for: comparing languages, whose lists are not equivalent, or genres. {validity}. Show it beside
    `adaptivity`, never added to other indicators.
    Source: ratio of totals over documents, Cochran 1977, Sampling Techniques, 3rd ed., section 6.4.
    """
    measure(
        unit=_UNIT,
        needs=("documents", "markers"),
        by=("actor", "language"),
        requires=("language",),
        allows=("actor", "speaker", "language", "genre", "source", "occasion", "year"),
        counts=(),
        minimum="Documents with text in en, ru or zh; an interval needs five of them.",
        name=f"{marker}_words_rate",
        chart="intervals",
    )(rate)


for _marker, (_said, _validity) in _NOTES.items():
    _marker_rate(_marker, _said, _validity)


def _rates(documents: pa.Table, counts: pa.Table, by: Sequence[str]) -> pa.Table:
    listed = pc.is_in(documents["language"], value_set=pa.array(MARKERS["duty"]))
    kept = documents.filter(
        pc.and_(pc.and_(listed, pc.is_null(documents["duplicate_of"])), pc.is_valid(documents["n_sentences"]))
    )
    x = np.asarray(kept["n_sentences"], dtype=np.float64)
    y = np.zeros(len(x))
    place = pc.index_in(counts["document_id"], value_set=kept["document_id"].combine_chunks())
    found = np.asarray(pc.fill_null(place, -1), dtype=np.int64)
    np.add.at(y, found[found >= 0], np.asarray(counts["n"], dtype=np.float64)[found >= 0])
    columns = {name: pc.year(kept["date"]) if name == "year" else kept[name] for name in by}
    group, names = _grouped(pa.table({name: column.cast(pa.string()) for name, column in columns.items()}))
    sums = [np.bincount(group, each, minlength=len(names)) for each in (y, x, y * y, x * y, x * x)]
    n = np.bincount(group, x > 0, minlength=len(names))
    sum_y, sum_x, sum_yy, sum_xy, sum_xx = sums
    interval = ratio_interval(sum_y, sum_x, sum_yy, sum_xy, sum_xx, n)
    with np.errstate(divide="ignore"):  # of none among x, as many as would be missed with a chance of .025
        none_seen = np.where(n >= MINIMUM_CLUSTERS, -np.log(0.025) / sum_x, np.nan)
    genre, language = (_explained(kept[name], y, x) for name in ("genre", "language"))
    reading = (
        None
        if not y.any()
        else f"Of the variation between documents genre explains {genre:.0%} and language {language:.0%}."
    )
    ids = kept["document_id"].to_pylist()
    members: list[list[str]] = [[] for _ in names]
    for name, at, count in zip(ids, group.tolist(), y.tolist(), strict=True):
        if count:
            members[at].append(name)
    return estimates(
        {name: [None if row[at] == _BLANK else _typed(name, row[at]) for row in names] for at, name in enumerate(by)},
        value=1000 * interval.estimate,
        low=np.maximum(1000 * interval.low, 0),
        high=1000 * np.where(sum_y > 0, interval.high, none_seen),
        n=n,
        numerator=sum_y,
        denominator=sum_x,
        unit=_UNIT,
        covers=[_COVERS if each >= MINIMUM_CLUSTERS else "no interval: fewer than 5 documents" for each in n],
        abstains=[None if each else "no sentences to count in" for each in sum_x],
        own={
            "genre_explains": pa.array([genre] * len(names), pa.float64()),
            "language_explains": pa.array([language] * len(names), pa.float64()),
            "reading": pa.array([reading] * len(names), pa.string()),
            "document_ids": pa.array(members, pa.list_(pa.string())),
        },
    )


_BLANK = "\N{SYMBOL FOR NULL}"


def _typed(name: str, value: str) -> str | int:
    return int(value) if name == "year" else value


def _grouped(columns: pa.Table) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
    """The group of each row, and the groups in order."""
    rows = list(zip(*(pc.fill_null(column, _BLANK).to_pylist() for column in columns.columns), strict=True))
    names = sorted(set(rows))
    numbers = {name: place for place, name in enumerate(names)}
    return np.fromiter((numbers[row] for row in rows), dtype=np.int64, count=len(rows)), names


def _explained(column: pa.ChunkedArray, y: Floats, x: Floats) -> float:
    """The part of the variance of the documents' rates that lies between groups (eta squared), by sentences."""
    if x.sum() <= 0:
        return 0.0
    codes, names = _grouped(pa.table({"group": column.cast(pa.string())}))
    mean = y.sum() / x.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        total = float(np.nansum(x * (y / x - mean) ** 2))
        weight = np.bincount(codes, x, minlength=len(names))
        means = np.bincount(codes, y, minlength=len(names)) / weight
    return float(np.nansum(weight * (means - mean) ** 2)) / total if total else 0.0

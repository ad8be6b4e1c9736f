"""Coverage asymmetry: how many more items one target gets than another, in relation to each yardstick there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.errors import CenotaphError, did_you_mean
from cenotaph.inference.rate_ratio import RateRatio, adjusted_for_recall, clustered_rate_ratio, exact_rate_ratio
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates

__all__ = ["EXPOSURES", "STORIES", "compared_targets", "coverage_ratio"]

#: The rows of exposures.csv as a table.
EXPOSURES = pa.schema(
    [("label", pa.string()), ("target", pa.string()), ("value", pa.float64()), ("contested", pa.bool_()),
     ("source_url", pa.string())]
)  # fmt: skip
#: Which items are one story, and how often the very text of an item was printed.
STORIES = pa.schema([("document_id", pa.string()), ("story", pa.int64()), ("copies", pa.int64())])

#: Below so many items of the two targets together nothing is said.
_LEAST = 5
_OUTLET = "items of the outlet"
_COVERED = {
    "items": "variation between stories; not coder error",
    "stories": "chance in the number of stories; not coder error",
    "stories, unprompted": "chance in the number of stories; not coder error",
}
_RECALL = ", and the recall of the search"


@measure(
    unit="rate ratio",
    needs=("documents", "mentions", "targets", "exposures", "stories", "events", "gestures"),
    by=(),
    allows=("actor", "source", "language", "genre", "speaker", "year"),
    keys=("target_a", "target_b", "exposure", "counted"),
    counts=(),
    in_sentences=False,
    minimum=f"At least {_LEAST} items on the two targets together, and one on each; an interval of items needs five "
    "stories. Stories without leader acts near them need events or gestures on record.",
    chart="intervals_log",
)
def coverage_ratio(
    documents: pa.Table,
    mentions: pa.Table,
    targets: pa.Table,
    exposures: pa.Table,
    stories: pa.Table,
    events: pa.Table,
    gestures: pa.Table,
    by: Sequence[str],
    *,
    pair: tuple[str, ...] = (),
    recalls: tuple[str, ...] = (),
    days: int = 3,
    similarity: float = 0.5,
    reprints: int = 14,
) -> pa.Table:
    """How many times as much one target is covered as another, for each yardstick: items, persons who served ...

    An item is a document that names the target; one that names both counts for both. `items` counts every reprint, with
    an interval over stories, since an editor decides once and others copy; `stories` counts each story once;
    `stories, unprompted` leaves out what appeared within a few days of an event or gesture on record, since
    letters and visits cause coverage. Each yardstick is a label of exposures.csv; the items of the outlet come first.

    Value: above 0; 1 is as much, 2 twice as much; null where one target has none.
    Reads as: 8 relative to items of the outlet and 0.9 relative to the fallen: asymmetric relative to the outlet, not
    to the fallen. Without a named yardstick the ratio means nothing.
    Not for: tone; nor for two targets whose names the codebook finds unequally well, unless `recalls` says how well.
    Source: exact conditional interval for stories (Przyborowski & Wilenski 1940); for items, linearised variance over
    stories; yardsticks as a multiverse, Steegen et al. 2016, Perspectives on Psychological Science 11:702-712.

    Args:
        pair: the two targets, the one whose coverage stands above the line first; by default the first two of
            exposures.csv.
        recalls: how many of a hand-read sample the search found, such as USA:18/20,CHN:9/12; ratios are divided by it.
        days: so many days before and after an event or gesture on record count as prompted.
        similarity: share of text in common from which two items are one story.
        reprints: how many days later an item can still be a reprint.
    Returns: counts of both targets (numerator, denominator), the yardstick's two values, contested, p_value, and a
    reading of each group's rows.
    """
    a, b = compared_targets(pair, exposures, targets)
    recall = _recalls(recalls, (a, b))
    yardsticks = [_Yardstick(_OUTLET, 1.0, 1.0, False, None), *_yardsticks(exposures, a, b)]
    items = _items(documents, mentions, stories, a, b, _prompted(documents, events, gestures, days))
    groups = _groups(items.documents, by)
    rows: list[dict[str, Any]] = []
    for group in sorted(set(groups), key=str):
        member = np.fromiter((each == group for each in groups), dtype=bool, count=len(groups))
        for counted in _COVERED:
            part = [_row(items, member, counted, each, recall) for each in yardsticks]
            reading = _reading(part, a, b, counted, group)
            rows += [{**row, "group": group, "reading": reading} for row in part]
    return _table(rows, by, a, b, bool(recalls))


def compared_targets(pair: Sequence[str], exposures: pa.Table, targets: pa.Table) -> tuple[str, str]:
    """The two targets compared: those named, else the first two of the yardsticks.

    Raises: CenotaphError where there are not two, or one is no target of the codebook.
    """
    chosen = tuple(pair) or tuple(dict.fromkeys(exposures["target"].to_pylist()))[:2]
    if len(chosen) != 2 or chosen[0] == chosen[1]:
        raise CenotaphError("Name the two targets that are compared: --set pair=USA,CHN, or write exposures.csv.")
    known = targets["target"].to_pylist()
    for name in chosen:
        if name not in known:
            raise CenotaphError(f'pair: there is no target "{name}". {did_you_mean(name, known)}'.rstrip())
    return chosen[0], chosen[1]


@dataclass(frozen=True)
class _Yardstick:
    """A row of the multiverse: its label and the exposures of both targets."""

    label: str
    a: float
    b: float
    contested: bool
    source_url: str | None


@dataclass(frozen=True)
class _Items:
    """Documents that name either target: which, in which story, printed how often, prompted or not."""

    documents: pa.Table
    names_a: NDArray[np.bool_]
    names_b: NDArray[np.bool_]
    story: NDArray[np.int64]
    copies: NDArray[np.int64]
    prompted: NDArray[np.bool_] | None = field(default=None)


def _items(
    documents: pa.Table,
    mentions: pa.Table,
    stories: pa.Table,
    a: str,
    b: str,
    prompted: NDArray[np.bool_] | None,
) -> _Items:
    ids = documents["document_id"].combine_chunks()
    names = [
        np.asarray(
            pc.is_in(ids, value_set=pc.unique(mentions.filter(pc.equal(mentions["target"], each))["document_id"]))
        )
        for each in (a, b)
    ]
    kept = np.flatnonzero(names[0] | names[1])
    place = pc.index_in(ids.take(pa.array(kept)), value_set=stories["document_id"].combine_chunks())
    found = stories.take(place.drop_null()) if place.null_count == 0 else None
    story = np.asarray(found["story"]) if found is not None else kept
    copies = np.asarray(found["copies"]) if found is not None else np.ones(len(kept), dtype=np.int64)
    near = None if prompted is None else prompted[kept]
    return _Items(documents.take(pa.array(kept)), names[0][kept], names[1][kept], story, copies, near)


def _prompted(documents: pa.Table, events: pa.Table, gestures: pa.Table, days: int) -> NDArray[np.bool_] | None:
    """Which documents fall near an event or a gesture that was made; null where there is none on record."""
    made = gestures.filter(gestures["made"])
    acts = [*events["date"].to_pylist(), *made["date"].to_pylist()]
    if not acts:
        return None
    when = np.asarray(pc.fill_null(documents["date"].cast(pa.int32()), -(10**6)), dtype=np.int64)
    on = np.unique(np.array(acts, dtype="datetime64[D]").astype(np.int64))
    after = np.clip(np.searchsorted(on, when), 0, len(on) - 1)
    before = np.clip(after - 1, 0, None)
    near: NDArray[np.bool_] = np.minimum(np.abs(on[after] - when), np.abs(on[before] - when)) <= days
    return near


def _yardsticks(exposures: pa.Table, a: str, b: str) -> list[_Yardstick]:
    """The labels that have a value for both targets, in the order of the file."""
    held: dict[str, dict[str, dict[str, Any]]] = {}
    for row in exposures.to_pylist():
        held.setdefault(row["label"], {}).setdefault(row["target"], row)
    return [
        _Yardstick(
            label,
            of[a]["value"],
            of[b]["value"],
            bool(of[a]["contested"] or of[b]["contested"]),
            of[a]["source_url"] or of[b]["source_url"] or None,
        )
        for label, of in held.items()
        if a in of and b in of
    ]


def _recalls(given: Sequence[str], pair: tuple[str, str]) -> tuple[int, int, int, int] | None:
    """Seen and sampled of both targets. Raises CenotaphError for what is not written as USA:18/20."""
    if not given:
        return None
    found: dict[str, tuple[int, int]] = {}
    for text in given:
        target, _, share = text.partition(":")
        seen, _, sample = share.partition("/")
        if not (seen.isdigit() and sample.isdigit() and 0 < int(seen) <= int(sample)):
            raise CenotaphError(f'recalls are written as USA:18/20; found "{text}".')
        found[target.strip()] = (int(seen), int(sample))
    if set(found) != set(pair):
        raise CenotaphError(f"recalls need both targets: {pair[0]}:18/20,{pair[1]}:9/12.")
    return (*found[pair[0]], *found[pair[1]])


def _groups(documents: pa.Table, by: Sequence[str]) -> list[tuple[Any, ...]]:
    columns = [pc.year(documents["date"]).to_pylist() if name == "year" else documents[name].to_pylist() for name in by]
    return list(zip(*columns, strict=True)) if columns else [()] * documents.num_rows


def _row(
    items: _Items,
    member: NDArray[np.bool_],
    counted: str,
    yardstick: _Yardstick,
    recall: tuple[int, int, int, int] | None,
) -> dict[str, Any]:
    """One ratio, or why there is none."""
    unprompted = counted.endswith("unprompted")
    kept = member if not unprompted else member & ~(items.prompted if items.prompted is not None else member)
    _, story = np.unique(items.story[kept], return_inverse=True)
    copies = items.copies[kept]
    n_stories = int(story.max()) + 1 if len(story) else 0
    in_a, in_b = (np.bincount(story, copies * names[kept], minlength=n_stories) for names in
                  (items.names_a, items.names_b))  # fmt: skip
    if counted != "items":
        in_a, in_b = np.minimum(in_a, 1), np.minimum(in_b, 1)
    count_a, count_b = float(in_a.sum()), float(in_b.sum())
    if counted == "items":
        found = clustered_rate_ratio(in_a, in_b, yardstick.a, yardstick.b)
    else:
        found = exact_rate_ratio(count_a, yardstick.a, count_b, yardstick.b)
    found = found if recall is None else adjusted_for_recall(found, *recall)
    reason = _reason(count_a, count_b, found, no_acts=unprompted and items.prompted is None)
    ids = items.documents["document_id"].filter(pa.array(kept)).to_pylist()
    return {"found": found, "counts": (count_a, count_b), "n": n_stories, "counted": counted, "yardstick": yardstick,
            "abstains": reason, "document_ids": ids}  # fmt: skip


def _reason(count_a: float, count_b: float, found: RateRatio, *, no_acts: bool) -> str | None:
    if no_acts:
        return "no events or gestures are on record, so that nobody can say what was prompted"
    total = count_a + count_b
    if total < _LEAST:
        return f"{total:.0f} on the two targets together; at least {_LEAST} are needed"
    if not count_b:
        least = f"; it is at least {found.low:.3g}" if isfinite(found.low) else ""
        return f"none on the second target, so that the ratio has no upper end{least}"
    if not count_a:
        most = f"; it is at most {found.high:.3g}" if isfinite(found.high) else ""
        return f"none on the first target, so that the ratio is 0 in this record{most}"
    return None


def _reading(rows: Sequence[Mapping[str, Any]], a: str, b: str, counted: str, group: tuple[Any, ...]) -> str | None:
    """What the yardsticks say together, in one sentence."""
    told: dict[str, list[str]] = {a: [], b: [], "": []}
    for row in rows:
        if row["abstains"] is None:
            found = row["found"]
            told[a if found.low > 1 else b if found.high < 1 else ""].append(row["yardstick"].label)
    if not any(told.values()):
        return None
    parts = [f"{name} is covered more relative to {', '.join(told[name])}" for name in (a, b) if told[name]]
    parts += [f"no asymmetry is shown relative to {', '.join(told[''])}"] if told[""] else []
    where = f", {', '.join(map(str, group))}" if group else ""
    return f"Counting {counted}{where}: {'; '.join(parts)}."


def _table(rows: Sequence[Mapping[str, Any]], by: Sequence[str], a: str, b: str, adjusted: bool) -> pa.Table:
    found: list[RateRatio] = [row["found"] for row in rows]
    yardsticks: list[_Yardstick] = [row["yardstick"] for row in rows]
    p_values = [None if row["abstains"] else row["found"].p_value for row in rows]
    leading: dict[str, Any] = {name: [row["group"][place] for row in rows] for place, name in enumerate(by)}
    leading |= {"target_a": [a] * len(rows), "target_b": [b] * len(rows)}
    leading |= {"exposure": [each.label for each in yardsticks], "counted": [row["counted"] for row in rows]}
    return estimates(
        leading,
        value=[each.estimate for each in found],
        low=[each.low for each in found],
        high=[each.high for each in found],
        n=[row["n"] for row in rows],
        numerator=[row["counts"][0] for row in rows],
        denominator=[row["counts"][1] for row in rows],
        unit="rate ratio",
        covers=[_COVERED[row["counted"]] + (_RECALL if adjusted else "") for row in rows],
        abstains=[row["abstains"] for row in rows],
        own={
            "p_value": pa.array(p_values, pa.float64(), from_pandas=True),
            "exposure_a": pa.array([each.a for each in yardsticks], pa.float64()),
            "exposure_b": pa.array([each.b for each in yardsticks], pa.float64()),
            "contested": pa.array([each.contested for each in yardsticks], pa.bool_()),
            "source_url": pa.array([each.source_url for each in yardsticks], pa.string()),
            "reading": pa.array([row["reading"] for row in rows], pa.string()),
            "document_ids": pa.array([row["document_ids"] for row in rows], pa.list_(pa.string())),
        },
    )  # fmt: skip

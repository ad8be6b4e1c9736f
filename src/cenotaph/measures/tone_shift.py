"""Which targets moved the tone of a group's statements: a difference of averages taken apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.errors import CenotaphError
from cenotaph.inference import word_shift
from cenotaph.measures.grouping import others_of, sorted_documents
from cenotaph.measures.opening import listed, numbers
from cenotaph.measures.rates import own_voice
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates

__all__ = ["tone_shift"]

_UNIT = "points of tone"
_ALLOWS = ("actor", "year", "month", "occasion", "speaker", "language", "genre", "source", "document")
_COLUMNS = ("by_share", "by_tone", "tone_target", "tone_target_before", "tone", "tone_before")


@measure(
    unit=_UNIT, needs=("documents", "statements", "targets"), by=("actor", "year"), allows=_ALLOWS, keys=("target",),
    low=-2, high=2, counts=(), in_sentences=False, chart="bars",
    minimum="1 statement on each side; it takes a difference apart and says nothing of chance.",
)  # fmt: skip
def tone_shift(
    documents: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    positive: tuple[str, ...] = ("credit", "thank", "honour", "bond"),
    negative: tuple[str, ...] = ("blame", "distort", "warn"),
    against: str = "before",
) -> pa.Table:
    """What each target adds to the change in tone: mean of +1 for praising and -1 for blaming statements.

    The contributions of all targets sum to the change. Each has two parts: the target is spoken of more or less
    (`by_share`, against the mean tone before), and it is spoken of in another tone (`by_tone`). Statements count in
    the document's own voice; other acts are 0.

    Value: -2 to 2, the part of the change; null where a side says nothing.
    Reads as: -0.1, of it by_tone -0.08: this target lowers the mean tone by a tenth, mostly by being treated worse.
    Not for: whether the change is more than chance; see the change of composition by acts. Nor for a tone nobody coded.
    Source: Gallagher et al. 2021, EPJ Data Science 10:4, eq. 9 (generalised word shift).

    Args:
        positive: acts that count +1.
        negative: acts that count -1.
        against: before (the group before it in order, with the other columns alike), or rest.
    Returns: beside the contract: by_share, by_tone, tone_target, tone_target_before (null where it is not spoken of),
    tone, tone_before (of all), n_before, statement_ids (200 at most).
    """
    if against not in ("before", "rest"):
        raise CenotaphError(f'against is "before" or "rest"; found "{against}".')
    if both := sorted({*positive} & {*negative}):
        raise CenotaphError(f"{', '.join(both)}: an act cannot be both positive and negative.")
    of = sorted_documents(documents, by)
    said = own_voice(statements, documents, targets)
    place = of.places(said["document_id"])
    said, place = said.filter(pa.array(place >= 0)), place[place >= 0]
    names = sorted(pc.unique(said["target"]).to_pylist())
    target = np.asarray(pc.index_in(said["target"].combine_chunks(), value_set=pa.array(names, pa.string())), np.int64)
    sign = np.array([(act in positive) - (act in negative) for act in said["act"].to_pylist()], dtype=np.float64)
    shape = (of.groups.num_rows, len(names))
    at = of.group[place] * shape[1] + target
    counts, signs = (np.bincount(at, w, shape[0] * shape[1]).reshape(shape) for w in (np.ones(len(at)), sign))
    columns, before_n, reasons = _shifts(of.groups, counts, signs, against)
    groups = pa.array(np.repeat(np.arange(shape[0]), shape[1]))
    own = {name: numbers(np.array(columns[name])) for name in _COLUMNS}
    ids = listed(said["statement_id"].combine_chunks(), at, np.ones(len(at), dtype=bool), counts.size)
    return estimates(
        {**{name: of.groups[name].combine_chunks().take(groups) for name in by}, "target": names * shape[0]},
        value=columns["value"],
        n=np.repeat([len(np.unique(place[of.group[place] == group])) for group in range(shape[0])], shape[1]),
        numerator=counts.ravel(),
        denominator=np.repeat(counts.sum(1), shape[1]),
        unit=_UNIT,
        covers="",
        abstains=reasons,
        own=own | {"n_before": pa.array([int(n) for n in before_n], pa.int64()),
                   "statement_ids": ids},
    )  # fmt: skip


def _shifts(
    groups: pa.Table, counts: np.ndarray, signs: np.ndarray, against: str
) -> tuple[dict[str, list[float]], list[float], list[str | None]]:
    """The columns of all groups, the statements of the other side, and why a row abstains."""
    columns: dict[str, list[float]] = {name: [] for name in ("value", *_COLUMNS)}
    before_n: list[float] = []
    reasons: list[str | None] = []
    for group in range(len(counts)):
        rest = others_of(groups, group, against)
        made = _shift(counts[rest].sum(0), signs[rest].sum(0), counts[group], signs[group])
        for name, values in made.items():
            columns[name] += values.tolist()
        silent = "nothing is said, or was before" if len(rest) else "nothing before it"
        reasons += [None if np.isfinite(made["value"]).all() else silent] * counts.shape[1]
        before_n += counts[rest].sum(0).tolist()
    return columns, before_n, reasons


def _shift(n_before: np.ndarray, sum_before: np.ndarray, n: np.ndarray, total: np.ndarray) -> dict[str, np.ndarray]:
    """The columns of one group. A target that one side does not speak of has there the tone it has on the other."""
    nothing = np.full(len(n), np.nan)
    if not n_before.sum() or not n.sum():
        return dict.fromkeys(("value", *_COLUMNS), nothing)
    with np.errstate(divide="ignore", invalid="ignore"):
        before, now = sum_before / n_before, total / n
    here, there = np.where(n > 0, now, before), np.where(n_before > 0, before, now)
    spoken = (n > 0) | (n_before > 0)
    found = word_shift(n_before, n, np.where(spoken, there, 0.0), np.where(spoken, here, 0.0))
    whole, whole_before = np.full(len(n), total.sum() / n.sum()), np.full(len(n), sum_before.sum() / n_before.sum())
    parts = (found.contribution, found.by_frequency, found.by_score, now, before, whole, whole_before)
    return dict(zip(("value", *_COLUMNS), parts, strict=True))

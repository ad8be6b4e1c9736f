"""Blind comparison of passages in pairs: which pairs to ask about, what to hide, and the scale that answers give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.inference import bradley_terry, normal_quantile
from cenotaph.measures.rows import estimates

__all__ = ["ANSWERS", "blinded", "drawn_pairs", "pair_scale", "rater_effects"]

#: What may stand under `answer`: the first passage is more, the second, or neither.
ANSWERS = {"1": 1.0, "2": 0.0, "=": 0.5}

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_COVERS = "answers of raters to these pairs; not which passages were drawn"
_PRIOR = 0.5


def drawn_pairs(n_passages: int, each: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Pairs of passages such that each is in `each` of them, half of the time first, and all hang together.

    Every round puts the passages in a ring in random order and compares neighbours.

    Args: at least 3 passages; each, an even number from 2. Returns: places, shape (n_passages * each / 2, 2), shuffled.
    """
    rings = [rng.permutation(n_passages) for _ in range(each // 2)]
    pairs = np.concatenate([np.stack([ring, np.roll(ring, -1)], axis=1) for ring in rings])
    return np.asarray(rng.permutation(pairs), dtype=np.int64)


def blinded(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with years and some spans (who speaks) hidden. Args: spans in code points, which may overlap."""
    hidden = bytearray(len(text))
    for start, end in spans:
        hidden[max(start, 0) : max(end, 0)] = b"\1" * (min(end, len(text)) - max(start, 0))
    made, place = [], 0
    while place < len(text):
        end = place
        while end < len(text) and hidden[end] == hidden[place]:
            end += 1
        made.append("[...]" if hidden[place] else text[place:end])
        place = end
    return _YEAR.sub("[year]", "".join(made))


def pair_scale(answers: pa.Table, passages: pa.Table) -> pa.Table:
    """Places of passages on the scale that was asked about.

    Args: `answers`: first_passage, second_passage, won (1 first, 0 second, 0.5 tie), one row an answer; `passages`:
    passage_id and whatever is to stand beside it.

    Returns: passage_id, then rows of the contract (value in logits, 0 the average; n answers; numerator wins, ties
    half), rank, and the columns of `passages`. Where the pairs do not hang together, value is null.

    Source: Bradley & Terry 1952; Carlson & Montgomery 2017, American Political Science Review 111:835-843.
    """
    ids = passages["passage_id"].combine_chunks()
    one, other = (
        np.asarray(pc.index_in(answers[name].combine_chunks(), value_set=ids), dtype=np.int64)
        for name in ("first_passage", "second_passage")
    )
    won = np.asarray(answers["won"], dtype=np.float64)
    found = bradley_terry(one, other, won, len(ids))
    covers = _COVERS
    if not np.isfinite(found.strength).all():
        found = bradley_terry(one, other, won, len(ids), prior=_PRIOR)
        covers = f"{_COVERS}; drawn to the middle by {_PRIOR:g} ties each, since some won or lost all"
    half = normal_quantile(0.975) * found.error
    parts = int(found.parts.max(initial=0)) + 1
    told = np.isfinite(found.strength)
    wins = np.bincount(one, won, len(ids)) + np.bincount(other, 1 - won, len(ids))
    reason = f"the pairs fall into {parts} parts that were never compared; ask about pairs that join them"
    rank = [int(np.sum(found.strength > each)) + 1 if known else None
            for each, known in zip(found.strength, told, strict=True)]  # fmt: skip
    beside = {name: passages[name].combine_chunks() for name in passages.column_names if name != "passage_id"}
    rows = estimates(
        {"passage_id": ids},
        value=found.strength,
        low=found.strength - half,
        high=found.strength + half,
        n=found.n,
        numerator=wins,
        denominator=found.n,
        unit="logits",
        covers=covers,
        abstains=[None if known else reason for known in told],
        own={"rank": pa.array(rank, pa.int32()), **beside},
    )
    return rows.sort_by([("value", "descending"), ("passage_id", "ascending")])


def rater_effects(answers: pa.Table) -> list[dict[str, Any]]:
    """What each rater does: answers, ties, share of first passages chosen, agreement with the others on the same pairs.

    Args: `answers`: pair, rater, won, first_passage, second_passage. Shares of nothing are null.
    """
    rows = answers.select(["pair", "rater", "won"]).to_pylist()
    given: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        given.setdefault(row["pair"], []).append((row["rater"], row["won"]))
    effects = []
    for rater in sorted({row["rater"] for row in rows}):
        own = [row for row in rows if row["rater"] == rater]
        sides = [row["won"] for row in own if row["won"] != ANSWERS["="]]
        same = [won == row["won"] for row in own for who, won in given[row["pair"]] if who != rater]
        effects.append(
            {
                "rater": rater,
                "n": len(own),
                "ties": len(own) - len(sides),
                "first_share": _share(sides),
                "agreement": _share([float(each) for each in same]),
                "n_shared": len(same),
            }
        )
    return effects


def _share(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None

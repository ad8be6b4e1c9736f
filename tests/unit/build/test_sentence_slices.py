"""Sentences are cut out of many texts at once, by code points, exactly."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.build.sentences import coder_batch, slices
from cenotaph.coding import PASSAGE_BATCH
from cenotaph.store import SCHEMAS

texts_and_cuts = st.lists(
    st.text(st.characters(codec="utf-8"), max_size=20).flatmap(
        lambda text: st.tuples(st.just(text), st.lists(st.integers(0, len(text)), max_size=6).map(sorted))
    ),
    max_size=5,
)


@settings(deadline=None)
@given(texts_and_cuts, st.integers(0, 2))
def test_slices_are_what_python_slices(some: list[tuple[str, list[int]]], skipped: int) -> None:
    texts = pa.array([text for text, _ in some], pa.large_string())[skipped:]
    kept = some[skipped:]
    spans = [(row, a, b) for row, (_, cuts) in enumerate(kept) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    columns = np.array(spans, np.int64).reshape(-1, 3).T
    assert slices(texts, *columns).to_pylist() == [kept[row][0][a:b] for row, a, b in spans]


def test_slices_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        slices(pa.array(["abcdef"], pa.large_string()), np.array([0, 0]), np.array([0, 1]), np.array([3, 5]))


def test_a_sentence_is_spoken_by_its_turn_else_by_the_document() -> None:
    def table(name: str, *rows: dict[str, object]) -> pa.Table:
        empty = dict.fromkeys(SCHEMAS[name].names)
        return pa.Table.from_pylist([{**empty, **row} for row in rows], schema=SCHEMAS[name])

    common = {"source": "s", "file": "f", "language": "en"}
    documents = table(
        "documents",
        {**common, "document_id": "b", "actor": "OST", "speaker": "Ada", "date": dt.date(2001, 5, 8)},
        {**common, "document_id": "a", "actor": "VER"},
    )
    texts = table(
        "texts", *({"document_id": d, "text": t, "folded": t} for d, t in (("a", "Ja. No."), ("b", "Ну. Да.")))
    )
    spans = [("b", 0, 3, None), ("b", 4, 7, "Ben"), ("a", 0, 3, None), ("a", 4, 7, "Eve")]
    passages = table(
        "passages",
        *(
            {"passage_id": f"{d}#{a}", "document_id": d, "kind": kind, "start": a, "end": b, "speaker": who,
             "ordinal": 0, "paragraph": 0}
            for d, a, b, who in spans
            for kind in ("paragraph", "sentence")
        ),
    )  # fmt: skip
    batch = coder_batch(documents, texts, passages)
    assert batch.schema.equals(PASSAGE_BATCH)
    assert batch.column("text").to_pylist() == ["Ну.", "Да.", "Ja.", "No."]
    assert batch.column("speaker").to_pylist() == ["Ada", "Ben", None, "Eve"]
    assert batch.column("actor").to_pylist() == ["OST", "OST", "VER", "VER"]
    assert batch.column("start").to_pylist() == [0, 4, 0, 4]

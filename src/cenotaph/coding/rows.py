"""Statements as rows of the store's table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cenotaph.coding.acts import Found
from cenotaph.coding.matching import original_places
from cenotaph.store.schemas import SCHEMAS

if TYPE_CHECKING:
    from cenotaph.coding.batch import Job

__all__ = ["statement_rows"]


def statement_rows(job: Job, found: Sequence[tuple[int, Found]]) -> pa.Table:
    """The statements found in the sentences of a job, each with the row of its sentence, as the store has them."""
    row = np.array([row for row, _ in found], dtype=np.int64)
    base, _ = job.folded_span(row)
    ones = [one for _, one in found]

    def place(name: str) -> NDArray[np.int32]:
        offsets = np.array([getattr(one, name) for one in ones], dtype=np.int64)
        return job.place(original_places(job.folded, base + offsets), row)

    passages = job.batch.column("passage_id").take(pa.array(row))
    size = len(ones)
    columns = {
        "statement_id": [
            f"{passage}/{one.rule.act}/{one.holder or '-'}/{one.target}"
            for passage, one in zip(passages.to_pylist(), ones, strict=True)
        ],
        "document_id": job.batch.column("document_id").take(pa.array(row)),
        "passage_id": passages,
        "holder": [one.holder for one in ones],
        "act": [one.rule.act for one in ones],
        "target": [one.target for one in ones],
        "referent": [job.referent(int(r)) for r in row],
        "target_start": place("target_start"),
        "target_end": place("target_end"),
        "cue_start": place("cue_start"),
        "cue_end": place("cue_end"),
        "rule": [one.rule.name for one in ones],
        "coder": [job.coder.name] * size,
        "coder_version": [job.coder.version] * size,
        "codebook_hash": [job.coder.codebook_hash] * size,
        "confidence": np.array([one.confidence for one in ones], dtype=np.int8),
        "source_url": pa.nulls(size, pa.string()),
        "note": pa.nulls(size, pa.string()),
        "known_at": pa.nulls(size, pa.date32()),
    }
    return pa.table(columns, schema=SCHEMAS["statements"])

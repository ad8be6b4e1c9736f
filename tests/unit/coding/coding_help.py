"""Coding single sentences in tests."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from cenotaph.coding import PASSAGE_BATCH, Coded, Coder, code_batch, compile_codebook
from cenotaph.study import packaged_codebook

Triple = tuple[str | None, str, str]


@cache
def packaged_coder() -> Coder:
    return compile_codebook(packaged_codebook("memory-acts"), ["en", "ru", "zh"])


def batch_of(*rows: dict[str, object]) -> pa.RecordBatch:
    plain = {
        "document_id": "d",
        "language": "en",
        "start": 0,
        "actor": "RUS",
        "speaker": None,
        "genre": None,
        "date": None,
    }
    filled = [{**plain, "passage_id": f"d#{place}", **row} for place, row in enumerate(rows)]
    return pa.RecordBatch.from_pylist(filled, schema=PASSAGE_BATCH)


def coded(text: str, language: str = "en", actor: str = "RUS", before: str = "", coder: Coder | None = None) -> Coded:
    rows = [{"text": before, "document_id": "d"}, {"text": text, "document_id": "d"}]
    batch = batch_of(*({**row, "language": language, "actor": actor} for row in rows))
    return code_batch(batch, coder or packaged_coder())


def mentioned(text: str, language: str, coder: Coder | None = None) -> list[tuple[str, str]]:
    table = coded(text, language, coder=coder).mentions
    columns = (table.column(name).to_pylist() for name in ("target", "start", "end"))
    return [(target, text[start:end]) for target, start, end in zip(*columns, strict=True)]


def stated(text: str, language: str = "en", actor: str = "RUS", before: str = "") -> set[Triple]:
    table = coded(text, language, actor, before).statements
    columns = (table.column(name).to_pylist() for name in ("passage_id", "holder", "act", "target"))
    return {triple for passage, *triple in zip(*columns, strict=True) if passage == "d#1" for triple in [tuple(triple)]}

"""Floors for the rule coder on sentences of our own. Lowering one takes its own commit and a reason."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pytest

from cenotaph.coding import PASSAGE_BATCH, Coded, code_batch, compile_codebook
from cenotaph.study import packaged_codebook

GOLD = Path(__file__).with_name("coding_gold.jsonl")
DIGEST = "4db66cd522497813"
#: Smallest F1 of memory, (act, target) and whole statements.
FLOORS = {"en": (1.0, 0.9, 0.9), "ru": (1.0, 0.9, 0.9), "zh": (1.0, 0.9, 0.9)}

Row = dict[str, object]


@pytest.fixture(scope="module")
def gold() -> list[Row]:
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def coded(gold: list[Row]) -> Coded:
    rest = {"start": 0, "speaker": None, "genre": None, "date": None}
    rows = [
        {**rest, "passage_id": str(i), "document_id": str(i), "text": row["sentence"]}
        | {"language": row["language"], "actor": row["actor"]}
        for i, row in enumerate(gold)
    ]
    coder = compile_codebook(packaged_codebook("memory-acts"), ["en", "ru", "zh"])
    return code_batch(pa.RecordBatch.from_pylist(rows, schema=PASSAGE_BATCH), coder)


def _f1(gold: set[tuple[object, ...]], found: set[tuple[object, ...]]) -> float:
    return 2 * len(gold & found) / (len(gold) + len(found))


def test_the_gold_sample_is_the_one_the_floors_were_set_on() -> None:
    assert hashlib.sha256(GOLD.read_bytes()).hexdigest()[:16] == DIGEST


@pytest.mark.parametrize("language", FLOORS)
def test_floors(language: str, gold: list[Row], coded: Coded) -> None:
    here = {i for i, row in enumerate(gold) if row["language"] == language}
    memory = {(i,) for i in here if gold[i]["memory"]}
    statements = {(i, *triple) for i in here for triple in gold[i]["statements"]}  # type: ignore[misc, attr-defined]
    columns = (coded.statements.column(name).to_pylist() for name in ("passage_id", "holder", "act", "target"))
    found = {(int(i), *triple) for i, *triple in zip(*columns, strict=True) if int(i) in here}
    found_memory = {(i,) for i, flag in enumerate(coded.memory.to_pylist()) if flag and i in here}
    reached = (
        _f1(memory, found_memory),
        _f1({(i, act, target) for i, _, act, target in statements}, {(i, act, target) for i, _, act, target in found}),
        _f1(statements, found),
    )
    assert all(one >= floor for one, floor in zip(reached, FLOORS[language], strict=True)), (
        reached,
        sorted(statements ^ found, key=str),
    )

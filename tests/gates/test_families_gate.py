"""Floors on twenty-four English sentences of our own, one or two for each family of cues and six that say nothing.

Written before the coder was run on them; it has been mended by them since, so the floors only keep what was reached.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa

from cenotaph.coding import PASSAGE_BATCH, code_batch, compile_codebook
from cenotaph.study import packaged_codebook

GOLD = Path(__file__).with_name("families_gold.jsonl")
DIGEST = "d3fa062a32d1f783"
#: Smallest F1 of (act, target) and of whole statements.
FLOOR = 1.0


def test_families_floor() -> None:
    assert hashlib.sha256(GOLD.read_bytes()).hexdigest()[:16] == DIGEST
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    sentences = [
        {"passage_id": str(i), "document_id": str(i), "text": row["sentence"], "start": 0}
        | {"language": row["language"], "actor": row["actor"]}
        for i, row in enumerate(rows)
    ]
    coder = compile_codebook(packaged_codebook("memory-acts"), ["en"])
    coded = code_batch(pa.RecordBatch.from_pylist(sentences, schema=PASSAGE_BATCH), coder).statements
    columns = (coded[name].to_pylist() for name in ("passage_id", "holder", "act", "target"))
    found = {(int(i), *rest) for i, *rest in zip(*columns, strict=True)}
    gold = {(i, *statement) for i, row in enumerate(rows) for statement in row["statements"]}
    for first in (1, 2):  # with the holder, and without
        due, got = ({(one[0], *one[first:]) for one in side} for side in (gold, found))
        reached = 2 * len(due & got) / (len(due) + len(got))
        assert reached >= FLOOR, (reached, sorted(due ^ got, key=str))

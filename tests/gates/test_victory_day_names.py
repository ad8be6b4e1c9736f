"""The allies that four addresses name, as found by the coder and as recorded by hand; needs ../shared."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from cenotaph.coding import PASSAGE_BATCH, code_batch, compile_codebook
from cenotaph.corpus import segment
from cenotaph.study import packaged_codebook

SHARED = Path(__file__).resolve().parents[3] / "shared"
TEXTS = SHARED / "data" / "kremlin" / "victory_day_texts.jsonl"
FACTS = SHARED / "facts" / "victory_day_credit_gold.csv"
COLUMNS = {"names_USA": "USA", "names_UK": "GBR", "names_FRA": "FRA", "names_CHN": "CHN", "generic_allies": "allies"}

pytestmark = pytest.mark.real


@pytest.mark.parametrize("day", ["2017-05-09", "2019-05-09", "2020-06-24", "2022-05-09"])
def test_named_allies_agree_in_every_filled_cell(day: str) -> None:
    if not TEXTS.exists() or not FACTS.exists():
        pytest.skip("the addresses are not at hand: ../shared is missing")
    pages = [json.loads(line) for line in TEXTS.read_text("utf-8").splitlines()]
    text = max((page["text"] for page in pages if page["date"] == day), key=len)
    found = _named(text)
    with FACTS.open(encoding="utf-8", newline="") as file:
        facts = next(row for row in csv.DictReader(file) if row["date"] == day)
    expected = {target: facts[column] == "1" for column, target in COLUMNS.items() if facts[column]}
    assert {target: target in found for target in expected} == expected


def _named(text: str) -> set[str]:
    passages = segment(pa.array(["d"]), pa.array([text], pa.large_string()), pa.array(["en"]))
    sentences = passages.filter(pc.equal(passages["kind"], "sentence")).to_pylist()
    rest = {"document_id": "d", "language": "en", "actor": "RUS", "speaker": None, "genre": None, "date": None}
    rows = [
        {**rest, "passage_id": one["passage_id"], "text": text[one["start"] : one["end"]], "start": one["start"]}
        for one in sentences
    ]
    coder = compile_codebook(packaged_codebook("memory-acts"), ["en"])
    mentions = code_batch(pa.RecordBatch.from_pylist(rows, schema=PASSAGE_BATCH), coder).mentions
    return set(mentions.filter(pc.greater(mentions["confidence"], 1))["target"].to_pylist())

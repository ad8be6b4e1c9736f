"""A codebook that names no past asks for none."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cenotaph.coding import PASSAGE_BATCH, code_batch, compile_codebook
from cenotaph.study.codebook import Codebook


def _statements(referents: dict[str, object], text: str) -> list[tuple[str, str, str]]:
    codebook = Codebook.model_validate(
        {
            "codebook": "own",
            "version": "1",
            "targets": {"JPN": {"name": "Japan", "terms": {"en": ["Japan"]}}},
            "acts": {"blame": {"name": "blame", "cues": {"en": ["responsible for"]}}},
            "referents": referents,
        }
    )
    row = {"passage_id": "a#1", "document_id": "a", "language": "en", "text": text, "start": 0, "actor": "KOR"}
    batch = pa.RecordBatch.from_pylist([row], schema=PASSAGE_BATCH)
    found = code_batch(batch, compile_codebook(codebook, ["en"])).statements
    return [(one["holder"], one["act"], one["target"]) for one in found.to_pylist()]


@pytest.mark.parametrize(
    ("referents", "text", "expected"),
    [
        ({}, "Japan is responsible for this.", [("KOR", "blame", "JPN")]),
        ({"war": {"name": "war", "terms": {"en": ["war"]}}}, "Japan is responsible for this.", []),
        (
            {"war": {"name": "war", "terms": {"en": ["war"]}}},
            "Japan is responsible for the war.",
            [("KOR", "blame", "JPN")],
        ),
    ],
)
def test_the_past_is_asked_for_only_where_the_codebook_names_one(
    referents: dict[str, object], text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert _statements(referents, text) == expected

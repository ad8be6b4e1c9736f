"""The concordance: a word in its surroundings, line by line."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import Any

import pyarrow as pa

from cenotaph.measures.query import Occurrences
from cenotaph.text import fold

__all__ = ["CONCORDANCE", "concordance"]

CONCORDANCE = pa.schema(
    [
        ("document_id", pa.string()),
        ("date", pa.date32()),
        ("actor", pa.string()),
        ("speaker", pa.string()),
        ("title", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("passage_id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("left", pa.string()),
        ("match", pa.string()),
        ("right", pa.string()),
    ]
)


def concordance(
    documents: pa.Table, texts: pa.Table, passages: pa.Table, found: Occurrences, *, context: int = 60
) -> pa.Table:
    """One line an occurrence, in the order given, with its sentence and the words around it as they stand in the text.

    Args:
        documents: the documents searched, in the order in which they were searched.
        texts: texts of those with an occurrence; passages: their sentences.
        found: where the query stands in the folded texts.
        context: code points of the text to show on each side.

    Returns: table `CONCORDANCE`; `start` and `end` are code points into the document's text; `speaker` is whose turn it
    is in a transcript, else the document's; `passage_id` is null where the text was not split.
    """
    about = documents.select(["document_id", "date", "actor", "speaker", "title", "url", "language"]).to_pylist()
    text_of = dict(zip(texts["document_id"].to_pylist(), texts["text"].to_pylist(), strict=True))
    folded = {key: fold(text) for key, text in text_of.items()}
    sentences = _sentences(passages)
    rows: list[dict[str, Any]] = []
    for number, first, last in zip(found.document.tolist(), found.start.tolist(), found.end.tolist(), strict=True):
        document = about[number]
        key = document["document_id"]
        text = text_of[key]
        start, end = folded[key].original(first, last)
        sentence = _sentence_at(sentences[key], start)
        rows.append(
            {
                **document,
                "speaker": (sentence and sentence["speaker"]) or document["speaker"],
                "passage_id": sentence and sentence["passage_id"],
                "start": start,
                "end": end,
                "left": text[max(0, start - context) : start],
                "match": text[start:end],
                "right": text[end : end + context],
            }
        )
    return pa.Table.from_pylist(rows, schema=CONCORDANCE)


def _sentences(passages: pa.Table) -> dict[str, list[dict[str, Any]]]:
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in passages.select(["document_id", "passage_id", "kind", "start", "end", "speaker"]).to_pylist():
        if row["kind"] == "sentence":
            by_document[row["document_id"]].append(row)
    for rows in by_document.values():
        rows.sort(key=lambda row: int(row["start"]))
    return by_document


def _sentence_at(sentences: list[dict[str, Any]], place: int) -> dict[str, Any] | None:
    after = bisect_right(sentences, place, key=lambda row: int(row["start"]))
    sentence = sentences[after - 1] if after else None
    return sentence if sentence and place < sentence["end"] else None

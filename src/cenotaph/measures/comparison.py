"""Two documents side by side: what was said in one and not in the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import pyarrow as pa

from cenotaph.measures.alignment import align_sentences, word_changes

__all__ = ["COMPARISON", "compare_documents"]

COMPARISON = pa.schema(
    [
        ("part", pa.string()),
        ("change", pa.string()),
        ("holder", pa.string()),
        ("act", pa.string()),
        ("target", pa.string()),
        ("text_a", pa.string()),
        ("text_b", pa.string()),
        ("passage_a", pa.string()),
        ("passage_b", pa.string()),
        ("confidence", pa.int8()),
        ("similarity", pa.float64()),
        ("diff", pa.list_(pa.struct([("op", pa.string()), ("text", pa.string())]))),
    ]
)

_ORDER = {"gained": 0, "lost": 1, "kept": 2, "unknown": 3}


def compare_documents(
    sentences_a: pa.Table,
    sentences_b: pa.Table,
    statements_a: pa.Table,
    statements_b: pa.Table,
    language: str | None,
    *,
    judged_a: Collection[str] | None = None,
    judged_b: Collection[str] | None = None,
    absent_a: Mapping[str, int | None] | None = None,
    absent_b: Mapping[str, int | None] | None = None,
    align: bool = True,
    threshold: float = 0.5,
) -> pa.Table:
    """What the later document says that the earlier does not, and the other way about.

    Statements are the same when holder, act and target are; each is gained, lost or kept, with the first sentence that
    holds it on either side. Its `confidence` is the least of what the change rests on: the statement where it stands,
    the coded absence where it does not; null where none is stated. Where nobody looked for the target in the other
    document, the change is `unknown`: it has no text, or one in a language in which the codebook cannot name the
    target, and no coding judges it. Sentences are carried over, altered, dropped or new; see `align_sentences`.

    Args:
        sentences_a, sentences_b: `passage_id`, `text`, in reading order; empty for a document without text.
        statements_a, statements_b: tables `statements` of each document.
        judged_a, judged_b: the targets that were looked for in each document, or coded in it; null: all.
        absent_a, absent_b: targets that a coder looked for and did not find, with the confidence of that absence.
        language: of the texts, for finding words.
        align: whether sentences are compared too; it means nothing for texts in two languages.
        threshold: least similarity of an altered sentence, 0 to 1.

    Returns: table `COMPARISON`: statements gained, lost, kept, unknown; then sentences in the order of the later text.
    """
    absent = (absent_a or {}, absent_b or {})
    rows = _statements(sentences_a, sentences_b, statements_a, statements_b, (judged_a, judged_b), absent)
    if align:
        rows += _sentences(sentences_a, sentences_b, language, threshold)
    return pa.Table.from_pylist(rows, schema=COMPARISON)


def _statements(
    sentences_a: pa.Table,
    sentences_b: pa.Table,
    statements_a: pa.Table,
    statements_b: pa.Table,
    judged: tuple[Collection[str] | None, Collection[str] | None],
    absent: tuple[Mapping[str, int | None], Mapping[str, int | None]],
) -> list[dict[str, Any]]:
    text = {row["passage_id"]: row["text"] for table in (sentences_a, sentences_b) for row in table.to_pylist()}
    first_a, first_b = _first_passages(statements_a), _first_passages(statements_b)
    sure_a, sure_b = _surest(statements_a), _surest(statements_b)
    rows = []
    for key in dict.fromkeys([*first_b, *first_a]):
        change = "kept" if key in first_a and key in first_b else "gained" if key in first_b else "lost"
        other = {"gained": judged[0], "lost": judged[1]}.get(change)
        if other is not None and key[2] not in other:
            change = "unknown"
        rests_on = [
            sure[key] if key in sure else without.get(key[2])
            for sure, without in zip((sure_a, sure_b), absent, strict=True)
        ]
        confidence = min((each for each in rests_on if each is not None), default=None)
        row = _row("statement", change, holder=key[0], act=key[1], target=key[2], confidence=confidence)
        for side, first in (("a", first_a), ("b", first_b)):
            passage = first.get(key)
            row |= {f"passage_{side}": passage, f"text_{side}": text.get(passage) if passage else None}
        rows.append(row)
    rows.sort(key=lambda row: _ORDER[row["change"]])
    return rows


def _first_passages(statements: pa.Table) -> dict[tuple[Any, Any, Any], str | None]:
    by_key: dict[tuple[Any, Any, Any], list[Mapping[str, Any]]] = defaultdict(list)
    for row in statements.to_pylist():
        by_key[row["holder"], row["act"], row["target"]].append(row)
    ordered = {key: min(rows, key=_place) for key, rows in by_key.items()}
    return {key: row["passage_id"] for key, row in sorted(ordered.items(), key=lambda item: _place(item[1]))}


def _surest(statements: pa.Table) -> dict[tuple[Any, Any, Any], int | None]:
    grouped = statements.group_by(["holder", "act", "target"]).aggregate([("confidence", "max")])
    return {(row["holder"], row["act"], row["target"]): row["confidence_max"] for row in grouped.to_pylist()}


def _place(row: Mapping[str, Any]) -> tuple[int, str]:
    return (row["target_start"] or 0, row["statement_id"])


def _sentences(a: pa.Table, b: pa.Table, language: str | None, threshold: float) -> list[dict[str, Any]]:
    texts_a, texts_b = a["text"].to_pylist(), b["text"].to_pylist()
    ids_a, ids_b = a["passage_id"].to_pylist(), b["passage_id"].to_pylist()
    rows = []
    for pair in align_sentences(texts_a, texts_b, language, threshold=threshold):
        row = _row("sentence", pair.change, similarity=pair.similarity)
        if pair.a is not None:
            row |= {"text_a": texts_a[pair.a], "passage_a": ids_a[pair.a]}
        if pair.b is not None:
            row |= {"text_b": texts_b[pair.b], "passage_b": ids_b[pair.b]}
        if pair.change == "altered":
            changes = word_changes(row["text_a"], row["text_b"], language)
            row["diff"] = [{"op": change.op, "text": change.text} for change in changes]
        rows.append(row)
    return rows


def _row(part: str, change: str, **known: Any) -> dict[str, Any]:
    return {**dict.fromkeys(COMPARISON.names), "part": part, "change": change, **known}

"""What stands behind a number: the sentences and codings that it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from cenotaph.measures.coders import in_a_list
from cenotaph.measures.rollcall import ABSENT, NAMED_ONLY, TREATMENTS

__all__ = ["BEHIND", "LISTED", "sentences_behind"]

#: The treatment of a target that only stands in a list of many names, which a roll call does not count as naming.
LISTED = "in a list"

BEHIND = pa.schema(
    [
        ("target", pa.string()),
        ("year", pa.int16()),
        ("document_id", pa.string()),
        ("date", pa.date32()),
        ("actor", pa.string()),
        ("speaker", pa.string()),
        ("title", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("passage_id", pa.string()),
        ("text", pa.string()),
        ("treatment", pa.string()),
        ("statement_id", pa.string()),
        ("holder", pa.string()),
        ("act", pa.string()),
        ("referent", pa.string()),
        ("confidence", pa.int8()),
        ("coder", pa.string()),
        ("rule", pa.string()),
        ("note", pa.string()),
        ("source_url", pa.string()),
        ("target_start", pa.int32()),
        ("target_end", pa.int32()),
        ("cue_start", pa.int32()),
        ("cue_end", pa.int32()),
    ]
)


def sentences_behind(
    documents: pa.Table,
    texts: pa.Table,
    passages: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    absences: pa.Table,
    *,
    treatments: Mapping[str, str] = TREATMENTS,
) -> pa.Table:
    """Every statement, every sentence that names a target without one, every recorded absence, in reading order.

    A sentence that names a target twice without a statement is one row, `named only`, or `in a list` where it stands
    among many names. A coding without text has no sentence: its
    `text` is null, and `note` and `source_url` say on what it rests. Rows of documents that `documents` does not hold
    are passed over.

    Args: tables of those names, as far as wanted; `treatments` maps acts to words.

    Returns: table `BEHIND`, by date, document, place in the text. `target_start` to `cue_end` are code points into
    `text` (the sentence), null where there is none.
    """
    about = {row["document_id"]: row for row in documents.to_pylist()}
    text_of = dict(zip(texts["document_id"].to_pylist(), texts["text"].to_pylist(), strict=True))
    spans = {row["passage_id"]: row for row in passages.to_pylist()}
    rows: list[dict[str, Any]] = []
    judged: set[tuple[str, str | None, str]] = set()
    for statement in statements.to_pylist():
        word = treatments.get(statement["act"]) or statement["act"]
        rows.append({**statement, "treatment": word})
        judged.add((statement["document_id"], statement["passage_id"], statement["target"]))
    listed = mentions.append_column("listed", in_a_list(mentions))
    for mention in _in_order(listed.to_pylist()):
        key = (mention["document_id"], mention["passage_id"], mention["target"])
        if key not in judged:
            judged.add(key)
            span = {"target_start": mention["start"], "target_end": mention["end"]}
            rows.append({**mention, **span, "treatment": LISTED if mention["listed"] else NAMED_ONLY})
    named = {(document, target) for document, _, target in judged}
    rows += [
        {**absence, "treatment": ABSENT}
        for absence in absences.to_pylist()
        if (absence["document_id"], absence["target"]) not in named
    ]
    found = [
        _with_sentence(row, about[row["document_id"]], text_of, spans) for row in rows if row["document_id"] in about
    ]
    found.sort(key=lambda row: (str(row["date"] or "9"), row["document_id"], row.pop("place"), row["target"]))
    return pa.Table.from_pylist(found, schema=BEHIND)


def _in_order(mentions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(mentions, key=lambda row: (row["document_id"], row["start"] or 0, row["target"]))


def _with_sentence(
    row: Mapping[str, Any],
    document: Mapping[str, Any],
    text_of: Mapping[str, str],
    spans: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    made = {name: row.get(name) for name in BEHIND.names}
    made |= {name: document[name] for name in ("date", "actor", "speaker", "title", "url", "language")}
    made["year"] = document["occasion_year"] or (document["date"].year if document["date"] else None)
    made["place"] = row.get("target_start") or 0
    span, text = spans.get(row.get("passage_id") or ""), text_of.get(row["document_id"])
    if span is None or text is None:
        return made | dict.fromkeys(("target_start", "target_end", "cue_start", "cue_end"))
    made["text"] = text[span["start"] : span["end"]]
    made["speaker"] = span["speaker"] or made["speaker"]
    length = span["end"] - span["start"]
    for first, last in (("target_start", "target_end"), ("cue_start", "cue_end")):
        inside = row.get(first) is not None and span["start"] <= row[first] and row[last] - span["start"] <= length
        made[first] = row[first] - span["start"] if inside else None
        made[last] = row[last] - span["start"] if inside else None
    return made

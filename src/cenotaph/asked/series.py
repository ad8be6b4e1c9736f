"""The sentences of documents that belong to a rite, for questions about its series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.asked.needs import GIVEN, Bounds
from cenotaph.measures import RITE_SENTENCES

__all__ = ["rite_sentences"]


def rite_sentences(of: Bounds, tables: Mapping[str, pa.Table], told: Mapping[str, Any]) -> pa.Table:
    """The sentences of the documents asked for that stand in a rite, in the order of the text."""
    documents = tables["documents"]
    ids = documents.filter(pc.is_valid(documents["occasion"]))["document_id"].to_pylist()
    snapshot = of.study.snapshot
    passages = snapshot.of_documents("passages", ids, ["document_id", "passage_id", "kind", "ordinal", "start", "end"])
    passages = passages.filter(pc.equal(passages["kind"], "sentence"))
    passages = passages.sort_by([("document_id", "ascending"), ("ordinal", "ascending")])
    texts = snapshot.of_documents("texts", ids, ["document_id", "text"])
    text_of = dict(zip(texts["document_id"].to_pylist(), texts["text"].to_pylist(), strict=True))
    spans = zip(*(passages[name].to_pylist() for name in ("document_id", "start", "end")), strict=True)
    said = pa.array([text_of[name][start:end] for name, start, end in spans], pa.string())
    columns = [passages["document_id"], passages["passage_id"], said]
    return pa.table(columns, names=RITE_SENTENCES.names).cast(RITE_SENTENCES)


GIVEN["rite_sentences"] = rite_sentences

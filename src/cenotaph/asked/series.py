"""The sentences and words of documents that belong to a rite, for questions about its series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.asked.needs import GIVEN, Bounds
from cenotaph.asked.word_tables import word_counts
from cenotaph.measures import RITE_SENTENCES, RITE_WORDS, series_before

__all__ = ["rite_sentences", "rite_words"]


def rite_sentences(of: Bounds, tables: Mapping[str, pa.Table], told: Mapping[str, Any]) -> pa.Table:
    """The sentences of a document and of those before it in its series, in the order of the text."""
    found = series_before(tables["documents"], told["document"])
    ids = found[0] if found else []
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


def rite_words(of: Bounds, tables: Mapping[str, pa.Table], told: Mapping[str, Any]) -> pa.Table:
    """The counted words of the documents that stand in a rite, language by language; none where none are asked for."""
    documents = tables["documents"]
    held = documents.filter(pc.is_valid(documents["occasion"]))
    found = [RITE_WORDS.empty_table()]
    spoken = pc.unique(held["language"]).drop_null().to_pylist() if told["of"] == "words" else []
    for language in spoken:
        counted = word_counts(of, {"documents": held.filter(pc.equal(held["language"], language))}, {"forms": True})
        for batch in counted.to_batches():
            row, word = pc.list_parent_indices(batch["word"]), batch["word"].flatten()
            columns = [batch["document_id"].take(row), word.cast(pa.string()), batch["n"].flatten()]
            found.append(pa.table(columns, names=RITE_WORDS.names).cast(RITE_WORDS))
    return pa.concat_tables(found)


GIVEN["rite_sentences"] = rite_sentences
GIVEN["rite_words"] = rite_words

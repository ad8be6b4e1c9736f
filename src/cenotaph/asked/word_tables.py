"""Word counts for measures: of the documents asked for, and of what stands behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.asked.needs import GIVEN, Bounds
from cenotaph.asked.since import codebook_asked
from cenotaph.build import counted_words
from cenotaph.measures import require_one_language

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["word_background", "word_counts"]


def word_counts(of: Bounds, tables: Mapping[str, pa.Table], options: Mapping[str, Any]) -> pa.Table:
    """The words of the documents asked for, counted: `document_id`, `word`, `n`; with the option `forms` as lemmas.

    Raises: CenotaphError where the documents are in more than one language.
    """
    require_one_language(tables["documents"])
    return _counted(of.study, tables["documents"]["document_id"], options)


def word_background(of: Bounds, tables: Mapping[str, pa.Table], options: Mapping[str, Any]) -> pa.Table:
    """Words of the other documents of these actors in this language: `word`, `n`; without rows where there are none."""
    documents = tables["documents"]
    actors, languages = (
        [each for each in pc.unique(documents[name]).to_pylist() if each] for name in ("actor", "language")
    )
    others = of.study.snapshot.query(
        "SELECT document_id FROM documents WHERE duplicate_of IS NULL AND actor IN (SELECT unnest(?::VARCHAR[])) "
        "AND language IN (SELECT unnest(?::VARCHAR[]))",
        [actors, languages],
    )["document_id"]
    others = others.filter(pc.invert(pc.is_in(others, value_set=documents["document_id"].combine_chunks())))
    if not len(others):
        return pa.table({"word": pa.array([], pa.string()), "n": pa.array([], pa.int64())})
    counts = _counted(of.study, others, options)
    held = counts["word"].combine_chunks().values
    n = np.asarray(counts["n"].combine_chunks().values)
    total = np.bincount(np.asarray(held.indices), n, len(held.dictionary)).astype(np.int64)
    used = np.flatnonzero(total)
    return pa.table({"word": held.dictionary.take(pa.array(used)), "n": pa.array(total[used])})


def _counted(study: OpenStudy, document_ids: pa.ChunkedArray, options: Mapping[str, Any]) -> pa.Table:
    codebook = codebook_asked(study)
    entries = [each.terms for entries in (codebook.targets, codebook.referents) for each in entries.values()]
    named = [term.term.rstrip("*") for terms in entries for term in terms.get("zh", ())]
    kind = "lemmas" if options.get("forms", True) else "words"
    return counted_words(study.folder, kind, document_ids.combine_chunks(), named, study.listener)


GIVEN["words"] = word_counts
GIVEN["background"] = word_background

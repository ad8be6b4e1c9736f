"""Word counts for measures: of the documents asked for, and of what stands behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.answer import Answer
from cenotaph.asked.needs import GIVEN, Bounds
from cenotaph.asked.since import codebook_asked
from cenotaph.build import counted_words
from cenotaph.measures import find_measure, require_one_language
from cenotaph.text import fold, lemma, tokens

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["with_lines", "word_background", "word_counts"]


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


def with_lines(study: OpenStudy, answer: Answer, group: Mapping[str, str]) -> Answer:
    """The rows of words that `group` names, with `passage_ids`: of each document told, the first sentence that has it.

    Rows of other measures stay as they are.
    """
    rows = answer.rows
    if "word" not in rows.column_names or "word" not in group:
        return answer
    told = find_measure(answer.more["measure"]).told(answer.more["options"])
    rows = rows.filter(pc.equal(rows["word"], group["word"]))
    ids = list(dict.fromkeys(each for some in rows["document_ids"].to_pylist() for each in some))
    found = _first_sentences(study, ids, group["word"], forms=told["forms"])
    lines = [[found[each] for each in some if each in found] for some in rows["document_ids"].to_pylist()]
    return replace(answer, rows=rows.append_column("passage_ids", pa.array(lines, pa.list_(pa.string()))))


def _first_sentences(study: OpenStudy, document_ids: Sequence[str], word: str, *, forms: bool) -> dict[str, str]:
    """Document -> its first sentence that has the word."""
    spoken = study.snapshot.table(
        "documents", ["document_id", "language"], "document_id IN (SELECT unnest(?::VARCHAR[]))", [list(document_ids)]
    )
    language = dict(zip(spoken["document_id"].to_pylist(), spoken["language"].to_pylist(), strict=True))
    texts = study.snapshot.of_documents("texts", document_ids, ["document_id", "text"])
    text = dict(zip(texts["document_id"].to_pylist(), texts["text"].to_pylist(), strict=True))
    passages = study.snapshot.of_documents("passages", document_ids)
    sentences = passages.filter(pc.equal(passages["kind"], "sentence")).sort_by("start")
    names = tuple(sorted({fold(name).text for name in _chinese_names(study) if len(name) > 1}))
    found: dict[str, str] = {}
    for row in sentences.to_pylist():
        key = row["document_id"]
        if key not in found:
            said = fold(text[key][row["start"] : row["end"]]).text
            held = tokens(said, language[key], names)
            if word in held or (forms and any(lemma(each, language[key] or "") == word for each in held)):
                found[key] = row["passage_id"]
    return found


def _counted(study: OpenStudy, document_ids: pa.ChunkedArray, options: Mapping[str, Any]) -> pa.Table:
    kind = "lemmas" if options.get("forms", True) else "words"
    return counted_words(study.folder, kind, document_ids.combine_chunks(), _chinese_names(study), study.listener)


def _chinese_names(study: OpenStudy) -> list[str]:
    """The Chinese terms of the codebook's targets and referents: each is one word."""
    codebook = codebook_asked(study)
    entries = [each.terms for entries in (codebook.targets, codebook.referents) for each in entries.values()]
    return [term.term.rstrip("*") for terms in entries for term in terms.get("zh", ())]


GIVEN["words"] = word_counts
GIVEN["background"] = word_background

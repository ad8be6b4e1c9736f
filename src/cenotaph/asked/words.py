"""Questions about words: where one stands, and how two documents differ."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.answer import Answer
from cenotaph.asked.fetch import codings_of, sentences_of
from cenotaph.asked.listing import conditions, document, why_hidden
from cenotaph.asked.since import codebook_asked
from cenotaph.asked.wording import how_many
from cenotaph.errors import CenotaphError, NotFound
from cenotaph.measures import (
    Occurrences,
    compare_documents,
    compile_query,
    concordance,
    occurrences,
    preferred_codings,
)

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy
    from cenotaph.store import Snapshot

__all__ = ["compare", "find"]


def find(
    study: OpenStudy,
    query: str,
    *,
    lemma: bool = False,
    actor: str | None = None,
    speaker: str | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
    occasion: str | None = None,
    source: str | None = None,
    language: str | None = None,
    limit: int = 50,
    context: int = 60,
) -> Answer:
    """See `OpenStudy.find`."""
    snapshot = study.snapshot
    wanted = compile_query(query, lemma=lemma, language=language)
    kept = {"actor": actor, "occasion": occasion, "source": source, "language": language}
    where, given = conditions(study, kept, from_date, to_date)
    if speaker:
        _require_speaker(snapshot, speaker)
        where.append(
            "(contains(lower(speaker), lower(?)) OR document_id IN "
            "(SELECT document_id FROM passages WHERE contains(lower(speaker), lower(?))))"
        )
        given += [speaker, speaker]
    condition = " AND ".join(["duplicate_of IS NULL", *where])
    columns = ("document_id", "date", "actor", "speaker", "title", "url", "language", "folded")
    documents = snapshot.documents_containing(wanted.literals, where=condition, parameters=given, columns=columns)
    found = occurrences(documents["folded"].to_pylist(), wanted)
    documents = documents.drop_columns("folded")
    if speaker:
        found = _spoken_by(snapshot, documents, found, speaker)
    shown = _first(found, limit)
    ids = _ids_at(documents, shown)
    rows = concordance(
        documents,
        snapshot.of_documents("texts", ids, ("document_id", "text")),
        snapshot.of_documents("passages", ids),
        shown,
        context=context,
    )
    total, n_documents = len(found), len(np.unique(found.document))
    cut = f"; the first {rows.num_rows:,} are shown" if rows.num_rows < total else ""
    notes = [f"{how_many(total, 'place')} in {how_many(n_documents, 'document')}{cut}."]
    if lemma or query.lower().startswith("lemma:"):
        notes.append(f"Forms looked for: {', '.join(wanted.forms)}.")
    if not total:
        notes += _why_nothing(study, where, given)
    return study.answer("find", rows, notes, query=query, total=total, documents=n_documents)


def _require_speaker(snapshot: Snapshot, speaker: str) -> None:
    """Raise NotFound where the name is part of nobody's who speaks in the study."""
    rows = snapshot.query(
        "SELECT speaker FROM documents WHERE speaker IS NOT NULL UNION SELECT speaker FROM passages "
        "WHERE speaker IS NOT NULL ORDER BY 1"
    )
    known: list[str] = rows["speaker"].to_pylist()
    if any(speaker.lower() in name.lower() for name in known):
        return
    words = {word.lower(): name for name in known for word in (*name.split(), name)}
    near = get_close_matches(speaker.lower(), words, n=1)
    raise NotFound("speaker", speaker, known, hint=f'Did you mean "{words[near[0]]}"?' if near else "")


def _why_nothing(study: OpenStudy, where: list[str], given: list[Any]) -> list[str]:
    """Whether there is nothing to look in: no text of the documents asked for, or none that was public then."""
    condition = " AND ".join(["n_characters > 0", "duplicate_of IS NULL", *where])
    found = study.snapshot.query(f"SELECT count(*) AS n FROM documents WHERE {condition}", given)["n"][0].as_py()
    if found:
        return [f"{how_many(found, 'text')} looked through."]
    return ["There is no text to look in, only codings or nothing at all.", *why_hidden(study, where, given)]


def compare(study: OpenStudy, a: str, b: str, *, coder: str | None = None, threshold: float = 0.5) -> Answer:
    """See `OpenStudy.compare`."""
    if not 0 <= threshold <= 1:  # holds for what is not a number too
        raise CenotaphError(f"{threshold} is no likeness; the threshold goes from 0 to 1.")
    snapshot = study.snapshot
    documents = [document(study, each) for each in (a, b)]
    sentences = [sentences_of(snapshot, each) for each in (a, b)]
    targets = codebook_asked(study).targets
    statements, judged, absent = [], [], []
    for one, read in zip(documents, sentences, strict=True):
        codings = preferred_codings(*codings_of(study, one, coder), coder=coder)
        statements.append(codings.statements)
        tables = (codings.mentions, codings.statements, codings.absences)
        known = {name for table in tables for name in table["target"].to_pylist()}
        if read.num_rows and codings.reads_texts:
            language = one["language"][0].as_py()
            known |= {name for name, target in targets.items() if target.terms.get(language)}
        judged.append(known)
        absences = codings.absences
        absent.append(dict(zip(absences["target"].to_pylist(), absences["confidence"].to_pylist(), strict=True)))
    first, second = (one.to_pylist()[0] for one in documents)
    same = first["language"] == second["language"]
    rows = compare_documents(
        sentences[0],
        sentences[1],
        statements[0],
        statements[1],
        first["language"],
        judged_a=judged[0],
        judged_b=judged[1],
        absent_a=absent[0],
        absent_b=absent[1],
        align=same and all(each.num_rows for each in sentences),
        threshold=threshold,
    )
    notes = []
    if not same:
        notes.append(
            f"Two languages ({first['language']}, {second['language']}): statements are compared, sentences not."
        )
    for each, table in zip((a, b), sentences, strict=True):
        if not table.num_rows:
            notes.append(f"The study holds no text of {each}: statements are compared, sentences not.")
    about = {side: {key: row[key] for key in _ABOUT} for side, row in (("a", first), ("b", second))}
    return study.answer("compare", rows, notes, **about)


_ABOUT = ("document_id", "date", "actor", "speaker", "title", "url", "language")


def _ids_at(documents: pa.Table, found: Occurrences) -> list[str]:
    places = pa.array(np.unique(found.document).tolist(), pa.int64())
    ids: list[str] = documents["document_id"].take(places).to_pylist()
    return ids


def _first(found: Occurrences, limit: int) -> Occurrences:
    return Occurrences(found.document[:limit], found.start[:limit], found.end[:limit])


def _spoken_by(snapshot: Snapshot, documents: pa.Table, found: Occurrences, speaker: str) -> Occurrences:
    """The occurrences in this speaker's turns, and in documents that have no turns and are theirs."""
    ids = _ids_at(documents, found)
    passages = snapshot.of_documents("passages", ids)
    texts = snapshot.of_documents("texts", ids, ("document_id", "text"))
    lines = concordance(documents, texts, passages, found, context=0)
    said = pc.match_substring(pc.utf8_lower(lines["speaker"]), speaker.lower())
    kept = np.flatnonzero(np.asarray(pc.fill_null(said, False)))
    return Occurrences(found.document[kept], found.start[kept], found.end[kept])

"""What several questions fetch: rows by id, the codings of documents, the sentences behind codings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.errors import NotFound
from cenotaph.measures import Codings, sentences_behind, treatment_words

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy
    from cenotaph.store import Snapshot

__all__ = ["behind", "codings_of", "of_ids", "require"]


def require(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Raise NotFound for the first name that is not known."""
    known = list(known)
    for name in names:
        if name not in known:
            raise NotFound(what, name, known)


def of_ids(snapshot: Snapshot, table: str, ids: Sequence[str], column: str = "document_id") -> pa.Table:
    """The rows of a table whose id is among those given."""
    return snapshot.table(table, where=f"{column} IN (SELECT unnest(?::VARCHAR[]))", parameters=[list(ids)])


def codings_of(
    study: OpenStudy, documents: pa.Table | None, coder: str | None = None
) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Mentions, statements and absences of the documents (null: of all), and the table of coders."""
    coders = study.snapshot.table("coders")
    require("coder", [coder] if coder else [], coders["coder"].to_pylist())
    names = ("mentions", "statements", "absences")
    if documents is None:
        mentions, statements, absences = (study.snapshot.table(name) for name in names)
    else:
        ids = documents["document_id"].to_pylist()
        mentions, statements, absences = (of_ids(study.snapshot, name, ids) for name in names)
    return mentions, statements, absences, coders


def behind(study: OpenStudy, documents: pa.Table, codings: Codings, targets: Sequence[str] = ()) -> pa.Table:
    """The sentences and codings of some documents, of some targets or of all."""
    mentions, statements, absences = (
        table.filter(pc.is_in(table["target"], value_set=pa.array(targets, pa.string()))) if targets else table
        for table in (codings.mentions, codings.statements, codings.absences)
    )
    places = sorted({*mentions["passage_id"].to_pylist(), *statements["passage_id"].to_pylist()} - {None})
    passages = of_ids(study.snapshot, "passages", places, "passage_id")
    texts = of_ids(study.snapshot, "texts", sorted(set(passages["document_id"].to_pylist())))
    words = treatment_words(study.loaded.codebook)
    return sentences_behind(documents, texts, passages, mentions, statements, absences, treatments=words)

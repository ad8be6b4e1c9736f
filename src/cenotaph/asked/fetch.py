"""What several questions fetch: rows by id, the codings of documents, the sentences behind codings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.errors import CenotaphError, NotFound
from cenotaph.measures import Codings, sentences_behind, treatment_words

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy
    from cenotaph.store import Snapshot

__all__ = ["behind", "codings_of", "require", "require_apart", "require_named", "sentences_of"]


def require(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Raise NotFound for the first name that is not known."""
    known = list(known)
    for name in names:
        if name not in known:
            raise NotFound(what, name, known)


def require_named(what: str, ids: Iterable[str], names: Mapping[str, str]) -> None:
    """Raise NotFound for the first id that is not known; its hint finds the ids of targets by their names too."""
    for name in ids:
        if name in names:
            continue
        holding = [key for key, known in names.items() if name.casefold() in f"{key} {known}".casefold()]
        close = get_close_matches(name.casefold(), [known.casefold() for known in names.values()], n=1)
        found = holding or [key for key, known in names.items() if known.casefold() in close]
        shown = ", ".join(key if names[key] == key else f"{key} ({names[key]})" for key in found[:8])
        raise NotFound(what, name, list(names), hint=f"Did you mean {shown}?" if shown else "")


def require_apart(wanted: Iterable[str], without: Iterable[str]) -> None:
    """Raise CenotaphError for a name that is both asked for and left out."""
    both = sorted({*wanted} & {*without})
    if both:
        raise CenotaphError(f"{', '.join(both)}: both asked for and left out; keep one of --target and --without.")


def codings_of(
    study: OpenStudy,
    documents: pa.Table | None,
    coder: str | None = None,
    columns: Mapping[str, Sequence[str] | None] = MappingProxyType({}),
) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Mentions, statements and absences of the documents (null: of all), and the table of coders.

    Args: `columns`, table -> the columns that are wanted; all by default.
    """
    coders = study.snapshot.table("coders")
    require("coder", [coder] if coder else [], coders["coder"].to_pylist())
    wanted = [(name, columns.get(name)) for name in ("mentions", "statements", "absences")]
    if documents is None:
        mentions, statements, absences = (study.snapshot.table(name, some) for name, some in wanted)
    else:
        ids = documents["document_id"].to_pylist()
        mentions, statements, absences = (study.snapshot.of_documents(name, ids, some) for name, some in wanted)
    return mentions, statements, absences, coders


def behind(study: OpenStudy, documents: pa.Table, codings: Codings, targets: Sequence[str] = ()) -> pa.Table:
    """The sentences and codings of some documents, of some targets or of all."""
    mentions, statements, absences = (
        table.filter(pc.is_in(table["target"], value_set=pa.array(targets, pa.string()))) if targets else table
        for table in (codings.mentions, codings.statements, codings.absences)
    )
    coded = pa.concat_tables([table.select(["document_id", "passage_id"]) for table in (mentions, statements)])
    coded = coded.filter(pc.is_valid(coded["passage_id"]))
    ids = pc.unique(coded["document_id"]).to_pylist()
    passages = study.snapshot.of_documents("passages", ids)
    passages = passages.filter(pc.is_in(passages["passage_id"], value_set=pc.unique(coded["passage_id"])))
    texts = study.snapshot.of_documents("texts", ids)
    words = treatment_words(study.loaded.codebook)
    return sentences_behind(documents, texts, passages, mentions, statements, absences, treatments=words)


def sentences_of(snapshot: Snapshot, document_id: str) -> pa.Table:
    """`passage_id`, `text` of a document's sentences, in reading order."""
    texts = snapshot.of_documents("texts", [document_id], ("text",))["text"].to_pylist()
    passages = snapshot.of_documents("passages", [document_id]).sort_by("ordinal")
    passages = passages.filter(pc.equal(passages["kind"], "sentence"))
    spans = zip(passages["start"].to_pylist(), passages["end"].to_pylist(), strict=True)
    found = [texts[0][start:end] for start, end in spans] if texts else []
    ids = passages["passage_id"] if found else pa.array([], pa.string())
    return pa.table({"passage_id": ids, "text": pa.array(found, pa.string())})

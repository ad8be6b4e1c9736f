"""Which documents a build added, changed or took away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.store import SCHEMAS, Pointer

__all__ = ["DocumentChanges", "document_changes"]

#: The id of a document, then all that a source tells of it.
_TOLD = ("document_id", "sha256", "source", "date", "known_at", "actor", "speaker", "title", "url", "genre", "language")


@dataclass(frozen=True)
class DocumentChanges:
    """Numbers of documents against the snapshot before; changed is one whose text, or anything told of it, is."""

    new: int
    changed: int
    unchanged: int
    removed: int


def document_changes(folder: Path, before: Pointer | None, now: Pointer) -> DocumentChanges:
    """Compare the documents of two snapshots; without an earlier one all are new."""
    earlier = before if before is not None and before.stands(folder) else None
    (old_ids, old_told), (new_ids, new_told) = _told(folder, earlier), _told(folder, now)
    kept = _n_among(new_ids, old_ids)
    unchanged = _n_among(new_told, old_told)
    return DocumentChanges(len(new_ids) - kept, kept - unchanged, unchanged, len(old_ids) - kept)


def _told(folder: Path, pointer: Pointer | None) -> tuple[pa.Array, pa.Array]:
    """The ids of the documents, and one string each for all that is told of them."""
    documents = (
        pointer.stored(folder, "documents", _TOLD) if pointer else SCHEMAS["documents"].empty_table().select(_TOLD)
    )
    columns = [column.cast(pa.string()).combine_chunks() for column in documents.columns]
    told = pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="\x00")
    return columns[0], told


def _n_among(values: pa.Array, others: pa.Array) -> int:
    return int(pc.sum(pc.is_in(values, others)).as_py() or 0)

"""Which documents a build added, changed or took away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from cenotaph.store import Pointer, derived_folder

__all__ = ["DocumentChanges", "document_changes"]


@dataclass(frozen=True)
class DocumentChanges:
    """Numbers of documents against the snapshot before; changed is one whose text, or anything told of it, is."""

    new: int
    changed: int
    unchanged: int
    removed: int


def document_changes(folder: Path, before: Pointer | None, now: Pointer) -> DocumentChanges:
    """Compare the documents of two snapshots; without an earlier one all are new."""
    old = _told(folder, before) if before is not None and before.stands(folder) else {}
    new = _told(folder, now)
    both = old.keys() & new.keys()
    changed = sum(old[document_id] != new[document_id] for document_id in both)
    return DocumentChanges(len(new) - len(both), changed, len(both) - changed, len(old) - len(both))


def _told(folder: Path, pointer: Pointer) -> dict[str, tuple[object, ...]]:
    columns = ["document_id", "sha256", "date", "known_at", "actor", "speaker", "title", "language"]
    told: dict[str, tuple[object, ...]] = {}
    for name in pointer.tables["documents"]:
        table = pq.read_table(derived_folder(folder) / "stages" / name, columns=columns)
        rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
        told.update((document_id, tuple(rest)) for document_id, *rest in rows)
    return told

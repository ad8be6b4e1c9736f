"""What another codebook makes of the texts of a snapshot: coded again to compare, without building."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.build.carry import Part
from cenotaph.build.inputs import people_of
from cenotaph.build.splitcode import code
from cenotaph.coding import act_changes, changes_line, compile_codebook, statement_changes
from cenotaph.progress import Listener, Progress, silent
from cenotaph.store import SCHEMAS, Pointer, derived_folder, read_stage, replace_file, require_stage
from cenotaph.study import LoadedStudy

__all__ = ["keep_coding_changes", "last_coding_changes", "recode"]


def recode(study: LoadedStudy, pointer: Pointer, listener: Listener = silent) -> pa.Table:
    """The statements that the codebook on disk finds in the texts of a snapshot. Nothing is written.

    Raises:
        StorageFault: files of the snapshot are gone.
    """
    coder = compile_codebook(study.codebook, study.config.languages, people_of(study), study.codebook_hash)
    parts = [Part(**part) for part in pointer.notes["parts"]]
    tables = [SCHEMAS["statements"].empty_table()]
    done: set[str] = set()
    for number, part in enumerate(parts):
        listener(Progress("coding again", number, len(parts)))
        read = require_stage(study.folder, part.read)
        documents, texts = (read_stage(study.folder, read, name) for name in ("documents", "texts"))
        passages = read_stage(study.folder, require_stage(study.folder, part.split), "passages")
        ids = [each for each in pc.unique(texts["document_id"]).to_pylist() if each not in done]
        done.update(ids)
        texts, passages = (each.filter(pc.is_in(each["document_id"], pa.array(ids))) for each in (texts, passages))
        if texts.num_rows:
            tables.append(code(documents, texts, passages, coder)[1])
    listener(Progress("coding again", len(parts), len(parts)))
    return pa.concat_tables(tables)


def keep_coding_changes(folder: Path, before: Pointer | None, now: Pointer) -> str:
    """Where two snapshots were coded by different codebooks, keep what that changed; one line that says it, else "".

    Only documents whose text is the same in both are compared, so that what differs is the codebook's doing.
    """
    coder, then = (pointer.notes.get("coder") if pointer else None for pointer in (now, before))
    if before is None or not coder or not then or coder == then or not before.stands(folder):
        return ""
    tables = _statements(folder, before, then["coder"]), _statements(folder, now, coder["coder"])
    shared = _same_texts(folder, before, now)
    old, new = (table.filter(pc.is_in(table["document_id"], shared)) for table in tables)
    changes = statement_changes(old, new)
    acts = act_changes(old, new, changes)
    line = changes_line(acts)
    content = {
        "snapshot_id": now.snapshot_id,
        "line": line,
        "acts": [{**vars(act), "differ": act.differ, "either": act.either} for act in acts],
        "changes": [vars(change) for change in changes],
    }
    replace_file(_path(folder), json.dumps(content, ensure_ascii=False).encode())
    return line


def last_coding_changes(folder: Path, pointer: Pointer) -> Mapping[str, Any] | None:
    """What the build of this snapshot changed by its codebook; null where it changed none.

    Keys: `line`, `acts` and `changes`, as in `cenotaph.coding.changes`.
    """
    try:
        content: dict[str, Any] = json.loads(_path(folder).read_bytes())
    except (OSError, ValueError):
        return None
    return content if content.get("snapshot_id") == pointer.snapshot_id else None


def _path(folder: Path) -> Path:
    return derived_folder(folder) / "coding-changes.json"


def _statements(folder: Path, pointer: Pointer, coder: str) -> pa.Table:
    columns = ["statement_id", "document_id", "passage_id", "holder", "act", "target", "rule", "coder"]
    table = pointer.stored(folder, "statements", columns)
    return table.filter(pc.equal(table["coder"], coder))


def _same_texts(folder: Path, before: Pointer, now: Pointer) -> pa.Array:
    """Ids of the documents that have the same text in both snapshots."""
    known = [pointer.stored(folder, "documents", ["document_id", "sha256"]) for pointer in (before, now)]
    keys = [
        pc.binary_join_element_wise(table["document_id"], table["sha256"], "\x1f").combine_chunks() for table in known
    ]
    return known[1]["document_id"].filter(pc.is_in(keys[1], keys[0], skip_nulls=True)).combine_chunks()

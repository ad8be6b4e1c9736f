"""Stage files: Parquet named by table and fingerprint, written whole or not at all.

A *stage* is one step of a build over one part of the study (read this shard, code that part). It writes its tables
first and its record last; a record that stands is therefore a stage that was finished, and need never be run again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cenotaph.store.faults import StorageFault, read_plainly, told_plainly
from cenotaph.store.schemas import SCHEMAS
from cenotaph.store.soundness import is_whole

__all__ = [
    "StageRecord",
    "derived_folder",
    "fingerprint_of",
    "finished_stage",
    "read_stage",
    "replace_file",
    "require_stage",
    "sweep",
    "write_record",
    "write_stage",
]

#: Rows of a row group. Texts are long, so few of them fill a group; a scan's unit of parallel work is the group.
_ROW_GROUP = {"texts": 2_000}
_ROW_GROUP_DEFAULT = 122_880
#: Columns without repetition: a dictionary of them costs time and saves nothing.
_UNIQUE = {"text", "folded", "passage_id", "statement_id", "sha256", "message"}
#: Long columns whose least and greatest value tell a scan nothing.
_NO_STATISTICS = {"text", "folded", "message", "note", "remedy"}


#: What the file of a record holds.
_CONTENT = ("files", "rows", "sizes", "notes")


def derived_folder(folder: Path | str) -> Path:
    """The folder of all that is derived from the study; it may be deleted at any time."""
    return Path(folder) / ".cenotaph"


def fingerprint_of(*parts: object) -> str:
    """Twenty hexadecimal digits that stand for the parts, in order; anything JSON can write is a part."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True)
class StageRecord:
    """What a finished stage left behind.

    Attributes:
        fingerprint: stands for everything that decided the result.
        files: table -> name of its file in the stages folder; a table without rows has no file.
        rows: table -> number of rows.
        sizes: table -> bytes of its file.
        notes: what the stage wishes to remember, plain JSON.
    """

    fingerprint: str
    files: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)


def write_stage(folder: Path | str, fingerprint: str, tables: Mapping[str, pa.Table], /, **notes: Any) -> StageRecord:
    """Write the tables of one stage, then its record. Empty tables leave no file.

    Raises:
        StorageFault: the disk is full, or may not be written.
        pyarrow.ArrowInvalid: a table does not have its schema (a fault of ours).
    """
    files, rows, sizes = {}, {}, {}
    for name, table in tables.items():
        rows[name] = table.num_rows
        if table.num_rows:
            files[name] = f"{name}-{fingerprint}.parquet"
            sizes[name] = _write_parquet(_stages(folder) / files[name], name, table)
    record = StageRecord(fingerprint, files, rows, sizes, notes)
    write_record(folder, record)
    return record


def write_record(folder: Path | str, record: StageRecord) -> None:
    """Write a stage's record: the sign that it is finished."""
    content = {name: dict(getattr(record, name)) for name in _CONTENT}
    path = _record_path(folder, record.fingerprint)
    replace_file(path, json.dumps(content, ensure_ascii=False).encode())


def finished_stage(folder: Path | str, fingerprint: str) -> StageRecord | None:
    """The record of a stage that was finished and whose files all stand and are whole, else null."""
    try:
        content = json.loads(_record_path(folder, fingerprint).read_bytes())
        record = StageRecord(fingerprint, **{name: content[name] for name in _CONTENT})
        sizes = [(name, record.sizes[table]) for table, name in record.files.items()]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    stages = _stages(folder)
    return record if all(is_whole(stages / name, size) for name, size in sizes) else None


def require_stage(folder: Path | str, fingerprint: str) -> StageRecord:
    """The record of a stage that must have been finished. Raises StorageFault where it is gone."""
    record = finished_stage(folder, fingerprint)
    if record is None:
        raise StorageFault(
            f"{_record_path(folder, fingerprint)}: this file, or one that it names, is gone or damaged.\n"
            "  The derived folder .cenotaph may be removed at any time: build again."
        )
    return record


def read_stage(folder: Path | str, record: StageRecord, table: str, columns: Sequence[str] | None = None) -> pa.Table:
    """One table of a finished stage, with the columns asked for; without rows where the stage wrote none."""
    schema = SCHEMAS[table]
    if columns is not None:
        schema = pa.schema([schema.field(name) for name in columns], metadata=schema.metadata)
    if table not in record.files:
        return schema.empty_table()
    path = _stages(folder) / record.files[table]
    with read_plainly(path), pq.ParquetFile(path) as file:
        found = file.read(columns=schema.names)
    return pa.table(found.select(schema.names).columns, schema=schema)


def sweep(folder: Path | str, keep: Iterable[str]) -> int:
    """Delete the files of all stages but those whose fingerprints are to be kept; how many files were deleted."""
    kept: set[str] = set()
    for fingerprint in keep:
        record = finished_stage(folder, fingerprint)
        if record is not None:
            kept.update((_record_path(folder, fingerprint).name, *record.files.values()))
    swept = 0
    with told_plainly(_stages(folder)):
        for entry in os.scandir(_stages(folder)):
            if entry.name not in kept:
                Path(entry.path).unlink(missing_ok=True)
                swept += 1
    return swept


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in place at once: readers see the old one or the new one, never half of it.

    What is no ordinary file, such as a pipe or a device, is written to and never replaced.

    Raises:
        StorageFault: the disk will not have it, or the path is that of a folder.
    """
    with told_plainly(path):
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(scratch, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)


def _write_parquet(path: Path, name: str, table: pa.Table) -> int:
    """Write one table; the size of its file."""
    schema = SCHEMAS[name]
    whole = pa.table(
        [column.cast(kind.type) for column, kind in zip(table.select(schema.names).columns, schema, strict=True)],
        schema=schema,
    )
    scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    strings = [column.name for column in schema if pa.types.is_string(column.type) and column.name not in _UNIQUE]
    with told_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(scratch, "wb") as file:
            pq.write_table(
                whole,
                file,
                row_group_size=_ROW_GROUP.get(name, _ROW_GROUP_DEFAULT),
                compression="zstd",
                compression_level=3,
                use_dictionary=strings,
                write_statistics=[
                    c.name for c in schema if c.name not in _NO_STATISTICS and not pa.types.is_list(c.type)
                ],
            )
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        os.replace(scratch, path)
    return size


def _stages(folder: Path | str) -> Path:
    return derived_folder(folder) / "stages"


def _record_path(folder: Path | str, fingerprint: str) -> Path:
    return _stages(folder) / f"stage-{fingerprint}.json"

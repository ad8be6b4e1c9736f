"""study.duckdb: views over the snapshot's files, for other tools."""

from __future__ import annotations

import os
from pathlib import Path

from cenotaph.store.faults import told_plainly
from cenotaph.store.pointer import Pointer
from cenotaph.store.stages import derived_folder
from cenotaph.store.views import view_statements

__all__ = ["write_catalog"]


def write_catalog(folder: Path | str, pointer: Pointer) -> Path:
    """Write `.cenotaph/study.duckdb` anew and put it in place at once; its path.

    Any DuckDB client may open it and finds one view a table. The program itself never reads it. When the study folder
    moves, build again: the views name their files by full path.

    Raises:
        StorageFault: the disk will not have it.
    """
    import duckdb

    path = derived_folder(folder) / "study.duckdb"
    scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with told_plainly(path):
        scratch.unlink(missing_ok=True)
        connection = duckdb.connect(str(scratch))
        try:
            for statement in view_statements(folder, pointer, None):
                connection.execute(statement)
        finally:
            connection.close()
        os.replace(scratch, path)
    return path

"""Tables and where they live: schemas, stage files, the pointer to the last good snapshot, and reading as of a date."""

from cenotaph.store.catalog import write_catalog
from cenotaph.store.faults import StorageFault
from cenotaph.store.lock import build_lock
from cenotaph.store.pointer import Pointer
from cenotaph.store.schemas import SCHEMAS, TABLES, column_meaning, table_meaning
from cenotaph.store.snapshot import Snapshot
from cenotaph.store.stages import (
    StageRecord,
    derived_folder,
    fingerprint_of,
    finished_stage,
    read_stage,
    replace_file,
    require_stage,
    sweep,
    write_record,
    write_stage,
)

__all__ = [
    "SCHEMAS",
    "TABLES",
    "Pointer",
    "Snapshot",
    "StageRecord",
    "StorageFault",
    "build_lock",
    "column_meaning",
    "derived_folder",
    "fingerprint_of",
    "finished_stage",
    "read_stage",
    "replace_file",
    "require_stage",
    "sweep",
    "table_meaning",
    "write_catalog",
    "write_record",
    "write_stage",
]

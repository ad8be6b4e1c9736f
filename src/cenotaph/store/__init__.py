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
from cenotaph.store.word_counts import (
    read_word_counts,
    sweep_word_counts,
    word_counts_stand,
    write_word_counts,
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
    "read_word_counts",
    "replace_file",
    "require_stage",
    "sweep",
    "sweep_word_counts",
    "table_meaning",
    "word_counts_stand",
    "write_catalog",
    "write_record",
    "write_stage",
    "write_word_counts",
]

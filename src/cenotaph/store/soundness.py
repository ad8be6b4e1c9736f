"""Whether derived files are whole: a look at their ends, and a thorough one once something has gone wrong."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from cenotaph.store.faults import StorageFault, damage, read_plainly

__all__ = ["found_damage", "is_whole"]

_MAGIC = b"PAR1"


def is_whole(path: Path, size: int | None = None) -> bool:
    """Whether a Parquet file stands and has both its ends, and the size it was written with where that is given.

    A few bytes are read: a file that was cut off, emptied or overwritten is found, a changed byte in the middle is not.
    """
    try:
        with open(path, "rb") as file:
            begin = file.read(len(_MAGIC))
            end = file.seek(-len(_MAGIC), os.SEEK_END) + len(_MAGIC)
            return begin == file.read() == _MAGIC and size in (None, end)
    except OSError:
        return False


def found_damage(paths: Iterable[Path]) -> StorageFault | None:
    """Read files through and tell of the first that cannot be read; null where all can."""
    for path in paths:
        if not is_whole(path):
            return damage(path)
        try:
            with read_plainly(path), pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    file.read_row_group(group)
        except StorageFault as fault:
            return fault
    return None

"""Faults of the disk as errors for people: what could not be written or read, and what to do about it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from cenotaph.errors import CenotaphError

__all__ = ["StorageFault", "damage", "read_plainly", "told_plainly"]

_REMEDIES = {
    errno.ENOSPC: "The disk is full. Free some space and build again; what was built before is untouched.",
    errno.EDQUOT: "Your disk quota is used up. Free some space and build again; what was built before is untouched.",
    errno.EACCES: "You may not write there. Change the permissions of the folder, or copy the study elsewhere.",
    errno.EPERM: "You may not write there. Change the permissions of the folder, or copy the study elsewhere.",
    errno.EROFS: "The disk is read-only. Copy the study to a place where you may write.",
    errno.ENOENT: "The derived folder .cenotaph was removed meanwhile. It may be removed at any time: build again.",
    errno.EEXIST: "A file is where a folder should be. Rename that file, or choose another place.",
    errno.ENOTDIR: "A file is where a folder should be. Rename that file, or choose another place.",
    errno.EISDIR: "That is a folder. Name a file.",
    errno.EMFILE: "Too many files are open. Raise the limit (ulimit -n) or close other programs.",
}


class StorageFault(CenotaphError):
    """The derived tables could not be written or read; the message says why and what to do."""


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn an OSError of the block into a StorageFault that names the path and the remedy."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = _REMEDIES.get(error.errno or 0, "See whether the disk is sound, then build again.")
        raise StorageFault(f"{error.filename or path}: {reason}.\n  {remedy}") from error


@contextmanager
def read_plainly(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong in reading a derived Parquet file into a StorageFault that says what to do."""
    with told_plainly(path):
        try:
            yield
        except pa.ArrowInvalid as error:
            raise damage(path) from error
        except OSError as error:
            if error.errno is None:  # Arrow's own: the file was opened, but its content makes no sense
                raise damage(path) from error
            raise


def damage(path: Path) -> StorageFault:
    """The error that tells of a damaged derived file."""
    return StorageFault(
        f"{path}: this derived file is damaged.\n"
        f"  Delete the folder {path.parents[1]}, which holds nothing of yours, and run cenotaph build."
    )

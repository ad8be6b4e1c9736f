"""One build at a time: a lock that a killed build cannot leave behind."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cenotaph.errors import BuildBusy
from cenotaph.store.faults import told_plainly
from cenotaph.store.stages import derived_folder

__all__ = ["build_lock"]

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # a byte past the words, so that others may read them
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def build_lock(folder: Path | str) -> Iterator[None]:
    """Hold the study's build lock for the time of the block.

    The operating system holds the lock for the process, so that it ends with the process, however that ends: no
    lock is ever stale. The file's words (process, since when) serve the message only.

    Raises:
        BuildBusy: another living process holds it; the message names the process and since when.
        StorageFault: the derived folder cannot be written.
    """
    path = derived_folder(folder) / "lock"
    with told_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _open_current(path)
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        since = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        os.write(descriptor, f"process {os.getpid()}, since {since}".encode())
        yield
    finally:
        os.close(descriptor)


def _open_current(path: Path) -> int:
    """A locked descriptor of the file that stands at the path now (it may be deleted while we wait for it)."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if not _take(descriptor):
            holder = os.read(descriptor, 200).decode(errors="replace") or "a process that has just begun"
            os.close(descriptor)
            raise BuildBusy(
                f"Another build of this study is running ({holder}).\n"
                "  Wait until it has ended, or end that process; then build again."
            )
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        os.close(descriptor)

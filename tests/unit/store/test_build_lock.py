"""One build at a time, and no lock outlives its process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cenotaph.errors import BuildBusy
from cenotaph.store import StorageFault, build_lock, derived_folder

HOLD = """
import sys, time
from cenotaph.store import build_lock
with build_lock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_build_is_refused_and_told_by_whom(tmp_path: Path) -> None:
    with build_lock(tmp_path), pytest.raises(BuildBusy, match=f"process {os.getpid()}, since 20"), build_lock(tmp_path):
        pass
    with build_lock(tmp_path):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(BuildBusy, match=f"process {holder.pid}"), build_lock(tmp_path):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with build_lock(tmp_path):
        pass


def test_the_derived_folder_may_be_deleted_under_a_lock(tmp_path: Path) -> None:
    with build_lock(tmp_path):
        shutil.rmtree(derived_folder(tmp_path))
    with build_lock(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_told_plainly(tmp_path: Path) -> None:
    derived_folder(tmp_path).write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(StorageFault), build_lock(tmp_path):
        pass

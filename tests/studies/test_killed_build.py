"""`kill -9` at any moment of a build: the last good snapshot answers, the next build completes, no coding is lost."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from building_material import speech, tables, write_speeches, write_study

from cenotaph.build import build
from cenotaph.store import Snapshot
from cenotaph.study import load_checked

KILLS = 20
#: Few, so that the test is quick; more would be split, coded and written in the same steps.
N_SPEECHES = 150
PROGRAM = """
import sys
from cenotaph.build import build
from cenotaph.study import load_checked
study = load_checked(sys.argv[1])
print("begun", flush=True)
build(study, jobs=int(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_a_build_killed_at_any_moment_does_no_harm(tmp_path: Path) -> None:
    study = write_study(tmp_path / "study", n_speeches=N_SPEECHES)
    build(load_checked(study), jobs=1)
    codings = (study / "codings" / "reader.csv").read_bytes()
    # Longer where the machine is busy, and so are the next ones. Two workers take as long as their Pythons to start.
    full = {jobs: _seconds_of_a_build(study, N_SPEECHES + jobs, jobs) for jobs in (1, 2)}
    n_good, n_killed, number = Snapshot.open(study).table("documents").num_rows, 0, 0
    moments = random.Random(2)
    while n_killed < KILLS:
        number += 1
        assert number < 10 * KILLS
        write_speeches(study, _other_speeches(number))
        jobs = 2 if number % 3 == 0 else 1
        with _building(study, jobs) as process:
            began = time.monotonic()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=moments.uniform(0, full[jobs]))
                full[jobs] = time.monotonic() - began  # this one was quicker than we were
            process.send_signal(signal.SIGKILL)
            n_killed += process.wait() == -signal.SIGKILL
        n_now = _check_last_good(study)
        assert n_now in (n_good, len(_other_speeches(number)) + 4)
        n_good = n_now
        assert (study / "codings" / "reader.csv").read_bytes() == codings
    build(load_checked(study), jobs=1)
    scratch = write_study(tmp_path / "scratch")
    write_speeches(scratch, _other_speeches(number))
    build(load_checked(scratch), jobs=1)
    resumed, anew = tables(study), tables(scratch)
    assert all(resumed[name].equals(anew[name]) for name in anew)


def test_workers_of_a_killed_build_end(tmp_path: Path) -> None:
    study = write_study(tmp_path / "study", n_speeches=3_000)
    with _building(study) as process:
        deadline = time.monotonic() + 20
        while not (workers := _children(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert workers
    while any(map(_lives, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, workers))


def _other_speeches(number: int) -> list[dict[str, str]]:
    """For every number more speeches, most of them in another row than before and the last ones new."""
    return [speech(0), speech(1), *(speech(n + number) for n in range(2, N_SPEECHES + 2 + number))]


def _building(study: Path, jobs: int = 2) -> subprocess.Popen[bytes]:
    """A build that has just taken up its work."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(study), str(jobs)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    return process


def _seconds_of_a_build(study: Path, n_speeches: int, jobs: int) -> float:
    write_speeches(study, [speech(n) for n in range(n_speeches)])
    with _building(study, jobs) as process:
        began = time.monotonic()
        assert process.wait() == 0
    return time.monotonic() - began


def _check_last_good(study: Path) -> int:
    """Every table can be read and they fit each other; the number of documents."""
    found = tables(study)
    ids = set(found["documents"]["document_id"].to_pylist())
    for name in ("texts", "passages", "mentions", "statements"):
        assert found[name].num_rows
        assert set(found[name]["document_id"].to_pylist()) <= ids
    return len(ids)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] or [
            int(child)
            for thread in os.listdir(f"/proc/{pid}/task")
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text().split()
        ]
    except OSError:
        pytest.skip("this system does not list the children of a process")


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[0] != "Z"
    except OSError:
        return False

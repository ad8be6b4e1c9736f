"""Time and memory of the whole real study, from cold to a warm question.

Usage: python bench/real_study.py [STUDY]   (default: real-study, as `make real` makes it)

Runs the program as its users do, in processes of its own, and prints one row a step: seconds of wall time and the
peak resident memory of the process and all its children together (sum of proportional set sizes, sampled ten times a
second). Skips with a message where the study folder is missing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QUERIES = {
    "en rare": ["find", '"Nuremberg Tribunal"', "--language", "en"],
    "en frequent": ["find", "war", "--language", "en"],
    "ru rare": ["find", "lemma:нюрнбергский", "--language", "ru"],
    "ru frequent": ["find", "lemma:война", "--language", "ru"],
    "zh rare": ["find", "飞虎队", "--language", "zh"],
    "zh frequent": ["find", "中国", "--language", "zh"],
}


@dataclass(frozen=True)
class Cost:
    """Wall seconds and peak memory in MB of one command, with its exit status."""

    seconds: float
    peak_mb: float
    status: int


def _children(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in below:
            found.extend(_children(child))
    return found


def _proportional_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def run(arguments: list[str]) -> Cost:
    """Run `cenotaph ARGUMENTS` and measure it."""
    program = Path(sys.executable).with_name("cenotaph")
    started = time.perf_counter()
    process = subprocess.Popen([str(program), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, sum(_proportional_kb(pid) for pid in _children(process.pid)))
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - started
    watcher.join()
    return Cost(seconds, peak / 1024, status)


@contextmanager
def _edited(file: Path, old: str, new: str) -> Iterator[None]:
    before = file.read_text(encoding="utf-8")
    if old not in before:
        raise SystemExit(f"{file} does not hold {old!r}")
    file.write_text(before.replace(old, new, 1), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(before, encoding="utf-8")


def steps(study: Path) -> Iterator[tuple[str, Cost]]:
    """Every step, in the order in which a user would meet it."""
    at = ["--study", str(study)]
    shutil.rmtree(study / ".cenotaph", ignore_errors=True)
    yield "build, cold", run(["build", *at])
    yield "build, nothing changed", run(["build", *at])
    for name, arguments in QUERIES.items():
        yield f"find, {name}", run([*arguments, *at])
    yield "rollcall", run(["rollcall", "victory-day-moscow", *at])
    yield "measure credit_share", run(["measure", "credit_share", "--by", "actor,target", *at])
    yield "report", run(["report", *at])
    added = study / "texts" / "added-by-bench.txt"
    added.parent.mkdir(exist_ok=True)
    added.write_text("---\ndate: 2020-01-01\nactor: RUS\nlanguage: en\n---\nWe thank France for its help.\n")
    try:
        yield "build, one document added", run(["build", *at])
    finally:
        added.unlink()
    with _edited(study / "codebook.yaml", "extends: memory-acts", "extends: memory-acts\ndrop: [PRT]"):
        yield "build, codebook changed", run(["build", *at])


def main() -> int:
    """Print the table; 0 if every command succeeded."""
    study = Path(sys.argv[1] if len(sys.argv) > 1 else "real-study")
    if not (study / "study.toml").exists():
        print(f"skipped: there is no study at {study}; make it with `make real`")
        return 0
    print(f"{'step':<28}{'seconds':>9}{'peak MB':>9}  status")
    worst = 0
    for name, cost in steps(study):
        print(f"{name:<28}{cost.seconds:>9.2f}{cost.peak_mb:>9.0f}  {cost.status}", flush=True)
        worst = max(worst, cost.status)
    return worst


if __name__ == "__main__":
    sys.exit(main())

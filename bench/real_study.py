"""Time and memory of the whole real study, from cold to a warm question.

Usage: python bench/real_study.py [DATA]   (default: $CENOTAPH_DATA, else ../shared/data beside the repository)

Makes the study of examples/real in a temporary folder, with a codebook file and a folder of texts added so that both
can be changed. Runs the program as its users do, in processes of its own, and prints one row a step: wall seconds
and the peak resident memory of the process and all its children together (sum of proportional set sizes, sampled ten
times a second). Skips with a message where the texts are missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]

#: A folder of texts and a codebook of its own, so that the bench can add a document and change a rule.
OWN_SOURCE = """
[[sources]]
id = "own"
kind = "folder"
path = "texts"
format = "txt"
"""
OWN_CODEBOOK = """codebook: bench
version: "1"
extends: memory-acts
"""

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


def make_study(folder: Path) -> None:
    """The study of examples/real, with a source and a codebook of its own."""
    settings = (REPOSITORY / "examples" / "real" / "study.toml").read_text("utf-8")
    assert 'codebook = "memory-acts"' in settings
    settings = settings.replace('codebook = "memory-acts"', 'codebook = "codebook.yaml"')
    (folder / "study.toml").write_text(settings + OWN_SOURCE, "utf-8")
    (folder / "codebook.yaml").write_text(OWN_CODEBOOK, "utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "first.txt").write_text(_text("Belgium"), "utf-8")
    shutil.copyfile(REPOSITORY / "examples" / "real" / "occasions.yaml", folder / "occasions.yaml")


def _text(thanked: str) -> str:
    return f"---\ndate: 2020-01-01\nactor: RUS\nlanguage: en\n---\nWe thank {thanked} for its help in the war.\n"


def steps(study: Path) -> Iterator[tuple[str, Cost]]:
    """Every step, in the order in which a user would meet it."""
    at = ["--study", str(study)]
    yield "build, cold", run(["build", *at])
    yield "build, nothing changed", run(["build", *at])
    for name, arguments in QUERIES.items():
        yield f"find, {name}", run([*arguments, *at])
    yield "rollcall", run(["rollcall", "victory-day-moscow", *at])
    yield "measure credit_share", run(["measure", "credit_share", "--by", "actor,target", *at])
    yield "report", run(["report", *at])
    (study / "texts" / "added.txt").write_text(_text("France"), "utf-8")
    yield "build, one document added", run(["build", *at])
    (study / "codebook.yaml").write_text(OWN_CODEBOOK + "drop: [PRT]\n", "utf-8")
    yield "build, codebook changed", run(["build", *at])


def main() -> int:
    """Print the table; 0 if every command succeeded."""
    stated = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CENOTAPH_DATA")
    data = Path(stated or REPOSITORY.parent / "shared" / "data").absolute()
    if not (data / "kremlin").is_dir():
        print(f"skipped: there are no texts in {data}")
        return 0
    os.environ["CENOTAPH_DATA"] = str(data)
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        make_study(Path(folder))
        print(f"{'step':<28}{'seconds':>9}{'peak MB':>9}  status")
        for name, cost in steps(Path(folder)):
            print(f"{name:<28}{cost.seconds:>9.2f}{cost.peak_mb:>9.0f}  {cost.status}", flush=True)
            worst = max(worst, cost.status)
    return worst


if __name__ == "__main__":
    sys.exit(main())

"""Build the real-text study and write its report.

Usage: python examples/real/run.py [STUDY] [DATA]

STUDY is the folder that is made (default: real-study, in the repository). DATA is the folder that holds the texts
(default: the environment variable CENOTAPH_DATA, else ../shared/data beside the repository). Where it is missing,
nothing is made, and the exit status is 0.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
FILES = ("study.toml", "occasions.yaml")


def main(arguments: list[str]) -> int:
    """Copy the study's files, build, show the roll call of the Moscow address, write the report."""
    study = Path(arguments[0] if arguments else REPOSITORY / "real-study").absolute()
    stated = arguments[1] if len(arguments) > 1 else os.environ.get("CENOTAPH_DATA")
    data = Path(stated or REPOSITORY.parent / "shared" / "data").absolute()
    if not (data / "kremlin").is_dir():
        print(
            f"Skipped: there are no texts in {data}. Set CENOTAPH_DATA to the folder that holds them.", file=sys.stderr
        )
        return 0
    study.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(HERE / name, study / name)
    for command in (["build"], ["rollcall", "victory-day-moscow"], ["report"]):
        status = _cenotaph(*command, "--study", str(study), data=data)
        if status:
            return status
    return 0


def _cenotaph(*arguments: str, data: Path) -> int:
    """Run one command of the program with the texts' folder in its environment; its exit status."""
    program = [sys.executable, "-c", "from cenotaph.cli import main; main()", *arguments]
    return subprocess.run(program, env={**os.environ, "CENOTAPH_DATA": str(data)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

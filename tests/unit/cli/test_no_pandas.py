"""Commands run without pandas, which pyarrow would otherwise load wherever it is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cenotaph.study import write_skeleton

_COMMANDS = (
    ("check",),
    ("build", "--quiet"),
    ("status",),
    ("documents",),
    ("rollcall", "liberation-day"),
    ("rollcall", "liberation-day", "--attendance"),
    ("rollcall", "liberation-day", "--open", "VER:2021"),
    ("compare", "AUR_2021", "AUR_2022"),
    ("find", "we"),
    ("measure", "mention_rate", "--by", "target,year"),
    ("report",),
)

_RUN = """
import json, sys
from cenotaph.cli import main
seen = {}
for words in json.loads(sys.argv[1]):
    sys.argv = ["cenotaph", *words]
    try:
        main()
    except SystemExit as end:
        seen[" ".join(words)] = [end.code, "pandas" in sys.modules, "pyarrow" in sys.modules]
print(json.dumps(seen), file=sys.stderr)
"""


def test_no_command_loads_pandas(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    write_skeleton(tmp_path / "mine")
    commands = json.dumps(_COMMANDS)
    run = subprocess.run(
        [sys.executable, "-c", _RUN, commands], cwd=tmp_path / "mine", capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stderr.splitlines()[-1])
    assert seen == {" ".join(words): [0, False, True] for words in _COMMANDS}

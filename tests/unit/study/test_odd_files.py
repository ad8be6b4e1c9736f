"""Links that lead nowhere and pipes in the place of the files of a study."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cenotaph.study import load, write_skeleton

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made as on Unix")

FILES = {
    "study.toml": "S002",
    "codebook.yaml": "C002",
    "occasions.yaml": "O002",
    "events.csv": "E002",
    "participations.csv": "E002",
    "gestures.csv": "E002",
}


@pytest.mark.parametrize("odd", ["link", "loop", "pipe"])
@pytest.mark.parametrize("file", FILES)
def test_what_is_no_file_is_told_by_its_name_and_never_opened(tmp_path: Path, file: str, odd: str) -> None:
    write_skeleton(tmp_path / "mine")
    path = tmp_path / "mine" / file
    path.unlink()
    if odd == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere" if odd == "link" else file)
    assert (FILES[file], file) in [(problem.code, problem.file) for problem in load(tmp_path / "mine").errors]


@pytest.mark.skipif(sys.platform == "darwin", reason="that file system takes only UTF-8")
def test_a_folder_may_have_a_name_in_an_old_encoding(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("речь".encode("cp1251"))
    assert [problem.code for problem in load(folder).problems] == ["S001"]
    write_skeleton(folder)
    assert load(folder).problems == ()
    (folder / "study.toml").write_text('languages = ["en"]\n', encoding="utf-8")
    assert load(folder).config.title == "\N{REPLACEMENT CHARACTER}" * 4

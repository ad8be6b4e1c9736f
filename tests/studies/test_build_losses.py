"""A build never loses in silence: damaged files are made anew, and a source that vanished stops it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from building_material import tables, write_study

from cenotaph.build import build, status
from cenotaph.store import derived_folder
from cenotaph.study import load_checked


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = write_study(tmp_path / "study")
    build(load_checked(folder), jobs=1)
    return folder


@pytest.mark.parametrize("table", ["documents", "texts", "statements", "*"])
def test_files_that_were_cut_off_are_made_anew(study: Path, table: str) -> None:
    before = tables(study)
    for path in (derived_folder(study) / "stages").glob(f"{table}-*.parquet"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert [stale.what for stale in status(load_checked(study)).stale] == ["derived files"]
    assert build(load_checked(study), jobs=1).changed
    after = tables(study)
    assert all(after[name].equals(before[name]) for name in before)
    assert status(load_checked(study)).stale == ()
    assert not build(load_checked(study), jobs=1).changed

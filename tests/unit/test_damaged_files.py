"""Derived files that were cut off, emptied or overwritten are an error for people, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made_study import make_study

import cenotaph
from cenotaph.errors import CenotaphError
from cenotaph.store import Pointer, Snapshot, StorageFault, derived_folder, finished_stage, read_stage, require_stage


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def middle_cut_out(content: bytes) -> bytes:
    return content[:40] + content[60:]


def overwritten(content: bytes) -> bytes:
    return content[:4] + bytes(byte ^ 0xFF for byte in content[4 : len(content) // 4]) + content[len(content) // 4 :]


def foot_overwritten(content: bytes) -> bytes:
    begin = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    return content[:begin] + bytes(byte ^ 0x55 for byte in content[begin:-8]) + content[-8:]


def empty(content: bytes) -> bytes:
    return b""


def damage(folder: Path, table: str, how: Callable[[bytes], bytes]) -> None:
    for path in (derived_folder(folder) / "stages").glob(f"{table}-*.parquet"):
        path.write_bytes(how(path.read_bytes()))


@pytest.mark.parametrize("table", ["documents", "texts", "statements"])
@pytest.mark.parametrize("how", [cut, empty, overwritten, foot_overwritten])
def test_a_question_of_damaged_files_says_how_to_mend_them(
    tmp_path: Path, table: str, how: Callable[[bytes], bytes]
) -> None:
    damage(make_study(tmp_path), table, how)

    def ask() -> None:
        snapshot = Snapshot.open(tmp_path)
        snapshot.table(table)
        snapshot.of_documents("texts", ["nor-2019"])
        snapshot.of_documents("statements", ["nor-2019"])

    with pytest.raises(CenotaphError, match="cenotaph build"):
        ask()


@pytest.mark.parametrize("how", [cut, empty, middle_cut_out])
def test_a_stage_whose_file_is_not_as_it_was_written_is_not_finished(
    tmp_path: Path, how: Callable[[bytes], bytes]
) -> None:
    assert finished_stage(make_study(tmp_path), "made-by-hand") is not None
    damage(tmp_path, "statements", how)
    assert finished_stage(tmp_path, "made-by-hand") is None
    with pytest.raises(StorageFault, match="build again"):
        require_stage(tmp_path, "made-by-hand")


def test_reading_a_stage_whose_inside_is_damaged_is_told(tmp_path: Path) -> None:
    record = require_stage(make_study(tmp_path), "made-by-hand")
    damage(tmp_path, "documents", overwritten)
    with pytest.raises(StorageFault, match=r"damaged.\n  Delete the folder .*\.cenotaph"):
        read_stage(tmp_path, record, "documents")
    pointer = Pointer.require(tmp_path)
    with pytest.raises(StorageFault, match="damaged"):
        pointer.stored(tmp_path, "documents", ["document_id", "source"])


def test_a_snapshot_opened_before_the_damage_tells_of_it(tmp_path: Path) -> None:
    snapshot = Snapshot.open(make_study(tmp_path))
    damage(tmp_path, "texts", cut)
    with pytest.raises(CenotaphError, match="damaged"):
        snapshot.table("texts")
    with pytest.raises(CenotaphError, match="damaged"):
        snapshot.of_documents("texts", ["nor-2019"])


def test_a_report_overwrites_nothing_but_a_page(tmp_path: Path) -> None:
    study = cenotaph.open(make_study(tmp_path))
    with pytest.raises(StorageFault, match="not overwritten"):
        study.report(tmp_path / "study.toml")
    with pytest.raises(StorageFault, match="That is a folder"):
        study.report("")
    page = study.report(tmp_path / "page.html")
    assert study.report(page) == page
    assert not list(tmp_path.glob("*.tmp"))

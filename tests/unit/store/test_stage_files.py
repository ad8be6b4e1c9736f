"""Stage files are whole or absent, keep their schema, and only finished stages count."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow as pa
import pytest

from cenotaph.store import (
    SCHEMAS,
    Pointer,
    StorageFault,
    build_lock,
    derived_folder,
    fingerprint_of,
    finished_stage,
    read_stage,
    replace_file,
    require_stage,
    sweep,
    write_stage,
)


def texts(*ids: str) -> pa.Table:
    rows = [{"document_id": id_, "text": f"Text of {id_}", "folded": f"text of {id_}"} for id_ in ids]
    return pa.Table.from_pylist(rows, schema=SCHEMAS["texts"])


def test_a_stage_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_stage(tmp_path, "f1", {"texts": texts("a", "b"), "absences": SCHEMAS["absences"].empty_table()}, parts=[1])
    record = finished_stage(tmp_path, "f1")
    assert record is not None
    assert (dict(record.rows), dict(record.notes)) == ({"texts": 2, "absences": 0}, {"parts": [1]})
    found = read_stage(tmp_path, record, "texts")
    assert found.equals(texts("a", "b"))
    assert found.schema.equals(SCHEMAS["texts"], check_metadata=True)
    assert read_stage(tmp_path, record, "absences").equals(SCHEMAS["absences"].empty_table())
    assert read_stage(tmp_path, record, "texts", ["folded"]).column_names == ["folded"]


def test_a_stage_without_its_record_or_a_file_is_not_finished(tmp_path: Path) -> None:
    write_stage(tmp_path, "f1", {"texts": texts("a")})
    write_stage(tmp_path, "f2", {"texts": texts("a")})
    stages = derived_folder(tmp_path) / "stages"
    (stages / "texts-f1.parquet").unlink()
    (stages / "stage-f2.json").write_text("{", encoding="utf-8")
    assert finished_stage(tmp_path, "f1") is None
    assert finished_stage(tmp_path, "f2") is None
    assert finished_stage(tmp_path, "f3") is None
    with pytest.raises(StorageFault, match="build again"):
        require_stage(tmp_path, "f1")


def test_a_column_that_may_not_be_null_is_refused(tmp_path: Path) -> None:
    faulty = pa.table({"document_id": ["a"], "text": [None], "folded": ["a"]})
    with pytest.raises((pa.ArrowInvalid, ValueError)):
        write_stage(tmp_path, "f1", {"texts": faulty})
    assert finished_stage(tmp_path, "f1") is None


def test_a_disk_that_refuses_is_told_with_a_remedy_and_leaves_no_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cenotaph.store.stages.os.replace", refuse)
    with pytest.raises(StorageFault, match="Change the permissions"):
        write_stage(tmp_path, "f1", {"texts": texts("a")})
    assert finished_stage(tmp_path, "f1") is None


def test_sweep_deletes_all_but_the_named_stages_and_what_killed_builds_left(tmp_path: Path) -> None:
    for name in ("f1", "f2"):
        write_stage(tmp_path, name, {"texts": texts("a")})
    (derived_folder(tmp_path) / "stages" / "texts-f3.parquet.123.tmp").write_bytes(b"half")
    assert sweep(tmp_path, ["f1", "never-there"]) == 3
    assert finished_stage(tmp_path, "f1") is not None
    assert finished_stage(tmp_path, "f2") is None


def test_fingerprints_tell_order_and_nesting_apart() -> None:
    assert fingerprint_of("a", "b") != fingerprint_of("b", "a")
    assert fingerprint_of(["a"], "b") != fingerprint_of("a", ["b"])
    assert fingerprint_of({"x": 1, "y": 2}) == fingerprint_of({"y": 2, "x": 1})
    assert len(fingerprint_of()) == 20


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 99}', '{"format": 2, "other": 2}', "\x00"])
def test_a_pointer_that_cannot_be_read_is_no_pointer(tmp_path: Path, content: str) -> None:
    derived_folder(tmp_path).mkdir()
    (derived_folder(tmp_path) / "snapshot.json").write_text(content, encoding="utf-8")
    assert Pointer.read(tmp_path) is None


def test_a_pointer_comes_back_as_it_was_written(tmp_path: Path) -> None:
    pointer = Pointer("id", "2024-05-09T10:00:00+00:00", "1", {"texts": ["t"]}, {"texts": 1}, ["f1"], {"a": "é"})
    pointer.write(tmp_path)
    assert Pointer.read(tmp_path) == pointer
    assert json.loads((derived_folder(tmp_path) / "snapshot.json").read_text(encoding="utf-8"))["format"] == 2


def test_a_file_that_stands_where_the_derived_folder_should_is_named(tmp_path: Path) -> None:
    derived_folder(tmp_path).write_text("mine", encoding="utf-8")
    with pytest.raises(StorageFault, match=r"\.cenotaph.*\n  A file is where a folder should be"):
        write_stage(tmp_path, "f1", {"texts": texts("a")})
    with pytest.raises(StorageFault, match="A file is where a folder should be"), build_lock(tmp_path):
        pass
    assert derived_folder(tmp_path).read_text(encoding="utf-8") == "mine"


def test_what_is_no_ordinary_file_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(StorageFault, match="That is a folder"):
        replace_file(tmp_path, b"x")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFault, match="A file is where a folder should be"):
        replace_file(tmp_path / "file" / "page.html", b"x")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
        replace_file(tmp_path / "pipe", b"said")
        assert os.read(reader, 10) == b"said"
        os.close(reader)
    assert not list(tmp_path.glob("*.tmp"))

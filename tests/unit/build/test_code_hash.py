"""A stage is stale when the code that does it has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cenotaph.build import versions


def test_the_hash_follows_the_code_of_the_named_rooms_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("text", "coding"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "one.py").write_text(f"# {room}", encoding="utf-8")
    monkeypatch.setattr(versions, "files", lambda _: tmp_path)

    def hashes() -> tuple[str, str, str]:
        versions.code_hash.cache_clear()
        return versions.code_hash("text"), versions.code_hash("coding"), versions.code_hash("text", "coding")

    before = hashes()
    (tmp_path / "text" / "notes.md").write_text("not code", encoding="utf-8")
    (tmp_path / "text" / "__pycache__").mkdir()
    (tmp_path / "text" / "__pycache__" / "one.py").write_text("not ours", encoding="utf-8")
    assert hashes() == before
    (tmp_path / "text" / "one.py").write_text("# other", encoding="utf-8")
    after = hashes()
    versions.code_hash.cache_clear()
    assert (after[0] != before[0], after[1] == before[1], after[2] != before[2]) == (True, True, True)

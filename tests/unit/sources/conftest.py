"""The fixture `read`: files in a folder, sources that read them, everything read in one go."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from small_sources import Read, Reader, loaded

from cenotaph.sources import read_shard, shards


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """`read({"a.csv": "..."}, {"path": "a.csv"})`: write the files, read the sources (tables, if not said)."""

    def _read(files: dict[str, str | bytes], *sources: dict[str, Any]) -> Read:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            raw = content.encode() if isinstance(content, str) else content
            path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
        study = loaded(tmp_path, *sources)
        return Read(study, [batch for shard in shards(study) for batch in read_shard(shard, study)])

    return _read

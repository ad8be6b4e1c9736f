"""A short run of the codebook fuzzer; the long one is started by hand."""

from __future__ import annotations

from pathlib import Path

from fuzz_codebooks import fuzz


def test_damaged_codebooks_and_dictionaries_are_read_or_refused(tmp_path: Path) -> None:
    found = fuzz(20, seed=20, folder=tmp_path, most=2000)
    assert [(name, what) for name, _, what in found.bad] == []
    assert found.cases > 100
    assert 0 < found.refused < found.cases

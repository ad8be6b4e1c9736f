"""The example study of real texts reads them; skips where they are not at hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from cenotaph.corpus import assign_occasions
from cenotaph.sources import read_shard, shards
from cenotaph.study import LoadedStudy, load

REPOSITORY = Path(__file__).parents[3]
EXAMPLE = REPOSITORY / "examples" / "real"
DATA = REPOSITORY.parent / "shared" / "data"

real = [
    pytest.mark.real,
    pytest.mark.skipif(not (DATA / "kremlin").is_dir(), reason="the texts of ../shared/data are not at hand"),
]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LoadedStudy:
    monkeypatch.setenv("CENOTAPH_DATA", str(DATA))
    for name in ("study.toml", "occasions.yaml"):
        shutil.copyfile(EXAMPLE / name, tmp_path / name)
    return load(tmp_path)


def test_its_files_have_no_fault(study: LoadedStudy) -> None:
    assert [str(problem) for problem in study.problems] == []


def test_without_texts_it_says_so_and_makes_nothing(tmp_path: Path) -> None:
    program = [sys.executable, str(EXAMPLE / "run.py"), str(tmp_path / "real"), str(tmp_path / "nowhere")]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Skipped" in done.stderr
    assert not (tmp_path / "real").exists()


class TestTexts:
    pytestmark = real

    def test_the_rite_is_exactly_the_four_full_addresses(self, study: LoadedStudy) -> None:
        kremlin = [shard for shard in shards(study) if shard.source.startswith("kremlin")]
        documents = pa.concat_tables([batch.documents for shard in kremlin for batch in read_shard(shard, study)])
        assert documents.num_rows == 7235 + 816 + 200
        found = [
            (row["occasion_year"], row["document_id"])
            for row in assign_occasions(documents, study.occasions).to_pylist()
            if row["occasion"] == "victory-day-moscow"
        ]
        assert sorted(found) == [
            (2017, "kremlin-en-54467"),
            (2019, "kremlin-en-60490"),
            (2020, "kremlin-en-63560"),
            (2022, "kremlin-en-68366"),
        ]

    def test_small_tables_of_every_format_are_read_without_error(self, study: LoadedStudy) -> None:
        expected = {"work-reports": 72, "congress-reports": 16, "xi-zh-2020": 58, "xi-zh-2022": 105, "xi-en": 42,
                    "mfa-ukraine": 661, "mfa-answers": 5882, "ungdc": 818}  # fmt: skip
        counts = dict.fromkeys(expected, 0)
        for shard in shards(study):
            if shard.source in expected:
                for batch in read_shard(shard, study):
                    counts[shard.source] += batch.documents.num_rows
                    assert "error" not in batch.problems["severity"].to_pylist()
                    assert batch.documents["known_at"].null_count == 0
        assert counts == expected

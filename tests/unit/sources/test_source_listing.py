"""Links that lead nowhere or in circles, pipes, closed folders and names in old encodings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from small_sources import Reader, loaded

from cenotaph.sources import fingerprint, header_problems, shards
from cenotaph.sources.listing import _matches, listing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made as on Unix")

FOLDER = {"kind": "folder", "path": "t", "constant": {"date": "2015-05-09", "language": "en"}}
WORDS = {"t/a.txt": "Words of ours."}


def told(read: Reader, *source: dict[str, object]) -> list[tuple[str, str]]:
    return [(row["code"], row["file"]) for row in read(WORDS, *source).rows("problems")]


def test_a_link_that_leads_nowhere_is_told_by_its_name(read: Reader, tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "t" / "year").symlink_to("nowhere")
    (tmp_path / "t" / "gone.csv").symlink_to("nowhere.csv")
    (tmp_path / "t" / "round.txt").symlink_to("round.txt")
    (tmp_path / "table.csv").symlink_to("nowhere.csv")
    assert told(read, FOLDER) == [("D003", f"t/{name}") for name in ("gone.txt", "round.txt", "year")]
    assert told(read, {"path": "table.csv"}) == [("D001", "study.toml"), ("D003", "table.csv")]


def test_a_pipe_is_told_and_never_opened(read: Reader, tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    os.mkfifo(tmp_path / "t" / "pipe.txt")
    os.mkfifo(tmp_path / "pipe.csv")
    assert told(read, FOLDER) == [("D003", "t/pipe.txt")]
    assert told(read, {"path": "pipe.csv"}) == [("D001", "study.toml"), ("D003", "pipe.csv")]


@pytest.mark.parametrize("path", ["t", "t/**", "t/**/*.txt"])
def test_a_folder_is_read_once_whatever_links_lead_to_it(read: Reader, tmp_path: Path, path: str) -> None:
    (tmp_path / "t" / "deep").mkdir(parents=True)
    (tmp_path / "t" / "deep" / "b.txt").write_text("More words.")
    for name, there in (("aaa", "deep"), ("round", "."), ("deep/up", ".."), ("deep/again", ".")):
        (tmp_path / "t" / name).symlink_to(there)
    found = read(WORDS, {**FOLDER, "path": path})
    assert sorted(found.texts) == ["a", "deep/b"]
    assert sorted((row["code"], row["file"]) for row in found.rows("problems")) == [
        ("D032", f"t/{name}") for name in ("aaa", "deep/again", "deep/up", "round")
    ]


def test_a_name_in_an_old_encoding_is_read_and_told(read: Reader, tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    name = os.fsdecode("речь.txt".encode("cp1251"))
    for file in (tmp_path / "t" / name, tmp_path / name.replace("txt", "csv"), tmp_path / f"{name[:1]}.csv"):
        file.write_text("id,text\nx,Words.\n" if file.suffix == ".csv" else "Words of ours.")
    found = read(WORDS, {**FOLDER, "filename": "{title}"}, {"path": "*.csv", "constant": FOLDER["constant"]})
    assert [row["code"] for row in found.rows("problems")].count("D033") == 3
    assert "D005" not in [row["code"] for row in found.rows("problems")]
    assert "\N{REPLACEMENT CHARACTER}" * 4 in found.texts
    assert len({shard.key for shard in shards(found.study)}) == len(shards(found.study))
    assert len({fingerprint(shard) for shard in shards(found.study)}) == len(shards(found.study))
    assert [problem for shard in shards(found.study) for problem in header_problems(shard)] == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_may_not_be_opened_is_told(read: Reader, tmp_path: Path) -> None:
    (tmp_path / "t" / "closed").mkdir(parents=True, mode=0)
    assert told(read, FOLDER) == [("D003", "t/closed")]


def test_a_new_fault_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "a.txt").write_text("Words.")
    study = loaded(tmp_path, FOLDER)
    before = [fingerprint(shard) for shard in shards(study)]
    (tmp_path / "t" / "gone.txt").symlink_to("nowhere.txt")
    assert [fingerprint(shard) for shard in shards(study)] != before


NAMES = st.lists(st.sampled_from(["a", "b.txt", ".c", "ab"]), min_size=1, max_size=3)
STEPS = st.lists(st.sampled_from(["**", "*", "a", "*.txt", ".c", "a*"]), min_size=1, max_size=3)


@example([".c", ".c"], ["**", ".c", ".c"])
@given(NAMES, STEPS)
def test_patterns_match_as_those_of_the_standard_library(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], steps: list[str]
) -> None:
    import glob
    import shutil

    assume(any("*" in step for step in steps))
    here = tmp_path_factory.mktemp("glob")
    file = here.joinpath(*names)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    pattern = here.joinpath(*steps)
    found = glob.glob(str(pattern), recursive=True)
    expected = [path for path in found if os.path.isfile(path) and not path.endswith("/")]
    assert [str(path) for path in listing(pattern).files] == sorted(set(expected))
    assert _matches(tuple(names), tuple(steps)) == bool(expected)
    shutil.rmtree(here)

"""A build never loses in silence: damaged files are made anew, and a source that vanished stops it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from building_material import tables, write_study
from click.testing import CliRunner

from cenotaph.build import SourceVanished, build, status
from cenotaph.cli import cli
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


def test_a_source_that_vanished_stops_the_build_and_the_snapshot_stays(study: Path) -> None:
    before = tables(study)
    shutil.move(study / "letters", study / "moved")
    run = CliRunner().invoke(cli, ["build", "--study", str(study)])
    assert isinstance(run.exception, SourceVanished)
    assert 'Source "letters" (letters) gave 3 documents' in str(run.exception)
    assert run.exception.exit_code == 2
    after = tables(study)
    assert all(after[name].equals(before[name]) for name in before)
    shutil.move(study / "moved", study / "letters")
    assert not build(load_checked(study), jobs=1).changed


@pytest.mark.parametrize("content", [b"", b"id,date,title,text\n", b"PK\x03\x04 no table"])
def test_a_table_from_which_nothing_comes_any_more_stops_the_build_too(study: Path, content: bytes) -> None:
    before = tables(study)
    (study / "speeches.csv").write_bytes(content)
    with pytest.raises(SourceVanished, match=r'"speeches" \(speeches.csv\) gave 12 documents'):
        build(load_checked(study), jobs=1)
    assert tables(study)["documents"].equals(before["documents"])


def test_codings_that_vanished_stop_the_build(study: Path) -> None:
    (study / "codings" / "reader.csv").unlink()
    with pytest.raises(SourceVanished, match='"readings"'):
        build(load_checked(study), jobs=1)


def test_a_source_taken_out_of_the_study_may_go(study: Path) -> None:
    described = (study / "study.toml").read_text(encoding="utf-8")
    (study / "study.toml").write_text(described.split('[[sources]]\nid = "readings"')[0], encoding="utf-8")
    report = build(load_checked(study), jobs=1)
    assert (report.documents.removed, report.empty_sources) == (1, ())


def test_the_first_build_tells_of_a_source_without_documents(tmp_path: Path) -> None:
    study = write_study(tmp_path / "new")
    (study / "codings" / "reader.csv").unlink()
    for options in ([], ["--json"], ["--quiet"], []):
        run = CliRunner().invoke(cli, ["build", "--study", str(study), *options])
        assert run.exit_code == 1, options
    assert "No document was found in: readings." in run.stderr
    assert "D001" in run.stderr
    write = write_study(tmp_path / "whole")
    assert CliRunner().invoke(cli, ["build", "--study", str(write)]).exit_code == 0

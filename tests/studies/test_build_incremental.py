"""A build does only what changed, and always gives the tables that a build from nothing gives."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from building_material import CODEBOOK, CODINGS, EVENTS, speech, tables, write_speeches, write_study

import cenotaph.build.splitcode as splitcode
import cenotaph.build.tasks as tasks
from cenotaph.build import BuildReport, WorkerFault, build, status
from cenotaph.cli import cli
from cenotaph.errors import BuildBusy, StudyError
from cenotaph.store import StorageFault, build_lock, derived_folder
from cenotaph.study import load, load_checked


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


@pytest.fixture
def coded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the documents that the coder was given, in order."""
    ids: list[str] = []
    real = splitcode.code_batch

    def spy(batch: pa.RecordBatch, coder: object) -> object:
        ids.extend(dict.fromkeys(batch.column("document_id").to_pylist()))
        return real(batch, coder)

    monkeypatch.setattr(splitcode, "code_batch", spy)
    return ids


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys of the shards that were opened."""
    keys: list[str] = []
    real = tasks.read_shard

    def spy(shard: object, study: object) -> object:
        keys.append(shard.source)
        return real(shard, study)

    monkeypatch.setattr(tasks, "read_shard", spy)
    return keys


def built(folder: Path, jobs: int | None = None) -> BuildReport:
    return build(load_checked(folder), jobs=jobs)


def from_nothing(folder: Path, scratch: Path) -> dict[str, pa.Table]:
    shutil.copytree(folder, scratch, ignore=shutil.ignore_patterns(".cenotaph"))
    built(scratch)
    return tables(scratch)


def same(one: dict[str, pa.Table], other: dict[str, pa.Table]) -> bool:
    return all(one[name].equals(other[name]) for name in one)


def test_the_first_build_fills_every_table_it_can(study: Path) -> None:
    report = built(study)
    assert report.changed
    assert report.documents.new == 16
    assert report.n_coded == 15
    found = tables(study)
    assert found["documents"].num_rows == 16
    thanks = found["statements"].filter(pa.compute.field("act") == "thank")
    assert thanks.num_rows == 12 + 3 + 1
    assert found["absences"].to_pylist()[0]["document_id"] == "broadcast-2001"
    assert set(found["documents"]["occasion"].to_pylist()) == {"liberation-day", None}
    assert {row["coder"]: row["kind"] for row in found["coders"].to_pylist()} == {"rules": "rule", "reader": "source"}


def test_offsets_of_statements_point_at_the_target_in_the_text(study: Path) -> None:
    built(study)
    found = tables(study)
    text = dict(zip(found["texts"]["document_id"].to_pylist(), found["texts"]["text"].to_pylist(), strict=True))
    spans = [row for row in found["statements"].to_pylist() if row["coder"] == "rules"]
    assert {text[row["document_id"]][row["target_start"] : row["target_end"]] for row in spans} == {"Verland", "Norby"}


def test_codings_without_text_belong_to_the_document_that_another_source_holds(study: Path) -> None:
    built(study)
    found = tables(study)
    assert found["documents"]["document_id"].to_pylist().count("speech-0001") == 1
    coders = {row["coder"] for row in found["mentions"].to_pylist() if row["document_id"] == "speech-0001"}
    assert coders == {"rules", "reader"}


def test_nothing_changed_means_nothing_done(study: Path, coded: list[str], read: list[str]) -> None:
    first = built(study)
    before = {path.name: path.stat().st_mtime_ns for path in derived_folder(study).rglob("*") if path.is_file()}
    coded.clear(), read.clear()
    second = built(study)
    assert not second.changed
    assert second.snapshot_id == first.snapshot_id
    assert (coded, read) == ([], [])
    after = {path.name: path.stat().st_mtime_ns for path in derived_folder(study).rglob("*") if path.is_file()}
    assert {name for name in before if before[name] != after.get(name)} <= {"lock"}


def test_an_added_and_a_changed_row_are_the_only_ones_coded(
    study: Path, tmp_path: Path, coded: list[str], read: list[str]
) -> None:
    built(study)
    coded.clear(), read.clear()
    rows = [speech(number) for number in range(12)]
    rows[3]["text"] = rows[3]["text"].replace("calm", "rough")
    write_speeches(study, [speech(99), *rows])
    report = built(study)
    assert sorted(coded) == ["speech-0003", "speech-0099"]
    assert read == ["speeches"]
    assert (report.documents.new, report.documents.changed, report.documents.removed) == (1, 1, 0)
    assert same(tables(study), from_nothing(study, tmp_path / "scratch"))


def test_a_new_date_codes_the_document_again_and_a_new_title_does_not(study: Path, coded: list[str]) -> None:
    built(study)
    coded.clear()
    rows = [speech(number) for number in range(12)]
    rows[1]["title"] = "Another title"
    rows[2]["date"] = "2003-05-07"
    write_speeches(study, rows)
    report = built(study)
    assert coded == ["speech-0002"]
    assert report.documents.changed == 2


def test_a_removed_document_is_gone_from_every_table(study: Path, tmp_path: Path, coded: list[str]) -> None:
    built(study)
    coded.clear()
    (study / "letters" / "2010-03-02.txt").unlink()
    report = built(study)
    assert coded == []
    assert report.documents.removed == 1
    found = tables(study)
    for name in ("documents", "texts", "passages", "mentions", "statements"):
        assert "2010-03-02" not in found[name]["document_id"].to_pylist()
    assert same(found, from_nothing(study, tmp_path / "scratch"))


def test_a_changed_codebook_codes_again_without_opening_texts(
    study: Path, tmp_path: Path, coded: list[str], read: list[str]
) -> None:
    built(study)
    coded.clear(), read.clear()
    (study / "codebook.yaml").write_text(CODEBOOK.replace("[thank, gratitude]", "[thank]"), encoding="utf-8")
    report = built(study)
    assert len(set(coded)) == 15
    assert set(read) <= {"readings"}  # ready codings are read against the codebook
    assert report.documents.unchanged == 16
    assert same(tables(study), from_nothing(study, tmp_path / "scratch"))


def test_changed_events_read_and_code_nothing(study: Path, coded: list[str], read: list[str]) -> None:
    built(study)
    coded.clear(), read.clear()
    (study / "events.csv").write_text(EVENTS + "parade-2003,2003-05-08,,parade,OST,Third,\n", encoding="utf-8")
    assert built(study).rows["events"] == 3
    assert (coded, read) == ([], [])


def test_two_builds_from_nothing_give_identical_tables_whatever_the_processes(study: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(study, other)
    one, two = built(study, jobs=1), built(other, jobs=2)
    assert one.snapshot_id == two.snapshot_id
    assert same(tables(study), tables(other))


def test_the_derived_folder_may_be_deleted(study: Path) -> None:
    first = built(study)
    before = tables(study)
    shutil.rmtree(derived_folder(study))
    assert built(study).snapshot_id == first.snapshot_id
    assert same(before, tables(study))


def test_deleted_stage_files_are_made_again(study: Path) -> None:
    built(study)
    before = tables(study)
    for path in list((derived_folder(study) / "stages").glob("*.parquet"))[::2]:
        path.unlink()
    built(study)
    assert same(before, tables(study))


def test_old_stage_files_do_not_pile_up(study: Path) -> None:
    built(study)
    count = len(list((derived_folder(study) / "stages").iterdir()))
    for number in range(5):
        write_speeches(study, [speech(n) for n in range(12 - number)])
        built(study)
    assert len(list((derived_folder(study) / "stages").iterdir())) <= 2 * count


def test_a_text_under_an_id_that_is_taken_is_left_out_and_told(study: Path) -> None:
    (study / "letters" / "speech-0002.txt").write_text("This is another text about Norby.", encoding="utf-8")
    built(study)
    found = tables(study)
    assert found["documents"]["document_id"].to_pylist().count("speech-0002") == 1
    assert found["texts"]["document_id"].to_pylist().count("speech-0002") == 1
    text = found["texts"].filter(pa.compute.field("document_id") == "speech-0002")["text"][0].as_py()
    assert text == speech(2)["text"]
    passages = found["passages"].filter(pa.compute.field("document_id") == "speech-0002")
    assert max(passages["end"].to_pylist()) <= len(text)
    (told,) = [row for row in found["problems"].to_pylist() if row["code"] == "B001"]
    assert told["file"] == "letters/speech-0002.txt"
    assert "speeches.csv" in told["message"]


def test_the_same_text_on_another_day_is_counted_and_told(study: Path) -> None:
    (study / "letters" / "2010-04-01.txt").write_bytes((study / "letters" / "2010-03-01.txt").read_bytes())
    report = built(study)
    assert report.problems["B005"] == 1
    rows = {row["document_id"]: row["duplicate_of"] for row in tables(study)["documents"].to_pylist()}
    assert rows["2010-04-01"] is None


@pytest.mark.parametrize("room", ["segment", "code_batch"])
def test_a_document_on_which_the_program_fails_is_told_and_the_rest_goes_on(
    study: Path, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    real = getattr(splitcode, room)

    def failing(*arguments: object) -> object:
        first = arguments[0]
        ids = first.column("document_id") if isinstance(first, pa.RecordBatch) else first
        if "speech-0005" in ids.to_pylist():
            raise ZeroDivisionError("a fault of ours")
        return real(*arguments)

    monkeypatch.setattr(splitcode, room, failing)
    report = built(study, jobs=1)
    found = tables(study)
    assert report.problems == {**report.problems, {"segment": "B002", "code_batch": "B003"}[room]: 1}
    assert "speech-0005" in found["documents"]["document_id"].to_pylist()
    assert {row["document_id"] for row in found["mentions"].to_pylist()} >= {"speech-0004", "speech-0006"}
    (told,) = [row for row in found["problems"].to_pylist() if row["document_id"] == "speech-0005"]
    assert (told["source"], told["file"]) == ("speeches", "speeches.csv")


def test_two_builds_at_once_are_refused_clearly(study: Path) -> None:
    program = "import sys; from cenotaph.cli import main; main()"
    with build_lock(study):
        with pytest.raises(BuildBusy, match="process"), build_lock(study):
            pass
        run = subprocess.run(
            [sys.executable, "-c", program, "build", "--study", str(study)], capture_output=True, text=True, check=False
        )
    assert run.returncode == 2
    assert "Another build of this study is running" in run.stderr
    assert "Traceback" not in run.stderr
    assert built(study).changed


def test_a_study_with_errors_is_not_built(study: Path) -> None:
    (study / "codebook.yaml").write_text("codebook: [", encoding="utf-8")
    with pytest.raises(StudyError):
        build(load(study))
    assert not (derived_folder(study) / "snapshot.json").exists()


def test_a_dead_worker_is_named_with_its_work_and_the_snapshot_stands(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(study)
    before = tables(study)
    write_speeches(study, [speech(number) for number in range(20)])
    monkeypatch.setattr("cenotaph.build.workers._START", "import os, sys; sys.stdin.buffer.read(1); os._exit(9)")
    with pytest.raises(WorkerFault, match=r"source speeches"):
        built(study, jobs=2)
    assert same(before, tables(study))


def test_a_folder_that_may_not_be_written_is_said_plainly(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(study)
    before = tables(study)
    write_speeches(study, [speech(number) for number in range(20)])

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cenotaph.store.stages.os.fsync", full)
    with pytest.raises(StorageFault, match="The disk is full"):
        built(study, jobs=1)
    assert same(before, tables(study))


def test_status_says_what_is_stale_and_why(study: Path) -> None:
    assert [stale.what for stale in status(load_checked(study)).stale] == ["everything"]
    built(study)
    assert status(load_checked(study)).stale == ()
    write_speeches(study, [speech(1)])
    (study / "codebook.yaml").write_text(CODEBOOK.replace("betray", "deceive"), encoding="utf-8")
    (study / "events.csv").write_text(EVENTS.replace("The first", "A first"), encoding="utf-8")
    (study / "codings" / "reader.csv").write_text(CODINGS, encoding="utf-8")
    found = status(load_checked(study))
    assert {"source speeches", "codebook", "events.csv"} <= {stale.what for stale in found.stale}
    assert "source letters" not in {stale.what for stale in found.stale}
    assert found.rows["documents"] == 16
    assert str(found.first_date) == "2001-05-08"


def test_the_commands_print_what_was_done_and_what_stands(study: Path) -> None:
    from click.testing import CliRunner

    runner = CliRunner()
    said = runner.invoke(cli, ["build", "--study", str(study)])
    assert said.exit_code == 0, said.output
    assert "16 new" in said.stdout
    answer = json.loads(runner.invoke(cli, ["build", "--study", str(study), "--json"]).stdout)
    assert (answer["command"], answer["rows"][0]["changed"]) == ("build", False)
    assert runner.invoke(cli, ["build", "--study", str(study), "--quiet"]).stdout == ""
    state = runner.invoke(cli, ["status", "--study", str(study)])
    assert "Up to date." in state.stdout
    assert max(map(len, state.stdout.splitlines())) <= 100
    row = json.loads(runner.invoke(cli, ["status", "--study", str(study), "--json"]).stdout)["rows"][0]
    assert row["sources"] == {"speeches": 12, "letters": 3, "readings": 1}

from __future__ import annotations

from pathlib import Path

import pytest
from small_sources import Reader, loaded

from cenotaph.errors import Problem
from cenotaph.sources import Shard, fingerprint, read_shard, shards
from cenotaph.study import LoadedStudy


def _texts(folder: Path, count: int) -> None:
    (folder / "t").mkdir(exist_ok=True)
    for number in range(count):
        (folder / "t" / f"{number:03}.txt").write_text(f"Text {number}.")


def test_one_new_file_touches_one_bucket(tmp_path: Path) -> None:
    _texts(tmp_path, 200)
    study = loaded(tmp_path, {"kind": "folder", "path": "t"})
    before = {shard.key: fingerprint(shard) for shard in shards(study)}
    (tmp_path / "t" / "new.txt").write_text("A new text.")
    after = {shard.key: fingerprint(shard) for shard in shards(study)}
    assert len(before) <= 32
    assert sum(before.get(key) != value for key, value in after.items()) == 1


def test_every_file_is_in_exactly_one_shard(tmp_path: Path) -> None:
    _texts(tmp_path, 100)
    names = [
        file.path.name for shard in shards(loaded(tmp_path, {"kind": "folder", "path": "t"})) for file in shard.files
    ]
    assert sorted(names) == [f"{number:03}.txt" for number in range(100)]


def test_fingerprint_follows_content_and_settings_only(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("id,text\nx,one\n")
    source = {"path": "a.csv"}
    (shard,) = shards(loaded(tmp_path, source))
    first = fingerprint(shard)
    table.touch()
    assert fingerprint(shard) == first
    (other,) = shards(loaded(tmp_path, {**source, "constant": {"actor": "RUS"}}))
    assert fingerprint(other) != first
    table.write_text("id,text\nx,two\n")
    assert fingerprint(shard) != first


def test_known_hashes_spare_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "a.csv"
    table.write_text("id,text\nx,one\n")
    (shard,) = shards(loaded(tmp_path, {"path": "a.csv"}))
    known: dict[str, tuple[int, int, str]] = {}
    first = fingerprint(shard, known)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was read again"))
    assert fingerprint(shard, known) == first
    monkeypatch.undo()
    table.write_text("id,text\nx,longer\n")
    assert fingerprint(shard, known) != first


def test_a_glob_gives_one_shard_a_table(tmp_path: Path) -> None:
    for name in ("2014.csv", "2015.csv", "notes.txt"):
        (tmp_path / name).write_text("id,text\nx,one\n")
    found = shards(loaded(tmp_path, {"path": "*"}))
    assert [shard.key for shard in found] == ["s0/2014.csv", "s0/2015.csv"]
    assert [shard.source for shard in found] == ["s0", "s0"]


def test_variables_in_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.csv").write_text("id,date,text\nx,2015,one of them\n")
    study = loaded(tmp_path / "study", {"path": "${CENOTAPH_TEST_ARCHIVE}/a.csv"})
    assert [problem.code for shard in shards(study) for problem in shard.problems] == ["D002"]
    monkeypatch.setenv("CENOTAPH_TEST_ARCHIVE", str(archive))
    (shard,) = shards(study)
    (batch,) = read_shard(shard, study)
    assert batch.documents["file"].to_pylist() == ["${CENOTAPH_TEST_ARCHIVE}/a.csv"]
    assert shard.problems == ()


@pytest.mark.parametrize(
    ("source", "code", "field"),
    [
        ({"path": "none.csv"}, "D001", "path"),
        ({"path": "*.csv"}, "D001", "path"),
        ({"path": "x" * 5000}, "D001", "path"),
        ({"path": "\0*"}, "D001", "path"),
        ({"path": "t", "template": {"date": "{year-09"}}, "D021", "template.date"),
        ({"path": "t", "kind": "folder", "filename": "{a}_{a}"}, "D021", "filename"),
        ({"path": "t", "parts": {"url": "{a b}"}}, "D021", "parts.url"),
        ({"path": "t", "encoding": "utf-9"}, "D021", "encoding"),
        ({"path": "t", "delimiter": "::"}, "D021", "delimiter"),
    ],
)
def test_sources_that_cannot_be_read_say_so_in_their_only_batch(
    tmp_path: Path, source: dict[str, object], code: str, field: str
) -> None:
    study = loaded(tmp_path, source)
    (shard,) = shards(study)
    (batch,) = read_shard(shard, study)
    (problem,) = batch.problems.to_pylist()
    assert (problem["code"], problem["field"], problem["file"], problem["source"]) == (code, field, "study.toml", "s0")
    assert batch.documents.num_rows == 0


def test_a_file_that_is_gone_is_a_problem(read: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\nx,one\n")
    study = loaded(tmp_path, {"path": "a.csv"})
    (shard,) = shards(study)
    (tmp_path / "a.csv").unlink()
    (batch,) = read_shard(shard, study)
    assert batch.problems["code"].to_pylist() == ["D003"]
    assert len(fingerprint(shard)) == 64


def test_a_template_that_names_what_nothing_gives_is_told_once(tmp_path: Path) -> None:
    for year in range(1990, 2030):
        (tmp_path / f"RUS_{year}.txt").write_text(f"---\nsession: {year}\n---\nWords of {year}.\n")
    source = {"kind": "folder", "path": ".", "filename": "{actor}_{year}", "template": {"date": "{yr}-05-09"}}
    found = shards(loaded(tmp_path, source))
    ((problem,),) = [shard.problems for shard in found if shard.problems]
    assert (problem.code, problem.field, problem.remedy) == ("D006", "template.date", 'Did you mean "year"?')
    assert problem in list_of_problems(found[0], loaded(tmp_path, source))
    for names in ("{year}", "{stem}", "{session}", "{year}-05-{session}"):
        whole = loaded(tmp_path, {**source, "template": {"date": names}})
        assert [shard.problems for shard in shards(whole) if shard.problems] == []


def list_of_problems(shard: Shard, study: LoadedStudy) -> list[Problem]:
    rows = [row for batch in read_shard(shard, study) for row in batch.problems.to_pylist()]
    for row in rows:
        row.update(field=row["field"] or "", remedy=row["remedy"] or "")
        del row["source"]
    return [Problem(**row) for row in rows]

from __future__ import annotations

import hashlib

import pytest
from small_sources import TABLES, Reader
from small_sources import loaded as loaded_study

from cenotaph.sources import batches, read_shard, shards
from cenotaph.store.schemas import SCHEMAS


def test_tables_have_the_columns_of_the_store(read: Reader) -> None:
    (batch,) = read({"a.csv": "id,date,text\nx,2015-05-09,We remember.\n,bad,\n"}, {"path": "a.csv"}).batches
    for table in TABLES:
        assert getattr(batch, table).schema.equals(SCHEMAS[table], check_metadata=True)
        getattr(batch, table).validate(full=True)


def test_a_document_from_columns_parts_templates_and_constants(read: Reader) -> None:
    source = {
        "path": "a.csv",
        "columns": {"date": "when", "text": "body", "title": 2},
        "parts": {"link": "{}/news/{number}"},
        "template": {"id": "page-{number:05}", "url": "{link}"},
        "constant": {"actor": "Россия", "genre": "address", "occasion": "rite", "language": "English"},
    }
    found = read(
        {"a.csv": "link,when,head,body\nhttps://x.org/news/77,2015-05,  A \n head,One.\n".replace(" \n ", " ")}, source
    )
    (row,) = found.documents
    assert (row["document_id"], row["url"], row["title"]) == ("page-00077", "https://x.org/news/77", "A head")
    assert (row["actor"], row["genre"], row["occasion"], row["language"]) == ("RUS", "address", "rite", "en")
    assert (str(row["date"]), row["date_precision"], str(row["known_at"])) == ("2015-05-01", "month", "2015-05-31")
    assert (row["sha256"], row["n_characters"]) == (hashlib.sha256(b"One.").hexdigest(), 4)
    assert (row["file"], row["row"]) == ("a.csv", 2)
    assert found.problems == []


def test_known_at_that_cannot_be_read_is_null_not_the_date(read: Reader) -> None:
    found = read({"a.csv": "id,date,known_at,text\nx,2015-05-09,later,We remember.\n"}, {"path": "a.csv"})
    (row,) = found.documents
    assert (str(row["date"]), row["known_at"]) == ("2015-05-09", None)
    assert found.problems == [("D013", 2)]


def test_a_blank_cell_leaves_the_field_to_what_comes_next(read: Reader) -> None:
    source = {"path": "a.csv", "columns": {"actor": "who"}, "constant": {"actor": "RUS", "date": "2015"}}
    found = read({"a.csv": "id,who,text\nx,,We remember.\ny,CHN,We thank.\n"}, source)
    assert [row["actor"] for row in found.documents] == ["RUS", "CHN"]


def test_nothing_is_null_in_every_spelling(read: Reader) -> None:
    found = read({"a.csv": "id,title,date,text\nx,nan,NaN,We remember.\ny, ,null,None\n"}, {"path": "a.csv"})
    assert [(row["title"], row["date"]) for row in found.documents] == [(None, None), (None, None)]
    assert found.texts == {"x": "We remember."}


def test_ids_given_missing_and_twice(read: Reader) -> None:
    table = "id,date,text\nx,2015,one\n,2015,two\nx,2015,three\n"
    found = read({"a.csv": table, "b.csv": "date,text\n2015,four\n"}, {"path": "a.csv"}, {"path": "b.csv"})
    assert found.texts == {"x": "one", "s0:3": "two", "s1:2": "four"}
    assert found.problems == [("D011", 3), ("D012", 4)]
    assert "on line 2" in found.rows("problems")[1]["message"]


def test_rows_of_several_files_without_ids_stay_apart(read: Reader) -> None:
    found = read({"2014.csv": "date,text\n2014,one\n", "2015.csv": "date,text\n2015,two\n"}, {"path": "*.csv"})
    assert found.texts == {"s0:2014:2": "one", "s0:2015:2": "two"}


@pytest.mark.parametrize(("skip", "kept"), [(False, ["x", "y"]), (True, ["y"])])
def test_empty_texts_are_reported_whether_kept_or_not(read: Reader, skip: bool, kept: list[str]) -> None:
    found = read(
        {"a.csv": "id,date,title,text\nx,2015,Only a title,  \ny,2015,,one\n"}, {"path": "a.csv", "skip_empty": skip}
    )
    assert [row["document_id"] for row in found.documents] == kept
    assert found.problems == [("D015", 2)]
    if not skip:
        assert (found.documents[0]["sha256"], found.documents[0]["n_characters"]) == (None, None)


def test_unknown_names_are_said_once_a_file_with_a_hint(read: Reader) -> None:
    rows = "".join(f"x{n},2015,Rusia,fr,rites,Some words.\n" for n in range(3))
    found = read({"a.csv": "id,date,actor,language,occasion,text\n" + rows}, {"path": "a.csv"})
    assert sorted(found.problems) == [("D016", 2), ("D017", 2), ("D018", 2)]
    assert {row["actor"] for row in found.documents} == {"Rusia"}
    assert {row["language"] for row in found.documents} == {None}
    assert any('Did you mean "rite"?' in row["remedy"] for row in found.rows("problems"))


def test_batches_are_bounded_and_lose_nothing(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_DOCUMENTS", 3)
    monkeypatch.setattr(batches, "BATCH_CHARACTERS", 100)
    texts = ["a" * length for length in (10, 10, 10, 10, 90, 20, 500, 1, 99, 1)]
    rows = "".join(f"x{n},2015,{text}\n" for n, text in enumerate(texts))
    found = read({"a.csv": "id,date,text\n" + rows}, {"path": "a.csv", "constant": {"language": "en"}})
    assert list(found.texts.values()) == texts
    for batch in found.batches:
        lengths = batch.documents["n_characters"].to_pylist()
        assert len(lengths) <= 3
        assert len(lengths) == 1 or sum(lengths) <= 100


def test_reading_twice_gives_the_same(read: Reader) -> None:
    found = read({"a.csv": "date,text\n2015,We remember.\nsoon,\n"}, {"path": "a.csv"})
    again = [batch for shard in shards(found.study) for batch in read_shard(shard, found.study)]
    for first, second in zip(found.batches, again, strict=True):
        assert all(getattr(first, table).equals(getattr(second, table)) for table in TABLES)


def test_folded_text_is_made_for_search(read: Reader) -> None:
    found = read({"a.csv": "id,date,text\nx,2015,Ёлка ＡＢ\n"}, {"path": "a.csv"})
    assert found.rows("texts")[0]["folded"] == "елка ab"
    assert loaded_study(found.study.folder).config.sources == ()

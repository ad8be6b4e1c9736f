from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_sources import Reader

from cenotaph.sources import header_problems, shards

ROWS = [
    {"id": "a1", "date": "2015-05-09", "text": "We remember."},
    {"id": "a2", "date": "2016-05-09", "text": "We thank."},
]


def _as(form: str) -> bytes:
    if form in ("csv", "tsv"):
        stream = io.StringIO()
        writer = csv.DictWriter(stream, ["id", "date", "text"], delimiter="," if form == "csv" else "\t")
        writer.writeheader()
        writer.writerows(ROWS)
        return stream.getvalue().encode()
    if form == "jsonl":
        return "\n".join(json.dumps(row) for row in ROWS).encode()
    if form == "json":
        return json.dumps(ROWS, indent=1).encode()
    if form == "parquet":
        stream_b = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(ROWS), stream_b)
        return stream_b.getvalue()
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [list(ROWS[0]), *(list(row.values()) for row in ROWS)]:
        book.active.append(row)
    stream_b = io.BytesIO()
    book.save(stream_b)
    return stream_b.getvalue()


@pytest.mark.parametrize("gz", ["", ".gz"])
@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json", "parquet", "xlsx"])
def test_every_format_gives_the_same_documents(read: Reader, form: str, gz: str) -> None:
    found = read({f"talks.{form}{gz}": _as(form)}, {"path": f"talks.{form}{gz}"})
    assert found.texts == {"a1": "We remember.", "a2": "We thank."}
    assert [str(row["date"]) for row in found.documents] == ["2015-05-09", "2016-05-09"]
    assert {row["language"] for row in found.documents} == {"en"}
    assert found.problems == []


def test_csv_without_header_takes_columns_by_number(read: Reader) -> None:
    found = read({"a.csv": "2015-05-09,x,One.,Two.\n2016-05-09,y,Three.,\n"},
                 {"path": "a.csv", "header": False, "columns": {"id": 1, "date": 0, "text": [2, 3]}})  # fmt: skip
    assert found.texts == {"x": "One.\n\nTwo.", "y": "Three."}


def test_text_cut_into_cells_has_no_seam(read: Reader) -> None:
    found = read({"a.csv": "id,t1,t2\nx,We rem,ember.\n"},
                 {"path": "a.csv", "join": "nothing", "columns": {"text": ["t1", "t2"]}})  # fmt: skip
    assert found.texts == {"x": "We remember."}


def test_lines_are_physical_lines_where_the_record_begins(read: Reader) -> None:
    table = 'id,date,text\nx,soon,"one\n\ntwo, ""three"""\n\ny,later,four\nz,never\n'
    found = read({"a.csv": table}, {"path": "a.csv"})
    assert found.texts["x"] == 'one\n\ntwo, "three"'
    assert [row["row"] for row in found.documents] == [2, 6]
    assert [place for place in found.problems if place[0] in ("D007", "D013")] == [
        ("D013", 2),
        ("D013", 6),
        ("D007", 7),
    ]


def test_a_quote_left_open_at_the_end_is_not_a_long_last_text(read: Reader) -> None:
    found = read(
        {"a.csv": 'id,text\nx,one\ny,"two\nz,three\nw,four\n'}, {"path": "a.csv", "constant": {"date": "2015"}}
    )
    assert found.texts == {"x": "one"}
    assert found.problems == [("D009", 3)]


def test_trailing_empty_cells_are_no_fault_and_one_cell_too_many_is(read: Reader) -> None:
    found = read({"a.csv": "id,text\nx,one,,\ny,two,three\n"}, {"path": "a.csv", "constant": {"date": "2015"}})
    assert list(found.texts) == ["x"]
    assert found.problems == [("D007", 3)]


def test_cells_of_any_size_and_nul_characters(read: Reader) -> None:
    long = "word " * 400_000
    found = read(
        {"a.csv": f"id,text\nx,{long}\ny,a\0b\n"}, {"path": "a.csv", "constant": {"date": "2015", "language": "en"}}
    )
    assert found.texts == {"x": long, "y": "ab"}
    assert found.problems == [("D034", 3)]


def test_semicolons_are_seen_where_there_is_no_comma_in_the_header(read: Reader) -> None:
    found = read({"a.csv": "id;text\nx;one, two\n"}, {"path": "a.csv"})
    assert found.texts == {"x": "one, two"}


def test_a_broken_line_is_reported_and_the_others_are_kept(read: Reader) -> None:
    lines = '{"id": "x", "text": "one"}\n{"id": "y", "text"\n[1]\n\n{"id": "z", "text": "two"}\n' + "[" * 100_000
    found = read({"a.jsonl": lines}, {"path": "a.jsonl", "constant": {"date": "2015"}})
    assert list(found.texts) == ["x", "z"]
    assert found.problems == [("D008", 2), ("D008", 3), ("D008", 6)]


def test_json_by_id_inside_a_wrapper_and_dotted_names(read: Reader) -> None:
    by_id = {"x": {"meta": {"date": "2015-05-09", "people": ["A", "B"]}, "body": ["one", "two"]}}
    source = {"columns": {"text": "body", "date": "meta.date", "speaker": "meta.people", "title": "meta.people.1"}}
    wrapped = {"count": 1, "items": [{"id": "y", "text": "three"}]}
    files = {"a.json": json.dumps(by_id), "b.json": json.dumps(wrapped)}
    found = read(files, {"path": "a.json", **source}, {"path": "b.json"})
    assert found.texts == {"x": "one\n\ntwo", "y": "three"}
    assert (found.documents[0]["speaker"], found.documents[0]["title"]) == ("A, B", "B")
    assert str(found.documents[0]["date"]) == "2015-05-09"


def test_json_that_is_none_says_where(read: Reader) -> None:
    found = read({"a.json": '[{"id": "x"},\n oops]'}, {"path": "a.json"})
    assert found.problems == [("D003", 2)]


def test_json_lines_named_json_are_read(read: Reader) -> None:
    found = read({"a.json": '{"id": "x", "text": "one"}\n{"id": "y", "text": "two"}\n'}, {"path": "a.json"})
    assert list(found.texts) == ["x", "y"]


def test_lone_surrogates_and_bad_bytes_are_marked_and_reported(read: Reader) -> None:
    found = read({"a.jsonl": b'{"id": "x", "text": "\\ud800 one"}\n{"id": "y", "text": "t\xffwo, and more words"}\n'},
                 {"path": "a.jsonl", "constant": {"date": "2015"}, "encoding": "utf-8"})  # fmt: skip
    assert found.texts == {"x": "\ufffd one", "y": "t\ufffdwo, and more words"}
    assert found.problems == [("D005", 1), ("D005", 2)]


def test_half_a_gzip_file_keeps_what_came_before(read: Reader, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": f"x{n}", "text": f"one {n * 7919}"}) + "\n" for n in range(20_000))
    whole = gzip.compress(lines.encode())
    (tmp_path / "half.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    found = read({}, {"path": "half.jsonl.gz", "constant": {"date": "2015"}})
    assert 1_000 < len(found.texts) < 20_000
    assert found.problems[-1] == ("D003", None) or found.problems[-2] == ("D003", None)


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx", "a.json", "a.csv.gz"])
def test_files_that_are_something_else(read: Reader, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x1f\x8bnothing of the kind" if name.endswith(".gz") else b"nothing of the kind")
    assert [code for code, _ in read({}, {"path": name}).problems] == ["D003"]


def test_a_missing_column_is_one_problem_with_a_hint(read: Reader) -> None:
    rows = "".join(f"x{n},2015-05-09,words\n" for n in range(30))
    found = read({"a.csv": "id,Date,Body\n" + rows}, {"path": "a.csv", "columns": {"text": "body", "date": "Date"}})
    assert found.problems == [("D006", None)]
    problem = found.rows("problems")[0]
    assert 'Did you mean "Body"?' in problem["remedy"]
    assert "id, Date, Body" in problem["message"]
    assert problem["field"] == "text"
    assert len(found.documents) == 30


def test_a_table_of_which_no_column_is_the_text_says_so_once(read: Reader) -> None:
    found = read({"a.csv": "id,words\nx,one\ny,two\n"}, {"path": "a.csv"})
    assert sorted(code for code, _ in found.problems) == ["D006", "D014"]


def test_an_empty_table_and_a_sheet_that_is_not_there(read: Reader) -> None:
    found = read({"a.csv": "id,text\n", "b.xlsx": _as("xlsx")}, {"path": "a.csv"}, {"path": "b.xlsx", "sheet": "Shet"})
    assert found.problems == [("D010", None), ("D021", None)]
    assert "Did you mean" in found.rows("problems")[1]["remedy"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=300),
    form=st.sampled_from(["csv", "tsv", "json", "jsonl", "xlsx", "parquet", "txt", "md", "html"]),
)
def test_no_bytes_in_any_format_raise(read: Reader, raw: bytes, form: str) -> None:
    kind = "folder" if form in ("txt", "md", "html") else "table"
    found = read({f"a.{form}": raw}, {"kind": kind, "path": f"a.{form}"})
    assert found.documents or found.problems


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1), max_size=8)
)
def test_every_csv_row_is_a_document_or_a_problem(read: Reader, texts: list[str]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([["id", "text"], *([f"x{n}", text] for n, text in enumerate(texts))])
    found = read({"a.csv": stream.getvalue()}, {"path": "a.csv", "encoding": "utf-8"})
    assert [row["document_id"] for row in found.documents] == [f"x{n}" for n in range(len(texts))]
    for document_id, text in found.texts.items():
        assert text == texts[int(document_id[1:])]


def test_zero_bytes_are_told_once_a_file(read: Reader) -> None:
    found = read({"a.csv": "id,date,text\na,2015,We rem\0ember\nb,2015,\0them\n"}, {"path": "a.csv"})
    assert found.texts == {"a": "We remember", "b": "them"}
    assert [problem for problem in found.problems if problem[0] != "D016"] == [("D034", 2)]
    found = read({"t/a.txt": "We rem\0ember\n"}, {"kind": "folder", "path": "t", "constant": {"date": "2015"}})
    assert ("D034", 1) in found.problems


def test_a_column_given_twice_is_told_where_it_is_read(read: Reader) -> None:
    table = "id,date,body,body,note,note\na,2015,We remember,Other,x,y\n"
    source = {"path": "a.csv", "columns": {"text": "body"}, "constant": {"language": "en"}}
    found = read({"a.csv": table}, source)
    assert found.texts == {"a": "We remember"}
    (problem,) = found.rows("problems")
    assert (problem["code"], problem["line"], problem["field"]) == ("D035", 1, "body")
    assert [told.code for shard in shards(found.study) for told in header_problems(shard)] == ["D035"]


def test_heads_are_looked_at_though_a_problem_comes_first(read: Reader) -> None:
    table = "id,date,body\na,2015,Мы помним всех кто был рядом с нами и говорим им спасибо\n".encode("cp1251")
    found = read({"a.csv": table}, {"path": "a.csv", "columns": {"text": "bdy"}})
    assert [told.code for shard in shards(found.study) for told in header_problems(shard)] == ["D006"]


def test_a_header_that_cannot_be_decoded_is_shown_all_the_same(read: Reader) -> None:
    found = read({"a.csv": b"\x9d\r\x01"}, {"path": "a.csv"})
    assert "D006" in [code for code, _ in found.problems]

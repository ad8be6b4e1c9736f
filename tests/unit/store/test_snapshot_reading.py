"""A snapshot gives back what was stored, leaves out what was not known, and finds texts."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.errors import NotFound, NothingBuilt
from cenotaph.store import SCHEMAS, TABLES, Pointer, Snapshot, derived_folder, write_catalog, write_stage

DAY = dt.date(2020, 5, 9)


def rows(name: str, *some: dict[str, Any]) -> pa.Table:
    """Rows of a table, with a value of the right kind wherever one is needed and not given."""
    fillers = {pa.string(): "x", pa.int32(): 0, pa.int16(): 0, pa.int8(): 0, pa.date32(): DAY, pa.bool_(): True}
    needed = {field.name: fillers.get(field.type, []) for field in SCHEMAS[name] if not field.nullable}
    optional = {field.name: None for field in SCHEMAS[name] if field.nullable}
    return pa.Table.from_pylist([{**optional, **needed, **row} for row in some], schema=SCHEMAS[name])


def stored(folder: Path, name: str = "s1", **tables: pa.Table) -> Path:
    record = write_stage(folder, name, tables)
    files = {table: [file] for table, file in record.files.items()}
    Pointer(name, "2024-01-01T00:00:00+00:00", "1", files, dict(record.rows), [name]).write(folder)
    return folder


def ids(table: pa.Table) -> list[str]:
    return table["document_id"].to_pylist()


def day(year: int) -> dt.date:
    return dt.date(year, 1, 1)


def text(document_id: str, words: str) -> dict[str, str]:
    return {"document_id": document_id, "text": words.upper(), "folded": words}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return stored(
        tmp_path,
        documents=rows(
            "documents",
            {"document_id": "late", "date": day(2001), "known_at": day(2010), "actor": "OST", "sha256": "1"},
            {"document_id": "early", "date": day(2002), "known_at": day(2002), "sha256": "1", "duplicate_of": "late"},
            {"document_id": "third", "date": day(2003), "known_at": day(2003), "sha256": "1", "duplicate_of": "late"},
            {"document_id": "undated", "actor": "VER"},
        ),
        texts=pa.Table.from_pylist(
            [
                text("late", "the long war"),
                text("early", "the long war"),
                text("undated", "победой"),
                text("third", "x"),
            ],
            schema=SCHEMAS["texts"],
        ),
        statements=rows("statements", {"document_id": "late", "coder": "c"}, {"document_id": "early", "coder": "c"}),
        coders=rows("coders", {"coder": "c", "version": "x", "codebook_hash": "x", "n_statements": 2}),
        events=rows("events", {"event_id": "a", "known_at": day(2001)}, {"event_id": "b", "known_at": day(2011)}),
        occasions=rows("occasions", {"year": 2001, "date": day(2001)}, {"year": 2011, "date": day(2011)}),
        problems=rows("problems", {"document_id": "late"}, {"file": "study.toml"}),
    )


def test_tables_come_back_in_order_with_their_schema(archive: Path) -> None:
    snapshot = Snapshot.open(archive)
    assert ids(snapshot.table("documents")) == ["late", "early", "third", "undated"]
    for name in TABLES:
        found = snapshot.table(name)
        assert found.schema.equals(SCHEMAS[name], check_metadata=True)
    assert snapshot.snapshot_id == "s1"


def test_columns_and_conditions_are_as_asked(archive: Path) -> None:
    found = Snapshot.open(archive).table(
        "documents", ["actor", "document_id"], "date >= ? AND date < ?", [day(2002), day(2003)]
    )
    assert found.to_pylist() == [{"actor": None, "document_id": "early"}]


def test_what_is_not_there_is_named(archive: Path) -> None:
    snapshot = Snapshot.open(archive)
    with pytest.raises(NotFound, match='Did you mean "documents"'):
        snapshot.table("document")
    with pytest.raises(NotFound, match="speaker"):
        snapshot.table("documents", ["speakr"])
    with pytest.raises(NotFound):
        snapshot.documents_containing(["x"], columns=["start"])


def test_nothing_built_says_how_to_build(tmp_path: Path, archive: Path) -> None:
    with pytest.raises(NothingBuilt, match="cenotaph build"):
        Snapshot.open(tmp_path / "elsewhere")
    next((derived_folder(archive) / "stages").glob("texts-*")).unlink()
    with pytest.raises(NothingBuilt, match="gone"):
        Snapshot.open(archive)


def test_as_of_a_date_leaves_out_whatever_was_not_known(archive: Path) -> None:
    then = Snapshot.open(archive, as_of=day(2005))
    assert ids(then.table("documents")) == ["early", "third"]
    assert sorted(ids(then.table("texts"))) == ["early", "third"]
    assert ids(then.table("statements")) == ["early"]
    assert then.table("coders")["n_statements"].to_pylist() == [1]
    assert then.table("events")["event_id"].to_pylist() == ["a"]
    assert then.table("occasions")["year"].to_pylist() == [2001]
    assert then.table("problems")["file"].to_pylist() == ["study.toml"]
    assert then.query("SELECT count(*) AS n FROM texts").to_pylist() == [{"n": 2}]
    assert ids(then.documents_containing(["long war"])) == ["early"]


def test_a_duplicate_of_something_not_yet_known_is_the_first_of_its_text(archive: Path) -> None:
    def marks(as_of: dt.date | None) -> dict[str, str | None]:
        table = Snapshot.open(archive, as_of=as_of).table("documents", ["document_id", "duplicate_of"])
        return dict(zip(*(column.to_pylist() for column in table.columns), strict=True))

    assert marks(day(2005)) == {"early": None, "third": "early"}
    assert marks(day(2010)) == {"late": None, "early": "late", "third": "late"}
    assert marks(None) == {"late": None, "early": "late", "third": "late", "undated": None}


dates = st.none() | st.dates(day(2000), day(2003))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(dates, st.booleans()), min_size=1, max_size=8), st.dates(day(1999), day(2004)))
def test_as_of_keeps_exactly_the_known_documents_and_grows_with_the_date(
    documents: list[tuple[dt.date | None, bool]], as_of: dt.date
) -> None:
    with TemporaryDirectory() as name:
        folder = stored(
            Path(name),
            documents=rows(
                "documents", *({"document_id": f"d{n}", "known_at": d} for n, (d, _) in enumerate(documents))
            ),
            mentions=rows("mentions", *({"document_id": f"d{n}"} for n, (_, named) in enumerate(documents) if named)),
        )
        known = {f"d{n}" for n, (date, _) in enumerate(documents) if date is not None and date <= as_of}
        named = {f"d{n}" for n, (_, mentioned) in enumerate(documents) if mentioned}
        then, later = Snapshot.open(folder, as_of), Snapshot.open(folder, as_of + dt.timedelta(400))
        assert set(ids(then.table("documents"))) == known
        assert set(ids(then.table("mentions"))) == known & named
        assert known <= set(ids(later.table("documents")))
        last = Snapshot.open(folder, dt.date.max)
        assert set(ids(last.table("documents"))) == {f"d{n}" for n, (date, _) in enumerate(documents) if date}


def test_documents_containing_any_of_the_literals_come_by_date(archive: Path) -> None:
    snapshot = Snapshot.open(archive)
    found = snapshot.documents_containing(["победа", "победой", "long"])
    assert ids(found) == ["late", "early", "undated"]
    assert found["folded"].to_pylist()[2] == "победой"
    assert ids(snapshot.documents_containing(["победа", "победой", "победы"])) == ["undated"]
    assert ids(snapshot.documents_containing(["long"], limit=1)) == ["late"]
    some = snapshot.documents_containing(["long"], where="actor = ?", parameters=["OST"], columns=["date", "text"])
    assert some.to_pylist() == [{"date": day(2001), "text": "THE LONG WAR"}]
    assert snapshot.documents_containing(["never"]).num_rows == 0


@pytest.mark.parametrize("literals", [[], [""], ["a", ""]])
def test_a_search_for_nothing_is_refused(archive: Path, literals: list[str]) -> None:
    with pytest.raises(ValueError, match="literal"):
        Snapshot.open(archive).documents_containing(literals)


words = st.text("abcаб中国", min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("abcаб中国 ", max_size=12), min_size=1, max_size=6), st.lists(words, min_size=1, max_size=5))
def test_the_sieve_finds_exactly_what_a_plain_search_finds(texts: list[str], literals: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = stored(
            Path(name),
            documents=rows("documents", *({"document_id": f"d{n}"} for n in range(len(texts)))),
            texts=pa.Table.from_pylist([text(f"d{n}", t) for n, t in enumerate(texts)], schema=SCHEMAS["texts"]),
        )
        found = ids(Snapshot.open(folder).documents_containing(literals))
        assert found == [f"d{n}" for n, t in enumerate(texts) if any(literal in t for literal in literals)]


def test_a_moved_study_answers_and_so_does_its_catalogue_after_a_build(archive: Path, tmp_path: Path) -> None:
    catalogue = write_catalog(archive, Pointer.require(archive))
    with duckdb.connect(str(catalogue), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (4,)
    moved = tmp_path.with_name("it's moved")
    shutil.rmtree(moved, ignore_errors=True)
    os.rename(archive, moved)
    assert Snapshot.open(moved).table("documents").num_rows == 4
    shutil.rmtree(moved)


def test_a_snapshot_goes_on_answering_while_the_next_is_put_in_place(archive: Path) -> None:
    old = Snapshot.open(archive)
    stored(archive, "s2", documents=rows("documents", {"document_id": "only"}))
    assert old.table("documents").num_rows == 4
    assert Snapshot.open(archive).table("documents").num_rows == 1


def test_a_snapshot_whose_files_are_gone_says_to_open_again(archive: Path) -> None:
    old = Snapshot.open(archive)
    next((derived_folder(archive) / "stages").glob("documents-s1*")).unlink()
    with pytest.raises(NothingBuilt, match="gone"):
        old.table("documents")
    stored(archive, "s2", documents=rows("documents", {"document_id": "only"}))
    with pytest.raises(NothingBuilt, match="Open it again"):
        old.table("documents")


@pytest.mark.parametrize("name", ["texts", "passages", "mentions", "statements", "absences"])
@pytest.mark.parametrize("as_of", [None, day(2002)])
def test_rows_of_documents_are_those_of_the_whole_table(archive: Path, name: str, as_of: dt.date | None) -> None:
    snapshot = Snapshot.open(archive, as_of=as_of)
    whole = snapshot.table(name)
    some = sorted(set(whole["document_id"].to_pylist()))[::2]
    expected = [row for row in whole.to_pylist() if row["document_id"] in some]
    found = snapshot.of_documents(name, [*some, "no-such-document"])
    assert sorted(map(str, found.to_pylist())) == sorted(map(str, expected))
    assert snapshot.of_documents(name, []).num_rows == 0
    every = snapshot.of_documents(name, snapshot.table("documents")["document_id"].to_pylist())
    assert every.num_rows == whole.num_rows


@pytest.mark.parametrize("name", ["mentions", "statements", "absences"])
def test_a_coding_known_later_than_its_document_is_left_out(tmp_path: Path, name: str) -> None:
    codings = [
        {"document_id": "d", "coder": "with it"},
        {"document_id": "d", "coder": "later", "known_at": day(2010)},
        {"document_id": "unknown", "coder": "before its document", "known_at": day(2001)},
    ]
    known = [{"document_id": "d", "known_at": day(2005)}, {"document_id": "unknown", "known_at": day(2020)}]
    stored(tmp_path, documents=rows("documents", *known), **{name: rows(name, *codings)})
    for year, expected in ((2004, []), (2009, ["with it"]), (2010, ["with it", "later"])):
        then = Snapshot.open(tmp_path, as_of=day(year))
        assert then.table(name)["coder"].to_pylist() == expected
        assert then.of_documents(name, ["d", "unknown"])["coder"].to_pylist() == expected
        assert then.of_documents(name, ["d"], ["coder"]).column_names == ["coder"]
        assert then.of_documents(name, ["d"], ["coder"])["coder"].to_pylist() == expected
    assert Snapshot.open(tmp_path).table(name).num_rows == 3

from __future__ import annotations

from small_sources import Reader

HEAD = "document_id,date,actor,occasion,title,act,target,referent,confidence,url,note,coder\n"
SOURCE = {"kind": "codings", "path": "codings.csv", "coder": "table"}


def test_rows_become_a_document_statements_mentions_and_absences(read: Reader) -> None:
    found = read({"codings.csv": HEAD + (
        "a1,2015-05-09,RUS,rite,Address,credit,USA,ww2,verified,https://x.org/1,short,\n"
        "a1,,,,,named,GBR,,2,,,\n"
        "a2,2016-05-09,RUS,rite,,absent,USA,,3,https://x.org/2,looked,Ada\n"
    )}, SOURCE)  # fmt: skip
    assert [(row["document_id"], row["sha256"], row["n_characters"]) for row in found.documents] == [
        ("a1", None, None),
        ("a2", None, None),
    ]
    (statement,) = found.rows("statements")
    assert (statement["act"], statement["target"], statement["holder"], statement["referent"]) == (
        "credit",
        "USA",
        "RUS",
        "ww2",
    )
    assert (statement["coder"], statement["confidence"], statement["codebook_hash"]) == ("table", 3, "hash-1")
    assert (statement["source_url"], statement["note"], statement["passage_id"]) == ("https://x.org/1", "short", None)
    assert [(row["target"], row["confidence"]) for row in found.rows("mentions")] == [("USA", 3), ("GBR", 2)]
    (absence,) = found.rows("absences")
    assert (absence["document_id"], absence["target"], absence["coder"]) == ("a2", "USA", "Ada")
    assert found.problems == []


def test_a_blank_row_is_unknown_and_says_nothing(read: Reader) -> None:
    found = read({"codings.csv": HEAD + "a1,2015,RUS,rite,,,,,,,,\n"}, SOURCE)
    assert len(found.documents) == 1
    assert [found.rows(table) for table in ("statements", "mentions", "absences", "problems")] == [[], [], [], []]


def test_half_a_coding_is_told_and_its_document_kept(read: Reader) -> None:
    rows = "a2,2016,RUS,rite,,credit,,,,,,\na3,2017,RUS,rite,,,USA,,,,,\na4,2018,RUS,rite,,,,,,,a remark,\n"
    found = read({"codings.csv": HEAD + rows}, SOURCE)
    assert len(found.documents) == 3
    assert [found.rows(table) for table in ("statements", "mentions", "absences")] == [[], [], []]
    assert found.problems == [("D029", 2), ("D029", 3), ("D030", 4)]
    assert [row["severity"] for row in found.rows("problems")] == ["error", "error", "warning"]


def test_records_of_json_lines_may_leave_fields_out(read: Reader) -> None:
    records = '{"document_id": "a1", "date": "2015"}\n{"document_id": "a2", "date": "2016", "act": "credit"}\n'
    whole = '{"document_id": "a3", "date": "2017", "act": "credit", "target": "USA"}\n'
    found = read({"codings.jsonl": records + whole}, {**SOURCE, "path": "codings.jsonl"})
    assert found.problems == [("D029", 2)]
    assert len(found.rows("statements")) == 1


def test_the_same_row_twice_counts_once(read: Reader) -> None:
    head = HEAD.replace("coder", "coder,quote,holder")
    found = read({"codings.csv": head + (
        "a1,2015,RUS,,,credit,USA,,3,,,,,\n"
        "a1,2015,RUS,,,credit,USA,,1,,another note,,,\n"
        "a1,2015,RUS,,,credit,USA,,,,,Ada,,\n"
        "a1,2015,RUS,,,credit,USA,ww2,,,,,,\n"
        "a1,2015,RUS,,,credit,USA,,,,,,on another page,\n"
        "a1,2015,RUS,,,credit,USA,,,,,,,CHN\n"
        "a1,2015,RUS,,,credit,USA,,,,,,,RUS\n"
        "a2,2015,RUS,,,absent,USA,,,,,,,\n"
        "a2,2015,RUS,,,absent,USA,,,,,,,\n"
    )}, SOURCE)  # fmt: skip
    assert found.problems == [("D031", 8), ("D031", 10)]
    assert [row["confidence"] for row in found.rows("statements")] == [3, 1, None, None, None, None]
    assert len({row["statement_id"] for row in found.rows("statements")}) == 6


def test_names_that_the_codebook_lacks_are_problems_with_hints(read: Reader) -> None:
    found = read({"codings.csv": HEAD + (
        "a1,2015,RUS,,,credits,USA,,,,,\n"
        "a1,2015,RUS,,,credit,GB,,,,,\n"
        "a1,2015,RUS,,,credit,GBR,ww3,sure,,,\n"
        "a1,2015,RUS,,,thank,USA,,high,,,\n"
        ",2015,RUS,,,thank,USA,,,,,\n"
    )}, SOURCE)  # fmt: skip
    assert sorted(found.problems) == [("D011", 6), ("D023", 2), ("D024", 3), ("D025", 4), ("D026", 5)]
    assert 'Did you mean "credit"?' in [row["remedy"] for row in found.rows("problems")]
    assert [(row["act"], row["target"], row["referent"], row["confidence"]) for row in found.rows("statements")] == [
        ("credit", "GBR", None, 3),
        ("thank", "USA", None, None),
    ]


def test_one_coder_cannot_say_absent_and_present_but_two_can(read: Reader) -> None:
    found = read({"codings.csv": HEAD + (
        "a1,2015,RUS,,,absent,USA,,,,,\na1,2015,RUS,,,credit,USA,,,,,\na1,2015,RUS,,,absent,USA,,,,,Ada\n"
    )}, SOURCE)  # fmt: skip
    assert found.problems == [("D027", 2)]
    assert [row["coder"] for row in found.rows("absences")] == ["Ada"]


def test_rows_that_disagree_about_their_document(read: Reader) -> None:
    found = read({"codings.csv": HEAD + "a1,,RUS,,,credit,USA,,,,,\na1,2015-05-09,CHN,,,credit,GBR,,,,,\n"}, SOURCE)
    (row,) = found.documents
    assert (row["actor"], str(row["date"])) == ("RUS", "2015-05-09")
    assert found.problems == [("D028", 3)]


def test_statement_ids_do_not_depend_on_the_order_of_rows(read: Reader) -> None:
    rows = [
        "a1,2015,RUS,,,credit,USA,,,,,",
        "a1,2015,RUS,,,thank,USA,,,,,",
        "a1,2015,RUS,,,credit,USA,,,,,",
        "a2,2015,RUS,,,credit,USA,,,,,",
    ]
    orders = [rows, rows[::-1]]
    ids = []
    for order in orders:
        found = read({"codings.csv": HEAD + "\n".join(order) + "\n"}, SOURCE)
        ids.append(sorted(row["statement_id"] for row in found.rows("statements")))
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3
    assert len(found.rows("mentions")) == 2


def test_a_missing_column_of_codings_is_reported(read: Reader) -> None:
    found = read(
        {"codings.csv": "document_id,date,act,Who\na1,2015,credit,USA\n"}, {**SOURCE, "columns": {"target": "who"}}
    )
    assert found.problems == [("D006", None)]
    assert found.rows("statements") == []


def test_a_coding_is_known_when_its_row_says_and_the_document_with_the_first(read: Reader) -> None:
    found = read({"codings.csv": (
        "document_id,date,known_at,act,target,title,url,note\n"
        "a1,2015-05-09,2020-01-01,thank,USA,Late title,https://x.org/late,late note\n"
        "a1,2015-05-09,2018-03,credit,GBR,,https://x.org/early,\n"
        "a1,,,absent,USA,Title,,\n"
        "a1,2015-05-09,2017-01-01,thank,USA,,,early note\n"
        "a1,2015-05-09,someday,named,GBR,,,\n"
    )}, SOURCE)  # fmt: skip
    (document,) = found.documents
    assert (str(document["date"]), str(document["known_at"])) == ("2015-05-09", "2017-01-01")
    assert (document["title"], document["url"]) == ("Title", "https://x.org/early")
    assert {(row["act"], str(row["known_at"]), row["note"]) for row in found.rows("statements")} == {
        ("thank", "2017-01-01", "early note"),
        ("thank", "2020-01-01", "late note"),
        ("credit", "2018-03-31", None),
    }
    assert {row["target"]: str(row["known_at"]) for row in found.rows("mentions")} == {
        "USA": "2017-01-01",
        "GBR": "2018-03-31",
    }
    assert ("D013", 6) in found.problems


def test_nobody_can_say_when_an_unreadable_day_was(read: Reader) -> None:
    head = "document_id,date,known_at,act,target\n"
    found = read({"codings.csv": head + "a1,2015,soon,named,USA\na2,2015,,named,USA\na3,,,named,USA\n"}, SOURCE)
    assert [row["known_at"] and str(row["known_at"]) for row in found.documents] == [None, "2015-12-31", None]
    assert [row["known_at"] and str(row["known_at"]) for row in found.rows("mentions")] == [
        "9999-12-31",
        "2015-12-31",
        None,
    ]


def test_half_a_coding_is_told_behind_another_problem(read: Reader) -> None:
    found = read({"codings.csv": HEAD.replace("note", "act") + "a1,2015,RUS,,,credit,,,,,,\n"}, SOURCE)
    assert sorted(found.problems) == [("D029", 2), ("D035", 1)]

"""What a cell of the roll call says. Tables go in as drawn; `grid` draws what comes out."""

from __future__ import annotations

import pyarrow as pa
from drawn import drawn, targets

from cenotaph.measures import roll_call

THREE = targets("""
    target | name    | languages
    USA    | America | en ru
    CHN    | China   | en ru
    FRA    | France  | ru
""")

DUE = drawn(
    "occasions",
    """
    year | date
    2019 | 2019-05-09
    2020 | 2020-06-24
    2021 | 2021-05-09
    2022 | 2022-05-09
    """,
)

ONE_A_YEAR = """
    document_id | occasion_year | date       | n_characters
    a           | 2019          | 2019-05-09 | 900
    b           | 2020          | 2020-06-24 | 900
    d           | 2022          | 2022-05-09 | 900
"""


def call(documents: str = ONE_A_YEAR, mentions: str = "", statements: str = "", absences: str = "", **more: object):
    more = {"targets": THREE, **more}
    return roll_call(
        drawn("documents", documents),
        drawn("mentions", mentions),
        drawn("statements", statements),
        drawn("absences", absences),
        more.pop("targets"),
        DUE,
        **more,
    )


def grid(table: pa.Table) -> dict[str, list[str]]:
    """Target -> its cells over the years: the treatment, `+` where first, `-` where gone."""
    lines: dict[str, list[str]] = {}
    for row in table.to_pylist():
        mark = "+" * row["first"] + "-" * row["gone"]
        lines.setdefault(row["target"], []).append(mark + row["treatment"])
    return lines


def test_a_text_that_was_read_says_who_is_absent_and_a_missing_text_says_nothing() -> None:
    table = call(
        mentions="""
            document_id | target
            b           | USA
        """
    )
    assert grid(table) == {"USA": ["absent", "+named only", "unknown", "-absent"]}
    unknown = table.to_pylist()[2]
    assert unknown["document_id"] is None
    assert unknown["n_mentions"] is None
    assert unknown["n_statements"] is None
    assert unknown["date"].isoformat() == "2021-05-09"


def test_a_target_without_terms_in_the_language_of_the_text_is_unknown_not_absent() -> None:
    assert grid(call(only=["FRA"])) == {"FRA": ["unknown"] * 4}


def test_a_document_without_text_says_only_what_its_codings_say() -> None:
    table = call(
        documents="""
            document_id | occasion_year | date       | n_characters
            a           | 2019          | 2019-05-09 |
            b           | 2020          | 2020-06-24 |
            d           | 2022          | 2022-05-09 |
        """,
        mentions="""
            document_id | target | confidence
            a           | CHN    | 3
        """,
        statements="""
            document_id | target | act    | confidence
            b           | USA    | credit | 1
            b           | USA    | credit | 3
        """,
        absences="""
            document_id | target | confidence
            d           | USA    | 2
        """,
    )
    assert grid(table) == {
        "USA": ["unknown", "credited", "unknown", "-absent"],
        "CHN": ["named only", "unknown", "unknown", "unknown"],
    }
    by_cell = {(row["target"], row["year"]): row for row in table.to_pylist()}
    assert by_cell["USA", 2020]["confidence"] == 3
    assert by_cell["USA", 2022]["confidence"] == 2
    assert by_cell["CHN", 2020]["confidence"] is None
    assert by_cell["USA", 2020]["basis"] == "coding"
    assert by_cell["CHN", 2022]["basis"] == "none"


def test_the_headline_is_the_most_frequent_treatment_and_ties_go_by_the_order_of_acts() -> None:
    table = call(
        statements="""
            document_id | target | act
            b           | USA    | blame
            b           | USA    | credit
            b           | CHN    | credit
            b           | CHN    | credit
            b           | CHN    | blame
        """
    )
    cells = {row["target"]: row for row in table.to_pylist() if row["year"] == 2020}
    assert cells["USA"]["treatment"] == "credited"  # ACT_ORDER puts credit before blame
    assert cells["CHN"]["treatment"] == "credited"
    assert cells["CHN"]["treatments"] == [{"treatment": "credited", "n": 2}, {"treatment": "blamed", "n": 1}]
    assert cells["CHN"]["n_statements"] == 3
    assert cells["CHN"]["statement_ids"] == ["s2", "s3", "s4"]


def test_the_first_documented_year_is_not_a_first_appearance() -> None:
    table = call(
        mentions="""
            document_id | target
            a           | USA
            d           | USA
        """
    )
    assert grid(table) == {"USA": ["named only", "-absent", "unknown", "named only"]}


def test_an_unknown_year_hides_nothing_of_what_went_before() -> None:
    table = call(
        mentions="""
            document_id | target
            b           | USA
        """,
        documents="""
            document_id | occasion_year | date       | n_characters
            b           | 2020          | 2020-06-24 | 900
            d           | 2022          | 2022-05-09 | 900
        """,
    )
    assert grid(table) == {"USA": ["named only", "unknown", "-absent"]}


def test_any_naming_of_a_year_beats_absence_and_absence_beats_unknown() -> None:
    table = call(
        documents="""
            document_id | occasion_year | date       | n_characters
            a1          | 2019          | 2019-05-09 | 900
            a2          | 2019          | 2019-05-09 | 900
            b1          | 2020          | 2020-06-24 |
            b2          | 2020          | 2020-06-24 | 900
        """,
        mentions="""
            document_id | target
            a2          | USA
        """,
    )
    assert grid(table) == {"USA": ["named only", "-absent", "unknown", "unknown"]}
    assert [(row["document_id"], row["n_documents"]) for row in table.to_pylist()] == [
        ("a2", 2),
        ("b2", 2),
        (None, 0),
        (None, 0),
    ]


def test_reported_speech_of_another_target_is_a_naming_not_a_treatment() -> None:
    table = call(
        statements="""
            document_id | target | act    | holder
            a           | USA    | thank  | RUS
            b           | USA    | credit | CHN
        """
    )
    assert grid(table)["USA"][:2] == ["thanked", "named only"]


def test_a_person_who_read_the_document_is_believed_before_the_rules() -> None:
    coders = drawn(
        "coders",
        """
        coder | kind
        rules | rule
        anna  | person
        """,
    )
    more = {
        "statements": """
            document_id | target | act    | coder
            b           | USA    | blame  | rules
            b           | USA    | thank  | anna
            b           | CHN    | credit | rules
        """,
        "absences": """
            document_id | target | coder
            d           | CHN    | anna
        """,
        "mentions": """
            document_id | target | coder
            d           | CHN    | rules
        """,
        "coders": coders,
    }
    assert grid(call(**more)) == {
        "USA": ["absent", "+thanked", "unknown", "-absent"],
        "CHN": ["absent", "+credited", "unknown", "-absent"],
    }
    assert grid(call(**more, coder="anna")) == {"USA": ["unknown", "thanked", "unknown", "unknown"]}
    assert grid(call(**more, coder="rules"))["USA"] == ["absent", "+blamed", "unknown", "-absent"]


def test_to_stand_in_a_list_of_guests_is_not_to_be_named() -> None:
    table = call(
        mentions="""
            document_id | passage_id | target | confidence
            a           | a#1        | USA    | 3
            b           | b#1        | USA    | 1
        """
    )
    assert grid(table) == {"USA": ["named only", "-absent", "unknown", "absent"]}


def test_most_often_named_come_first_then_names_in_order() -> None:
    table = call(
        mentions="""
            document_id | target
            a           | USA
            a           | CHN
            b           | CHN
        """
    )
    assert list(grid(table)) == ["CHN", "USA"]
    assert list(grid(call(only=["USA", "CHN"]))) == ["USA", "CHN"]


def test_a_study_may_give_its_own_words_for_treatments() -> None:
    table = call(statements="document_id | target | act\nb | USA | mourn", treatments={"mourn": "mourned"})
    assert grid(table)["USA"][1] == "+mourned"


def test_no_documents_no_rows() -> None:
    assert call(documents="document_id | occasion_year").num_rows == 0


def test_a_reprint_within_the_rite_counts_once() -> None:
    table = call(
        documents="""
            document_id | occasion_year | date       | n_characters | duplicate_of
            a           | 2019          | 2019-05-09 | 900          |
            a2          | 2019          | 2019-05-09 | 900          | a
        """,
        statements="""
            document_id | target | act
            a           | USA    | thank
            a2          | USA    | thank
        """,
    )
    assert table.to_pylist()[0]["n_statements"] == 1
    assert table.to_pylist()[0]["n_documents"] == 1

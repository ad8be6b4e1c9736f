"""What rates and shares count. Tables go in as drawn, values come out; the sums stand in comments."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from drawn import drawn, targets

from cenotaph.corpus import WORD_COUNTS
from cenotaph.errors import CenotaphError, NotFound
from cenotaph.measures import (
    EXPOSURES,
    MARKER_COUNTS,
    RITE_SENTENCES,
    RITE_WORDS,
    ROWS,
    STORIES,
    all_measures,
    find_measure,
)
from cenotaph.store.schemas import SCHEMAS

TARGETS = targets("""
    target | name    | languages
    USA    | America | en ru
    CHN    | China   | en
""")

#: Empty tables that are not of the store, for measures that need one: name -> table.
EMPTY: dict[str, pa.Table] = {
    "markers": MARKER_COUNTS.empty_table(),
    "stories": STORIES.empty_table(),
    "words": WORD_COUNTS.empty_table(),
    "background": pa.table({"word": pa.array([], pa.string()), "n": pa.array([], pa.int64())}),
    "rite_sentences": RITE_SENTENCES.empty_table(),
    "rite_words": RITE_WORDS.empty_table(),
    "exposures": pa.Table.from_pylist([{"target": "USA"}, {"target": "CHN"}], schema=EXPOSURES),
}

#: Options without which a measure cannot be asked.
NEEDED: dict[str, dict[str, str]] = {"change_at": {"at": "2022"}}

DOCUMENTS = """
    document_id | actor | date       | language | n_characters | duplicate_of | sentences
    a           | RUS   | 2015-05-09 | en       | 900          |              | 10
    b           | RUS   | 2015-09-03 | ru       | 900          |              | 40
    c           | RUS   | 2016-05-09 | en       | 900          |              | 20
    reprint     | RUS   | 2016-05-09 | en       | 900          | c            | 20
    d           | CHN   | 2016-09-03 | en       | 900          |              | 30
    coded       | CHN   | 2017-09-03 | en       |              |              |
"""


def ask(name: str, by: list[str], *, mentions: str = "", statements: str = "", absences: str = "") -> pa.Table:
    lines = DOCUMENTS.strip().splitlines()
    counts = [int(line.split("|")[-1].strip() or 0) or None for line in lines[1:]]
    documents = drawn("documents", "\n".join(line.rpartition("|")[0] for line in lines))
    tables = {
        "documents": documents.append_column("n_sentences", pa.array(counts, pa.int64())),
        "mentions": drawn("mentions", mentions),
        "statements": drawn("statements", statements),
        "absences": drawn("absences", absences),
        "targets": TARGETS,
    }
    return find_measure(name).compute(tables, by)


def values(table: pa.Table, *keys: str) -> dict[Any, Any]:
    rows = table.to_pylist()
    return {(tuple(r[k] for k in keys) if len(keys) > 1 else r[keys[0]]): r["value"] for r in rows}


def fractions(table: pa.Table, *keys: str) -> dict[Any, tuple[int, int, int]]:
    rows = table.to_pylist()
    return {
        (tuple(r[k] for k in keys) if len(keys) > 1 else r[keys[0]]): (r["numerator"], r["denominator"], r["n"])
        for r in rows
    }


NAMED = """
    document_id | passage_id | target
    a           | a#1        | USA
    a           | a#1        | USA
    a           | a#2        | USA
    a           | a#2        | CHN
    b           | b#1        | USA
    c           | c#1        | CHN
    reprint     | reprint#1  | CHN
    coded       |            | CHN
"""


def test_a_sentence_counts_once_per_target_and_reprints_and_codings_without_text_not_at_all() -> None:
    # RUS: English a and c hold 10 + 20 sentences, Russian b 40. CHN cannot be named in Russian: 30 of RUS's 70 count.
    table = ask("mention_rate", ["actor", "target"], mentions=NAMED)
    assert fractions(table, "actor", "target") == {
        ("CHN", "USA"): (0, 30, 1),
        ("CHN", "CHN"): (0, 30, 1),
        ("RUS", "USA"): (3, 70, 3),
        ("RUS", "CHN"): (2, 30, 2),
    }
    assert values(table, "actor", "target")["RUS", "CHN"] == pytest.approx(1000 * 2 / 30)
    assert table["unit"].unique().to_pylist() == ["per 1,000 sentences"]


def test_without_target_a_sentence_counts_once_whoever_it_names() -> None:
    assert fractions(ask("mention_rate", ["year"], mentions=NAMED), "year") == {2015: (3, 50, 2), 2016: (1, 50, 2)}
    whole = ask("mention_rate", ["actor"], mentions=NAMED)
    assert fractions(whole, "actor") == {"CHN": (0, 30, 1), "RUS": (4, 70, 3)}


def test_a_group_without_sentences_is_null_not_zero() -> None:
    # In 2015 only a is English; in ru CHN has no terms. By language: CHN in Russian has no denominator.
    table = ask("mention_rate", ["language", "target"], mentions=NAMED)
    row = next(r for r in table.to_pylist() if (r["language"], r["target"]) == ("ru", "CHN"))
    assert (row["value"], row["low"], row["high"], row["n"], row["denominator"]) == (None, None, None, 0, 0)


SAID = """
    document_id | passage_id | target | act    | holder
    a           | a#1        | USA    | credit | RUS
    a           | a#1        | USA    | credit | RUS
    a           | a#2        | CHN    | credit |
    b           | b#1        | USA    | thank  | RUS
    c           | c#1        | CHN    | credit | RUS
    c           | c#1        | USA    | credit | CHN
    reprint     | reprint#1  | CHN    | credit | RUS
    coded       |            | CHN    | credit | CHN
    coded       |            | CHN    | credit | CHN
    coded       |            | USA    | credit | CHN
"""


def test_shares_are_parts_of_all_statements_of_the_act_in_the_own_voice() -> None:
    # RUS: a credits USA (once, one sentence) and CHN, c credits CHN; c's credit to USA is China's, reported.
    # CHN: the codings without text count one by one: 2 of 3 to CHN.
    table = ask("credit_share", ["actor", "target"], statements=SAID)
    assert fractions(table, "actor", "target") == {
        ("CHN", "USA"): (1, 3, 1),
        ("CHN", "CHN"): (2, 3, 1),
        ("RUS", "USA"): (1, 3, 2),
        ("RUS", "CHN"): (2, 3, 2),
    }


def test_a_share_without_any_statement_of_the_act_is_null() -> None:
    table = ask("thank_share", ["actor", "target"], statements=SAID)
    assert values(table, "actor", "target") == {
        ("CHN", "USA"): None,
        ("CHN", "CHN"): None,
        ("RUS", "USA"): 1.0,
        ("RUS", "CHN"): None,
    }


def test_rates_of_acts() -> None:
    assert fractions(ask("credit_rate", ["target"], statements=SAID), "target") == {
        "USA": (1, 100, 4),
        "CHN": (2, 60, 3),
    }
    assert fractions(ask("statement_rate", ["target"], statements=SAID), "target")["USA"] == (2, 100, 4)


def test_documents_that_name_a_target_among_those_of_which_it_is_known() -> None:
    absent = "document_id | target\ncoded | USA"
    table = ask("document_share", ["target"], mentions=NAMED, absences=absent)
    # USA: a, b of a, b, c, d and the coded document, where it was looked for. CHN: a, c, coded of a, c, d, coded.
    assert fractions(table, "target") == {"USA": (2, 5, 5), "CHN": (3, 4, 4)}
    left_out = ask("absence_share", ["target"], mentions=NAMED, absences=absent)
    assert values(left_out, "target") == {"USA": pytest.approx(3 / 5), "CHN": pytest.approx(1 / 4)}
    # Wilson, 2 of 5, z = 1.959964: centre (.4 + .38415) / 1.76829, half (1.95996 / 1.76829) sqrt(.048 + .03841)
    row = table.to_pylist()[0]
    assert (row["low"], row["high"]) == (pytest.approx(0.11762, abs=1e-5), pytest.approx(0.76928, abs=1e-5))


def test_documents_that_name_anyone() -> None:
    assert fractions(ask("document_share", ["actor"], mentions=NAMED), "actor") == {"CHN": (0, 1, 1), "RUS": (3, 3, 3)}


def test_below_five_documents_there_is_no_interval() -> None:
    row = ask("mention_rate", ["target"], mentions=NAMED).to_pylist()[0]
    assert (row["n"], row["low"], row["high"]) == (4, None, None)
    assert row["covers"] == "no interval: fewer than 5 documents"


def test_what_cannot_be_asked_says_what_can() -> None:
    with pytest.raises(CenotaphError, match='Did you mean "target"'):
        ask("mention_rate", ["targets"])
    with pytest.raises(CenotaphError, match="add --by target"):
        ask("credit_share", ["actor"])
    with pytest.raises(NotFound, match='Did you mean "credit_share"'):
        find_measure("credit_shares")


@pytest.mark.parametrize("measure", all_measures(), ids=lambda measure: measure.name)
def test_every_measure_answers_an_empty_corpus_and_says_what_it_is(measure: Any) -> None:
    tables = {name: drawn(name) for name in SCHEMAS} | EMPTY
    tables["documents"] = tables["documents"].append_column("n_sentences", pa.array([], pa.int64()))
    table = measure.compute({**tables, "targets": TARGETS}, (), NEEDED.get(measure.name, {}))
    assert table.num_rows == 0
    leading = measure.leading()
    assert tuple(table.column_names[: len(leading) + len(ROWS)]) == (*leading, *ROWS)
    assert measure.minimum.endswith(".")
    assert all(option.meaning for option in measure.options.values())
    for part in ("Value:", "Reads as:", "Not for:", "Source:"):
        assert part in measure.doc

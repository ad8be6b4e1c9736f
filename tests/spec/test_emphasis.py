"""Emphasis and contrast: small tables in, rows out; the sums stand in comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from drawn import drawn, targets

from cenotaph.corpus import WORD_COUNTS
from cenotaph.errors import CenotaphError
from cenotaph.measures import find_measure

TARGETS = targets("""
    target | name    | languages
    USA    | America | en ru
    CHN    | China   | en ru
""")


def corpus(texts: Mapping[str, tuple[str, str, int]], *, language: str = "en") -> pa.Table:
    """Documents by id: actor, date, number of sentences."""
    lines = [f"{key} | {actor} | {date} | {language}" for key, (actor, date, _) in texts.items()]
    documents = drawn("documents", "\n".join(["document_id | actor | date | language", *lines]))
    return documents.append_column("n_sentences", pa.array([n for *_, n in texts.values()], pa.int64()))


def ask(name: str, documents: pa.Table, by: list[str], *, statements: str = "", **options: Any) -> list[dict[str, Any]]:
    tables = {"documents": documents, "targets": TARGETS, "mentions": drawn("mentions")}
    tables["statements"] = drawn("statements", statements)
    rows: list[dict[str, Any]] = find_measure(name).compute(tables, by, options).to_pylist()
    return rows


TWO_YEARS = {"a": ("RUS", "2023-05-09", 100), "b": ("RUS", "2024-05-09", 50)}
SAID = """
    document_id | passage_id | target | act    | holder
    a           | a#1        | USA    | credit | RUS
    a           | a#1        | USA    | credit | RUS
    a           | a#2        | USA    | thank  | RUS
    a           | a#3        | CHN    | credit | RUS
    a           | a#4        | CHN    | credit | USA
    b           | b#1        | CHN    | credit | RUS
"""


def test_share_and_rate_of_each_target_stand_side_by_side() -> None:
    # a: USA in two sentences, CHN in one (what USA is reported to say counts not); posterior (2 + 1/2) / (3 + 1).
    rows = {(r["year"], r["item"]): r for r in ask("composition", corpus(TWO_YEARS), ["year"], statements=SAID)}
    row = rows[2023, "USA"]
    assert (row["numerator"], row["denominator"], row["n"]) == (2, 3, 1)
    assert row["value"] == pytest.approx(2.5 / 4)
    assert row["rate_per_1000_sentences"] == pytest.approx(20)
    assert row["log_ratio"] is None  # 3 units, not 30
    assert row["statement_ids"] == ["s0", "s2"]
    # CHN: share .33 -> 1, its rate 10 -> 20: both are told.
    assert [rows[year, "CHN"]["rate_per_1000_sentences"] for year in (2023, 2024)] == [10, 20]
    for year in (2023, 2024):
        assert rows[year, "USA"]["value"] + rows[year, "CHN"]["value"] == pytest.approx(1)


def test_acts_are_items_too_and_a_group_that_says_nothing_abstains() -> None:
    texts = {**TWO_YEARS, "c": ("CHN", "2024-09-03", 10)}
    rows = ask("composition", corpus(texts), ["actor"], statements=SAID, of="acts")
    assert {(r["actor"], r["item"]): r["numerator"] for r in rows} == {
        ("RUS", "credit"): 3, ("RUS", "thank"): 1, ("CHN", "credit"): 0, ("CHN", "thank"): 0,
    }  # fmt: skip
    silent = [r for r in rows if r["actor"] == "CHN"]
    assert {(r["value"], r["abstains"]) for r in silent} == {(None, "nothing of this kind is said")}


def test_change_between_years_has_a_chance_and_an_interval() -> None:
    rows = ask("composition_change", corpus(TWO_YEARS), ["actor", "year"], statements=SAID)
    by_item = {(r["year"], r["item"]): r for r in rows}
    assert by_item[2023, "CHN"]["abstains"] == "nothing before it"
    row = by_item[2024, "CHN"]
    # (1 + .5) / 2 less (1 + .5) / 4.
    assert row["value"] == pytest.approx(0.75 - 0.375)
    assert row["low"] < row["value"] < row["high"]
    assert 0.5 < row["rose"] < 1
    assert (row["rate_before"], row["rate_per_1000_sentences"], row["design_effect"]) == (10, 20, 1)
    assert by_item[2024, "USA"]["rose"] == pytest.approx(1 - row["rose"], abs=0.01)


def test_few_occasions_give_no_expected_share() -> None:
    row = ask("expected_share", corpus(TWO_YEARS), ["actor"], statements=SAID)[0]
    assert (row["value"], row["low"]) == (None, None)
    assert row["abstains"] == "2 documents; at least 5 are needed to see how far they differ"


def test_expected_share_is_wider_than_counting_where_documents_differ() -> None:
    texts = {f"d{n}": ("RUS", f"20{10 + n}-05-09", 40) for n in range(8)}
    lines = ["document_id | passage_id | target | act | holder"]
    for n in range(8):  # every other year all credits go to one side
        lines += [f"d{n} | d{n}#{k} | {'USA' if n % 2 else 'CHN'} | credit | RUS" for k in range(10)]
    said = "\n".join(lines)
    expected = ask("expected_share", corpus(texts), ["actor"], statements=said)[0]
    counted = ask("composition", corpus(texts), ["actor"], statements=said)[0]
    assert expected["value"] == pytest.approx(0.5, abs=0.01)
    assert expected["high"] - expected["low"] > 2 * (counted["high"] - counted["low"])
    assert expected["rho"] > 0.7
    assert expected["n_effective"] < 16


def counts(rows: Mapping[str, Mapping[str, int]]) -> pa.Table:
    made = [{"document_id": key, "word": list(row), "n": list(row.values())} for key, row in rows.items()]
    ids = pa.array([row["document_id"] for row in made])
    words = pa.array([row["word"] for row in made], pa.list_(pa.string()))
    coded = pa.ListArray.from_arrays(words.offsets, words.values.dictionary_encode())
    return pa.table([ids, coded, pa.array([row["n"] for row in made], pa.list_(pa.int32()))], schema=WORD_COUNTS)


def contrasted(rows: Mapping[str, Mapping[str, int]], documents: pa.Table, **options: Any) -> pa.Table:
    background = pa.table({"word": pa.array([], pa.string()), "n": pa.array([], pa.int64())})
    tables = {"documents": documents, "words": counts(rows), "background": background}
    return find_measure("word_contrast").compute(tables, ["actor"], options)


SIX_EACH = {f"{actor}{n}": (actor, "2020-05-09", 10) for actor in ("CHN", "RUS") for n in range(6)}


def test_a_word_of_all_documents_differs_and_a_burst_in_one_does_not() -> None:
    rows = {
        key: {"peace": 9 if actor == "CHN" else 1, "other": 90 + n % 3, **({"burst": 60} if key == "CHN3" else {})}
        for n, (key, (actor, _, _)) in enumerate(SIX_EACH.items())
    }
    table = contrasted(rows, corpus(SIX_EACH))
    found = {(r["actor"], r["word"]): r for r in table.to_pylist()}
    peace = found["CHN", "peace"]
    assert (peace["numerator"], peace["numerator_rest"], peace["n"], peace["n_rest"]) == (54, 6, 6, 6)
    assert peace["value"] == pytest.approx(np.log2(54 / peace["denominator"] / (6 / peace["denominator_rest"])))
    assert (peace["differs"], peace["share_of_documents"]) == (True, 1)
    assert peace["low"] > 1
    assert ("CHN", "burst") not in found  # it stands in fewer than 5 documents
    assert len(peace["document_ids"]) == 3
    # What one side uses more the other uses less by as much.
    other = found["RUS", "peace"]
    assert (other["value"], other["z"], other["p"]) == pytest.approx((-peace["value"], -peace["z"], peace["p"]))


def test_a_burst_ranks_by_z_and_does_not_differ() -> None:
    rows = {key: {"war": 40 if key == "CHN3" else 1, "other": 99} for key in SIX_EACH}
    row = next(r for r in contrasted(rows, corpus(SIX_EACH)).to_pylist() if r["word"] == "war")
    assert row["z"] > 3.5
    assert not row["differs"]
    assert row["low"] < 0


def test_few_documents_abstain_and_two_languages_are_an_error() -> None:
    few = {key: SIX_EACH[key] for key in ("CHN0", "CHN1", *(f"RUS{n}" for n in range(6)))}
    row = contrasted({key: {"peace": 20} for key in few}, corpus(few)).to_pylist()[0]
    assert row["abstains"] == "2 documents, and 6 in the other groups; at least 5 are needed on each side"
    both = pa.concat_tables([corpus({"a": SIX_EACH["CHN0"]}), corpus({"b": SIX_EACH["RUS0"]}, language="ru")])
    with pytest.raises(CenotaphError, match="these documents are in en, ru"):
        contrasted({"a": {"peace": 20}, "b": {"мир": 20}}, both)


def test_order_of_documents_does_not_matter_and_shuffling_agrees_with_the_test() -> None:
    rng = np.random.default_rng(1)
    rows = {key: {"peace": int(rng.poisson(9)), "war": int(rng.poisson(9)) + 1, "we": 80} for key in SIX_EACH}
    documents = corpus(SIX_EACH)
    here = contrasted(rows, documents, permutations=499)
    turned = contrasted(dict(reversed(rows.items())), documents.take(list(range(11, -1, -1))), permutations=499)
    for one, other in zip(here.to_pylist(), turned.to_pylist(), strict=True):
        for name in ("actor", "word", "numerator", "value", "low", "z", "p", "q", "spread"):
            assert one[name] == (pytest.approx(other[name]) if isinstance(one[name], float) else other[name])
    for row in here.to_pylist():
        assert row["p_permutation"] == pytest.approx(row["p"], abs=0.12)


def test_codes_of_all_languages_are_compared_together() -> None:
    texts = {**SIX_EACH, "ru": ("RUS", "2020-06-22", 10)}
    lines = [f"{key} | {key}#{k} | {'CHN' if texts[key][0] == 'CHN' else 'USA'} | credit | " for key in texts
             for k in range(3)]  # fmt: skip
    said = "\n".join(["document_id | passage_id | target | act | holder", *lines])
    rows = ask("code_contrast", corpus(texts), ["actor"], statements=said, of="targets", top=1)
    assert {(r["actor"], r["code"]) for r in rows} == {("CHN", "CHN"), ("RUS", "USA")}
    assert {r["covers"] for r in rows} == {"no interval: one side never uses it"}


NAMED = """
    document_id | passage_id | target | start
    a           | a#1        | RUS    | 0
    a           | a#1        | CHN    | 40
    a           | a#2        | USA    | 90
    a           | a#3        | CHN    | 120
    b           | b#1        | USA    | 3
    b           | b#1        | CHN    | 30
    c           | c#1        | USA    | 5
"""


def test_who_is_named_first_among_texts_that_name_another() -> None:
    # a: CHN, USA (its own state left out); b: USA, CHN; c names USA alone, so it says nothing of order.
    texts = dict.fromkeys("abc", ("RUS", "2024-05-09", 10))
    everyone = targets("target | name\nRUS | Russia\nUSA | America\nCHN | China")
    tables = {"documents": corpus(texts), "mentions": drawn("mentions", NAMED), "targets": everyone}
    rows = find_measure("first_place_share").compute(tables, ["actor"]).to_pylist()
    found = {row["target"]: row for row in rows}
    assert {key: (row["numerator"], row["denominator"], row["n_named"]) for key, row in found.items()} == {
        "USA": (1, 2, 3), "CHN": (1, 2, 2),
    }  # fmt: skip
    assert (found["USA"]["mean_rank"], found["CHN"]["mean_rank_share"]) == (1.5, 0.5)
    assert found["USA"]["document_ids"] == ["b"]
    assert found["USA"]["low"] is None  # two documents
    with_own = find_measure("first_place_share").compute(tables, ["actor"], {"own": "yes"}).to_pylist()
    assert {row["target"]: row["numerator"] for row in with_own} == {"RUS": 1, "USA": 1, "CHN": 0}


TONE = """
    document_id | passage_id | target | act    | holder
    a           | a#1        | USA    | credit | RUS
    a           | a#2        | USA    | thank  | RUS
    a           | a#3        | CHN    | credit | RUS
    a           | a#4        | CHN    | victim | RUS
    b           | b#1        | USA    | blame  | RUS
    b           | b#2        | CHN    | credit | RUS
"""


def test_the_parts_of_a_change_in_tone_sum_to_it() -> None:
    # a: USA +1, +1; CHN +1, 0: mean .75. b: USA -1, CHN +1: mean 0. The change is -.75.
    rows = ask("tone_shift", corpus(TWO_YEARS), ["actor", "year"], statements=TONE)
    now = {row["target"]: row for row in rows if row["year"] == 2024}
    assert sum(row["value"] for row in now.values()) == pytest.approx(-0.75)
    # USA: half of all statements in both years, tone 1 to -1: (.5 + .5) / 2 * -2 = -1, all of it by tone.
    assert (now["USA"]["value"], now["USA"]["by_tone"], now["USA"]["by_share"]) == pytest.approx((-1, -1, 0))
    assert (now["CHN"]["tone_target_before"], now["CHN"]["tone_target"]) == (0.5, 1)
    assert {row["abstains"] for row in rows if row["year"] == 2023} == {"nothing before it"}
    with pytest.raises(CenotaphError, match="both positive and negative"):
        ask("tone_shift", corpus(TWO_YEARS), ["year"], statements=TONE, negative=("blame", "credit"))


def test_a_coding_without_a_sentence_counts_once_and_has_no_rate() -> None:
    said = (
        SAID
        + "    b           |            | USA    | credit | RUS\n    b           |            | USA    | credit | RUS\n"
    )
    rows = ask("composition", corpus(TWO_YEARS), ["year"], statements=said)
    row = next(r for r in rows if (r["year"], r["item"]) == (2024, "USA"))
    assert (row["numerator"], row["denominator"], row["rate_per_1000_sentences"]) == (2, 3, 0)


def test_over_occasions_only_what_is_said_on_rites_counts() -> None:
    texts = {f"d{n}": ("RUS", f"20{10 + n}-05-09", 10) for n in range(7)}
    documents = corpus(texts)
    rites = pa.array(["parade"] * 6 + [None], pa.string())
    years = pa.array([2010 + n for n in range(6)] + [None], pa.int16())
    for name, column in (("occasion", rites), ("occasion_year", years)):
        documents = documents.set_column(documents.schema.get_field_index(name), name, column)
    lines = [f"{key} | {key}#1 | USA | credit | RUS" for key in texts]
    said = "\n".join(["document_id | passage_id | target | act | holder", *lines])
    (row,) = ask("expected_share", documents, ["actor"], statements=said, over="occasion")
    assert (row["numerator"], row["denominator"], row["n"]) == (6, 6, 6)
    assert row["covers"] == "variation between occasions; not coder error"

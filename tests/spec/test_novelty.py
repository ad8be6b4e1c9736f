"""How new a text is in the series of its rite, and which sentences were said before."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa
import pytest
from drawn import drawn, targets

from cenotaph.errors import CenotaphError, NotFound
from cenotaph.measures import RITE_SENTENCES, RITE_WORDS, find_measure

TARGETS = targets("target | name\nNRO | Northland")
DOCUMENTS = """
    document_id | actor | date       | occasion | genre   | language
    y1          | NRO   | 2020-05-09 | rite     | address | en
    y2          | NRO   | 2021-05-09 | rite     | address | en
    y3          | NRO   | 2022-05-09 | rite     | address | en
    y4          | NRO   | 2023-05-09 | rite     | address | en
    y5          | NRO   | 2024-05-09 | rite     | address | en
    toast       | NRO   | 2022-05-09 | rite     | toast   | en
    ru          | NRO   | 2022-05-09 | rite     | address | ru
    apart       | NRO   | 2023-07-01 |          | address | en
"""
OLD = ("We bow to the fallen of the great war.", "Our allies stood with us at the bridge.")
NEW = ("Traitors at home sharpen their knives.", "Traitors abroad pay them for their knives.")
SAID = {"y1": OLD, "y2": OLD, "y3": NEW, "y4": NEW, "y5": NEW, "toast": OLD, "ru": ("Мы помним.",), "apart": NEW}


def ask(name: str, said: dict[str, tuple[str, ...]] = SAID, **options: Any) -> list[dict[str, Any]]:
    sentences = [
        {"document_id": document, "passage_id": f"{document}#{place}", "text": text}
        for document, texts in said.items()
        for place, text in enumerate(texts)
    ]
    words = [
        {"document_id": document, "word": word, "n": n}
        for document, texts in said.items()
        for word, n in Counter(" ".join(texts).lower().replace(".", "").split()).items()
    ]
    tables = {
        "documents": drawn("documents", DOCUMENTS),
        "mentions": drawn("mentions"),
        "statements": drawn("statements"),
        "targets": TARGETS,
        "rite_words": pa.Table.from_pylist(words, schema=RITE_WORDS),
        "rite_sentences": pa.Table.from_pylist(sentences, schema=RITE_SENTENCES),
    }
    return find_measure(name).compute(tables, (), options).to_pylist()


def test_the_third_year_is_a_turn_that_lasted() -> None:
    found = {row["document_id"]: row for row in ask("novelty", window=1)}
    assert found["y1"]["abstains"] == "0 earlier texts of the series; 1 are needed"
    assert found["y2"]["value"] == pytest.approx(0)
    assert found["y3"]["value"] > 1
    assert found["y3"]["resonance"] == pytest.approx(found["y3"]["value"])  # y4 says the same, so nothing passed away
    assert found["y4"]["value"] == pytest.approx(0)
    assert found["y5"]["pending"] == "pending: 1 more of 1 to come"
    assert found["y5"]["resonance"] is None


def test_other_genres_and_languages_are_other_series_and_texts_on_no_rite_are_none() -> None:
    found = ask("novelty", window=1)
    assert {(row["genre"], row["language"]) for row in found} == {("address", "en"), ("toast", "en"), ("address", "ru")}
    assert "apart" not in {row["document_id"] for row in found}


def test_of_what_is_said() -> None:
    assert all(row["value"] is None for row in ask("novelty", window=1, of="targets"))
    with pytest.raises(CenotaphError, match="of can be words, targets, statements"):
        ask("novelty", of="verbs")


def test_each_sentence_stands_beside_its_nearest_predecessor() -> None:
    said = {**SAID, "y5": ("We bow to the fallen of this great war.", "Nothing else matters.")}
    first, second = ask("nearest_predecessor", said, document="y5")
    # Nearest is the sentence of the first year, of which all but one word stands in it.
    assert first["passage_ids"] == ["y5#0", "y1#0"]
    assert str(first["predecessor_date"]) == "2020-05-09"
    assert first["value"] < 0.35
    assert second["value"] > 0.8
    assert first["n"] == 8


def test_what_was_said_word_for_word_is_not_new_and_a_first_text_has_nothing_before() -> None:
    assert [row["value"] for row in ask("nearest_predecessor", document="y2")] == [0, 0]
    (row,) = ask("nearest_predecessor", document="ru")
    assert row["value"] is None
    assert row["abstains"] == "the first text of its series; one earlier text is needed"
    assert row["passage_ids"] == ["ru#0"]


def test_without_a_document_the_last_of_any_rite_is_read() -> None:
    assert [row["document_id"] for row in ask("nearest_predecessor")] == ["y5", "y5"]
    with pytest.raises(NotFound, match='Did you mean "y1"'):
        ask("nearest_predecessor", document="y11")
    with pytest.raises(CenotaphError, match="belongs to no rite"):
        ask("nearest_predecessor", document="apart")

"""Words of duty, of us and of them, per thousand sentences and language by language."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from drawn import drawn

from cenotaph.errors import CenotaphError
from cenotaph.measures import MARKER_COUNTS, MARKERS, find_measure

DOCUMENTS = """
    document_id | actor | language | genre   | duplicate_of
    a           | NRO   | en       | address |
    b           | NRO   | en       | address |
    c           | NRO   | en       | decree  |
    ru          | NRO   | ru       | address |
    other       | NRO   | ja       | address |
    again       | NRO   | en       | address | a
    bare        | NRO   | en       | address |
"""
SENTENCES = [10, 30, 10, 20, 40, 10, None]


def ask(name: str, by: list[str], counts: dict[str, int]) -> list[dict[str, Any]]:
    documents = drawn("documents", DOCUMENTS).append_column("n_sentences", pa.array(SENTENCES, pa.int64()))
    rows = [{"document_id": key, "marker": "duty", "n": n} for key, n in counts.items()]
    rows.append({"document_id": "a", "marker": "us", "n": 99})
    markers = pa.Table.from_pylist(rows, schema=MARKER_COUNTS)
    return find_measure(name).compute({"documents": documents, "markers": markers}, by).to_pylist()


def test_a_rate_is_of_one_language_and_reprints_count_once() -> None:
    # English: 1 + 3 + 6 words in 10 + 30 + 10 sentences; Russian 4 in 20; no list for ja, no sentences in `bare`.
    found = ask("duty_words_rate", ["language"], {"a": 1, "b": 3, "c": 6, "ru": 4, "again": 1, "other": 7})
    assert [(row["language"], row["numerator"], row["denominator"], row["n"]) for row in found] == [
        ("en", 10, 50, 3),
        ("ru", 4, 20, 1),
    ]
    assert found[0]["value"] == pytest.approx(200)
    assert found[0]["low"] is None  # three documents are too few
    assert found[0]["document_ids"] == ["a", "b", "c"]


def test_what_genre_explains_stands_first() -> None:
    # Rates .1, .1 in the addresses, .6 in the decree, .2 in Russian: genre parts most of the variation.
    (row, *_) = ask("duty_words_rate", ["language"], {"a": 1, "b": 3, "c": 6, "ru": 4})
    # mean .2; total 10(.01) + 30(.01) + 10(.16) + 20(0) = 2; addresses 8/60, weight 60: .2667; decree 1.6
    assert row["genre_explains"] == pytest.approx((60 * (8 / 60 - 0.2) ** 2 + 1.6) / 2)
    assert row["reading"] == "Of the variation between documents genre explains 93% and language 0%."


def test_languages_are_never_pooled() -> None:
    with pytest.raises(CenotaphError, match="add --by language"):
        ask("duty_words_rate", ["actor"], {})


def test_no_word_marks_two_things_in_one_language() -> None:
    for language in MARKERS["duty"]:
        words = [word for lists in MARKERS.values() for word in lists[language]]
        assert len(words) == len(set(words))
        assert all(word == word.lower() for word in words)

"""Words and dictionary forms of documents, counted and kept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa

from cenotaph.corpus import WORD_COUNTS, count_words
from cenotaph.store import read_word_counts, sweep_word_counts, word_counts_stand, write_word_counts
from cenotaph.text import tokens

TEXTS = {
    "e": ("en", "the soldiers honoured a soldier, and the allies honoured them"),
    "r": ("ru", "солдаты помнят солдата"),
    "c": ("zh", "飞虎队来到中国，中国感谢飞虎队。"),
    "empty": ("en", "..."),
}


def counted(table: pa.Table) -> dict[str, Counter[str]]:
    return {row["document_id"]: Counter(dict(zip(row["word"], row["n"], strict=True))) for row in table.to_pylist()}


def made() -> tuple[pa.Table, pa.Table]:
    languages, texts = zip(*TEXTS.values(), strict=True)
    return count_words(list(TEXTS), texts, languages, ("飞虎队",))


def test_words_are_counted_as_they_stand_and_by_their_dictionary_form() -> None:
    words, lemmas = made()
    assert words.schema == lemmas.schema == WORD_COUNTS
    assert counted(words)["e"] == Counter(
        ["the", "soldiers", "honoured", "a", "soldier", "and", "the", "allies", "honoured", "them"]
    )
    assert counted(lemmas)["e"]["soldier"] == 2
    assert counted(lemmas)["r"] == Counter({"солдат": 2, "помнить": 1})
    assert counted(words)["c"] == counted(lemmas)["c"] == Counter({"飞虎队": 2, "来到": 1, "中国": 2, "感谢": 1})
    assert counted(words)["empty"] == Counter()


def test_a_name_of_the_codebook_is_one_chinese_word() -> None:
    assert "援华航空队" not in tokens("援华航空队来了", "zh")
    assert "援华航空队" in tokens("援华航空队来了", "zh", ("援华航空队",))


def test_kept_counts_come_back_for_the_documents_wanted(tmp_path: Path) -> None:
    words, lemmas = made()
    write_word_counts(tmp_path, "a", words.slice(0, 2), lemmas.slice(0, 2))
    write_word_counts(tmp_path, "b", words.slice(2), lemmas.slice(2), "of names")
    for kind, table in (("words", words), ("lemmas", lemmas)):
        whole = read_word_counts(tmp_path, kind, ["a", "b"], pa.array(list(TEXTS)))
        assert counted(whole) == counted(table)
        assert whole["word"].chunk(0).values.dictionary.to_pylist() == list(
            dict.fromkeys(whole["word"].chunk(0).values.dictionary.to_pylist())
        )
    some = read_word_counts(tmp_path, "words", ["a", "b"], pa.array(["c", "nobody"]))
    assert counted(some) == {"c": counted(words)["c"]}
    assert read_word_counts(tmp_path, "words", ["a"], pa.array([], pa.string())).num_rows == 0
    assert word_counts_stand(tmp_path, "a", "another")  # no dictionary was asked
    assert (word_counts_stand(tmp_path, "b", "of names"), word_counts_stand(tmp_path, "b", "another")) == (True, False)
    sweep_word_counts(tmp_path, ["b"])
    assert not word_counts_stand(tmp_path, "a")

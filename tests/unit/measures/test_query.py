"""What a query finds and what it leaves; the texts are made up."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.errors import CenotaphError
from cenotaph.measures import compile_query, concordance, occurrences
from cenotaph.text import fold


def found(query: str, text: str, **more: object) -> list[str]:
    folded = fold(text)
    places = occurrences([folded.text], compile_query(query, **more))
    spans = [folded.original(s, e) for s, e in zip(places.start.tolist(), places.end.tolist(), strict=True)]
    return [text[start:end] for start, end in spans]


def test_a_word_is_found_whole_whatever_its_case() -> None:
    assert found("ally", "An ALLY, an ally's word; allying, rally.") == ["ALLY", "ally"]
    assert found("еще", "Ещё раз, еще раз, ещёж.") == ["Ещё", "еще"]


def test_any_ending() -> None:
    assert found("alli*", "Allies allied with an alliance; the rallies.") == ["Allies", "allied", "alliance"]


def test_chinese_is_found_anywhere_and_in_both_scripts() -> None:
    assert found("抗战", "抗戰勝利，抗战精神") == ["抗戰", "抗战"]
    assert found("g20", "在G20峰会，G200") == ["G20"]


def test_a_phrase_crosses_any_white_space_and_quotes_may_stand_around_it() -> None:
    assert found('"second front"', "the Second\nFront and second  front; second, front") == [
        "Second\nFront",
        "second  front",
    ]


def test_all_forms_of_a_word() -> None:
    assert found("lemma:победа", "Победы, победой и победитель") == ["Победы", "победой"]
    assert found("soldier", "Soldiers and a soldier", lemma=True) == ["Soldiers", "soldier"]


def test_adjacent_words_are_all_found() -> None:
    assert found("no", "no no no, noon") == ["no", "no", "no"]


@pytest.mark.parametrize("query", ["", "  ", "*", '""', "lemma:", "…"])
def test_a_query_without_a_word_says_so(query: str) -> None:
    with pytest.raises(CenotaphError, match="holds no word"):
        compile_query(query)


def test_forms_and_endings_exclude_each_other() -> None:
    with pytest.raises(CenotaphError, match="not for both"):
        compile_query("lemma:побед*")


@given(st.text(alphabet="abа б中国 .\n", min_size=1), st.text(alphabet="abаб中国", min_size=1, max_size=3))
def test_the_search_agrees_with_a_plain_reading(text: str, word: str) -> None:
    folded = fold(text).text
    places = occurrences([folded], compile_query(word))
    starts = places.start.tolist()
    latin = "abаб"

    def whole(at: int) -> bool:
        before, after = folded[at - 1 : at], folded[at + len(word) : at + len(word) + 1]
        return not (word[0] in latin and before and before in latin) and not (
            word[-1] in latin and after and after in latin
        )

    expected, at = [], folded.find(word)
    while at >= 0:
        ok = whole(at)
        expected += [at] * ok
        at = folded.find(word, at + len(word) if ok else at + 1)
    assert starts == expected


def test_lines_hold_the_text_as_it_stands() -> None:
    text = "Стра\u0301ны пали. Наша по\u00adбеда близка."
    documents = pa.table(
        {
            "document_id": ["a"],
            "date": pa.array([None], pa.date32()),
            **{name: pa.array([None], pa.string()) for name in ("actor", "title", "url")},
            "speaker": ["Оратор"],
            "language": ["ru"],
        }
    )
    passages = pa.table(
        {
            "document_id": ["a", "a"],
            "passage_id": ["a#1", "a#2"],
            "kind": ["sentence"] * 2,
            "start": [0, 14],
            "end": [13, 35],
            "speaker": pa.array([None, "Голос"], pa.string()),
        }
    )
    places = occurrences([fold(text).text], compile_query("победа"))
    texts = pa.table({"document_id": ["a"], "text": [text]})
    (row,) = concordance(documents, texts, passages, places, context=6).to_pylist()
    assert (row["left"], row["match"], row["right"]) == (" Наша ", "по\u00adбеда", " близк")
    assert text[row["start"] : row["end"]] == "по\u00adбеда"
    assert (row["passage_id"], row["speaker"]) == ("a#2", "Голос")

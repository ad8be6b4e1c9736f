"""Folding: what becomes equal, and the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cenotaph.text import fold

anything = st.text(
    st.one_of(st.characters(), st.sampled_from("аеёийAÉé“—–\u00a0\u0301\u0300\u0308\u0306\u200b\u00ad國国"))
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ёлка и МЁД", "елка и мед"),
        ("за\u0301мок и замо\u0301к", "замок и замок"),
        ("и\u0306од", "йод"),
        ("caf\u00e9 / cafe\u0301", "caf\u00e9 / caf\u00e9"),
        ("ＵＳＡ，１９４５", "usa,1945"),
        ("中華民國與臺灣", "中华民国与台湾"),
        ("«Мир» “peace” ‘now’", '"мир" "peace" \'now\''),
        ("1941–1945 — война", "1941-1945 — война"),
        ("о\u00adсво\u200bбо\ufeffждение", "освобождение"),
        ("a\u00a0b\u3000c\u2009d", "a b c d"),
        ("İzmir, KELVIN \u212a", "izmir, kelvin k"),
        ("Сла̀ва и ѝ", "слава и и"),
    ],
)
def test_spellings_of_the_same_become_equal(written: str, folded: str) -> None:
    assert fold(written).text == folded


def test_offsets_are_null_when_nothing_moved_and_lead_back_when_something_did() -> None:
    assert fold("Ёлка «горит»").offsets is None
    folded = fold("Сла\u0301ва ге\u00adрою")
    place = folded.text.index("герою")
    assert folded.original(place, place + 5) == (7, 13)
    assert folded.original(0, 5) == (0, 6)
    assert folded.original(place, place) == (7, 7)


@given(anything)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(anything)
def test_offsets_fit_and_never_go_back(text: str) -> None:
    folded = fold(text)
    if folded.offsets is None:
        assert len(folded.text) == len(text)
    else:
        offsets = folded.offsets.tolist()
        assert len(offsets) == len(folded.text) + 1
        assert offsets == sorted(offsets)
        assert offsets[-1] == len(text)


@given(st.text("abcАБВё é國\u00ad\u200b«»"), st.data())
def test_the_original_of_a_span_folds_to_the_span(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original(start, end)
    assert fold(text[first:last]).text == folded.text[start:end]


@given(st.text(st.characters(max_codepoint=0x52F)))
@example("İ")
def test_composed_and_decomposed_spellings_are_equal(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).text == fold(unicodedata.normalize("NFC", text)).text


@given(st.text("abcxyzабвгдеёжэюяАЯЁQ "))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()).text == fold(text).text == fold(text.lower()).text

"""Many texts split at once, and what only shows in texts that were set badly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.text import paragraphs, sentences, split_texts

words = 'We|they|Mr|No|e.g|U.S|A|5|Им|т|д|гг|Дж|我们|的|。|！|……|.|.|!|?|…|"|”|»|(|—|-|,|№|𝔘'
pieces = st.sampled_from([*words.split("|"), " ", " ", "\t", "\u3000", "\u00a0", "\n"])
texts = st.lists(st.lists(pieces, max_size=30).map("".join), max_size=6)


@given(texts, st.sampled_from(["en", "ru", "zh", None]))
def test_texts_split_together_are_split_as_each_alone(several: list[str], language: str | None) -> None:
    lines, spans = split_texts(several, language)
    assert [lines.of(place) for place in range(len(several))] == [paragraphs(text) for text in several]
    assert [spans.of(place) for place in range(len(several))] == [sentences(text, language) for text in several]


@given(st.lists(pieces, max_size=40).map("".join), st.sampled_from(["en", "ru", "zh"]))
def test_no_sentence_begins_or_ends_with_white_space(text: str, language: str) -> None:
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in sentences(text, language))


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("The envoys met.  , and then they left.", "en", 1),
        ("The envoys met.   Then they left.", "en", 2),
        ("Он пришёл.  № 5 он не взял.", "ru", 1),
        ("我们纪念他们\t  他们没有回来", "zh", 2),
    ],
)
def test_wide_gaps(text: str, language: str, count: int) -> None:
    assert len(sentences(text, language)) == count


@pytest.mark.parametrize(
    ("text", "language", "firsts"),
    [
        # a full stop is judged by where its sentence begins, and that by the full stops before it
        ("1. A guest came. 2. Mr. Ode left. V. Then all did.", "en", ["1", "2", "V"]),
        ("He met J. R. Ode. J. R. Ode spoke.", "en", ["He", "J"]),
        ("1. А. Б. Ода пришёл. 2. Потом А. Ода ушёл.", "ru", ["1", "2"]),
    ],
)
def test_full_stops_that_hang_together(text: str, language: str, firsts: list[str]) -> None:
    assert [
        text[start : start + len(first)] for (start, _), first in zip(sentences(text, language), firsts, strict=True)
    ] == firsts

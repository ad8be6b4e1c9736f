"""Paragraphs, sentences, words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.text import Span, paragraphs, sentences, words

anything = st.text(st.one_of(st.characters(), st.sampled_from('абВA1г.!?…。！？：”»") \t\n\u3000\u2028')))
languages = st.sampled_from(["en", "ru", "zh", "ja", None])


def cut(text: str, language: str | None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


def check_cover(text: str, spans: list[Span]) -> None:
    done = 0
    for start, end in spans:
        assert done <= start < end <= len(text)
        assert not text[done:start].strip()
        assert text[start:end] == text[start:end].strip()
        done = end
    assert not text[done:].strip()


@given(anything, languages)
def test_sentences_cover_all_but_white_space_and_do_not_overlap(text: str, language: str | None) -> None:
    check_cover(text, sentences(text, language))


@given(anything)
def test_paragraphs_cover_all_but_white_space_and_do_not_overlap(text: str) -> None:
    check_cover(text, paragraphs(text))


@given(anything, languages)
def test_a_sentence_lies_in_one_paragraph(text: str, language: str | None) -> None:
    lines = paragraphs(text)
    for start, end in sentences(text, language):
        assert sum(first <= start and end <= last for first, last in lines) == 1


@given(anything, languages)
def test_words_are_apart_and_hold_no_white_space(text: str, language: str | None) -> None:
    done = 0
    for start, end in words(text, language):
        assert done <= start < end <= len(text)
        assert not any(character.isspace() for character in text[start:end])
        done = end


def test_a_line_is_a_paragraph() -> None:
    text = "  One line. Still it.\n\n \t\r\nAnother line  \u2028third"
    assert [text[start:end] for start, end in paragraphs(text)] == ["One line. Still it.", "Another line", "third"]


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Brown met Gen. Hill at 3.15 p.m. near St. Olaf.", "It rained."],
        ["The U.S. fleet sailed.", "It was the fleet of the U.S.", "The other stayed."],
        ["He read J. R. Smith and No. 5 of the paper.", "Then he slept."],
        ["See e.g. Art. 51 of the pact, vol. 2, p. 7.", "Fine!"],
        ["“We won!” she cried.", "“Did we?”", "Nobody knew."],
        ["Wait... what is this?", "Nothing…", "Go on."],
        ["1. We remember.", "We thank them."],
        ["They came (at last.)", "All cheered."],
        ["The price rose 3.5 percent.", "Trade fell."],
        ["He spoke with the allies, i.e. Britain, etc. and left.", "Why?!"],
        ["So it ends . . . or not."],
    ],
)
def test_english(parts: list[str]) -> None:
    text = " ".join(parts)
    assert cut(text, "en") == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["В.В. Иванов и А. С. Петров приехали.", "Их встретили."],
        ["В 1945 г. война кончилась.", "Настал мир."],
        ["Это было в 1945 г.", "Люди ликовали."],
        ["Он жил в г. Туле на ул. Мира.", "Там тихо."],
        ["Музей им. Чехова открыт, т. е. работает.", "Заходите!"],
        ["Пришли солдаты, моряки и т. д.", "Все молчали."],
        ["— Победа! — крикнул он.", "— Да.", "Так и есть."],
        ["Вы правы.", "Да.", "Но не во всём."],
        ["Собрали 5 млн руб.", "Это много."],
        ["«Мы помним».", "Так он сказал…", "И ушёл."],
        ["Закон от 3 мая 2021 г. № 17 действует.", "Его знают."],
    ],
)
def test_russian(parts: list[str]) -> None:
    assert cut(" ".join(parts), "ru") == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["我们记得历史。", "我们感谢朋友！", "为什么？"],
        ["他说：“和平来之不易。”", "大家鼓掌。"],
        ["一句“加油！”的口号响起。", "人们笑了。"],
        ["“胜利了！”，他喊道。", "雨停了……", "天晴了"],
        ["战争结束；和平到来。", "（完。）"],
        ["真的吗？！", "是的。"],
    ],
)
def test_chinese(parts: list[str]) -> None:
    assert cut("".join(parts), "zh") == parts


def test_chinese_gap_of_two_wide_spaces_ends_a_sentence() -> None:
    assert cut("各位朋友：\u3000\u3000你们好！\u3000\u3000再见", "zh") == ["各位朋友：", "你们好！", "再见"]


def test_a_line_break_ends_a_sentence() -> None:
    assert cut("A heading\nand its text", "en") == ["A heading", "and its text"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The Kremlin's well-known 1,000 men.", "en", ["The", "Kremlin's", "well-known", "1,000", "men"]),
        ("Военно-морской флот, 3.5 млн.", "ru", ["Военно-морской", "флот", "3.5", "млн"]),
        ("за\u0301мок — да", "ru", ["за\u0301мок", "да"]),
        ("二战V2火箭，1945年", "zh", ["二", "战", "V2", "火", "箭", "1945", "年"]),
        ("the 80th and 1945th", "en", ["the", "80th", "and", "1945th"]),
    ],
)
def test_words(text: str, language: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text, language)] == expected

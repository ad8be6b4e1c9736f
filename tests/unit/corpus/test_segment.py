"""Documents into passages: offsets, coverage, speakers."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.corpus import segment
from cenotaph.store.schemas import SCHEMAS

anything = st.text(st.one_of(st.characters(), st.sampled_from("абВПутин AnnaBell:：.!? \n“”记者答。")))


def rows(text: str, language: str | None, kind: str) -> list[dict[str, Any]]:
    return [row for row in segment(["d"], [text], [language]).to_pylist() if row["kind"] == kind]


def said(text: str, language: str) -> list[tuple[str | None, str]]:
    return [(row["speaker"], text[row["start"] : row["end"]]) for row in rows(text, language, "sentence")]


def test_passages_of_documents_in_order_with_their_numbers() -> None:
    texts = ["One. Two.\nThree.", None, "", "Четыре."]
    table = segment(["a", "b", "c", "d"], texts, ["en", "en", None, "ru"])
    assert table.schema.equals(SCHEMAS["passages"])
    assert table["passage_id"].to_pylist() == ["a#0", "a#1", "a#2", "a#3", "a#4", "d#0", "d#1"]
    assert table["kind"].to_pylist() == ["paragraph"] * 2 + ["sentence"] * 3 + ["paragraph", "sentence"]
    assert table["ordinal"].to_pylist() == [0, 1, 0, 1, 2, 0, 0]
    assert table["paragraph"].to_pylist() == [0, 1, 0, 0, 1, 0, 0]
    assert table["start"].to_pylist() == [0, 10, 0, 5, 10, 0, 0]
    assert table["end"].to_pylist() == [9, 16, 4, 9, 16, 7, 7]
    assert table["speaker"].null_count == 7


def test_no_documents_have_no_passages() -> None:
    assert segment([], [], []).num_rows == 0
    assert segment(["a"], [None], ["en"]).schema.equals(SCHEMAS["passages"])


def test_arrow_columns_are_taken_as_well() -> None:
    texts = pa.chunked_array([["Да."], ["Нет. Да."]], pa.large_string())
    table = segment(pa.array(["a", "b"]), texts, pa.array(["ru", "ru"]).dictionary_encode())
    assert table["document_id"].to_pylist() == ["a"] * 2 + ["b"] * 3


@given(st.lists(anything, max_size=4), st.sampled_from(["en", "ru", "zh", None]))
def test_paragraphs_cover_the_text_and_sentences_what_is_no_label(texts: list[str], language: str | None) -> None:
    table = segment([str(i) for i in range(len(texts))], texts, [language] * len(texts)).to_pylist()
    for i, text in enumerate(texts):
        for kind in ("paragraph", "sentence"):
            done = 0
            for row in (row for row in table if row["document_id"] == str(i) and row["kind"] == kind):
                assert done <= row["start"] < row["end"] <= len(text)
                passage, gap = text[row["start"] : row["end"]], text[done : row["start"]]
                assert passage == passage.strip()
                assert not gap.strip() or (kind == "sentence" and gap.rstrip()[-1] in ":：")
                done = row["end"]


@given(anything, st.sampled_from(["en", "ru", "zh"]))
def test_splitting_the_corpus_and_adding_gives_the_whole(text: str, language: str) -> None:
    whole = segment(["a", "b"], [text, "One. Two."], [language, "en"])
    parts = [segment(["a"], [text], [language]), segment(["b"], ["One. Two."], ["en"])]
    assert whole.to_pylist() == pa.concat_tables(parts).to_pylist()


def test_an_english_transcript() -> None:
    text = (
        "Anna Bell visited the museum.\n"
        "President of Ruritania Anna Bell: Good afternoon. We remember.\nWe thank our allies.\n"
        "Question (retranslated): Whom exactly?\nAnna Bell: All of them: near and far.\n"
    )
    assert said(text, "en") == [
        (None, "Anna Bell visited the museum."),
        ("Anna Bell", "Good afternoon."),
        ("Anna Bell", "We remember."),
        ("Anna Bell", "We thank our allies."),
        ("Question", "Whom exactly?"),
        ("Anna Bell", "All of them: near and far."),
    ]
    assert [row["speaker"] for row in rows(text, "en", "paragraph")] == [
        None,
        "Anna Bell",
        "Anna Bell",
        "Question",
        "Anna Bell",
    ]


def test_a_transcript_in_one_line() -> None:
    text = "Встреча в столице. И.Быков: Добрый день. Вопрос: Как дела? И. Быков : Хорошо."
    assert said(text, "ru") == [
        (None, "Встреча в столице."),
        ("И.Быков", "Добрый день."),
        ("Вопрос", "Как дела?"),
        ("И.Быков", "Хорошо."),
    ]
    assert [row["speaker"] for row in rows(text, "ru", "paragraph")] == [None]


def test_a_label_cuts_the_sentence_that_runs_into_it() -> None:
    text = "7 мая, Стрельск И.Быков: Начнём. П.Котов: Да."
    assert said(text, "ru") == [(None, "7 мая, Стрельск"), ("И.Быков", "Начнём."), ("П.Котов", "Да.")]


def test_a_chinese_press_conference() -> None:
    text = "记者：请问如何评价？\n答：我们记得历史。\n我们也感谢朋友。\n记者：谢谢。"
    assert said(text, "zh") == [
        ("记者", "请问如何评价？"),
        ("答", "我们记得历史。"),
        ("答", "我们也感谢朋友。"),
        ("记者", "谢谢。"),
    ]


def test_a_name_in_chinese_news_speaks_for_its_line_only() -> None:
    text = "村里修了新路。\n村民 李大山：路好走了。\n这条路长五公里。"
    assert said(text, "zh") == [(None, "村里修了新路。"), ("李大山", "路好走了。"), (None, "这条路长五公里。")]


def test_a_single_name_inside_a_report_speaks_for_its_line_only() -> None:
    text = "The town rebuilt its bridge.\nAnna Bell: We are proud.\nThe bridge is long."
    assert [speaker for speaker, _ in said(text, "en")] == [None, "Anna Bell", None]


@pytest.mark.parametrize(
    ("label", "language"),
    [
        ("Note", "en"),
        ("Moscow", "en"),
        ("Question", "en"),
        ("The message reads, in part", "en"),
        ("Dear Friends", "en"),
        ("Soviet Union", "en"),
        ("The Member States", "en"),
        ("Deadline", "en"),
        ("We all know the most important thing", "en"),
        ("Entry from 10.00 am", "en"),
        ("Примечание", "ru"),
        ("Уважаемые коллеги", "ru"),
        ("Российская Федерация", "ru"),
        ("Хочу сказать одно", "ru"),
        ("Анне Ивановне", "ru"),
        ("美国", "zh"),
        ("会议指出", "zh"),
        ("这里我想强调几点", "zh"),
    ],
)
def test_what_names_no_speaker(label: str, language: str) -> None:
    text = f"First line.\n{label}: something follows.\nAnd something more."
    assert {speaker for speaker, _ in said(text, language)} == {None}


@pytest.mark.parametrize(
    ("label", "language", "speaker"),
    [
        ("Prime Minister of Ruritania Boris Hill", "en", "Boris Hill"),
        ("A. Bell", "en", "A. Bell"),
        ("Vice-Premier He Bell", "en", "He Bell"),
        ("June Hall", "en", "June Hall"),
        ("108. Mr. BELL (Ruritania)", "en", "BELL"),
        ("The President", "en", "The President"),
        ("Jan van der Hill", "en", "Jan van der Hill"),
        ("Президент Руритании Анна Белова", "ru", "Анна Белова"),
        ("Анна Белова (как переведено)", "ru", "Анна Белова"),
        ("А. Б. Белова", "ru", "А.Б.Белова"),
        ("А.Белова Белова Анна Борисовна Президент Республики Руритания ", "ru", "А.Белова"),
        ("Бо И (как переведено) ", "ru", "Бо И"),
        ("外交部发言人", "zh", "外交部发言人"),
        ("主持人（笑）", "zh", "主持人"),
    ],
)
def test_who_is_named(label: str, language: str, speaker: str) -> None:
    colon, question = ("：", "记者") if language == "zh" else (":", "Question" if language == "en" else "Вопрос")
    text = f"{label}{colon} 1945.\n{question}{colon} 1946."
    assert said(text, language)[0][0] == speaker


def test_a_single_word_is_a_speaker_when_it_comes_back() -> None:
    once = "Hill: One.\nA line.\n"
    assert {speaker for speaker, _ in said(once, "en")} == {None}
    often = "Hill: One.\nBell: Two.\nHill: Three.\nBell: Four.\nHill: Five.\nBell: Six."
    assert [speaker for speaker, _ in said(often, "en")] == ["Hill", "Bell"] * 3


def test_headings_that_come_back_are_no_speakers() -> None:
    text = "Deadline: May.\nResponsible: the mayor.\n" * 4
    assert {speaker for speaker, _ in said(text, "en")} == {None}


def test_a_label_alone_on_its_line_has_no_sentence() -> None:
    text = "Anna Bell:\nWe remember.\nBoris Hill:\nSo do we."
    assert said(text, "en") == [("Anna Bell", "We remember."), ("Boris Hill", "So do we.")]
    assert len(rows(text, "en", "paragraph")) == 4


def test_language_is_guessed_where_it_is_not_known() -> None:
    text = "战争结束了。和平到来了。"
    assert len(rows(text, None, "sentence")) == 2

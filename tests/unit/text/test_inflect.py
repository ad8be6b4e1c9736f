"""Forms of words and phrases, lemmas, and the language of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.text import fold, forms, guess_language, lemma


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Россия", {"России", "Россию", "Россией"}),
        ("союзник", {"союзника", "союзники", "союзников", "союзниками"}),
        ("Советский Союз", {"Советского Союза", "Советскому Союзу", "Советским Союзом", "Советском Союзе"}),
        ("Великая Отечественная война", {"Великой Отечественной войны", "Великую Отечественную войну"}),
        ("герой войны", {"героя войны", "герои войны", "героям войны"}),
        ("Соединённые Штаты Америки", {"Соединённых Штатов Америки", "Соединёнными Штатами Америки"}),
        ("военно-морской флот", {"военно-морского флота", "военно-морским флотом"}),
        ("город-герой", {"города-героя", "городов-героев"}),
        ("маршал Жуков", {"маршала Жукова", "маршалу Жукову", "маршалом Жуковым"}),
        ("Мамаев курган", {"Мамаева кургана", "Мамаевом кургане"}),
        ("МИД", {"МИДа", "МИДом"}),
        ("Устав ООН", {"Устава ООН", "Уставом ООН"}),
        ("Токаев", {"Токаева", "Токаеву", "Токаевым", "Токаеве"}),
        ("Вучич", {"Вучича", "Вучичем"}),
        ("Мандела", {"Манделы", "Манделе", "Манделой"}),
        ("Си Цзиньпин", {"Си Цзиньпина", "Си Цзиньпином"}),
        ("Нарендра Моди", {"Нарендры Моди", "Нарендрой Моди"}),
        ("Майданек", {"Майданека", "Майданеке"}),
        ("1945 год", {"1945 года", "1945 году"}),
        ("благодарить", {"благодарим", "благодарил", "благодарящего", "благодарив"}),
        ("сыграть решающую роль", {"сыграл решающую роль", "сыгравшие решающую роль"}),
        ("не забыть", {"не забудем", "не забыли"}),
        ("благодарен", {"благодарны", "благодарна"}),
        ("наши союзники", {"нашим союзникам", "наших союзников"}),
    ],
)
def test_russian_forms(phrase: str, expected: set[str]) -> None:
    assert {phrase} | expected <= forms(phrase, "ru")


@pytest.mark.parametrize(
    ("phrase", "wrong"),
    [
        ("герой войны", {"героя войне", "герои войн"}),
        ("Соединённые Штаты Америки", {"Соединённый Штат Америки", "Соединённых Штатов Америке"}),
        ("Советский Союз", {"Советской Союза", "Советский Союза"}),
        ("благодарить", {"благодаря"}),
        ("Красная Армия", {"Краснейшая Армия"}),
        ("маршал Жуков", {"маршала Жуковой", "маршалу Жуков"}),
        ("Устав ООН", {"Устал ООН"}),
    ],
)
def test_russian_forms_that_do_not_agree_are_left_out(phrase: str, wrong: set[str]) -> None:
    assert not wrong & forms(phrase, "ru")


@pytest.mark.parametrize("phrase", ["США", "КНР", "у стен Кремля", "1945", "9 мая", "союзн*", "НАТО", "Моди", "Осло"])
def test_russian_phrases_that_stay(phrase: str) -> None:
    assert forms(phrase, "ru") == {phrase}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("ally", {"allies", "ally's", "allies'", "allied", "allying"}),
        ("China", {"China's"}),
        ("United States", {"United States'"}),
        ("Soviet soldier", {"Soviet soldiers", "Soviet soldier's", "Soviet soldiers'"}),
        ("hero of the war", {"heroes of the war"}),
        ("Frenchman", {"Frenchmen", "Frenchman's"}),
        ("fight", {"fought", "fights", "fighting"}),
        ("pay tribute", {"paid tribute", "pays tribute", "paying tribute"}),
        ("we will honour", {"we will honoured"}),
        ("commit", {"committed", "committing"}),
        ("stop", {"stopped"}),
        ("die", {"dying", "died"}),
        ("child", {"children"}),
        ("be", {"was", "were", "been", "being", "am", "are", "is"}),
    ],
)
def test_english_forms(phrase: str, expected: set[str]) -> None:
    assert {phrase} | expected <= forms(phrase, "en")


@pytest.mark.parametrize(
    ("phrase", "wrong"),
    [
        ("China", {"Chinaed", "Chinaing"}),
        ("Chinese", {"Chineses"}),
        ("British", {"Britishes"}),
        ("United States", {"United Stateses"}),
        ("German", {"Germen"}),
        ("Nazis", {"Nazises"}),
        ("in the war", {"inned the war", "ins the war"}),
        ("US", {"USs", "USed"}),
    ],
)
def test_english_forms_that_nobody_writes(phrase: str, wrong: set[str]) -> None:
    assert not wrong & forms(phrase, "en")


def test_chinese_forms_are_both_scripts() -> None:
    assert forms("台湾", "zh") >= {"台湾", "臺灣", "台灣"}
    assert forms("中華民國", "zh") >= {"中华民国", "中華民國"}


def test_without_inflection_the_phrase_stays_alone() -> None:
    for language, phrase in (("ru", "Россия"), ("en", "ally"), ("zh", "台湾")):
        assert forms(phrase, language, inflect=False) == {phrase}


def test_white_space_inside_a_phrase_is_one_space() -> None:
    assert forms(" Soviet \n Union ", "en", inflect=False) == {"Soviet Union"}


@given(st.text(max_size=20), st.sampled_from(["en", "ru", "zh", "fr"]))
def test_any_phrase_has_itself_among_its_forms(phrase: str, language: str) -> None:
    assert " ".join(phrase.split()) in forms(phrase, language)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("союзников", "ru", "союзник"),
        ("Россией", "ru", "россия"),
        ("благодарим", "ru", "благодарить"),
        ("внёсших", "ru", "внести"),
        ("Зеленского", "ru", "зеленский"),
        ("allies", "en", "ally"),
        ("China's", "en", "china"),
        ("fought", "en", "fight"),
        ("soldiers'", "en", "soldier"),
        ("國", "zh", "国"),
        ("Guerre", "fr", "guerre"),
    ],
)
def test_lemma(word: str, language: str, expected: str) -> None:
    assert lemma(word, language) == expected


@given(st.text(min_size=1, max_size=12), st.sampled_from(["en", "ru", "zh"]))
def test_a_lemma_is_folded(word: str, language: str) -> None:
    found = lemma(word, language)
    assert fold(found).text == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The people of this town remember the war and those who fell in it.", "en"),
        ("Жители города помнят войну и тех, кто на ней погиб.", "ru"),
        ("城里的人记得战争，也记得 NATO 和 EU。", "zh"),
        ("この町の人々は戦争を覚えています。", None),
        ("Жителі міста пам'ятають війну і тих, хто її пережив.", None),
        ("Les habitants de la ville se souviennent de la guerre et de ceux qui y sont tombés pour elle.", None),
        ("1945 — 2025", None),
        ("", None),
    ],
)
def test_guess_language(text: str, language: str | None) -> None:
    assert guess_language(text, ("en", "ru", "zh")) == language


def test_a_language_that_is_no_candidate_is_not_guessed() -> None:
    assert guess_language("Жители города помнят.", ("en", "zh")) is None

"""Hard-wrapped texts: sentences go on over the ends of lines."""

from __future__ import annotations

from cenotaph.text import paragraphs, sentences

WRAPPED = """\
We remember today all who did not come home from the long war, and
we thank the people of the river towns, who hid our wounded and fed
them through two winters.
A heading

They asked for nothing. Their graves are kept by the schools of the
district, and by everyone who passes there in spring.
"""


def _texts(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_lines_of_a_hard_wrapped_paragraph_are_joined() -> None:
    found = _texts(WRAPPED, paragraphs(WRAPPED))
    assert [one.split()[0] for one in found] == ["We", "A", "They"]
    assert found[0].endswith("two winters.")


def test_a_sentence_crosses_the_ends_of_wrapped_lines() -> None:
    found = _texts(WRAPPED, sentences(WRAPPED, "en"))
    assert [one.split()[-1] for one in found] == ["winters.", "heading", "nothing.", "spring."]


def test_one_line_a_paragraph_stays_so() -> None:
    text = "First we met.\nThen we spoke of the war.\nThe guests left.\nthe end\n"
    assert len(paragraphs(text)) == 4


def test_a_russian_text_is_unwrapped_too() -> None:
    text = (
        "Мы помним тех, кто не вернулся с долгой войны, и благодарим\n"
        "жителей речных городов, которые прятали наших раненых и\n"
        "кормили их две зимы. Они ничего не просили, и могилы их\n"
        "хранят школы района.\n"
    )
    assert len(paragraphs(text)) == 1
    assert len(sentences(text, "ru")) == 2

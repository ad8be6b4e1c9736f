from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.sources.decode import Encoding, as_stored, decode, detect_encoding

RUSSIAN = "Мы помним, кто стоял рядом с нами в те годы, и говорим спасибо всем, кто помогал. Город жив, и память жива."
CHINESE = "我们记得当年同我们站在一起的人，也感谢所有帮助过我们的朋友。城市还在，记忆还在。"
FRENCH = (
    "Nous n'avons pas oublié ceux qui étaient à nos côtés, où qu'ils fussent nés, et nous le répéterons près d'eux."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [FRENCH, "plain letters only, and nothing else at all"])
def test_unicode_in_all_its_forms(encoding: str, text: str) -> None:
    found, _ = decode(text.encode(encoding))
    assert found == text


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gb2312", "gb18030"),
        (FRENCH, "cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_old_encodings_are_guessed_and_it_is_said(text: str, encoding: str, named: str, times: int) -> None:
    found, guess = decode((text * times).encode(encoding))
    assert (guess.name, guess.guessed) == (named, True)
    assert found == text * times


def test_a_mark_wins_over_what_is_declared() -> None:
    assert detect_encoding(codecs.BOM_UTF16_LE + b"a\0", "cp1251").name == "utf-16"
    assert detect_encoding("é".encode(), "cp1251").name == "cp1251"


@pytest.mark.parametrize(
    "text", [b"We\0thank\0them", b"\0", b"a,b\0\n" * 40, b"We\0thank\0all\0who\0came\0to\0us\0in\0those\0years"]
)
def test_zero_bytes_among_letters_are_no_utf16(text: bytes) -> None:
    assert decode(text) == (text.decode(), Encoding("utf-8"))


def test_one_bad_byte_does_not_make_it_another_encoding() -> None:
    found, encoding = decode((RUSSIAN * 3).encode() + b"\xff" + RUSSIAN.encode())
    assert (encoding.name, encoding.guessed) == ("utf-8", False)
    assert found.count("\N{REPLACEMENT CHARACTER}") == 1


def test_a_sample_that_ends_inside_a_letter_is_still_utf8() -> None:
    assert detect_encoding(RUSSIAN.encode()[:101]).name == "utf-8"


def test_only_line_ends_and_nul_change() -> None:
    assert as_stored("a\r\nb\rc\nd\0e \u2028 \u00a0") == ("a\nb\nc\nde \u2028 \u00a0", False)
    assert as_stored("a\ud800b") == ("a\N{REPLACEMENT CHARACTER}b", True)


@given(st.binary(max_size=400))
def test_no_bytes_raise(raw: bytes) -> None:
    text, _ = decode(raw)
    stored, _ = as_stored(text)
    stored.encode()


@given(st.text())
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if "\0" not in text:
        assert (
            decode(("x" * 20 + text).encode("utf-8", "replace"))[0]
            == "x" * 20 + text.encode("utf-8", "replace").decode()
        )

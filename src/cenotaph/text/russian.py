"""Russian: where sentences end."""

from __future__ import annotations

import re

from cenotaph.text.ends import FullStops
from cenotaph.text.vocabulary import word_set

__all__ = ["FULL_STOPS"]

#: Before a name, a number or an explanation; never the last word of a sentence.
_BEFORE_NAMES = word_set(
    "им ул пл просп бул пер ш пос дер обл р-н гос ген полк подполк кап лейт адм проф акад доц канд докт св тов гр "
    "ред сост изд см ср напр рис табл гл ст п пп т.е т.н т.к т.ч т.о и.о в.и.о вр.и.о о оз "
    "р с к м ф ч л д кв корп стр мр г-н г-жа"
)
#: Units and set endings may end a sentence, and do when a capital follows; short ones only after a number.
_ENDINGS = word_set("т.д т.п др пр н.э гг вв тыс млн млрд трлн руб коп долл чел км кг га экз мин сек")
_AFTER_NUMBERS = word_set("г в м ч")
_SPACED_ENDING = re.compile(r"(?:т\.\s+[дп]|н\.\s+э|и\s+(?:др|пр))$")
_NUMBER_BEFORE = re.compile(r"(?:\d|[IVXLC])\s*[-–]?[а-я]{0,2}\s+\w+$")
_LAST_WORD = re.compile(r"[^\s(\[“„\"'‘«—–]*$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.\s?)*(?:[A-ZА-ЯЁ]|Дж)")
_LIST_NUMBER = re.compile(r"\d{1,3}|[ivxIVX]{1,5}|[A-Za-zА-Яа-я]")


def _is_end(text: str, start: int, stop: int, after: int, follows: str) -> bool:
    window = max(start, stop - 24)
    found = _LAST_WORD.search(text, window, stop)
    word = found[0] if found else ""
    if stop - len(word) == start and _LIST_NUMBER.fullmatch(word):
        return False
    lower = word.lower()
    before = text[window:stop]
    if lower in _ENDINGS or _SPACED_ENDING.search(before):
        return True
    if lower in _AFTER_NUMBERS and _NUMBER_BEFORE.search(before):
        return True
    if lower in _BEFORE_NAMES or lower in _AFTER_NUMBERS:
        return False
    return not _INITIAL.fullmatch(word)


FULL_STOPS = FullStops(
    closing="\"'”’»)]",
    opening="\"'“„‘«([*—–-",
    not_next=".!?…,;:№",
    apart="([“„\"'‘«—–",
    doubtful=_BEFORE_NAMES | _AFTER_NUMBERS | {"дж"},
    is_end=_is_end,
)

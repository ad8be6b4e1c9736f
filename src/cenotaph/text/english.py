"""English: where sentences end."""

from __future__ import annotations

import re

from cenotaph.text.ends import FullStops
from cenotaph.text.vocabulary import word_set

__all__ = ["FULL_STOPS"]

#: Before a name or a number; never the last word of a sentence.
_TITLES = word_set(
    "mr mrs ms messrs dr prof gen lt col maj capt cmdr cdr adm sgt brig sen rep gov st mt ft rev hon pres amb vs cf "
    "viz approx e.g i.e mme mlle"
)
#: Abbreviations only where a number follows: `No. 5`, `Art. 51`, `Aug. 3`.
_NUMBERED = word_set(
    "no nos art arts vol vols fig figs p pp para paras sec ch jan feb mar apr jun jul aug sep sept oct nov dec"
)
#: Abbreviations that may also end a sentence; they do when one of `_STARTERS` follows.
_EITHER = word_set("jr sr inc ltd co corp bros etc al dept est")
_STARTERS = word_set(
    "a an the this that these those it its he she they we you i in on at as but and so for from by after before when "
    "while if there here his her their our my your all no not what who how why with today now then yes thank let to "
    "one both since although however moreover"
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_LIST_NUMBER = re.compile(r"\d{1,3}|[ivxIVX]{1,5}|[A-Za-z]")
_WORD_AFTER = re.compile(r"\W*(\w+)")
_LAST_WORD = re.compile(r"[^\s(\[“\"'‘«—–-]*$")


def _is_end(text: str, start: int, stop: int, after: int, follows: str) -> bool:
    found = _LAST_WORD.search(text, max(start, stop - 24), stop)
    word = found[0] if found else ""
    if stop - len(word) == start and _LIST_NUMBER.fullmatch(word):
        return False
    lower = word.lower()
    if lower in _TITLES:
        return False
    if lower in _NUMBERED:
        return not follows.isdigit()
    if lower in _EITHER or _DOTTED.fullmatch(word):
        following = _WORD_AFTER.match(text, after)
        return following is None or following[1].lower() in _STARTERS
    return True


FULL_STOPS = FullStops(
    closing="\"'”’»)]",
    opening="\"'“‘«([*—–-",
    not_next=".!?…,;:",
    apart="([“\"'‘«—–-",
    doubtful=_TITLES | _NUMBERED | _EITHER,
    is_end=_is_end,
)

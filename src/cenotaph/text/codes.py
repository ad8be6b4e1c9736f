"""A text as an array of code points, and what kinds of characters there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Codes", "Places", "character_codes", "is_letter", "kind_of", "kinds", "skip", "string"]

Codes: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
Places: TypeAlias = NDArray[np.int64]
_Kind = TypeVar("_Kind", np.uint8, np.uint64)

#: Every table of kinds covers the basic plane; all characters beyond it are of the kind of its last, unassigned one.
_LAST = 0xFFFF


def character_codes(text: str) -> Codes:
    """The code points of a text, shape (len(text),), in the narrowest type that is had without a search."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, dtype=np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def string(codes: Codes) -> str:
    """The text that has these code points."""
    coding = {1: "ascii", 2: "utf-16-le", 4: "utf-32-le"}[codes.itemsize]
    return str(np.ascontiguousarray(codes).data, coding, "surrogatepass")


def kinds(members: Mapping[int, str | Callable[[str], bool]]) -> NDArray[np.uint8]:
    """A table of kinds: for each code point of the basic plane the bits of the kinds that it is of.

    Args:
        members: bit -> the characters that are of the kind, or a test for them.
    """
    table = np.zeros(_LAST + 1, dtype=np.uint8)
    for bit, chosen in members.items():
        if isinstance(chosen, str):
            table[[ord(character) for character in chosen]] |= bit
        else:
            table[[code for code in range(_LAST) if chosen(chr(code))]] |= bit
    return table


def kind_of(table: NDArray[_Kind], codes: Codes) -> NDArray[_Kind]:
    """What a table of the basic plane says of each code point."""
    return table[codes if codes.dtype != np.uint32 else np.minimum(codes, _LAST)]


def skip(codes: Codes, place: Places, stop: Places, table: NDArray[np.uint8], bits: int, step: int = 1) -> Places:
    """Each place moved on over the characters that are of one of the kinds, up to its stop.

    Args:
        step: 1 to move on, -1 to move back; a place is then just behind the character it looks at.
    """
    place = place.copy()
    look = -(step < 0)
    going = np.flatnonzero(place != stop)
    while len(going := going[(kind_of(table, codes[place[going] + look]) & bits) != 0]):
        place[going] += step
        going = going[place[going] != stop[going]]
    return place


@cache
def _letters() -> NDArray[np.uint8]:
    def joins(letter: str) -> bool:
        code = ord(letter)
        han = 0x2E80 <= code <= 0xA4CF or 0xAC00 <= code <= 0xFAFF
        return letter == "_" or (letter.isalnum() and not han)

    return kinds({1: joins})


def is_letter(codes: Codes) -> NDArray[np.bool_]:
    """Which are letters or digits that make words with those beside them; Han characters stand for themselves."""
    return kind_of(_letters(), codes).view(np.bool_)

"""Reading KH Coder's coding rules: lines to codes, and a condition to its tree.

A line that begins with `#` is a comment, one that begins with `*` or `＊` names a code; the lines that follow are its
condition. Signs are told from words only by the blanks around them: `a&b` is one word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import cast

from cenotaph.exchange.faults import Fault
from cenotaph.exchange.khcoder_rules import (
    And,
    Atom,
    Attribute,
    AttributeValue,
    Code,
    Compare,
    Compute,
    Constant,
    Form,
    Heading,
    Length,
    Literal,
    Near,
    Node,
    Not,
    Number,
    Or,
    Phrase,
    Seq,
    Word,
)

__all__ = ["RawCode", "condition", "raw_codes"]


@dataclass
class RawCode:
    """A code as it stands in the file: its name with the star, its line, and its condition's lines."""

    name: str
    line: int
    lines: list[tuple[int, str]]


@dataclass(frozen=True)
class _Piece:
    text: str
    line: int
    is_sign: bool = False


_CUT = re.compile(r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[^ ]*) ")
_SIGNS = {"|": ("or",), "&": ("and",), "|!": ("or", "not"), "&!": ("and", "not")}
_OPERATORS = {"and", "or", "not", "!", "(", ")", ">", ">=", "<", "<=", "==", "+", "-", "*", "/"}
#: Nobody nests brackets deeper than this, or reckons with more numbers in a row.
DEEPEST = 30
LONGEST = 100


def raw_codes(text: str) -> tuple[list[RawCode], list[tuple[int, str]]]:
    """The codes of a file in order, and the lines that belong to none."""
    codes: list[RawCode] = []
    stray: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            continue
        if len(line) > 1 and line[0] in "*＊":
            codes.append(RawCode(line.strip(), number, []))
        elif line.strip() and codes:
            codes[-1].lines.append((number, line))
        elif line.strip():
            stray.append((number, line))
    return codes, stray


def condition(lines: list[tuple[int, str]]) -> Node:
    """The tree of a condition, given as numbered lines. Raises Fault where KH Coder, too, finds an error in it."""
    pieces = _pieces(lines)
    if not pieces:
        raise Fault(lines[0][0] if lines else 1, "The code has no condition.")
    return _Reader(pieces).whole()


def _pieces(lines: list[tuple[int, str]]) -> list[_Piece]:
    joined = " ".join(line for _, line in lines).translate({0x3000: " ", 9: " ", 13: " "}) + " "
    starts = [0]
    for _, line in lines:
        starts.append(starts[-1] + len(line) + 1)
    pieces: list[_Piece] = []
    for found in _CUT.finditer(joined):
        if text := found.group(1):
            number = lines[bisect_right(starts, found.start()) - 1][0]
            signs = _SIGNS.get(text, (text.lower(),) if text.lower() in _OPERATORS else ())
            pieces += [_Piece(sign, number, is_sign=True) for sign in signs] or [_Piece(text, number)]
    return pieces


class _Reader:
    """Reads pieces from left to right; each method reads what binds as tightly as its name says."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self.pieces = pieces
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.either()
        if self.at < len(self.pieces):
            piece = self.pieces[self.at]
            if piece.text == ")":
                raise Fault(piece.line, "A bracket closes that was not opened.")
            raise Fault(piece.line, f"No sign such as `and` or `or` stands before `{piece.text[:40]}`.")
        return node

    def either(self) -> Node:
        parts = [self.all()]
        while self._take("or"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all(self) -> Node:
        parts = [self.negated()]
        while self._take("and"):
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negated(self) -> Node:
        return Not(self._deeper(self.negated)) if self._take("not") else self.compared()

    def compared(self) -> Node:
        return self._chain(("==", ">=", ">", "<=", "<"), self.summed, Compare)

    def summed(self) -> Node:
        return self._chain(("+", "-"), self.multiplied, Compute)

    def multiplied(self) -> Node:
        return self._chain(("*", "/"), self.single, Compute)

    def single(self) -> Node:
        if self._take("!"):
            return Not(self._deeper(self.single))
        if self._take("-"):
            return Compute("-", Constant(0), self._deeper(self.single))
        if self._take("("):
            node = self._deeper(self.either)
            if not self._take(")"):
                raise Fault(self._line(), "A bracket is opened and not closed.")
            return node
        if self.at >= len(self.pieces) or self.pieces[self.at].is_sign:
            what = f"`{self.pieces[self.at].text}`" if self.at < len(self.pieces) else "the end"
            raise Fault(self._line(), f"A word is due before {what}.")
        piece = self.pieces[self.at]
        self.at += 1
        return _atom(piece.text, piece.line)

    def _chain(self, signs: tuple[str, ...], read: Callable[[], Node], made: type[Compare] | type[Compute]) -> Node:
        node = read()
        length = 0
        while sign := self._take(*signs):
            node = made(sign, node, read())
            length += 1
            if length > LONGEST:
                raise Fault(self._line(), f"More than {LONGEST} numbers are reckoned with.")
        return node

    def _deeper(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Fault(self._line(), "Brackets are nested too deeply.")
        node = read()
        self.depth -= 1
        return node

    def _take(self, *signs: str) -> str:
        if self.at < len(self.pieces):
            piece = self.pieces[self.at]
            if piece.is_sign and piece.text in signs:
                self.at += 1
                return piece.text
        return ""

    def _line(self) -> int:
        return self.pieces[min(self.at, len(self.pieces) - 1)].line


_HEADING = re.compile(r"<>(?:見出し|heading)([1-5])-->(.+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"<>(.+)-->(.+)")
_ATTRIBUTE_VALUE = re.compile(r"<>(.+)<>")
_COMPANY = re.compile(r"(near|seq)\((.+-.+)\)(?:\[(.+)\])?", re.IGNORECASE)
_DISTANCE = re.compile(r"([bd]?)([0-9]{0,6})")
#: Each with the places of part of speech, inflection and surface among its groups; the first that fits is meant.
_FORMS = (
    (re.compile(r"(.+)-->(.+)->(.+)"), (2, 3, 0)),
    (re.compile(r"(.+)-->(.+)=>(.+)"), (2, 0, 3)),
    (re.compile(r"(.+)-->(.+)"), (2, 0, 0)),
    (re.compile(r"(.+)->(.+)"), (0, 2, 0)),
    (re.compile(r"(.+)=>(.+)"), (0, 0, 2)),
)


def _atom(text: str, line: int) -> Atom:
    """The atom that a piece is, tried in the order in which KH Coder tries."""
    bare = text[1:-1].replace('""', '"') if len(text) > 2 and text[0] == text[-1] == '"' else text
    if bare.startswith("<>") and (found := _known(bare, line)):
        return found
    if text.lower() in ("lw", "lc"):
        return Length("words" if text.lower() == "lw" else "characters", line=line)
    if text.lower() == "no.":
        return Number(line=line)
    if len(text) > 2 and text[0] == text[-1] == "'":
        return Literal(text[1:-1].replace("''", "'"), line=line)
    for pattern, (pos, inflection, surface) in _FORMS:
        if form := pattern.fullmatch(bare):
            asked = [form.group(place) if place else "" for place in (pos, inflection, surface)]
            return Form(form.group(1), *asked, line=line)
    if len(text) > 2 and text[0] == "<" and text[-1] == ">":
        return Code(text[1:-1], line=line)
    if company := _COMPANY.fullmatch(text):
        return _company(company, line)
    if "+" in text.strip("+"):
        return Phrase(tuple(part for part in text.split("+") if part), line=line)
    if text.isascii() and text.isdigit() and len(text) < 10:
        return Constant(int(text), line=line)
    return Word(bare, line=line)


def _known(text: str, line: int) -> Atom | None:
    if found := _HEADING.fullmatch(text):
        return Heading(int(found.group(1)), found.group(2), line=line)
    if found := _ATTRIBUTE.fullmatch(text):
        return Attribute(found.group(1), found.group(2), line=line)
    if found := _ATTRIBUTE_VALUE.fullmatch(text):
        return AttributeValue(found.group(1), line=line)
    return None


def _company(found: re.Match[str], line: int) -> Atom:
    kind, words, option = found.groups()
    asked = _DISTANCE.fullmatch(option or "")
    if asked is None:
        raise Fault(line, f"`[{option[:20]}]` is no distance; `[8]`, `[b]` and `[d20]` are.")
    distance = int(asked.group(2)) if asked.group(2) else 10
    lemmas = tuple(word for word in words.split("-") if word)
    within = cast(OneOf["", "b", "d"], asked.group(1))
    return (Near if kind.lower() == "near" else Seq)(lemmas, distance, within, line=line)

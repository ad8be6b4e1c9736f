"""KH Coder's coding rules: what a condition is made of, and whether it holds in a stretch of text.

This is the full language, whether a codebook can say it or not: words, phrases, `near`, `seq`, parts of speech and
inflected forms, headings, attributes, other codes, literal text, lengths, counts, arithmetic and logic. Conditions are
evaluated as KH Coder has its database evaluate them: an atom is a number (how often it is found), a number other than
zero is true, a division by zero is neither true nor false.

Source: K. Higuchi, KH Coder, coding rules (kh_lib/kh_cod); the order in which operators bind is MySQL's.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal as OneOf

__all__ = [
    "And", "Atom", "Attribute", "AttributeValue", "Code", "Company", "Compare", "Compute", "Constant", "Form",
    "Heading", "Length", "Literal", "Near", "Node", "Not", "Number", "Or", "Phrase", "Rule", "Seq", "Token", "Unit",
    "Word", "codes_of", "value_of",
]  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word or sign of the text: as it stands, its base form, part of speech and inflection, where known."""

    surface: str
    lemma: str = ""
    pos: str = ""
    inflection: str = ""
    sentence: int = 0
    paragraph: int = 0


@dataclass(frozen=True)
class Unit:
    """The stretch of text that is coded: a sentence, a paragraph or a whole document.

    Attributes:
        tokens: its words and signs in order; signs count as words in distances, as in KH Coder.
        sentences: its sentences as they stand.
        number: its place among all units, from 1.
        headings: the headings above it by level, 1 to 5.
        attributes: what is known of it (KH Coder's external variables).
    """

    tokens: tuple[Token, ...]
    sentences: tuple[str, ...] = ()
    number: int = 1
    headings: Mapping[int, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Placed:
    """What stands in a rule file, with its line from 1; 0 where it was not read from one."""

    line: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True)
class Word(_Placed):
    """`word`: how often the base form stands in the unit."""

    lemma: str


@dataclass(frozen=True)
class Phrase(_Placed):
    """`a+b`: how often the base forms follow each other directly."""

    lemmas: tuple[str, ...]


@dataclass(frozen=True)
class Near(_Placed):
    """`near(a-b)[b8]`: how often all words stand near each other, in any order.

    Each word may stand at most `distance` words after the one found before it (0: however far); `within` asks that
    all stand in one sentence (`b`) or paragraph (`d`).
    """

    lemmas: tuple[str, ...]
    distance: int = 10
    within: OneOf["", "b", "d"] = ""


@dataclass(frozen=True)
class Seq(_Placed):
    """`seq(a-b)[b8]`: as `near`, but in this order."""

    lemmas: tuple[str, ...]
    distance: int = 10
    within: OneOf["", "b", "d"] = ""


@dataclass(frozen=True)
class Form(_Placed):
    """`word-->POS`, `word->inflection`, `word=>surface` and their combinations; what is empty is not asked."""

    lemma: str
    pos: str = ""
    inflection: str = ""
    surface: str = ""


@dataclass(frozen=True)
class Heading(_Placed):
    """`<>heading1-->text`: 1 where the unit stands under that heading."""

    level: int
    text: str


@dataclass(frozen=True)
class Attribute(_Placed):
    """`<>variable-->value`: 1 where the attribute has that value."""

    name: str
    value: str


@dataclass(frozen=True)
class AttributeValue(_Placed):
    """`<>variable<>`: 1 where the attribute is a number above zero."""

    name: str


@dataclass(frozen=True)
class Code(_Placed):
    """`<*name>`: 1 where a code that stands earlier in the file holds."""

    name: str


@dataclass(frozen=True)
class Literal(_Placed):
    """`'text'`: the number of sentences that hold these characters."""

    text: str


@dataclass(frozen=True)
class Length(_Placed):
    """`lw`, `lc`: the unit's length in words or characters."""

    by: OneOf["words", "characters"]


@dataclass(frozen=True)
class Number(_Placed):
    """`No.`: the unit's number."""


@dataclass(frozen=True)
class Constant(_Placed):
    """A whole number."""

    value: int


@dataclass(frozen=True)
class Not:
    """True where the inner condition is zero."""

    inner: Node


@dataclass(frozen=True)
class And:
    """True where all parts are other than zero."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """True where some part is other than zero."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Compare:
    """`==`, `>`, `>=`, `<` or `<=` between two numbers: 1 or 0."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compute:
    """`+`, `-`, `*` or `/` of two numbers."""

    sign: str
    left: Node
    right: Node


Atom = (
    Word
    | Phrase
    | Near
    | Seq
    | Form
    | Heading
    | Attribute
    | AttributeValue
    | Code
    | Literal
    | Length
    | Number
    | Constant
)
Node = Atom | Not | And | Or | Compare | Compute
Company = Near | Seq


@dataclass(frozen=True)
class Rule:
    """A code of a rule file: its name with the star, its line, its condition."""

    name: str
    line: int
    condition: Node


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_SUMS: dict[str, Callable[[float, float], float]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def codes_of(conditions: Mapping[str, Node], unit: Unit) -> frozenset[str]:
    """The codes that hold in a unit. A code sees only those that stand before it in the mapping."""
    held: dict[str, bool] = {}
    for name, condition in conditions.items():
        held[name] = bool(value_of(condition, unit, held))
    return frozenset(name for name, holds in held.items() if holds)


def value_of(node: Node, unit: Unit, held: Mapping[str, bool] | None = None) -> float | None:
    """The number that a condition comes to in a unit; null for what is neither true nor false.

    `held` says of the codes evaluated before whether they hold.
    """
    match node:
        case Not(inner):
            value = value_of(inner, unit, held)
            return None if value is None else float(not value)
        case And(parts):
            return _all(value_of(part, unit, held) for part in parts)
        case Or(parts):
            return _any(value_of(part, unit, held) for part in parts)
        case Compare(sign, left, right) | Compute(sign, left, right):
            one, other = value_of(left, unit, held), value_of(right, unit, held)
            return None if one is None or other is None else _reckoned(sign, one, other)
        case Code(name):
            return float((held or {}).get(name, False))
        case _:
            return float(_atom(node, unit))


def _reckoned(sign: str, one: float, other: float) -> float | None:
    if sign in _COMPARISONS:
        return float(_COMPARISONS[sign](one, other))
    if sign == "/":
        return one / other if other else None
    return _SUMS[sign](one, other)


def _all(values: Iterable[float | None]) -> float | None:
    listed = list(values)
    return 0.0 if any(value == 0 for value in listed) else None if None in listed else 1.0


def _any(values: Iterable[float | None]) -> float | None:
    listed = list(values)
    return 1.0 if any(listed) else None if None in listed else 0.0


def _atom(atom: Atom, unit: Unit) -> float:
    match atom:
        case Word(lemma):
            return _count_phrase(unit.tokens, (lemma,))
        case Phrase(lemmas):
            return _count_phrase(unit.tokens, lemmas)
        case Near() | Seq():
            return _count_company(unit.tokens, atom)
        case Form():
            return sum(_is_form(token, atom) for token in unit.tokens)
        case Literal(text):
            return sum(text.casefold() in sentence.casefold() for sentence in unit.sentences)
        case Length(by):
            return len(unit.tokens) if by == "words" else sum(map(len, unit.sentences))
        case Constant(value):
            return value
        case Number():
            return unit.number
        case _:
            return _known_of(atom, unit)


def _known_of(atom: Atom, unit: Unit) -> bool:
    match atom:
        case Heading(level, text):
            return unit.headings.get(level) == text
        case Attribute(name, value):
            return unit.attributes.get(name) == value
        case AttributeValue(name):
            try:
                return float(unit.attributes.get(name, "0")) > 0
            except ValueError:
                return False
    raise TypeError(f"{atom} is no atom")


def _base(token: Token) -> str:
    return (token.lemma or token.surface).casefold()


def _is_form(token: Token, form: Form) -> bool:
    return (
        _base(token) == form.lemma.casefold()
        and form.pos in ("", token.pos)
        and form.inflection in ("", token.inflection)
        and form.surface in ("", token.surface)
    )


def _count_phrase(tokens: Sequence[Token], lemmas: Sequence[str]) -> int:
    bases = [_base(token) for token in tokens]
    wanted = [lemma.casefold() for lemma in lemmas]
    return sum(bases[place : place + len(wanted)] == wanted for place in range(len(bases) - len(wanted) + 1))


def _count_company(tokens: Sequence[Token], atom: Company) -> int:
    """How many words of the company begin a run that holds all of them.

    A word that is directly followed by itself begins none; in `seq` only the first word begins a run.
    """
    wanted = [lemma.casefold() for lemma in atom.lemmas]
    found = [(place, base) for place, token in enumerate(tokens) if (base := _base(token)) in set(wanted)]
    count = 0
    for first, (_, base) in enumerate(found):
        if first + 1 < len(found) and found[first + 1][1] == base:
            continue
        if isinstance(atom, Near) or base == wanted[0]:
            count += _completes(found[first:], tokens, wanted, atom)
    return count


def _completes(found: Sequence[tuple[int, str]], tokens: Sequence[Token], wanted: Sequence[str], atom: Company) -> bool:
    seen: list[str] = []
    last = found[0][0]
    for place, base in found:
        if atom.distance > 0 and place - last > atom.distance:
            return False
        if atom.within and _group(tokens[place], atom.within) != _group(tokens[found[0][0]], atom.within):
            return False
        if base not in seen and (isinstance(atom, Near) or base == wanted[len(seen)]):
            seen.append(base)
            last = place
            if len(seen) == len(wanted):
                return True
    return False


def _group(token: Token, within: str) -> tuple[int, ...]:
    return (token.paragraph, token.sentence) if within == "b" else (token.paragraph,)

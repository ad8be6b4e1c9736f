"""A condition of KH Coder's rules written out again, and the line on which it begins."""

from __future__ import annotations

from cenotaph.exchange.khcoder_rules import (
    And,
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

__all__ = ["line_of", "written"]


def line_of(node: Node) -> int:
    """The line of the first atom of a condition; 0 where it was not read from a file."""
    match node:
        case Not(inner):
            return line_of(inner)
        case And(parts) | Or(parts):
            return line_of(parts[0])
        case Compare(_, left, right) | Compute(_, left, right):
            return line_of(left) or line_of(right)
        case _:
            return node.line


def written(node: Node) -> str:
    """The condition as a rule file has it, with brackets wherever a part is made of parts."""
    match node:
        case Not(inner):
            return f"not {_part(inner)}"
        case And(parts):
            return " and ".join(map(_part, parts))
        case Or(parts):
            return " or ".join(map(_part, parts))
        case Compare(sign, left, right) | Compute(sign, left, right):
            return f"{_part(left)} {sign} {_part(right)}"
        case Word(text):
            return f'"{text}"' if " " in text else text
        case Phrase(lemmas):
            return "+".join(lemmas)
        case Near(lemmas, distance, within):
            return f"near({'-'.join(lemmas)})[{within}{distance}]"
        case Seq(lemmas, distance, within):
            return f"seq({'-'.join(lemmas)})[{within}{distance}]"
        case Form(lemma, pos, inflection, surface):
            asked = (("-->", pos), ("->", inflection), ("=>", surface))
            return lemma + "".join(sign + value for sign, value in asked if value)
        case Length(by):
            return "lw" if by == "words" else "lc"
        case Number():
            return "No."
        case Constant(value):
            return str(value)
        case _:
            return _known(node)


def _part(node: Node) -> str:
    text = written(node)
    return f"( {text} )" if isinstance(node, And | Or | Not | Compare | Compute) else text


def _known(node: Node) -> str:
    match node:
        case Heading(level, text):
            rule = f"<>heading{level}-->{text}"
        case Attribute(name, value):
            rule = f"<>{name}-->{value}"
        case AttributeValue(name):
            rule = f"<>{name}<>"
        case Code(name):
            return f"<{name}>"
        case Literal(text):
            return "'" + text.replace("'", "''") + "'"
        case _:
            raise TypeError(f"{node} is no condition")
    return '"' + rule.replace('"', '""') + '"' if " " in rule else rule

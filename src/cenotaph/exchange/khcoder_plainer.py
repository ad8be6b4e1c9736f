"""Conditions of KH Coder's rules as and, or and not over atoms, wherever that says the same."""

from __future__ import annotations

from cenotaph.exchange.khcoder_rules import And, Compare, Compute, Constant, Near, Node, Not, Or, Word

__all__ = ["plainer"]

_MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "=="}
#: Comparisons of a count with a constant that ask whether there is any, or none.
_ANY = {(">", 0), (">=", 1)}
_NONE = {("==", 0), ("<=", 0), ("<", 1)}


def plainer(node: Node) -> Node:
    """The same condition with `and`, `or`, or `not` of an atom outermost; as it was where that cannot be had.

    `a > 0` is `a`, `a + b > 0` is `a or b`, words near each other at any distance are words that are all there, and
    `not` moves inwards.
    """
    match node:
        case Not(inner):
            return _negated(inner)
        case Compare(sign, Constant(number), right) if not isinstance(right, Constant):
            return plainer(Compare(_MIRRORED[sign], right, Constant(number)))
        case Compare(sign, left, Constant(number)) if (sign, number) in _ANY and _counts(left):
            return plainer(left)
        case Compare(sign, left, Constant(number)) if (sign, number) in _NONE and _counts(left):
            return plainer(Not(left))
        case Compute("+", left, right) if _counts(node):
            return Or((left, right))
        case Compute("*", left, right) if _counts(node):
            return And((left, right))
        case Near(lemmas, 0, _) if len(set(lemmas)) == len(lemmas):
            return And(tuple(Word(lemma, line=node.line) for lemma in lemmas))
    return node


def _negated(inner: Node) -> Node:
    match plainer(inner):
        case Not(twice):
            return plainer(twice)
        case And(parts):
            return Or(tuple(Not(part) for part in parts))
        case Or(parts):
            return And(tuple(Not(part) for part in parts))
        case other:
            return Not(other)


def _counts(node: Node) -> bool:
    """Whether it can never be below zero, nor neither true nor false."""
    match node:
        case Compute(sign, left, right):
            return sign in "+*" and _counts(left) and _counts(right)
        case Not(inner):
            return _counts(inner)
        case And(parts) | Or(parts):
            return all(map(_counts, parts))
        case Compare(_, left, right):
            return _whole(left) and _whole(right)
        case _:
            return True


def _whole(node: Node) -> bool:
    """Whether it is always a number (a division by zero is none)."""
    match node:
        case Compute(sign, left, right):
            return sign != "/" and _whole(left) and _whole(right)
        case _:
            return _counts(node)

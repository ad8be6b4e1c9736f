"""What a format reader gives: records and problems, in the order of the file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cenotaph.errors import Problem

__all__ = ["EMPTY_WORDS", "Record", "SourceFile", "Stream", "lookup", "written"]

#: Words that tables hold where there is nothing.
EMPTY_WORDS = frozenset(("", "nan", "NaN", "NAN", "NaT", "null", "NULL", "Null", "None", "none"))


@dataclass(frozen=True)
class SourceFile:
    """One file of a source.

    Attributes:
        path: where it is.
        shown: its path relative to the study folder, as problems and the documents table show it.
        stem: its path below the source's folder without endings (`2015/RUS_70_2015`): the id of its document.
    """

    path: Path
    shown: str
    stem: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row, item or file before its fields are told apart.

    Attributes:
        line: the line on which it begins, or its place among the items, from 1; null for one file a document.
        values: columns by name; header-less columns also by number (`"0"`); may nest.
        own: fields that the document itself states (front matter); they come before all settings of the source.
    """

    line: int | None
    values: Mapping[str, object]
    own: Mapping[str, object] = field(default_factory=dict)


Stream = Iterator[Record | Problem]


def lookup(values: Mapping[str, object], name: str, default: object = None) -> object:
    """The value of a column; `a.b` looks for a column of that name, then for `b` inside `a`. Else the default."""
    if name in values:
        return values[name]
    head, dot, rest = name.partition(".")
    while dot:
        inner = values.get(head)
        if isinstance(inner, Mapping):
            return lookup(inner, rest, default)
        if isinstance(inner, list) and rest.isdecimal() and int(rest) < len(inner):
            return inner[int(rest)]
        more, dot, rest = rest.partition(".")
        head = f"{head}.{more}"
    return default


def written(value: object, between: str = ", ") -> str | None:
    """The value as text, or null for nothing (empty, `nan`, `null`). Lists are joined by `between`; 2015.0 is 2015."""
    if isinstance(value, str):
        return None if value in EMPTY_WORDS or value.strip() in EMPTY_WORDS else value
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, list | tuple):
        return between.join(filter(None, (written(item, between) for item in value))) or None
    if isinstance(value, Mapping):
        return between.join(filter(None, (written(item, between) for item in value.values()))) or None
    return written(str(value), between)

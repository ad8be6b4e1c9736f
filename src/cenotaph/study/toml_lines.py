"""TOML with line numbers.

The standard reader says what a file holds but not where. Once it has found the file to be right, a second pass over
the text needs to know only where keys, tables and array items begin.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import Any

from cenotaph.study.lines import LinedDict, LinedList

__all__ = ["TomlFault", "read_toml"]

_Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|\d{4}-\d\d-\d\d[ ]\d\d:[^,\]}\s#]+"
    r"|[^,\]}\s#]+",
    re.DOTALL,
)
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


class TomlFault(Exception):
    """The text is not TOML: what the reader said, with line and column counted from 1."""

    def __init__(self, message: str, line: int, column: int | None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def read_toml(text: str) -> LinedDict:
    """The file's content as lined blocks and lists. Raises TomlFault."""
    try:
        data = tomllib.loads(text)
        lines = _Scan(text).lines
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (place[1], place[2]) if place else (None, None)
        message = _PLACE.sub("", str(error))
        last = text.count("\n") + 1
        raise TomlFault(message, int(line) if line else last, int(column) if column else None) from None
    except RecursionError:
        raise TomlFault("values are nested too deeply", 1, None) from None
    except ValueError as error:
        raise TomlFault(str(error), 1, None) from None
    tree = _lined(data, (), lines, 1)
    assert isinstance(tree, LinedDict)
    return tree


def _lined(value: Any, path: _Path, lines: dict[_Path, int], line: int) -> Any:
    """The value with the lines found for its keys and items; a key without one has the line of what holds it."""
    if isinstance(value, dict):
        block = LinedDict(line)
        for key, inner in value.items():
            at = lines.get((*path, key), line)
            block.put(key, _lined(inner, (*path, key), lines, at), at)
        return block
    if isinstance(value, list):
        items = LinedList(line)
        for number, inner in enumerate(value):
            at = lines.get((*path, number), line)
            items.add(_lined(inner, (*path, number), lines, at), at)
        return items
    return value


class _Scan:
    """Walks over right TOML and notes the line of every key, table and item."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._ends = [found.start() for found in re.finditer("\n", text)]
        self._tables: dict[_Path, int] = {}
        self.lines: dict[_Path, int] = {}
        table: _Path = ()
        self._skip()
        while self._at < len(text):
            if text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _skip(self) -> None:
        found = _BLANK.match(self._text, self._at)
        assert found is not None
        self._at = found.end()

    def _line(self) -> int:
        return bisect_right(self._ends, self._at - 1) + 1

    def _note(self, path: _Path, line: int) -> None:
        self.lines.setdefault(path, line)

    def _header(self) -> _Path:
        """`[a.b]` or `[[a.b]]`: the path of the table it opens."""
        line = self._line()
        repeated = self._text.startswith("[[", self._at)
        self._at += 2 if repeated else 1
        path: _Path = ()
        keys = self._keys()
        for place, key in enumerate(keys):
            path += (key,)
            if repeated and place == len(keys) - 1:
                self._note(path, line)
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path += (self._tables[path] - 1,)
            self._note(path, line)
        self._at += 2 if repeated else 1
        return path

    def _keys(self) -> list[str]:
        """A dotted key, up to the sign after it."""
        keys = []
        while True:
            self._skip()
            found = (_SCALAR if self._text[self._at] in "\"'" else _BARE_KEY).match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            raw = found[0]
            keys.append(next(iter(tomllib.loads(f"{raw}=0"))) if raw[0] in "\"'" else raw)
            self._skip()
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _pair(self, table: _Path) -> None:
        line = self._line()
        path = table
        for key in self._keys():
            path += (key,)
            self._note(path, line)
        self._at += 1  # the sign =
        self._skip()
        self._value(path)

    def _value(self, path: _Path) -> None:
        opening = self._text[self._at]
        if opening not in "[{":
            found = _SCALAR.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            return
        closing = "]" if opening == "[" else "}"
        number = 0
        self._at += 1
        self._skip()
        while self._text[self._at] != closing:
            if opening == "[":
                self._note((*path, number), self._line())
                self._value((*path, number))
                number += 1
            else:
                self._pair(path)
            self._skip()
            if self._text[self._at] == ",":
                self._at += 1
                self._skip()
        self._at += 1

"""CSV and TSV, with a header or without, of any size of cell; lines are physical lines of the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from cenotaph.errors import Problem
from cenotaph.sources.decode import as_stored, open_lines
from cenotaph.sources.fields import FieldMap
from cenotaph.sources.problems import EMPTY_FILE, GUESSED_ENCODING, OPEN_QUOTE, RAGGED_ROW, REPEATED_COLUMN, ZERO_BYTES
from cenotaph.sources.records import Record, SourceFile, Stream
from cenotaph.study.models import Source

__all__ = ["read_delimited"]

_LARGEST_CELL = 2**31 - 1


def read_delimited(file: SourceFile, source: Source, delimiter: str) -> Stream:
    """Records of a CSV or TSV file. Raises LookupError or OSError where nothing can be read at all."""
    csv.field_size_limit(_LARGEST_CELL)
    stream, encoding = open_lines(file.path, source.encoding, newline="")
    with stream:
        if encoding.guessed:
            yield guessed(file, encoding.name)
        lines = _Lines(stream)
        yield from _records(file, source, lines, source.delimiter or _delimiter(lines, delimiter))
        if lines.zero is not None:
            yield zero_bytes(file, lines.zero)


def guessed(file: SourceFile, name: str) -> Problem:
    """The warning that an encoding was guessed."""
    return GUESSED_ENCODING.at(
        file.shown,
        None,
        f"The file is not UTF-8; it was read as {name}.",
        remedy=f'Look at its text. Say encoding = "{name}", or the right one, in the source.',
    )


def zero_bytes(file: SourceFile, line: int) -> Problem:
    """The warning that zero bytes were dropped, the first of them on this line."""
    message = "A zero byte stands here; it and all others were dropped."
    return ZERO_BYTES.at(file.shown, line, message, remedy="Look whether the file is damaged, or get it anew.")


class _Lines:
    """Lines of a stream without NUL characters; `quotes` counts the quotation marks since it was last set to 0.

    `zero` is the first line that held a NUL character, null where none did.
    """

    def __init__(self, stream: Iterable[str]) -> None:
        self._stream = iter(stream)
        self._ahead: str | None = None
        self._number = 0
        self.quotes = 0
        self.zero: int | None = None

    def peek(self) -> str:
        if self._ahead is None:
            self._ahead = next(self._stream, "")
        return self._ahead

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._ahead = self._ahead, None
        if not line:
            line = next(self._stream)
        self._number += 1
        self.quotes += line.count('"')
        if "\0" not in line:
            return line
        self.zero = self.zero or self._number
        return line.replace("\0", "")


def _delimiter(lines: _Lines, usual: str) -> str:
    """The usual delimiter, unless the first line has none of it and some of another."""
    first = lines.peek()
    if usual in first:
        return usual
    best = max(",;\t|", key=first.count)
    return best if best in first else usual


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, int, list[str], bool]]:
    """First line, last line, cells of each row that is not blank, and whether a quotation mark in it stays open."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        first, lines.quotes = reader.line_num + 1, 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        last = reader.line_num
        open_quote = last > first and lines.quotes % 2 == 1 and not lines.peek()
        if any(cells):
            yield first, last, cells, open_quote


def _records(file: SourceFile, source: Source, lines: _Lines, delimiter: str) -> Stream:
    header: list[str] | None = None
    width, seen = 0, False
    for first, last, cells, open_quote in _rows(lines, delimiter):
        if header is None:
            header = (
                [as_stored(cell.strip())[0] for cell in cells]
                if source.header
                else [str(place) for place in range(len(cells))]
            )
            width = len(header)
            if source.header:
                yield from repeated_columns(file, source, header, first)
                continue
        seen = True
        if open_quote:
            yield OPEN_QUOTE.at(
                file.shown,
                first,
                f"A quotation mark is never closed in the record that begins here; it runs to line {last}, the last.",
                remedy="Close it, or double it if it belongs to the text.",
            )
        elif len(cells) != width and any(cells[width:]) | (len(cells) < width):
            yield _ragged(file, first, last, len(cells), width)
        else:
            yield Record(first, _columns(header, cells))
    if not seen:
        yield EMPTY_FILE.at(file.shown, None, "The table holds no records.")


def repeated_columns(file: SourceFile, source: Source, header: list[str], line: int) -> Iterator[Problem]:
    """A problem for each column that a table has twice and that gives a field."""
    for name in FieldMap(source).repeated_columns(header):
        message = f'Two columns are called "{name}"; the first of them is read.'
        yield REPEATED_COLUMN.at(file.shown, line, message, remedy="Rename one of them.", field=name)


def _columns(header: list[str], cells: list[str]) -> dict[str, object]:
    """Cells by name, and by number where no column has that name. Of columns with one name the first stands."""
    columns: dict[str, object] = {}
    for name, cell in zip(header, cells, strict=False):
        columns.setdefault(name, cell)
    return columns


def _ragged(file: SourceFile, first: int, last: int, found: int, width: int) -> Problem:
    lines = f"The record on lines {first} to {last}" if last > first else "The row"
    return RAGGED_ROW.at(
        file.shown,
        first,
        f"{lines} has {found} cell{'s' if found != 1 else ''}, where the header has {width}.",
        remedy="Put quotation marks around cells that hold the delimiter, and double those inside a cell.",
    )

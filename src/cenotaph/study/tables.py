"""The CSV tables of a study: rows as checked objects that know their line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from cenotaph.errors import did_you_mean
from cenotaph.study.files import Notes, shown
from cenotaph.study.lines import LinedDict
from cenotaph.study.problems import DEEDS
from cenotaph.study.validation import checked

__all__ = ["Row", "read_rows"]

_Model = TypeVar("_Model", bound=BaseModel)
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Row(Generic[_Value]):
    """A row of a table: the line on which it begins, counted from 1, and what it says."""

    line: int
    value: _Value


def read_rows(text: str, model: type[_Model], notes: Notes) -> tuple[tuple[Row[_Model], ...], frozenset[str]]:
    """Every right row of a table, and all that stands in its first column, in faulty rows too.

    Cells may be parted by commas, semicolons or tabs; empty cells are missing values.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        notes.add(DEEDS.bad_syntax, line, "The file holds a zero byte here; it is damaged, or no CSV file.")
        return (), frozenset()
    lines = _cells(text, notes)
    header_line, header = next(lines, (1, []))
    header = [name.strip() for name in header]
    if not header:
        notes.add(DEEDS.missing_key, 1, "The table is empty: not even a header.", remedy=_header_remedy(model))
        return (), frozenset()
    usable = _check_header(header, header_line, model, notes)
    rows = []
    declared = set()
    first = next(iter(model.model_fields))
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            notes.add(
                DEEDS.bad_syntax,
                line,
                f"The row has {len(cells)} cells, the header {len(header)}.",
                remedy="Put a cell that holds a comma in double quotes; leave an empty cell for a missing value.",
            )
        elif usable:
            record = LinedDict(line)
            for name, cell in zip(header, cells, strict=True):
                if name in usable and cell.strip():
                    record.put(name, cell.strip(), line)
            declared.add(record.get(first, ""))
            value = checked(model, record, notes, DEEDS, root="the row")[0]
            if value is not None:
                rows.append(Row(line, value))
    return tuple(rows), frozenset(declared)


#: An unclosed quotation mark swallows the rest of a file; no cell of deeds is longer than this many characters.
_LONGEST_CELL = 100_000


def _cells(text: str, notes: Notes) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on; stops with a problem where the quotation marks go wrong."""
    first = text.split("\n", 1)[0]
    delimiter = next((sign for sign in ",;\t" if sign in first), ",")
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            notes.add(
                DEEDS.bad_syntax,
                line,
                f"The row cannot be cut into cells ({error}); rows from here on are not read.",
                remedy='Close every quotation mark; write a quotation mark inside a quoted cell twice: "".',
            )
            return
        yield line, cells


def _check_header(header: list[str], line: int, model: type[BaseModel], notes: Notes) -> set[str]:
    """The columns to read; empty where the rows cannot be judged because one they need is missing."""
    known = list(model.model_fields)
    usable: set[str] = set()
    for name in header:
        if name in usable:
            notes.add(DEEDS.duplicate_key, line, f'Two columns are called "{shown(name)}".', path=(name,))
        elif name in known:
            usable.add(name)
        else:
            remedy = did_you_mean(name, [key for key in known if key not in header]) or f"Columns: {', '.join(known)}."
            notes.add(DEEDS.unknown_key, line, f'There is no column "{shown(name)}" here.', remedy=remedy, path=(name,))
    missing = [name for name in known if model.model_fields[name].is_required() and name not in header]
    for name in missing:
        message = f'The column "{name}" is missing; the rows are not read without it.'
        notes.add(DEEDS.missing_key, line, message, remedy=_header_remedy(model), path=(name,))
    return set() if missing else usable


def _header_remedy(model: type[BaseModel]) -> str:
    return f"A full header: {','.join(model.model_fields)}"

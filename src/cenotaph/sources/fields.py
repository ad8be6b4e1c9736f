"""Which column, template, file name or constant gives each field of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from string import Formatter

from cenotaph.sources.records import Record, lookup, written
from cenotaph.study.models import CODING_FIELDS, METADATA, Source

__all__ = ["FieldMap", "name_parts", "pattern_of", "template_names"]

Parts = Mapping[str, str]
_Getter = Callable[[Record, Parts], str | None]
_ABSENT = object()


@cache
def pattern_of(pattern: str) -> re.Pattern[str]:
    """A pattern such as `{actor}_{session}_{year}` as an expression whose groups are its named parts.

    Each part takes as little as it can, the last all that is left; `{}` takes anything and keeps nothing.

    Raises:
        ValueError: a brace is not closed, or a name is given twice or is no name.
    """
    pieces = []
    for literal, name, spec, conversion in Formatter().parse(pattern):
        pieces.append(re.escape(literal))
        if name is None:
            continue
        if spec or conversion or (name and not name.isidentifier()):
            raise ValueError(f'"{{{name}}}" is not a part name')
        pieces.append(f"(?P<{name}>.+?)" if name else ".*?")
    try:
        return re.compile("".join(pieces), re.DOTALL)
    except re.error as error:
        raise ValueError(str(error)) from error


@cache
def template_names(template: str) -> tuple[str, ...]:
    """Names between braces, in order. Raises ValueError where a brace is not closed."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def name_parts(stem: str, pattern: str | None) -> dict[str, str] | None:
    """The parts of a file's name: of its last step, or of the whole path where the pattern has a slash.

    Always holds `stem`, the path below the source's folder. Null where the name does not fit the pattern.
    """
    parts = {"stem": stem}
    if pattern is None:
        return parts
    found = pattern_of(pattern).fullmatch(stem if "/" in pattern else stem.rpartition("/")[2])
    return {**parts, **found.groupdict()} if found else None


def _cell(values: Mapping[str, object], column: str | int, default: object = None) -> object:
    """The value of a column by name, dotted name or number from 0."""
    if isinstance(column, str):
        return lookup(values, column, default)
    if str(column) in values:
        return values[str(column)]
    return list(values.values())[column] if 0 <= column < len(values) else default


class FieldMap:
    """How a source fills the fields of a document.

    For each field the first that has a value stands: what the document itself states, then the source's columns,
    template, file name and constant. A field of which the source says nothing is taken from the column that has its
    name, where there is one.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names = (*METADATA, *CODING_FIELDS) if source.kind == "codings" else METADATA
        self._columns = {
            name: tuple(column) if isinstance(column, list) else (column,) for name, column in source.columns.items()
        }
        self._file_parts = set(pattern_of(source.filename).groupindex) if source.filename else set()
        self._column_parts = {part for pattern in source.parts.values() for part in pattern_of(pattern).groupindex}
        self._getters = {name: self._for(name) for name in self.names}

    def fields(self, record: Record, file_parts: Parts) -> dict[str, str | None]:
        """Every field of the record as text, null where nothing states it."""
        parts = self._with_column_parts(record, file_parts)
        return {name: self._value(name, record, parts) for name in self.names}

    def _value(self, name: str, record: Record, parts: Parts) -> str | None:
        if record.own and (own := written(record.own.get(name))) is not None:
            return own
        for getter in self._getters[name]:
            value = getter(record, parts)
            if value is not None:
                return value
        return None

    def _with_column_parts(self, record: Record, file_parts: Parts) -> Parts:
        if not self.source.parts:
            return file_parts
        parts = dict(file_parts)
        for column, pattern in self.source.parts.items():
            value = written(lookup(record.values, column))
            found = pattern_of(pattern).fullmatch(value.strip()) if value else None
            if found:
                parts.update(found.groupdict())
        return parts

    def _for(self, name: str) -> tuple[_Getter, ...]:
        getters: list[_Getter] = []
        if name in self._columns:
            getters.append(self._from_columns(name, self._columns[name]))
        if name in self.source.template:
            getters.append(self._from_template(self.source.template[name]))
        if name in self._file_parts or name in self._column_parts:
            getters.append(lambda record, parts: parts.get(name))
        if name in self.source.constant:
            constant = self.source.constant[name]
            getters.append(lambda record, parts: constant)
        return tuple(getters) or (self._from_columns(name, (name,)),)

    def _from_columns(self, name: str, columns: tuple[str | int, ...]) -> _Getter:
        between = ", " if name != "text" else "" if self.source.join == "nothing" else "\n\n"
        if len(columns) == 1:
            only = columns[0]
            return lambda record, parts: written(_cell(record.values, only), between)
        return lambda record, parts: written([_cell(record.values, column) for column in columns], between)

    @staticmethod
    def _from_template(template: str) -> _Getter:
        pieces = tuple(Formatter().parse(template))

        def fill(record: Record, parts: Parts) -> str | None:
            filled = []
            for literal, name, spec, _ in pieces:
                filled.append(literal)
                if name is None:
                    continue
                value = written(lookup(record.values, name)) or parts.get(name)
                if value is None:
                    return None
                filled.append(format(int(value), spec) if spec and value.isdecimal() else value)
            return "".join(filled)

        return fill

    def is_given(self, name: str, records: list[Record]) -> bool:
        """Whether anything in the source, or in these records, can give the field at all."""
        stated = name in self.source.template or name in self._file_parts | self._column_parts | set(
            self.source.constant
        )
        columns = self._columns.get(name, () if stated else (name,))
        return stated or any(self._holds(record, column) for column in columns for record in records)

    def repeated_columns(self, header: Sequence[str]) -> list[str]:
        """Columns that a header names more than once and that give a field."""
        named = {column for columns in self._columns.values() for column in columns}
        named |= {name for template in self.source.template.values() for name in template_names(template)}
        named |= {*self.source.parts, *(name for name in self.names if name not in self._columns)}
        return [name for name in dict.fromkeys(header) if name in named and header.count(name) > 1]

    def missing_columns(self, records: list[Record]) -> Iterator[tuple[str, str]]:
        """Field and column, where the source names a column (or a part) that none of these records has."""
        wanted = [(name, column) for name, columns in self._columns.items() for column in columns]
        wanted += [
            (name, column)
            for name, template in self.source.template.items()
            for column in template_names(template)
            if column not in self._file_parts | self._column_parts | {"stem"}
        ]
        wanted += [(f"parts.{column}", column) for column in self.source.parts]
        for name, column in wanted:
            if not any(self._holds(record, column) for record in records):
                yield name, str(column)

    @staticmethod
    def _holds(record: Record, column: str | int) -> bool:
        return _cell(record.values, column, _ABSENT) is not _ABSENT

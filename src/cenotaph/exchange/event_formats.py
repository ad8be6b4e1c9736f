"""Tables of events of other makers (GDELT, ICEWS, POLECAT) and of one's own, read a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from cenotaph.errors import StudyError, did_you_mean
from cenotaph.exchange.problems import BROKEN, NO_EVENT_COLUMN, UNREADABLE
from cenotaph.exchange.reading import stop

__all__ = ["EVENT_FIELDS", "EVENT_FORMATS", "EventFormat", "EventTable", "open_events"]

#: What a row can tell. `initiator` did it, `recipient` is who it was done to; the last six are parts in an event.
EVENT_FIELDS = (
    "id", "date", "end_date", "initiator", "recipient", "initiator_name", "recipient_name", "code", "kind", "title",
    "place", "host", "known_at", "source_url", "occasion", "state", "person", "office", "rank", "status", "note",
)  # fmt: skip


@dataclass(frozen=True)
class EventFormat:
    """How one maker's tables look.

    Attributes:
        name, title: its short name and its name for people.
        columns: field -> names (or, without header, places) under which it is found, the first that is there.
        width: numbers of columns of a table without header; empty where there is a header.
        codes: the scheme its codes belong to; empty where it has none.
    """

    name: str
    title: str
    columns: Mapping[str, tuple[str | int, ...]]
    width: tuple[int, ...] = ()
    codes: str = ""


_ICEWS: Mapping[str, tuple[str | int, ...]] = {
    "id": ("Event ID",),
    "date": ("Event Date", "date"),
    "initiator": ("Source Country", "source"),
    "recipient": ("Target Country", "target"),
    "initiator_name": ("Source Name", "source_name"),
    "recipient_name": ("Target Name", "target_name"),
    "code": ("CAMEO Code", "cameo"),
    "title": ("Event Text", "event_text"),
    "place": ("City",),
}
_POLECAT: Mapping[str, tuple[str | int, ...]] = {
    "id": ("Event ID",),
    "date": ("Event Date",),
    "initiator": ("Actor Country",),
    "recipient": ("Recipient Country",),
    "initiator_name": ("Actor Name",),
    "recipient_name": ("Recipient Name",),
    "code": ("Event Type",),
    "kind": ("Event Mode",),
    "place": ("City", "Placename"),
    "known_at": ("Publication Date",),
}
_GDELT: Mapping[str, tuple[str | int, ...]] = {
    "id": (0,),
    "date": (1,),
    "initiator": (7,),
    "recipient": (17,),
    "initiator_name": (6,),
    "recipient_name": (16,),
    "code": (26,),
}

#: name -> format, in the order in which they are tried.
EVENT_FORMATS: dict[str, EventFormat] = {
    "polecat": EventFormat("polecat", "POLECAT table", _POLECAT, codes="PLOVER"),
    "icews": EventFormat("icews", "ICEWS table", _ICEWS, codes="CAMEO"),
    "gdelt": EventFormat("gdelt", "GDELT event table", _GDELT, (57, 58, 61), codes="CAMEO"),
    "table": EventFormat("table", "table", {name: (name,) for name in EVENT_FIELDS}),
}
#: Places of the day on which a row was added and of its address, by the number of columns.
_GDELT_ENDS = {57: (56, None), 58: (56, 57), 61: (59, 60)}


@dataclass(frozen=True)
class EventTable:
    """An opened table.

    Attributes:
        file: its name. format: how it is read.
        batches: its rows, a piece at a time; the columns are fields, all of text.
        unread: columns that are not read.
        ragged: filled while reading: rows with too few or too many cells, which are passed over.
    """

    file: str
    format: EventFormat
    batches: Iterator[pa.RecordBatch]
    unread: tuple[str, ...]
    ragged: list[int] = field(default_factory=list)


def open_events(
    path: Path,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> EventTable:
    """Open a table of events.

    Args:
        path: CSV, TSV (either may be gzipped) or XLSX.
        format: a key of EVENT_FORMATS; guessed from the header where null.
        columns: field -> column, before those that the format knows.

    Raises:
        StudyError: it cannot be read, or no column tells the date.
    """
    ragged: list[int] = []
    workbook = path.suffix.lower() in (".xlsx", ".xls", ".ods")
    header, rest = _sheet(path, sheet) if workbook else _head(path, encoding)
    chosen = EVENT_FORMATS[format] if format else _guessed(header)
    found = _places(path, chosen, header, columns or {})

    def batches() -> Iterator[pa.RecordBatch]:
        rows = iter([rest]) if isinstance(rest, pa.RecordBatch) else _text(path, header, rest, found, encoding, ragged)
        try:
            for batch in rows:
                names = batch.schema.names
                picked = [batch.column(names.index(header[place])).cast(pa.string()) for place in found.values()]
                yield pa.RecordBatch.from_arrays(picked, names=list(found))
        except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError) as error:
            remedy = "Name its encoding, such as --encoding latin-1, or its format."
            raise stop(BROKEN, path.name, None, f"A row cannot be read: {error}.", remedy) from None

    read = set(found.values())
    unread = tuple(name for place, name in enumerate(header) if place not in read) if not chosen.width else ()
    return EventTable(path.name, chosen, batches(), unread, ragged)


def _head(path: Path, encoding: str | None) -> tuple[list[str], str]:
    """The names of the columns (their places, where there is no header) and the sign between cells."""
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            head = stream.read(1 << 16).decode(encoding or "utf-8-sig", "replace")
    except (OSError, LookupError) as error:
        raise stop(UNREADABLE, str(path), None, f"It cannot be opened: {error}.", "Name a file.") from None
    first = head.split("\n", 1)[0].rstrip("\r")
    delimiter = next((sign for sign in "\t;," if sign in first), ",")
    cells = _header(first, delimiter)
    bare = delimiter == "\t" and len(cells) in EVENT_FORMATS["gdelt"].width and cells[0].isdigit()
    return ([str(place) for place in range(len(cells))] if bare else cells), delimiter


def _text(
    path: Path, header: list[str], delimiter: str, found: Mapping[str, int], encoding: str | None, ragged: list[int]
) -> Iterator[pa.RecordBatch]:
    """The rows in pieces of some megabytes, only the columns that are read."""
    from pyarrow import csv

    def passed_over(row: Any) -> str:
        ragged.append(row.number or 0)
        return "skip"

    bare = header == [str(place) for place in range(len(header))]
    wanted = list(dict.fromkeys(header[place] for place in found.values()))
    yield from csv.open_csv(
        pa.input_stream(str(path), compression="detect"),
        read_options=csv.ReadOptions(
            column_names=header, skip_rows=0 if bare else 1, encoding=encoding or "utf8", block_size=4 << 20
        ),
        parse_options=csv.ParseOptions(
            delimiter=delimiter,
            quote_char=False if delimiter == "\t" else '"',
            newlines_in_values=delimiter != "\t",
            invalid_row_handler=passed_over,
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(wanted, pa.string()),
            include_columns=wanted,
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=["", "NULL", "NA", "None"],
        ),
    )


def _header(first: str, delimiter: str) -> list[str]:
    import csv as plain

    return [name.lstrip("\ufeff") for name in next(plain.reader([first], delimiter=delimiter), [])]


def _sheet(path: Path, sheet: str | None) -> tuple[list[str], pa.RecordBatch]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        rows = book.get_sheet_by_name(sheet or book.sheet_names[0]).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise stop(UNREADABLE, str(path), None, f"It is no readable workbook: {error}.", "Name another file.") from None
    filled = [row for row in rows if any(cell not in ("", None) for cell in row)]
    if not filled:
        raise stop(BROKEN, path.name, None, "The sheet holds no rows.", "Name a sheet that does.")
    header = [str(cell).strip() for cell in filled[0]]
    columns = [pa.array([_cell(row[place]) for row in filled[1:]], pa.string()) for place in range(len(header))]
    return header, pa.RecordBatch.from_arrays(columns, names=header)


def _cell(value: object) -> str | None:
    if value in ("", None):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _guessed(header: list[str]) -> EventFormat:
    names = {name.strip() for name in header}
    if header[:1] == ["0"] and len(header) in EVENT_FORMATS["gdelt"].width:
        return EVENT_FORMATS["gdelt"]
    if "Event Mode" in names:
        return EVENT_FORMATS["polecat"]
    return EVENT_FORMATS["icews" if names & {"CAMEO Code", "cameo"} else "table"]


def _places(path: Path, chosen: EventFormat, header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Field -> place of its column. Raises StudyError for a column that is not there, or where none tells the date."""
    names = {name.strip(): place for place, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for key, column in columns.items():
        if column not in names:
            raise _no_column(
                path, f'There is no column "{column}" for {key}.', did_you_mean(column, list(names)), header
            )
        found[key] = names[column]
    wanted = dict(chosen.columns)
    if chosen.width and len(header) in _GDELT_ENDS:
        added, address = _GDELT_ENDS[len(header)]
        wanted |= {"known_at": (added,)} | ({"source_url": (address,)} if address else {})
    for key, aliases in wanted.items():
        place = next((names[str(alias)] for alias in aliases if str(alias) in names), None)
        if place is not None:
            found.setdefault(key, place)
    if "date" not in found:
        raise _no_column(path, "No column tells the date.", "Name it: --column date=NAME.", header)
    return found


def _no_column(path: Path, message: str, remedy: str, header: list[str]) -> StudyError:
    shown = ", ".join(header[:20])
    return stop(NO_EVENT_COLUMN, path.name, 1, message, f"{remedy} Columns: {shown}.".strip())

"""Spreadsheets and Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from cenotaph.errors import did_you_mean
from cenotaph.sources.decode import open_bytes
from cenotaph.sources.delimited import repeated_columns
from cenotaph.sources.problems import BAD_SETTING, EMPTY_FILE, RAGGED_ROW, UNREADABLE_FILE
from cenotaph.sources.records import Record, SourceFile, Stream
from cenotaph.study.models import Source

__all__ = ["read_parquet", "read_spreadsheet"]

_ROWS_AT_ONCE = 500


def read_spreadsheet(file: SourceFile, source: Source) -> Stream:
    """Rows of one sheet of an XLSX (also XLS or ODS) file: the sheet that the source names, else the first."""
    from python_calamine import CalamineError, CalamineWorkbook

    with open_bytes(file.path) as stream:
        raw = BytesIO(stream.read())
    try:
        book = CalamineWorkbook.from_filelike(raw)
        sheets = list(book.sheet_names)
        if source.sheet is not None and source.sheet not in sheets:
            yield BAD_SETTING.at(
                file.shown,
                None,
                f'There is no sheet "{source.sheet}"; the file has {", ".join(sheets)}.',
                remedy=did_you_mean(source.sheet, sheets),
                field="sheet",
            )
            return
        rows = book.get_sheet_by_name(source.sheet or sheets[0]).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        yield UNREADABLE_FILE.at(file.shown, None, f"The file is not a readable spreadsheet: {error}.")
        return
    yield from _sheet_records(file, source, rows)


def _sheet_records(file: SourceFile, source: Source, rows: Sequence[Sequence[object]]) -> Stream:
    header: list[str] | None = None
    seen = False
    for number, cells in enumerate(rows, 1):
        if all(cell == "" or cell is None for cell in cells):
            continue
        if header is None:
            header = [str(cell).strip() if source.header else str(place) for place, cell in enumerate(cells)]
            if source.header:
                yield from repeated_columns(file, source, header, number)
                continue
        seen = True
        outside = [place for place, name in enumerate(header) if not name and cells[place] not in ("", None)]
        if outside:
            yield RAGGED_ROW.at(
                file.shown, number, f"The row has a cell in column {outside[0] + 1}, which has no header.",
                remedy="Name the column or clear the cell.",
            )  # fmt: skip
            continue
        columns: dict[str, object] = {}
        for name, cell in zip(header, cells, strict=True):
            columns.setdefault(name, cell)
        yield Record(number, columns)
    if not seen:
        yield EMPTY_FILE.at(file.shown, None, "The sheet holds no records.")


def read_parquet(file: SourceFile) -> Stream:
    """Rows of a Parquet file, some hundred at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with open_bytes(file.path) as stream:
            head = stream.read(4)
            table = pq.ParquetFile(file.path if head == b"PAR1" and _is_plain(file) else BytesIO(head + stream.read()))
    except (pa.ArrowInvalid, OSError) as error:
        yield UNREADABLE_FILE.at(file.shown, None, f"The file is not readable Parquet: {error}.")
        return
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            number += 1
            yield Record(number, row)
    if not number:
        yield EMPTY_FILE.at(file.shown, None, "The table holds no records.")


def _is_plain(file: SourceFile) -> bool:
    with file.path.open("rb") as stream:
        return stream.read(4) == b"PAR1"

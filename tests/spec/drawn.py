"""Tables drawn in text, for specs that a historian can read.

    drawn("documents", '''
        document_id | year | actor
        a           | 2015 | RUS
    ''')

An empty cell is null; columns that are not drawn are filled from `DEFAULTS`, else null.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from cenotaph.store.schemas import SCHEMAS

DEFAULTS: dict[str, dict[str, Any]] = {
    "documents": {"source": "texts", "file": "texts.csv", "n_characters": 100, "language": "en", "actor": "RUS"},
    "mentions": {"coder": "rules"},
    "statements": {"coder": "rules", "coder_version": "1", "codebook_hash": "0", "holder": None},
    "absences": {"coder": "rules"},
    "coders": {"version": "1", "codebook_hash": "0", "n_statements": 0},
    "events": {"title": "Parade", "known_at": dt.date(2000, 1, 1), "row": 1},
    "participations": {"known_at": dt.date(2000, 1, 1), "row": 1},
    "occasions": {"occasion": "rite", "name": "Rite", "classes": []},
    "passages": {"kind": "sentence", "paragraph": 0},
}

TARGETS = pa.schema([("target", pa.string()), ("name", pa.string()), ("languages", pa.list_(pa.string()))])


def rows(text: str) -> list[dict[str, str | None]]:
    """The drawn cells by column; an empty cell is null."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    head = [cell.strip() for cell in lines[0].split("|")]
    return [
        {name: cell.strip() or None for name, cell in zip(head, line.split("|"), strict=True)} for line in lines[1:]
    ]


def drawn(table: str, text: str = "") -> pa.Table:
    """A table of the store drawn in text."""
    schema = SCHEMAS[table]
    made = []
    for number, cells in enumerate(rows(text) if text.strip() else []):
        given = {name: _value(schema.field(name).type, cell) for name, cell in cells.items()}
        row = {**DEFAULTS.get(table, {}), **given}
        if "statement_id" in schema.names:
            row.setdefault("statement_id", f"s{number}")
        made.append({name: row.get(name) for name in schema.names})
    return pa.Table.from_pylist(made, schema=schema)


def targets(text: str) -> pa.Table:
    """The targets table: target, name, and the languages in which the codebook has terms (`en ru`)."""
    made = [{**row, "languages": (row.get("languages") or "en ru zh").split()} for row in rows(text)]
    return pa.Table.from_pylist(made, schema=TARGETS)


def _value(kind: pa.DataType, cell: str | None) -> Any:
    if cell is None:
        return None
    if pa.types.is_integer(kind):
        return int(cell)
    if pa.types.is_date(kind):
        return dt.date.fromisoformat(cell)
    if pa.types.is_boolean(kind):
        return cell == "yes"
    if pa.types.is_list(kind):
        return cell.split()
    return cell

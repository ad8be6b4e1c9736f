"""The views through which every question reads: the tables of a snapshot, less what was not known on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cenotaph.store.pointer import Pointer
from cenotaph.store.schemas import SCHEMAS
from cenotaph.store.stages import derived_folder

__all__ = ["quoted", "view_statements"]

#: Tables whose rows were known when their document was, or later where they say so themselves.
_BY_DOCUMENT = ("texts", "passages", "mentions", "statements", "absences")
#: Tables whose rows say themselves when they were known.
_BY_OWN_DATE = {"events": "known_at", "participations": "known_at", "gestures": "known_at"}

_OF_KNOWN_DOCUMENT = "document_id IN (SELECT document_id FROM documents)"

_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.large_string(): "VARCHAR",
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.date32(): "DATE",
    pa.bool_(): "BOOLEAN",
    pa.list_(pa.string()): "VARCHAR[]",
    pa.list_(pa.date32()): "DATE[]",
}

# A duplicate is told by the first document of its text. Where that one was not yet known, the first known one stands
# in for it.
_DOCUMENTS_AS_OF = """
    CREATE TABLE documents AS
    SELECT * EXCLUDE (first_known, place) REPLACE (nullif(first_known, document_id) AS duplicate_of)
    FROM (
        SELECT *, row_number() OVER () AS place, first_value(document_id) OVER (
            PARTITION BY coalesce(duplicate_of, document_id)
            ORDER BY duplicate_of IS NOT NULL, date NULLS LAST, document_id
        ) AS first_known
        FROM stored.documents WHERE known_at <= {day}
    )
    ORDER BY place
"""


def view_statements(folder: Path | str, pointer: Pointer, as_of: dt.date | None) -> Iterator[str]:
    """SQL that makes one view a table over the snapshot's files, as of a date where one is given."""
    stages = derived_folder(folder).resolve() / "stages"
    stored = {name: _stored(stages, name, pointer.tables.get(name, [])) for name in SCHEMAS}
    if as_of is None:
        yield from (f"CREATE VIEW {name} AS {sql}" for name, sql in stored.items())
        return
    day = f"DATE '{as_of.isoformat()}'"
    yield "CREATE SCHEMA stored"
    yield from (f"CREATE VIEW stored.{name} AS {sql}" for name, sql in stored.items())
    yield _DOCUMENTS_AS_OF.format(day=day)
    yield from (f"CREATE VIEW {name} AS {_known(name, day)}" for name in SCHEMAS if name != "documents")


def _stored(stages: Path, name: str, files: Sequence[str]) -> str:
    """The rows of a table as stored. A column that an older snapshot does not have is null."""
    held = set(_columns_of(stages / files[0])) if files else set()
    columns = ", ".join(
        quoted(column.name) if column.name in held else f"NULL::{_SQL_TYPES[column.type]} AS {quoted(column.name)}"
        for column in SCHEMAS[name]
    )
    if not files:
        return f"SELECT {columns} WHERE false"
    paths = ", ".join("'" + str(stages / file).replace("'", "''") + "'" for file in files)
    return f"SELECT {columns} FROM read_parquet([{paths}])"


def _columns_of(file: Path) -> list[str]:
    try:
        return list(pq.read_schema(file).names)
    except (OSError, pa.ArrowInvalid):
        return [column.name for schema in SCHEMAS.values() for column in schema]  # the query says what is wrong with it


# A class that rests on the record of events may have become known later than the rite was held.
_CLASSES_AS_OF = ", ".join(
    f"CASE WHEN {name}_known_at IS NULL THEN {name} "
    f"ELSE [pair[1] FOR pair IN list_zip({name}, {name}_known_at) IF pair[2] <= {{day}}] END AS {name}, "
    f"[day FOR day IN {name}_known_at IF day <= {{day}}] AS {name}_known_at"
    for name in ("classes", "complements")
)


def _known(name: str, day: str) -> str:
    if name == "occasions":
        return f"SELECT * REPLACE ({_CLASSES_AS_OF.format(day=day)}) FROM stored.occasions WHERE date <= {day}"
    if name in _BY_DOCUMENT:
        own = f" AND (known_at IS NULL OR known_at <= {day})" if "known_at" in SCHEMAS[name].names else ""
        return f"SELECT * FROM stored.{name} WHERE {_OF_KNOWN_DOCUMENT}{own}"
    if name in _BY_OWN_DATE:
        return f"SELECT * FROM stored.{name} WHERE {_BY_OWN_DATE[name]} <= {day}"
    if name == "problems":
        return f"SELECT * FROM stored.problems WHERE document_id IS NULL OR {_OF_KNOWN_DOCUMENT}"
    if name == "coders":
        return (
            "SELECT * REPLACE ((SELECT count(*)::INTEGER FROM statements s WHERE s.coder = c.coder AND "
            "s.coder_version = c.version AND s.codebook_hash = c.codebook_hash) AS n_statements) FROM stored.coders c"
        )
    raise AssertionError(f"no rule says when rows of {name} were known")


def quoted(identifier: str) -> str:
    """A name as SQL wants it."""
    return '"' + identifier.replace('"', '""') + '"'

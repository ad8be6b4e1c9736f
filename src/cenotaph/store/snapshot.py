"""A snapshot: all tables of a study as they were built, read as of a date."""

from __future__ import annotations

import datetime as dt
import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.errors import NotFound, NothingBuilt
from cenotaph.store.faults import read_plainly
from cenotaph.store.pointer import Pointer
from cenotaph.store.schemas import SCHEMAS, TABLES
from cenotaph.store.soundness import found_damage
from cenotaph.store.stages import derived_folder
from cenotaph.store.views import quoted, view_statements

__all__ = ["Snapshot"]

#: A shared beginning shorter than this many bytes of UTF-8 does not narrow a scan.
_SHORTEST_STEM = 6
_REBUILT = "The study was built anew since it was opened ({}). Open it again."


class Snapshot:
    """The tables of a built study, as of a date where one is given.

    With `as_of`, everything that was not public on that day is left out: documents whose `known_at` is later or
    unknown, whatever belongs to them, codings whose own `known_at` is later, events, participations and gestures known
    later, occasions due later. Rows come in no promised order then; without a date they stand as they were built.

    A snapshot may be read from several threads. It goes on answering while a newer one is built beside it.
    """

    def __init__(self, folder: Path, pointer: Pointer, as_of: dt.date | None) -> None:
        self.folder = folder
        self.pointer = pointer
        self.as_of = as_of
        import duckdb

        self._connection = duckdb.connect(
            ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )
        for statement in view_statements(folder, pointer, as_of):
            self._connection.execute(statement)

    @classmethod
    def open(cls, folder: Path | str, as_of: dt.date | None = None) -> Snapshot:
        """Open the last good snapshot of a study folder.

        Raises:
            NothingBuilt: the study was never built, or its derived files were deleted.
            StorageFault: its derived files are damaged.
        """
        import duckdb

        pointer = Pointer.require(folder)
        try:
            return cls(Path(folder), pointer, as_of)
        except duckdb.Error as error:
            now = Pointer.require(folder)
            if now == pointer:
                raise found_damage(pointer.paths(folder)) or error from error
            # A build has swapped the snapshot between our reading the pointer and opening its files.
            return cls(Path(folder), now, as_of)

    @property
    def snapshot_id(self) -> str:
        """Stands for everything that decided the tables; equal ids mean equal tables."""
        return self.pointer.snapshot_id

    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        parameters: Sequence[object] = (),
    ) -> pa.Table:
        """One table, with the columns asked for (all by default) and the rows for which `where` holds.

        Args:
            name: a name of TABLES.
            columns: names of columns; in the order given.
            where: a condition in SQL with `?` for each of `parameters`, such as `"actor = ? and date >= ?"`.
            parameters: the values.

        Returns:
            The rows, with the table's own schema.

        Raises:
            NotFound: there is no such table or column.
        """
        if name not in SCHEMAS:
            raise NotFound("table", name, TABLES)
        schema = SCHEMAS[name]
        chosen = list(columns) if columns is not None else schema.names
        for column in chosen:
            if column not in schema.names:
                raise NotFound(f"column of {name}", column, schema.names)
        condition = f" WHERE {where}" if where else ""
        found = self.query(f"SELECT {', '.join(map(quoted, chosen))} FROM {name}{condition}", parameters)
        fields = [schema.field(column) for column in chosen]
        return pa.table(
            [column.cast(field.type) for column, field in zip(found.columns, fields, strict=True)],
            schema=pa.schema(fields, metadata=schema.metadata),
        )

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        """The answer to a question in SQL (DuckDB's dialect) over the views, one a table.

        Raises:
            NothingBuilt: the derived files were deleted under our feet.
            StorageFault: they are damaged.
        """
        import duckdb

        cursor = self._connection.cursor()
        try:
            relation: Any = cursor.sql(sql, params=list(parameters)) if parameters else cursor.sql(sql)
            answer: pa.Table = relation.to_arrow_table()
        except (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException):
            raise
        except duckdb.Error as error:
            Pointer.require(self.folder)
            if not self.pointer.stands(self.folder):
                raise NothingBuilt(_REBUILT.format(os.fspath(self.folder))) from error
            raise found_damage(self.pointer.paths(self.folder)) or error from error
        return answer

    def of_documents(self, name: str, document_ids: Sequence[str], columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of some documents in a table that has a `document_id`; for few documents of many.

        Parquet tells the least and greatest id of each group of rows: only groups that may hold one of these are
        read, which is some five times cheaper than a scan of a large study.

        Args:
            name: `texts`, `passages`, `mentions`, `statements` or `absences`.
            document_ids: the documents; those not known as of the snapshot's date have no rows, nor have codings
                known later.
            columns: names of columns; all by default.
        """
        wanted = pa.array(sorted(self._known(document_ids)), pa.string())
        schema = SCHEMAS[name]
        chosen = list(columns) if columns is not None else schema.names
        dated = self.as_of is not None and "known_at" in schema.names
        read = list(dict.fromkeys([*chosen, "known_at"])) if dated else chosen
        found = [schema.empty_table().select(read)]
        for file in self.pointer.tables.get(name, []):
            path = derived_folder(self.folder) / "stages" / file
            if not path.is_file():
                raise NothingBuilt(_REBUILT.format(os.fspath(self.folder)))
            with read_plainly(path):
                found += _rows_of(path, wanted, read)
        rows = pa.concat_tables([table.cast(found[0].schema) for table in found])
        if dated:
            later = pc.greater(rows["known_at"], pa.scalar(self.as_of, pa.date32()))
            rows = rows.filter(pc.invert(pc.fill_null(later, fill_value=False)))
        return rows.select(chosen)

    def _known(self, document_ids: Sequence[str]) -> list[str]:
        known = self.query(
            "SELECT document_id FROM documents WHERE document_id IN (SELECT unnest(?::VARCHAR[]))", [list(document_ids)]
        )
        ids: list[str] = known["document_id"].to_pylist()
        return ids

    def documents_containing(
        self,
        literals: Sequence[str],
        *,
        where: str | None = None,
        parameters: Sequence[object] = (),
        columns: Sequence[str] = ("document_id", "folded"),
        limit: int | None = None,
    ) -> pa.Table:
        """Documents whose folded text holds at least one of the literals: the first sieve of every concordance.

        The texts are scanned, several at a time, and only those that hold a literal are taken out.

        Args:
            literals: pieces of folded text, each at least one character; a document with any of them is
                found. Whether a piece stands as a whole word is for the caller to see.
            where: a condition in SQL on columns of `documents`, with `?` for each of `parameters`.
            parameters: the values.
            columns: columns of `documents` and `texts` that are wanted.
            limit: the greatest number of documents; by default all.

        Returns:
            One row a document, by date (unknown dates last) and document id, with the columns asked for.

        Raises:
            NotFound: a column is neither in `documents` nor in `texts`.
            ValueError: there is no literal, or an empty one.
        """
        if not literals or not all(literals):
            raise ValueError("a search needs at least one literal, and none may be empty")
        known = dict.fromkeys([*SCHEMAS["documents"].names, *SCHEMAS["texts"].names])
        for column in columns:
            if column not in known:
                raise NotFound("column of documents or texts", column, list(known))
        holds, pieces = _holds_any(literals)
        chosen = ", ".join(f"{'t' if c in ('text', 'folded') else 'd'}.{quoted(c)}" for c in columns)
        meeting = "documents"
        if where:
            meeting = f"(SELECT * FROM documents WHERE {where})"
            holds, pieces = self._narrowed(meeting, parameters, holds, pieces)
        end = "" if limit is None else f" LIMIT {int(limit)}"
        return self.query(
            f"SELECT {chosen} FROM texts t JOIN {meeting} d ON t.document_id = d.document_id WHERE {holds} "
            f"ORDER BY d.date NULLS LAST, d.document_id{end}",
            [*parameters, *pieces],
        )

    def _narrowed(
        self, meeting: str, parameters: Sequence[object], holds: str, pieces: Sequence[str]
    ) -> tuple[str, list[str]]:
        """The condition on texts, and its parameters, bounded by the ids of the documents that are meant.

        Parquet tells the least and greatest id of each group of rows, so that texts of other sources are not opened.
        """
        ranges = self.query(
            f"SELECT min(document_id) AS least, max(document_id) AS greatest FROM {meeting} GROUP BY source", parameters
        ).to_pylist()
        within = " OR ".join(["t.document_id BETWEEN ? AND ?"] * len(ranges)) or "false"
        bounds = [bound for found in ranges for bound in (found["least"], found["greatest"])]
        return f"({within}) AND {holds}", [*bounds, *pieces]

    def close(self) -> None:
        """Let go of the files. Nothing more can be asked."""
        self._connection.close()


def _rows_of(file: Path, wanted: pa.Array, columns: Sequence[str]) -> Iterator[pa.Table]:
    """The wanted documents' rows in the groups of a Parquet file that may hold them."""
    import pyarrow.parquet as pq

    parquet = pq.ParquetFile(file)
    place = parquet.schema_arrow.get_field_index("document_id")
    ids = wanted.to_pylist()
    for group in range(parquet.num_row_groups):
        span = parquet.metadata.row_group(group).column(place).statistics
        if span is not None and span.has_min_max:
            near = bisect_left(ids, span.min)
            if near == len(ids) or ids[near] > span.max:
                continue
        held = pc.is_in(parquet.read_row_group(group, columns=["document_id"])["document_id"], value_set=wanted)
        if pc.any(held).as_py():
            yield parquet.read_row_group(group, columns=list(columns)).select(list(columns)).filter(held)


def _holds_any(literals: Sequence[str]) -> tuple[str, list[str]]:
    """A condition on `t.folded`, and its parameters.

    A literal that holds another adds nothing. Forms of one word share their beginning, so that is looked for first.
    """
    shortest_first = sorted(set(literals), key=lambda literal: (len(literal), literal))
    needed: list[str] = []
    for literal in shortest_first:
        if not any(other in literal for other in needed):
            needed.append(literal)
    any_of = " OR ".join(["contains(t.folded, ?)"] * len(needed))
    stem = _common_beginning(needed)
    if len(needed) > 1 and len(stem.encode()) >= _SHORTEST_STEM:
        return f"contains(t.folded, ?) AND ({any_of})", [stem, *needed]
    return f"({any_of})", needed


def _common_beginning(words: Sequence[str]) -> str:
    least, greatest = min(words), max(words)
    length = next((i for i, (a, b) in enumerate(zip(least, greatest, strict=False)) if a != b), len(least))
    return least[:length]

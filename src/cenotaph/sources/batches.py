"""Rows gathered into bounded Arrow tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from cenotaph.errors import Problem
from cenotaph.store.schemas import SCHEMAS
from cenotaph.text import fold

__all__ = ["BATCH_CHARACTERS", "BATCH_DOCUMENTS", "Gatherer", "SourceBatch"]

BATCH_DOCUMENTS = 2_000
BATCH_CHARACTERS = 8_000_000

Row = dict[str, object]


@dataclass(frozen=True)
class SourceBatch:
    """Some of a shard's rows, each table with the columns of `store.schemas`.

    `documents` has no `occasion_year` and `duplicate_of` yet, and `occasion` and `office` only where the source states
    them. `mentions`, `statements` and `absences` hold rows for sources of ready codings only.
    """

    documents: pa.Table
    texts: pa.Table
    mentions: pa.Table
    statements: pa.Table
    absences: pa.Table
    problems: pa.Table


class Gatherer:
    """Collects rows of one source until there are enough for a batch."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._rows: dict[str, list[Row]] = {}
        self._texts: list[tuple[str, str]] = []
        self._start()

    def _start(self) -> None:
        self._rows = {name: [] for name in ("documents", "mentions", "statements", "absences", "problems")}
        self._texts = []
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether the batch should be taken before more is added."""
        return (
            len(self._rows["documents"]) >= BATCH_DOCUMENTS
            or self._characters >= BATCH_CHARACTERS
            or len(self._rows["problems"]) >= 10 * BATCH_DOCUMENTS
        )

    def has_room(self, characters: int) -> bool:
        """Whether a document of this length still goes into the batch; an empty batch takes any."""
        return not self._characters or self._characters + characters <= BATCH_CHARACTERS

    def document(self, row: Row, text: str | None) -> None:
        self._rows["documents"].append(row)
        if text is not None:
            self._texts.append((str(row["document_id"]), text))
            self._characters += len(text)

    def problem(self, problem: Problem) -> None:
        row = dataclasses.asdict(problem)
        row.update(source=self._source, field=problem.field or None, remedy=problem.remedy or None)
        self._rows["problems"].append(row)

    def coding(self, table: str, row: Row) -> None:
        """A row of mentions, statements or absences."""
        self._rows[table].append(row)

    def take(self) -> SourceBatch:
        """The batch; the gatherer is empty afterwards."""
        tables = {name: _table(name, rows) for name, rows in self._rows.items()}
        texts = _texts(self._texts)
        self._start()
        return SourceBatch(texts=texts, **tables)


def _table(name: str, rows: Sequence[Row]) -> pa.Table:
    schema = SCHEMAS[name]
    columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _texts(rows: Sequence[tuple[str, str]]) -> pa.Table:
    ids = pa.array([document_id for document_id, _ in rows], pa.string())
    texts = pa.array([text for _, text in rows], pa.large_string())
    folded = pa.array([fold(text).text for _, text in rows], pa.large_string())
    return pa.Table.from_arrays([ids, texts, folded], schema=SCHEMAS["texts"])

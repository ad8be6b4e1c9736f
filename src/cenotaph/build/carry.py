"""What of an earlier build can be carried over: passages and codings of documents that did not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.store import SCHEMAS, read_stage, require_stage

__all__ = ["Carried", "Part", "carried_over", "document_keys", "in_document_order"]

#: Columns of a document that decide its passages and codings.
DECIDING = ("document_id", "sha256", "language", "actor", "speaker", "genre", "date")


@dataclass(frozen=True)
class Part:
    """A bounded number of documents of one shard, and the fingerprints of what was made of them.

    Attributes:
        read: the stage that read them.
        split: the stage that split them into passages.
        code: the stage that coded them.
    """

    read: str
    split: str
    code: str


def document_keys(documents: pa.Table) -> pa.StringArray:
    """One string a document: equal strings, equal passages and codings under the same splitter and coder."""
    columns = [documents[name].cast(pa.string()).combine_chunks() for name in DECIDING]
    return pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="\x00")


@dataclass(frozen=True)
class Carried:
    """Documents whose passages and codings are there already.

    Attributes:
        document_ids: their ids.
        tables: of the earlier build, the rows that belong to them.
    """

    document_ids: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    passages: pa.Table = field(default_factory=SCHEMAS["passages"].empty_table)
    mentions: pa.Table = field(default_factory=SCHEMAS["mentions"].empty_table)
    statements: pa.Table = field(default_factory=SCHEMAS["statements"].empty_table)
    split_problems: pa.Table = field(default_factory=SCHEMAS["problems"].empty_table)
    code_problems: pa.Table = field(default_factory=SCHEMAS["problems"].empty_table)

    def rest(self, table: pa.Table) -> pa.Table:
        """The rows of a table whose documents are not carried over."""
        if not len(self.document_ids):
            return table
        return table.filter(pc.invert(pc.is_in(table["document_id"], self.document_ids)))


def carried_over(folder: Path, documents: pa.Table, earlier: tuple[Part, ...]) -> Carried:
    """Which of these documents some earlier part holds unchanged, with the rows that belong to them."""
    if not earlier:
        return Carried()
    places = _places(folder, earlier)
    found: dict[int, list[str]] = {}
    for key, document_id in zip(
        document_keys(documents).to_pylist(), documents["document_id"].to_pylist(), strict=True
    ):
        if (place := places.get(key)) is not None:
            found.setdefault(place, []).append(document_id)
    if not found:
        return Carried()
    pieces = [_rows(folder, earlier[place], pa.array(ids, pa.string())) for place, ids in found.items()]
    return Carried(
        pa.array([document_id for ids in found.values() for document_id in ids], pa.string()),
        *(pa.concat_tables(tables) for tables in zip(*pieces, strict=True)),
    )


def in_document_order(documents: pa.Table, pieces: Sequence[pa.Table]) -> pa.Table:
    """The pieces as one table whose rows follow the order of the documents, each document's rows as they stood."""
    filled = [piece for piece in pieces if piece.num_rows]
    if len(filled) < 2:
        return filled[0] if filled else pieces[0]
    table = pa.concat_tables(filled)
    order = pc.index_in(table["document_id"], documents["document_id"].combine_chunks())
    return table.take(pc.sort_indices(order))


@lru_cache(maxsize=1)
def _places(folder: Path, parts: tuple[Part, ...]) -> dict[str, int]:
    """Key of a document -> which of the parts holds it."""
    places: dict[str, int] = {}
    for number, part in enumerate(parts):
        keys = document_keys(read_stage(folder, require_stage(folder, part.read), "documents", DECIDING))
        places.update(dict.fromkeys(keys.to_pylist(), number))
    return places


def _rows(folder: Path, part: Part, ids: pa.Array) -> list[pa.Table]:
    split, code = require_stage(folder, part.split), require_stage(folder, part.code)
    stages = ((split, "passages"), (code, "mentions"), (code, "statements"), (split, "problems"), (code, "problems"))
    tables = [read_stage(folder, record, name) for record, name in stages]
    return [table.filter(pc.is_in(table["document_id"], ids)) for table in tables]

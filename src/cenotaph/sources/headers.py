"""A look at the heads of tables before anything is built."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cenotaph.errors import Problem
from cenotaph.sources.documents import PEEKED, column_problems
from cenotaph.sources.fields import FieldMap
from cenotaph.sources.formats import read_records
from cenotaph.sources.records import Record
from cenotaph.sources.shards import Shard, format_of

__all__ = ["header_problems"]


def header_problems(shard: Shard) -> Iterator[Problem]:
    """The columns that a source names and its tables do not have, and tables that cannot be opened at all.

    Reads no further than the first record; of JSON Lines, whose records need not all have the same fields, the first
    thousand. A folder of texts has no columns, and a JSON file would have to be read whole: of these nothing is said.
    """
    source = shard.settings
    if source.kind == "folder":
        return
    fields = FieldMap(source)
    for file in shard.files:
        form = format_of(file.path, source)
        if form == "json":
            continue
        items = list(islice(read_records(file, source), PEEKED.get(form or "", 1)))
        records = [item for item in items if isinstance(item, Record)]
        yield from (item for item in items if isinstance(item, Problem) and item.severity == "error")
        if records:
            yield from column_problems(fields, records, file)

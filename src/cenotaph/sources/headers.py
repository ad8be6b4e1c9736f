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

#: Records and problems of a file that are looked at; where none is a record, the file is the build's to tell of.
_MOST_LOOKED_AT = 1_000


def header_problems(shard: Shard) -> Iterator[Problem]:
    """The columns that a source names and its tables do not have, and tables that cannot be opened at all.

    Reads no further than the first record that can be read; of JSON Lines, whose records need not all have the same
    fields, the first thousand. A folder of texts has no columns, and a JSON file would have to be read whole: of these
    nothing is said.
    """
    source = shard.settings
    if source.kind == "folder":
        return
    fields = FieldMap(source)
    for file in shard.files:
        form = format_of(file.path, source)
        if form == "json":
            continue
        records: list[Record] = []
        for item in islice(read_records(file, source), _MOST_LOOKED_AT):
            if isinstance(item, Problem):
                if item.severity == "error":
                    yield item
                continue
            records.append(item)
            if len(records) == PEEKED.get(form or "", 1):
                break
        if records:
            yield from column_problems(fields, records, file)

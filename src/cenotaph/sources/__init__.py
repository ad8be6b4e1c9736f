"""Where documents come from: folders of texts and pages, tables of any common format, ready codings without text."""

from __future__ import annotations

from cenotaph.sources.batches import SourceBatch
from cenotaph.sources.dates import DateSpan, parse_date
from cenotaph.sources.headers import header_problems
from cenotaph.sources.reading import read_shard
from cenotaph.sources.shards import READER_VERSION, Shard, fingerprint, shards

__all__ = [
    "READER_VERSION",
    "DateSpan",
    "Shard",
    "SourceBatch",
    "fingerprint",
    "header_problems",
    "parse_date",
    "read_shard",
    "shards",
]

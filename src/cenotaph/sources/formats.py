"""One door to all formats: a file in, records and problems out, and no exception for what is in the file."""

from __future__ import annotations

import csv
import zlib

from cenotaph.errors import Problem
from cenotaph.sources.problems import BAD_SETTING, UNREADABLE_FILE
from cenotaph.sources.records import SourceFile, Stream
from cenotaph.sources.shards import format_of
from cenotaph.study.models import Source

__all__ = ["read_records"]


def read_records(file: SourceFile, source: Source) -> Stream:
    """The records of a file. What cannot be read is a problem; what was read before it is kept."""
    try:
        yield from _reader(file, source)
    except (OSError, EOFError, zlib.error, UnicodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
        yield UNREADABLE_FILE.at(
            file.shown,
            None,
            f"The file could not be read to its end: {reason}.",
            remedy="Look at the file, or get it anew. What came before the damage is kept.",
        )


def _reader(file: SourceFile, source: Source) -> Stream:
    form = format_of(file.path, source)
    if form in ("csv", "tsv"):
        from cenotaph.sources.delimited import read_delimited

        return read_delimited(file, source, "," if form == "csv" else "\t")
    if form in ("jsonl", "json"):
        from cenotaph.sources.structured import read_json, read_json_lines

        return read_json_lines(file, source) if form == "jsonl" else read_json(file, source)
    if form in ("xlsx", "parquet"):
        from cenotaph.sources.grids import read_parquet, read_spreadsheet

        return read_spreadsheet(file, source) if form == "xlsx" else read_parquet(file)
    if form in ("txt", "md"):
        from cenotaph.sources.prose import read_prose

        return read_prose(file, source)
    if form == "html":
        from cenotaph.sources.html import read_html

        return read_html(file, source)
    return iter((_unknown_format(file),))


def _unknown_format(file: SourceFile) -> Problem:
    return BAD_SETTING.at(
        file.shown,
        None,
        "The format of the file cannot be told from its name.",
        remedy='Say it in the source: format = "csv" (or tsv, jsonl, json, parquet, xlsx, txt, md, html).',
        field="format",
    )

"""JSON Lines and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from cenotaph.errors import Problem
from cenotaph.sources.decode import decode, open_bytes, open_lines
from cenotaph.sources.delimited import guessed
from cenotaph.sources.problems import BROKEN_RECORD, EMPTY_FILE, UNREADABLE_FILE
from cenotaph.sources.records import Record, SourceFile, Stream
from cenotaph.study.models import Source

__all__ = ["read_json", "read_json_lines"]


def read_json_lines(file: SourceFile, source: Source) -> Stream:
    """One JSON object a line. Raises LookupError or OSError where nothing can be read at all."""
    stream, encoding = open_lines(file.path, source.encoding, newline="\n")
    with stream:
        if encoding.guessed:
            yield guessed(file, encoding.name)
        yield from _from_lines(file, stream)


def _from_lines(file: SourceFile, lines: Iterator[str]) -> Stream:
    seen = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        seen = True
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield _broken(file, number, _reason(error))
            continue
        yield _record(file, number, item)
    if not seen:
        yield EMPTY_FILE.at(file.shown, None, "The file holds no records.")


def read_json(file: SourceFile, source: Source) -> Stream:
    """A list of objects, `{id: object}`, or one object that holds such a list. Items are numbered from 1."""
    with open_bytes(file.path) as stream:
        text, encoding = decode(stream.read(), source.encoding)
    if encoding.guessed:
        yield guessed(file, encoding.name)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip()[:1] == "{" and "\n{" in text:
            yield from _from_lines(file, iter(text.split("\n")))
            return
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        yield UNREADABLE_FILE.at(file.shown, line, f"The file is not valid JSON: {_reason(error)}.")
        return
    items = _items(whole)
    if not items:
        yield EMPTY_FILE.at(file.shown, None, "The file holds no records.")
    for place, item in enumerate(items, 1):
        yield _record(file, place, item)


def _items(whole: object) -> list[object]:
    if isinstance(whole, list):
        return whole
    if not isinstance(whole, dict):
        return [whole]
    values = list(whole.values())
    if values and all(isinstance(value, dict) for value in values):
        return [{"id": key, **value} for key, value in whole.items()]
    lists = [value for value in values if isinstance(value, list) and value and isinstance(value[0], dict)]
    return lists[0] if len(lists) == 1 else [whole]


def _record(file: SourceFile, line: int, item: object) -> Record | Problem:
    if isinstance(item, Mapping):
        return Record(line, item)
    return _broken(file, line, f"it is {_kind(item)}, not an object with named fields")


def _broken(file: SourceFile, line: int, reason: str) -> Problem:
    return BROKEN_RECORD.at(file.shown, line, f"The record was left out: {reason}.")


def _kind(item: object) -> str:
    return {list: "a list", str: "a text", bool: "true or false", type(None): "null"}.get(type(item), "a number")


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.colno}"
    return "it nests too deeply" if isinstance(error, RecursionError) else str(error)

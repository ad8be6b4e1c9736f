"""Text and Markdown files, with or without front matter: one file a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cenotaph.errors import Problem, did_you_mean
from cenotaph.sources.decode import decode, open_bytes
from cenotaph.sources.delimited import guessed, zero_bytes
from cenotaph.sources.problems import BAD_FRONT_MATTER, UNKNOWN_FRONT_MATTER
from cenotaph.sources.records import Record, SourceFile, Stream
from cenotaph.study.lines import LinedDict
from cenotaph.study.models import METADATA, Source
from cenotaph.study.yaml_lines import YamlFault, read_yaml

__all__ = ["read_prose"]

_OPEN = re.compile(r"\A---[ \t]*\r?\n")
_CLOSED = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

#: A line that begins a field, and those that may follow in it: indented ones, items of a list and remarks.
_FIRST, _NEXT, _END = r"[\w-]+:(?:[ \t].*)?", r"(?:[ \t]+\S.*|- .*|\#.*)", r"(?:\r?\n|\Z)"
_FIELD = re.compile(f"{_FIRST}{_END}(?:{_NEXT}{_END})*")
_FIELDS = re.compile(f"(?:{_FIELD.pattern})*")
_NO_FIELD = re.compile(rf"^(?!{_FIRST}$|{_NEXT}$|\s*$)", re.MULTILINE)

#: More values than the head of any text holds.
_MOST_VALUES = 10_000


@dataclass(frozen=True)
class _Head:
    """The lines of a front matter, where the text after it begins, and whether a line `---` parts the two."""

    lines: str
    end: int
    closed: bool = True


def read_prose(file: SourceFile, source: Source) -> Stream:
    """The one record of a .txt or .md file: its text, and what its front matter says.

    The text is what follows the front matter; Markdown marks stay in it, for offsets count what the file holds. A
    field that cannot be read is a problem and takes no other with it.
    """
    with open_bytes(file.path) as stream:
        text, encoding = decode(stream.read(), source.encoding)
    if encoding.guessed:
        yield guessed(file, encoding.name)
    if "\0" in text:
        yield zero_bytes(file, text.count("\n", 0, text.index("\0")) + 1)
    own: dict[str, object] = {}
    head = _head(text)
    if head is not None:
        own, problems = _front_matter(file, head.lines)
        yield from problems
        yield from _near_names(file, own)
        if not head.closed:
            yield _unclosed(file, text.count("\n", 0, head.end) + 1)
        text = text[head.end :]
    yield Record(None, {**own, "text": text}, {key: own[key] for key in own if key in METADATA and key != "text"})


def _head(text: str) -> _Head | None:
    """The front matter; null where there is none.

    One that is never closed is known by its lines, of which one must be a field that is read; a later rule `---`
    does not close it where lines that are no fields stand before the rule.
    """
    opened = _OPEN.match(text)
    if opened is None:
        return None
    closed = _CLOSED.match(text)
    if closed is not None and not (_NO_FIELD.search(closed.group(1)) and read_yaml(closed.group(1))[0] is None):
        return _Head(closed.group(1), closed.end())
    fields = _FIELDS.match(text, opened.end())
    lines = fields.group() if fields else ""
    if any(line.split(":", 1)[0] in METADATA for line in lines.split("\n")):
        return _Head(lines, opened.end() + len(lines), closed=False)
    return _Head(closed.group(1), closed.end()) if closed is not None else None


def _unclosed(file: SourceFile, line: int) -> Problem:
    return BAD_FRONT_MATTER.at(
        file.shown,
        line,
        "The front matter is not closed before this line, which is no field of it; the text was taken to begin here.",
        remedy="Put a line --- between the fields and the text.",
    )


def _front_matter(file: SourceFile, lines: str) -> tuple[dict[str, object], list[Problem]]:
    """The fields, and a problem for each that cannot be read."""
    own, faults = _read(lines)
    if own is not None:
        return own, [_faulty(file, fault, 1) for fault in faults]
    fields: dict[str, object] = {}
    problems = []
    for field in _FIELD.finditer(lines):
        alone, slips = _read(field.group())
        fields |= {key: value for key, value in (alone or {}).items() if key not in fields}
        problems += [_faulty(file, slip, 1 + lines.count("\n", 0, field.start())) for slip in slips]
    return fields, problems or [_faulty(file, fault, 1) for fault in faults]


def _read(lines: str) -> tuple[dict[str, object] | None, list[YamlFault]]:
    tree, faults = read_yaml(lines, _MOST_VALUES)
    if tree is not None and not isinstance(tree, LinedDict):
        return None, [YamlFault("it is a list; lines of `field: value` are due", tree.line)]
    return tree, faults


def _faulty(file: SourceFile, fault: YamlFault, before: int) -> Problem:
    return BAD_FRONT_MATTER.at(
        file.shown,
        fault.line + before,
        f"The front matter is not right here: {fault}.",
        remedy="Keep one of the two." if fault.twice else "Put values that hold a colon between quotation marks.",
    )


def _near_names(file: SourceFile, own: dict[str, object]) -> Stream:
    for key in own:
        hint = "" if key in METADATA else did_you_mean(key, METADATA)
        if hint and len(key) > 3:
            yield UNKNOWN_FRONT_MATTER.at(file.shown, None, f'The head has the field "{key}".', remedy=hint, field=key)

"""Text and Markdown files, with or without front matter: one file a document."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from cenotaph.errors import Problem, did_you_mean
from cenotaph.sources.decode import decode, open_bytes
from cenotaph.sources.delimited import guessed
from cenotaph.sources.problems import BAD_FRONT_MATTER, UNKNOWN_FRONT_MATTER
from cenotaph.sources.records import Record, SourceFile, Stream
from cenotaph.study.models import METADATA, Source

__all__ = ["read_prose"]

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def read_prose(file: SourceFile, source: Source) -> Stream:
    """The one record of a .txt or .md file: its text, and what its front matter says.

    The text is what follows the front matter; Markdown marks stay in it, for offsets count what the file holds.
    """
    with open_bytes(file.path) as stream:
        text, encoding = decode(stream.read(), source.encoding)
    if encoding.guessed:
        yield guessed(file, encoding.name)
    own: Mapping[str, object] = {}
    front = _FRONT.match(text)
    if front is not None:
        parsed = _front_matter(file, front.group(1))
        if isinstance(parsed, Problem):
            yield parsed
        else:
            own = parsed
            yield from _near_names(file, own)
        text = text[front.end() :]
    yield Record(None, {**own, "text": text}, {key: own[key] for key in own if key in METADATA and key != "text"})


def _front_matter(file: SourceFile, lines: str) -> Mapping[str, object] | Problem:
    try:
        parsed = YAML(typ="safe").load(lines)
    except (YAMLError, ValueError, IndexError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        reason = (error.problem if isinstance(error, MarkedYAMLError) else None) or str(error)
        return BAD_FRONT_MATTER.at(
            file.shown,
            None if mark is None else mark.line + 2,
            f"The front matter is not valid YAML: {reason}.",
            remedy="Put values that hold a colon between quotation marks.",
        )
    if parsed is None:
        return {}
    if not isinstance(parsed, Mapping):
        return BAD_FRONT_MATTER.at(file.shown, 2, "The front matter is not a list of `field: value` lines.")
    return {str(key): value for key, value in parsed.items()}


def _near_names(file: SourceFile, own: Mapping[str, object]) -> Stream:
    for key in own:
        hint = "" if key in METADATA else did_you_mean(key, METADATA)
        if hint and len(key) > 3:
            yield UNKNOWN_FRONT_MATTER.at(file.shown, None, f'The head has the field "{key}".', remedy=hint, field=key)

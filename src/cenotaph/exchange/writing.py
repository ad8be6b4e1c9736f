"""A codebook as a YAML file that people go on writing: with its origin, the line of each entry, and what was lost."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from cenotaph.exchange.carrying import Entry
from cenotaph.exchange.dictionary import Loss, plain

__all__ = ["codebook_yaml"]


def codebook_yaml(
    content: Mapping[str, Any], head: Sequence[str], carried: Sequence[Entry], losses: Sequence[Loss]
) -> str:
    """The file's text.

    Args:
        content: the codebook as blocks of keys, in order.
        head: sentences for the comment at the head.
        carried: the entries, whose lines in the dictionary stand beside them.
        losses: listed in a comment at the end, all of them.
    """
    yaml = YAML()
    yaml.width = 1 << 20
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_commented(content, {entry.id: entry.line for entry in carried}), out)
    comments = [f"# {plain(sentence, 400)}" for sentence in head]
    tail = ["", f"# What the dictionary says and this codebook does not ({len(losses)}):"] if losses else []
    tail += [f"# line {loss.line}, {_fate(loss)}: {loss.what}  ({plain(loss.why, 400)})" for loss in losses]
    return "\n".join([*comments, out.getvalue().rstrip("\n"), *tail, ""])


def _fate(loss: Loss) -> str:
    return "changed" if loss.changed else "lost"


def _commented(content: Mapping[str, Any], lines: Mapping[str, int]) -> CommentedMap:
    """The content with the line of the dictionary beside each entry, and terms with keys on one line each."""
    root = CommentedMap()
    for key, value in content.items():
        if not isinstance(value, Mapping):
            root[key] = value
            continue
        root[key] = block = CommentedMap()
        for entry_id, entry in value.items():
            block[entry_id] = CommentedMap(
                {
                    name: _languages(inner) if isinstance(inner, Mapping) else _quoted(inner)
                    for name, inner in entry.items()
                }
            )
            block.yaml_add_eol_comment(f"line {lines[entry_id]} of the dictionary", entry_id)
    return root


def _languages(listed: Mapping[str, Sequence[Any]]) -> CommentedMap:
    return CommentedMap({language: [_flow(item) for item in items] for language, items in listed.items()})


def _flow(item: Any) -> Any:
    if not isinstance(item, Mapping):
        return _quoted(item)
    keys = CommentedMap({key: _quoted(value) for key, value in item.items()})
    keys.fa.set_flow_style()
    return keys


_SAFE = re.compile(r"[^\W\d_][\w '*|-]*")


def _quoted(value: Any) -> Any:
    """The value with each text in quotes that holds more than words: signs mean something else on a line of keys."""
    if isinstance(value, list):
        return [_quoted(item) for item in value]
    return SingleQuotedScalarString(value) if isinstance(value, str) and not _SAFE.fullmatch(value) else value

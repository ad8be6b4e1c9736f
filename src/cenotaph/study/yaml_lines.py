"""YAML 1.2 with line numbers.

`NO` stays the text "NO", every key given twice is found, and aliases cannot blow up. A number that would lose
something by being read as one (`1.10`, `007`) stays text, and so does a date: the models read both.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from cenotaph.study.lines import LinedDict, LinedList

__all__ = ["YamlFault", "read_yaml"]

_WHOLE_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")

#: Signs that the parser counts as line ends, though no editor does.
_NO_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}

_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {_TAG + kind for kind in ("str", "int", "float", "timestamp", "merge", "value")}

#: More values than any codebook holds; an alias that repeats aliases passes it within a few lines.
MOST_VALUES = 1_000_000


class YamlFault(Exception):
    """The text is not YAML of a kind we read; `line` and `column` count from 1. `twice` marks a repeated key."""

    def __init__(self, message: str, line: int, column: int | None = None, *, twice: bool = False) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.twice = twice


def read_yaml(text: str, most_values: int = MOST_VALUES) -> tuple[LinedDict | LinedList | None, list[YamlFault]]:
    """The file's content as lined blocks and lists, with every repeated key; null where the file cannot be read.

    A file without content gives an empty block. The first of two equal keys is kept. A file of more than
    `most_values` values, each alias counted as often as it stands, is not read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root = YAML(typ="safe", pure=True).compose(text.translate(_NO_LINE_ENDS))
        builder = _Builder(most_values)
        tree = LinedDict(1) if root is None else builder.value(root)
    except YamlFault as fault:
        return None, [fault]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(part for part in (error.problem, error.context) if part)
        return None, [YamlFault(words, mark.line + 1 if mark else 1, mark.column + 1 if mark else None)]
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, [YamlFault("a control character stands here, which YAML does not allow", line)]
    except RecursionError:
        return None, [YamlFault("values are nested too deeply", 1)]
    except Exception as error:  # the parser's own slips on damaged files; ours are below it
        return None, [YamlFault(f"the YAML reader cannot read this file ({type(error).__name__})", 1)]
    if not isinstance(tree, LinedDict | LinedList):
        return (LinedDict(1), []) if tree is None else (None, [YamlFault("the file holds no keys", 1)])
    return tree, builder.faults


class _Builder:
    """Makes values from the parser's nodes."""

    def __init__(self, most_values: int) -> None:
        self.faults: list[YamlFault] = []
        self._most = most_values
        self._open: set[int] = set()
        self._made = 0

    def value(self, node: Node) -> Any:
        line = _line(node)
        self._made += 1
        if self._made > self._most:
            raise YamlFault("aliases repeat each other too often", line)
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if id(node) in self._open:
            raise YamlFault("an alias names the block that holds it", line)
        if not str(node.tag).startswith(_TAG):
            raise YamlFault(f"the tag {node.tag} is not known here", line)
        self._open.add(id(node))
        made = self._block(node, line) if isinstance(node, MappingNode) else self._list(node, line)  # type: ignore[arg-type]
        self._open.discard(id(node))
        return made

    def _block(self, node: MappingNode, line: int) -> LinedDict:
        block = LinedDict(line)
        for key_node, value_node in node.value:
            at = _line(key_node)
            if not isinstance(key_node, ScalarNode):
                raise YamlFault("a key must be a single word or text", at)
            key = str(key_node.value)
            if key in block:
                self.faults.append(YamlFault(f'"{key}" stands already on line {block.lines[key]}', at, twice=True))
            else:
                block.put(key, self.value(value_node), at)
        return block

    def _list(self, node: SequenceNode, line: int) -> LinedList:
        items = LinedList(line)
        for inner in node.value:
            items.add(self.value(inner), _line(inner))
        return items


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _scalar(node: ScalarNode) -> Any:
    tag, raw = str(node.tag), str(node.value)
    if tag == _TAG + "null":
        return None
    if tag == _TAG + "bool":
        return {"true": True, "false": False}.get(raw.lower(), raw)
    if tag not in _PLAIN_TAGS:
        raise YamlFault(f"the tag {tag} is not known here", _line(node))
    if tag == _TAG + "int" and _WHOLE_NUMBER.fullmatch(raw):
        return int(raw)
    return raw

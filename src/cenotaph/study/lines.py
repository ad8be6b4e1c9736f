"""Values read from a file that know the line they came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ["LinedDict", "LinedList", "all_lines", "line_of", "place_of"]


class LinedDict(dict[str, Any]):
    """A block of keys; `line` is where it begins, `lines` the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def put(self, key: str, value: Any, line: int) -> None:
        """Add a key that stands on `line`."""
        self[key] = value
        self.lines[key] = line


class LinedList(list[Any]):
    """A list; `line` is where it begins, `lines` the line of each item."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []

    def add(self, value: Any, line: int) -> None:
        """Add an item that stands on `line`."""
        self.append(value)
        self.lines.append(line)


def place_of(tree: Any, path: Sequence[object]) -> tuple[tuple[object, ...], int]:
    """The longest part of `path` that exists in the tree, and the line of its last step."""
    here, line, found = tree, tree.line, 0
    for step in path:
        if (isinstance(here, LinedDict) and isinstance(step, str) and step in here.lines) or (
            isinstance(here, LinedList) and isinstance(step, int) and 0 <= step < len(here)
        ):
            line = here.lines[step]  # type: ignore[index]
            here = here[step]  # type: ignore[index]
            found += 1
        else:
            break
    return tuple(path[:found]), line


def line_of(tree: Any, *path: object) -> int:
    """The line of the value at `path`, or of the nearest block around it that exists."""
    return place_of(tree, path)[1]


def all_lines(tree: Any, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], int]]:
    """The path and line of every key and item of the tree."""
    steps = tree.lines.items() if isinstance(tree, LinedDict) else enumerate(tree.lines)
    for step, line in steps:
        yield (*path, step), line
        if isinstance(tree[step], LinedDict | LinedList):
            yield from all_lines(tree[step], (*path, step))

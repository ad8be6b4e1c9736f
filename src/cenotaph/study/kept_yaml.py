"""YAML that was read once need not be read again: its content is kept, by hash, beside the derived tables.

A codebook of two thousand lines takes half a second to read as YAML, and every question opens the study. What is kept
can be deleted at any time; a kept file that is damaged is passed over.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from cenotaph.study.lines import LinedDict, LinedList

__all__ = ["KEPT_FOLDER", "keep", "kept"]

#: Where it is kept, relative to the study folder; used only where a build has made `.cenotaph`.
KEPT_FOLDER = Path(".cenotaph/parsed")

#: Raised whenever the way in which a tree is written changes.
_LAYOUT = "1"

#: So many files are kept; the oldest go first.
_MOST_FILES = 12


def kept(text: str, folder: Path | None) -> LinedDict | None:
    """What was kept of this text; null where nothing usable was."""
    if folder is None:
        return None
    try:
        tree = _tree(json.loads(_file(text, folder).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    return tree if isinstance(tree, LinedDict) else None


def keep(text: str, tree: LinedDict, folder: Path | None) -> None:
    """Keep what was read of this text. A folder that cannot be written is no fault: the text is read again."""
    if folder is None or not folder.parent.is_dir():
        return
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        path = _file(text, folder)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(_plain(tree), separators=(",", ":")), encoding="utf-8")
        beside.replace(path)
        for old in sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)[_MOST_FILES:]:
            old.unlink()


def _file(text: str, folder: Path) -> Path:
    name = hashlib.sha256(f"{_LAYOUT}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    return folder / f"{name[:32]}.json"


def _plain(value: Any) -> Any:
    """Blocks as {"at": line, "keys": [[key, line, value], ...]}, lists as [line, [line, value], ...]."""
    if isinstance(value, LinedDict):
        return {"at": value.line, "keys": [[key, value.lines[key], _plain(inner)] for key, inner in value.items()]}
    if isinstance(value, LinedList):
        return [value.line, *([line, _plain(inner)] for line, inner in zip(value.lines, value, strict=True))]
    return value


def _tree(plain: Any) -> Any:
    if isinstance(plain, dict):
        block = LinedDict(plain["at"])
        for key, line, inner in plain["keys"]:
            block.put(key, _tree(inner), line)
        return block
    if isinstance(plain, list):
        items = LinedList(plain[0])
        for line, inner in plain[1:]:
            items.add(_tree(inner), line)
        return items
    return plain

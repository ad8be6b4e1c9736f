"""Rows appended to the tables of deeds of a study: what people wrote there stays."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from cenotaph.exchange.problems import UNREADABLE, UNWRITABLE
from cenotaph.exchange.reading import stop
from cenotaph.study import Event, Gesture, Participation

__all__ = ["append_rows"]

_MODELS: dict[str, type[BaseModel]] = {"events": Event, "participations": Participation, "gestures": Gesture}
_KEYS = {
    "events": ("event_id",),
    "participations": ("event_id", "state", "person", "office"),
    "gestures": ("gesture_id",),
}


def append_rows(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, int]:
    """Append rows to the tables of a folder; table -> rows added. Rows that stand there already are passed over.

    A table keeps its header; columns that only the new rows fill are added at its end. All tables are made before the
    first is replaced. Raises StudyError.
    """
    made: dict[Path, str] = {}
    added = {}
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        header, held, delimiter = _held(path)
        keys = {tuple(row.get(key, "") for key in _KEYS[name]) for row in held}
        new = [row for row in rows if tuple(row.get(key, "") for key in _KEYS[name]) not in keys]
        added[name] = len(new)
        if not new:
            continue
        filled = {key for row in new for key, value in row.items() if value}
        columns = [key for key in _MODELS[name].model_fields if key in filled or not header]
        out = io.StringIO()
        writer = csv.DictWriter(
            out, [*header, *(key for key in columns if key not in header)], restval="", lineterminator="\n",
            delimiter=delimiter, extrasaction="ignore",
        )  # fmt: skip
        writer.writeheader()
        writer.writerows(held)
        writer.writerows(new)
        made[path] = out.getvalue()
    for path, text in made.items():
        _replace(path, text)
    return added


def _held(path: Path) -> tuple[list[str], list[dict[str, str]], str]:
    if not path.exists():
        return [], [], ","
    try:
        text = path.read_text(encoding="utf-8-sig")
        delimiter = next((sign for sign in ",;\t" if sign in text.split("\n", 1)[0]), ",")
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, restkey="")
        rows = [dict(row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise stop(UNREADABLE, path.name, None, f"It cannot be read: {error}.", "Run cenotaph check first.") from None
    if any("" in row or None in row.values() for row in rows):
        message = "A row has more or fewer cells than the header."
        raise stop(UNREADABLE, path.name, None, message, "Run cenotaph check first; nothing was written.")
    return list(reader.fieldnames or []), rows, delimiter


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise stop(UNWRITABLE, str(path), None, f"It cannot be written: {why}.", "Make room, or the right.") from None

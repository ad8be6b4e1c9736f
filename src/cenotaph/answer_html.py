"""Answers as HTML for notebooks: plain tables that take the notebook's own style."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["answer_html"]

_MOST_ROWS = 200

#: Columns that hold words of a document, with the column that tells their language.
_QUOTED = ("text", "text_a", "text_b", "left", "match", "right", "diff")


def answer_html(answer: Answer) -> str:
    """A heading, the roll call as a grid or the rows as a table, and the notes."""
    title = escape(f"{answer.more.get('title', answer.study)}: {answer.command}")
    if answer.more.get("occasion_name"):
        title += escape(f", {answer.more['occasion_name']}")
    as_of = f" (as of {answer.as_of})" if answer.as_of else ""
    rows = answer.rows.to_pylist()
    body = _grid(rows) if answer.command in ("rollcall", "attendance") else _table(answer.rows.column_names, rows)
    notes = "".join(f"<li>{escape(note)}</li>" for note in answer.notes)
    return f"<div><p><strong>{title}</strong>{as_of}</p>{body}{f'<ul>{notes}</ul>' if notes else ''}</div>"


def _grid(rows: Sequence[dict[str, Any]]) -> str:
    key = "target" if rows and "target" in rows[0] else "state"
    years = sorted({row["year"] for row in rows})
    lines: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: int(row["year"])):
        word = row.get("treatment") or (row.get("rank") or "unknown").replace("_", " ")
        mark = "+ " if row["first"] else "− " if row["gone"] else ""
        shade = ' style="opacity:.55"' if word in ("unknown", "absent", "none") else ""
        found = f"{row['document_id' if key == 'target' else 'event_id'] or 'no record'}"
        lines.setdefault(row[key], []).append(f'<td title="{escape(found)}"{shade}>{mark}{escape(word)}</td>')
    names = {row[key]: row[f"{key}_name"] for row in rows}
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    body = "".join(
        f'<tr><th scope="row">{escape(names[each] or each)}</th>{"".join(cells)}</tr>' for each, cells in lines.items()
    )
    return f'<table><thead><tr><th scope="col">{key}</th>{head}</tr></thead><tbody>{body}</tbody></table>'


def _table(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> str:
    shown = [name for name in columns if any(row[name] not in (None, []) for row in rows)]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in shown)
    body = "".join(f"<tr>{''.join(_cell(name, row) for name in shown)}</tr>" for row in rows[:_MOST_ROWS])
    more = len(rows) - _MOST_ROWS
    rest = f"<p>{more} more rows are in <code>.rows</code>.</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _cell(name: str, row: dict[str, Any]) -> str:
    value = row[name]
    language = row.get("language") if name in (*_QUOTED, "title") else None
    mark = f' lang="{escape(language)}"' if language else ""
    if name == "diff" and value:
        return f"<td{mark}>{''.join(_changed(piece) for piece in value)}</td>"
    if name == "match" and value is not None:
        return f"<td{mark}><strong>{escape(value)}</strong></td>"
    if name in ("url", "source_url") and str(value or "").startswith(("https://", "http://")):
        return f'<td><a href="{escape(value)}">{escape(value)}</a></td>'
    return f"<td{mark}>{escape(_text(value))}</td>"


def _changed(piece: dict[str, str]) -> str:
    tag = {"insert": "ins", "delete": "del"}.get(piece["op"])
    text = escape(piece["text"])
    return f"<{tag}>{text}</{tag}>" if tag else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str | dict):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, dict):
        return " ".join(_text(each) for each in value.values())
    return str(value)

"""What every question returns: rows with their meaning, ready for JSON, a notebook or a data frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from cenotaph.errors import MissingExtra

__all__ = ["Answer"]


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    Attributes:
        command: the question, such as `rollcall`.
        study: the study's folder.
        as_of: only what was public on that day was used; null: everything.
        rows: the answer as an Arrow table.
        notes: what a reader must know besides, in sentences.
        more: further keys of the JSON object, such as the study's title, or totals.
    """

    command: str
    study: str
    as_of: dt.date | None
    rows: pa.Table
    notes: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries."""
        return iter(self.rows.to_pylist())

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow stream protocol: any data frame library can take an answer as it is."""
        return self.rows.__arrow_c_stream__(requested_schema)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `--json`: command, study, as_of, rows, notes; dates in ISO form, nulls kept."""
        return {
            "command": self.command,
            "study": self.study,
            "as_of": _plain(self.as_of),
            "rows": [_plain(row) for row in self],
            "notes": list(self.notes),
            **{key: _plain(value) for key, value in self.more.items()},
        }

    def to_polars(self) -> Any:
        """The rows as a Polars data frame. Raises MissingExtra where Polars is not installed."""
        try:
            import polars
        except ImportError:
            raise MissingExtra("A Polars data frame", "polars") from None
        return polars.from_arrow(self.rows)

    def to_pandas(self) -> Any:
        """The rows as a pandas data frame. Raises MissingExtra where pandas is not installed."""
        try:
            import pandas  # noqa: F401
        except ImportError:
            raise MissingExtra("A pandas data frame", "pandas") from None
        return self.rows.to_pandas()

    def _repr_html_(self) -> str:
        """The notebook view: a table with its notes; no style but what the notebook has."""
        from cenotaph.answer_html import answer_html

        return answer_html(self)

    def __repr__(self) -> str:
        as_of = f", as of {self.as_of}" if self.as_of else ""
        return f"Answer({self.command}: {len(self)} rows{as_of})"


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value != value:
        return None
    return value

"""status: what is built, from what, and what is stale."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cenotaph.build.inputs import inputs_of
from cenotaph.build.summary import counted, problem_names
from cenotaph.store import TABLES, Pointer, Snapshot
from cenotaph.study import LoadedStudy

__all__ = ["Stale", "Status", "status"]


@dataclass(frozen=True)
class Stale:
    """One thing that is not as it was when the snapshot was built, and what happened to it."""

    what: str
    why: str


@dataclass(frozen=True)
class Status:
    """What a study has built.

    Attributes:
        study: its title.
        snapshot_id, built_at: the snapshot that answers; null where nothing was built.
        program: the version of Cenotaph that built it.
        rows: table -> number of rows.
        sources: source -> number of documents.
        languages: language -> number of documents; those without text or of unknown language under `unknown`.
        first_date, last_date: of the documents; null where none has a date.
        coders: coder -> number of statements.
        problems: code of a problem -> how many there are.
        stale: what the next build will do anew, and why; empty where the snapshot is up to date.
        as_of: rows, sources, languages, dates and statements count only what was public on that day; null: all.
    """

    study: str
    snapshot_id: str | None = None
    built_at: str | None = None
    program: str | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    coders: Mapping[str, int] = field(default_factory=dict)
    problems: Mapping[str, int] = field(default_factory=dict)
    stale: tuple[Stale, ...] = ()
    as_of: dt.date | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same as plain JSON, dates as ISO text."""
        content = asdict(self)
        for name in ("first_date", "last_date", "as_of"):
            content[name] = content[name] and content[name].isoformat()
        return content

    def text(self) -> str:
        """The status for a terminal."""
        lines = [self.study]
        if self.rows:
            span = f"{self.first_date} to {self.last_date}" if self.first_date else "no dates"
            lines += [
                f"Snapshot    {self.snapshot_id} of {self.built_at}, by Cenotaph {self.program}",
                f"Documents   {self.rows['documents']:,}, {span}",
                f"Sources     {counted(self.sources)}",
                f"Languages   {counted(self.languages)}",
                f"Tables      {counted(self.rows)}",
                f"Statements  {counted(self.coders)}",
                f"Problems    {counted(problem_names(self.problems))}",
            ]
        lines += [f"Stale       {stale.what}: {stale.why}" for stale in self.stale] or ["Up to date."]
        return "\n".join(textwrap.fill(line, 100, subsequent_indent=" " * 12) for line in lines)

    def notes(self) -> list[str]:
        """What to do next."""
        notes = []
        if self.as_of:
            notes.append(f"As of {self.as_of}: numbers count only what was public then.")
        if self.stale:
            notes.append("Bring it up to date: cenotaph build")
        return notes


def status(study: LoadedStudy, as_of: dt.date | None = None) -> Status:
    """What is built and what is stale. Reads files' sizes and times; opens those only that were touched.

    Args: `as_of`, count only what was public on that day.
    """
    pointer = Pointer.read(study.folder)
    if pointer is None:
        return Status(study.config.title, stale=(Stale("everything", "nothing was built yet"),))
    inputs = inputs_of(study)
    stale = [Stale(what, why) for what, why in inputs.differences(pointer.notes["inputs"])]
    if not pointer.stands(study.folder):
        stale.append(Stale("derived files", "some were deleted or are damaged"))
        return Status(study.config.title, pointer.snapshot_id, pointer.built_at, pointer.program, stale=tuple(stale))
    snapshot = Snapshot.open(study.folder, as_of)
    return Status(
        study=study.config.title,
        snapshot_id=pointer.snapshot_id,
        built_at=pointer.built_at,
        program=pointer.program,
        rows=pointer.rows if as_of is None else _rows_of(snapshot),
        problems=pointer.notes["problems"],
        stale=tuple(stale),
        as_of=as_of,
        **_contents(snapshot),
    )


def _rows_of(snapshot: Snapshot) -> dict[str, int]:
    counts = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS n FROM {name}" for name in TABLES)
    found = _by_name(snapshot.query(counts).to_pylist())
    return {name: found[name] for name in TABLES}


def _contents(snapshot: Snapshot) -> dict[str, Any]:
    counts = "SELECT coalesce({0}, 'unknown') AS name, count(*) AS n FROM documents GROUP BY 1 ORDER BY 2 DESC, 1"
    dates = snapshot.query("SELECT min(date) AS first_date, max(date) AS last_date FROM documents").to_pylist()[0]
    coders = snapshot.query(
        "SELECT coder AS name, count(statement_id) AS n FROM coders LEFT JOIN statements USING (coder) "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return {
        "sources": _by_name(snapshot.query(counts.format("source")).to_pylist()),
        "languages": _by_name(snapshot.query(counts.format("language")).to_pylist()),
        "coders": _by_name(coders.to_pylist()),
        **dates,
    }


def _by_name(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["name"]: row["n"] for row in rows}

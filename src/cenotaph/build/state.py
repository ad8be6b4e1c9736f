"""status: what is built, from what, and what is stale."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cenotaph.build.inputs import inputs_of
from cenotaph.build.summary import counted, problem_names
from cenotaph.store import Pointer, Snapshot
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

    def to_dict(self) -> dict[str, Any]:
        """The same as plain JSON, dates as ISO text."""
        content = asdict(self)
        for name in ("first_date", "last_date"):
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
                f"Coders      {counted(self.coders)} statements",
                f"Problems    {counted(problem_names(self.problems))}",
            ]
        lines += [f"Stale       {stale.what}: {stale.why}" for stale in self.stale] or ["Up to date."]
        return "\n".join(textwrap.fill(line, 100, subsequent_indent=" " * 12) for line in lines)

    def notes(self) -> list[str]:
        """What to do next."""
        notes = []
        if self.stale:
            notes.append("Bring it up to date: cenotaph build")
        if self.problems:
            notes.append(f"What a problem means: cenotaph explain {next(iter(self.problems))}")
        return notes


def status(study: LoadedStudy) -> Status:
    """What is built and what is stale. Reads files' sizes and times; opens those only that were touched."""
    pointer = Pointer.read(study.folder)
    if pointer is None:
        return Status(study.config.title, stale=(Stale("everything", "nothing was built yet"),))
    inputs = inputs_of(study)
    stale = [Stale(what, why) for what, why in inputs.differences(pointer.notes["inputs"])]
    if not pointer.stands(study.folder):
        stale.append(Stale("derived files", "some were deleted"))
        return Status(study.config.title, pointer.snapshot_id, pointer.built_at, pointer.program, stale=tuple(stale))
    return Status(
        study=study.config.title,
        snapshot_id=pointer.snapshot_id,
        built_at=pointer.built_at,
        program=pointer.program,
        rows=pointer.rows,
        problems=pointer.notes["problems"],
        stale=tuple(stale),
        **_contents(study.folder),
    )


def _contents(folder: Path) -> dict[str, Any]:
    snapshot = Snapshot.open(folder)
    counts = "SELECT coalesce({0}, 'unknown') AS name, count(*) AS n FROM documents GROUP BY 1 ORDER BY 2 DESC, 1"
    dates = snapshot.query("SELECT min(date) AS first_date, max(date) AS last_date FROM documents").to_pylist()[0]
    coders = snapshot.query(
        "SELECT coder AS name, sum(n_statements)::BIGINT AS n FROM coders GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return {
        "sources": _by_name(snapshot.query(counts.format("source")).to_pylist()),
        "languages": _by_name(snapshot.query(counts.format("language")).to_pylist()),
        "coders": _by_name(coders.to_pylist()),
        **dates,
    }


def _by_name(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["name"]: row["n"] for row in rows}

"""What a build says when it is done."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cenotaph.build.changes import DocumentChanges
from cenotaph.build.losses import empty_sources
from cenotaph.errors import all_problem_kinds
from cenotaph.store import Pointer

__all__ = ["BuildReport", "counted", "problem_names"]


@dataclass(frozen=True)
class BuildReport:
    """What a build did and what stands now.

    Attributes:
        snapshot_id: the snapshot that answers now.
        built_at: when it was put in place.
        changed: false where nothing was to be done.
        documents: numbers of documents against the snapshot before.
        n_coded: documents that were coded now; the others were carried over.
        rows: table -> number of rows.
        problems: code of a problem -> how many; the table `problems` holds them.
        empty_sources: sources that gave no document at all.
        seconds: stage -> seconds spent, in all processes together.
        recoded: what another codebook changed in texts that are the same, in one line; empty where it is the same.
    """

    snapshot_id: str
    built_at: str
    changed: bool
    documents: DocumentChanges
    n_coded: int
    rows: Mapping[str, int]
    problems: Mapping[str, int]
    empty_sources: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    recoded: str = ""

    @classmethod
    def of(
        cls,
        pointer: Pointer,
        changes: DocumentChanges | None,
        n_coded: int,
        seconds: Mapping[str, float],
        recoded: str = "",
    ) -> BuildReport:
        """The report on a snapshot; `changes` is null where nothing was to be done."""
        return cls(
            snapshot_id=pointer.snapshot_id,
            built_at=pointer.built_at,
            changed=changes is not None,
            documents=changes or DocumentChanges(0, 0, pointer.rows["documents"], 0),
            n_coded=n_coded,
            rows=pointer.rows,
            problems=pointer.notes["problems"],
            empty_sources=empty_sources(pointer.notes["documents"]),
            seconds={stage: round(spent, 3) for stage, spent in seconds.items()},
            recoded=recoded,
        )

    def to_dict(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return asdict(self)

    def text(self, seconds: float) -> str:
        """The report for a terminal; `seconds` is the time on the clock."""
        if not self.changed:
            return f"Nothing has changed; the snapshot of {self.built_at} stands ({seconds:.1f} s)."
        changes = counted(asdict(self.documents))
        stages = ", ".join(f"{stage} {spent:.1f}" for stage, spent in self.seconds.items())
        lines = [
            f"Documents   {self.rows['documents']:,}: {changes}; {self.n_coded:,} coded now",
            f"Passages    {self.rows['passages']:,}",
            f"Codings     {self.rows['mentions']:,} mentions, {self.rows['statements']:,} statements",
            f"Problems    {counted(problem_names(self.problems))}",
            f"Time        {seconds:.1f} s (in all processes: {stages})",
        ]
        return "\n".join(textwrap.fill(line, 100, subsequent_indent=" " * 12) for line in lines)

    def notes(self) -> list[str]:
        """What to do next."""
        notes = []
        if not self.rows["documents"]:
            notes.append("No document was found. Look at the sources in study.toml: cenotaph check")
        elif self.empty_sources:
            named = ", ".join(self.empty_sources)
            notes.append(f"No document was found in: {named}. Look at their paths and columns: cenotaph check")
        if self.recoded and self.changed:
            notes.append(f"By the changed codebook {self.recoded[0].lower()}{self.recoded[1:]} See cenotaph code diff.")
        return notes


def counted(counts: Mapping[str, int]) -> str:
    """`3 new, 2 removed`: the counts that are not zero; `none` where all are."""
    return ", ".join(f"{n:,} {name}" for name, n in counts.items() if n) or "none"


def problem_names(problems: Mapping[str, int]) -> dict[str, int]:
    """The counts by name and code, such as `same-text (B004)`."""
    names = {kind.code: kind.name for kind in all_problem_kinds()}
    return {f"{names[code]} ({code})" if code in names else code: n for code, n in problems.items()}

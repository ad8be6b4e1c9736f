"""What a build says when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cenotaph.build.changes import DocumentChanges
from cenotaph.store import Pointer

__all__ = ["BuildReport"]


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
        seconds: stage -> seconds spent, in all processes together.
    """

    snapshot_id: str
    built_at: str
    changed: bool
    documents: DocumentChanges
    n_coded: int
    rows: Mapping[str, int]
    problems: Mapping[str, int]
    seconds: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls, pointer: Pointer, changes: DocumentChanges | None, n_coded: int, seconds: Mapping[str, float]
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
            seconds={stage: round(spent, 3) for stage, spent in seconds.items()},
        )

    def to_dict(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return asdict(self)

    def text(self, seconds: float) -> str:
        """The report for a terminal; `seconds` is the time on the clock."""
        if not self.changed:
            return f"Nothing has changed; the snapshot of {self.built_at} stands ({seconds:.1f} s)."
        counts = ", ".join(f"{n:,} {what}" for what, n in asdict(self.documents).items() if n) or "none"
        lines = [
            f"Documents   {self.rows['documents']:,} ({counts})",
            f"Sentences and paragraphs {self.rows['passages']:,}; {self.n_coded:,} documents coded now",
            f"Mentions    {self.rows['mentions']:,}    statements {self.rows['statements']:,}",
            f"Problems    {problems_text(self.problems)}",
            f"Took {seconds:.1f} s (" + ", ".join(f"{stage} {s:.1f}" for stage, s in self.seconds.items()) + ")",
        ]
        return "\n".join(lines)

    def notes(self) -> list[str]:
        """What to do next."""
        if not self.rows["documents"]:
            return ["No document was found. Look at the sources in study.toml: cenotaph check"]
        if self.problems:
            return ["What was passed over and why: cenotaph status"]
        return []


def problems_text(problems: Mapping[str, int]) -> str:
    """Counts of problems by code, in one line."""
    return ", ".join(f"{n:,} {code}" for code, n in problems.items()) or "none"

"""The files of a study folder as read, before they are looked at side by side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from cenotaph.errors import Problem
from cenotaph.study.codebook import Codebook
from cenotaph.study.exposures import Exposure
from cenotaph.study.files import Notes
from cenotaph.study.lines import LinedDict
from cenotaph.study.models import Event, Gesture, Occasion, Participation, StudyConfig
from cenotaph.study.tables import Row

__all__ = ["Part", "Parts"]

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Part(Generic[_Value]):
    """One file.

    Attributes:
        value: what could be read of it.
        tree: the same with its lines; empty for tables, whose rows know theirs.
        declared: every id that the file declares, those of faulty entries too, so that a fault is told once.
        notes: its problems.
    """

    value: _Value
    tree: LinedDict
    declared: frozenset[str]
    notes: Notes

    @property
    def is_unread(self) -> bool:
        """Whether nothing could be read of the file, so that nobody can say what it declares."""
        return not self.tree and any(problem.severity == "error" for problem in self.notes.problems)

    def has_fault_in(self, key: str) -> bool:
        """Whether a top key is missing, misspelt or faulty, so that what stands for it is no word of the user's."""
        return any(problem.field.partition(".")[0] == key for problem in self.notes.problems)


@dataclass(frozen=True)
class Parts:
    """All files of one folder. `own_codebook` is the codebook as written, `codebook` with what it extends."""

    folder: Path
    config: Part[StudyConfig]
    own_codebook: Part[Codebook]
    codebook: Codebook
    occasions: Part[dict[str, Occasion]]
    events: Part[tuple[Row[Event], ...]]
    participations: Part[tuple[Row[Participation], ...]]
    gestures: Part[tuple[Row[Gesture], ...]]
    exposures: Part[tuple[Row[Exposure], ...]]

    def problems(self) -> tuple[Problem, ...]:
        """The problems of all files: file by file in the order of reading, by line within a file."""
        deeds = (self.events, self.participations, self.gestures)
        files = (self.config, self.own_codebook, self.occasions, *deeds, self.exposures)
        return tuple(
            problem for part in files for problem in sorted(part.notes.problems, key=lambda found: found.line or 0)
        )

"""A study opened for questions: its tables and every question of the command line, as a Python object."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cenotaph import asked
from cenotaph.answer import Answer
from cenotaph.errors import CenotaphError, NotFound, Problem
from cenotaph.progress import Listener, silent
from cenotaph.store import TABLES, Snapshot
from cenotaph.study import LoadedStudy, load, load_checked

if TYPE_CHECKING:
    from cenotaph.build import BuildReport, Status

__all__ = ["OpenStudy"]


class OpenStudy:
    """A study folder, opened: its built tables as Arrow, and every question as a method.

    `as_of` bounds all of it to what was public on that day; it is the argument, else `as_of` of study.toml, else none.
    Tables and questions need a build: `build()`, or `cenotaph build` on the command line.
    """

    def __init__(self, folder: str | Path = ".", as_of: dt.date | str | None = None) -> None:
        self.folder = Path(folder)
        self._settings = self._read_settings()
        self.title = str(self._settings.get("title") or self.folder.resolve().name)
        self.as_of = _day(as_of) or _day(self._settings.get("as_of"))
        self._snapshot: Snapshot | None = None

    def __repr__(self) -> str:
        as_of = f", as of {self.as_of}" if self.as_of else ""
        return f'<study "{self.title}" in {self.folder}{as_of}>'

    # -- what the study is made of

    @cached_property
    def loaded(self) -> LoadedStudy:
        """The human files of the study. Raises StudyError, listing every problem, where one is an error."""
        return load_checked(self.folder)

    @property
    def snapshot(self) -> Snapshot:
        """The built tables, as of `as_of`. Raises NothingBuilt."""
        if self._snapshot is None:
            self._snapshot = Snapshot.open(self.folder, self.as_of)
        return self._snapshot

    def table(self, name: str) -> pa.Table:
        """A derived table by name; see `tables`. Raises NotFound, NothingBuilt."""
        if name not in TABLES:
            raise NotFound("table", name, TABLES)
        return self.snapshot.table(name)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the derived tables; each is also an attribute (`study.documents`)."""
        return TABLES

    def __getattr__(self, name: str) -> pa.Table:
        if name in TABLES:
            return self.table(name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *TABLES})

    # -- work on the study

    def check(self) -> tuple[Problem, ...]:
        """Every problem of the study's files; an empty tuple when there is none."""
        return tuple(load(self.folder).problems)

    def build(self, listener: Listener = silent, jobs: int | None = None) -> BuildReport:
        """Read, split and code what changed since the last build; questions then answer from the new tables."""
        from cenotaph.build import build

        self.__dict__.pop("loaded", None)
        report = build(self.loaded, listener, jobs)
        self._snapshot = None
        return report

    def status(self) -> Status:
        """What is built, from what, and what is stale."""
        from cenotaph.build import status

        return status(self.loaded)

    # -- questions

    def rollcall(
        self,
        occasion: str,
        *,
        actor: str | None = None,
        targets: Sequence[str] = (),
        without: Sequence[str] = (),
        coder: str | None = None,
    ) -> Answer:
        """How each target was treated on each occurrence of a rite; see `cenotaph.measures.roll_call`.

        Args:
            occasion: a rite of occasions.yaml.
            actor: whose documents; by default the host's where several actors spoke.
            targets: only these targets, named or not; without: leave these out.
            coder: only this coder's codings; by default a person's come before the rules'.

        Raises: NotFound with the nearest name; NothingBuilt; StudyError.
        """
        return asked.rollcall(self, occasion, actor=actor, targets=targets, without=without, coder=coder)

    def attendance(self, occasion: str, *, states: Sequence[str] = (), without: Sequence[str] = ()) -> Answer:
        """Which rank each state sent to each occurrence of a rite; see `cenotaph.measures.attendance_roll`."""
        return asked.attendance(self, occasion, states=states, without=without)

    def sentences(
        self,
        occasion: str,
        *,
        target: str | None = None,
        year: int | None = None,
        targets: Sequence[str] = (),
        actor: str | None = None,
        coder: str | None = None,
        attendance: bool = False,
    ) -> Answer:
        """What stands behind a cell, a row or the whole of a roll call: sentences, codings, or records of attendance.

        Args: as `rollcall`; `target` and `year` name one cell; `attendance` asks for the roll call of guests.
        """
        wanted = (target, *targets) if target else tuple(targets)
        if attendance:
            return asked.participations(self, occasion, states=wanted, year=year)
        return asked.sentences(self, occasion, targets=wanted, year=year, actor=actor, coder=coder)

    def answer(self, command: str, rows: pa.Table, notes: Sequence[str] = (), **more: Any) -> Answer:
        """Rows as the answer to a question put to this study."""
        return Answer(command, str(self.folder), self.as_of, rows, tuple(notes), {"title": self.title, **more})

    def _read_settings(self) -> dict[str, Any]:
        try:
            return tomllib.loads((self.folder / "study.toml").read_text("utf-8-sig"))
        except (OSError, ValueError):
            load_checked(self.folder)  # says what is wrong, with file and line
            raise


def _day(value: object) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise CenotaphError(f'"{value}" is not a date; write it as 2024-05-09.') from None

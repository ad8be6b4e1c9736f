"""Loads a study folder: every file that people wrote, checked, with all its problems at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel

from cenotaph.errors import Problem, StudyError, did_you_mean
from cenotaph.study.checks import check_all
from cenotaph.study.codebook import Codebook
from cenotaph.study.codebooks import (
    codebook_hash,
    merged,
    packaged_codebook,
    packaged_codebooks,
    read_codebook,
    yaml_block,
)
from cenotaph.study.exposures import Exposure
from cenotaph.study.files import Notes, dotted, read_text, shown
from cenotaph.study.kept_yaml import KEPT_FOLDER
from cenotaph.study.lines import LinedDict, all_lines, line_of
from cenotaph.study.models import Event, Gesture, Occasion, Participation, Slug, StudyConfig
from cenotaph.study.parts import Part, Parts
from cenotaph.study.problems import DEEDS, NO_CODEBOOK, NO_STUDY, OCCASIONS, STUDY
from cenotaph.study.tables import Row, read_rows
from cenotaph.study.toml_lines import TomlFault, read_toml
from cenotaph.study.validation import checked

__all__ = ["LoadedStudy", "load", "load_checked"]

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class LoadedStudy:
    """A study folder as read.

    Attributes:
        folder: the folder, absolute.
        config: study.toml.
        codebook: the codebook with everything it extends taken over.
        codebook_hash: sha256 of that codebook, whatever the order of its keys.
        occasions: the rites by id.
        events, participations, gestures: the right rows of the three tables, each with its line.
        problems: everything wrong with these files, by file and line. With an error among them the rest holds what
            could be read, and is not fit to build on.
        source_lines: the line of study.toml on which each source begins, by id.
        exposures: the right rows of exposures.csv, each with its line.
        codebook_lines: the line of every key of the study's own codebook, by dotted path, items counted from 1.
    """

    folder: Path
    config: StudyConfig
    codebook: Codebook
    codebook_hash: str
    occasions: dict[str, Occasion]
    events: tuple[Row[Event], ...]
    participations: tuple[Row[Participation], ...]
    gestures: tuple[Row[Gesture], ...]
    problems: tuple[Problem, ...]
    source_lines: Mapping[str, int] = field(default_factory=dict)
    codebook_lines: Mapping[str, int] = field(default_factory=dict)
    exposures: tuple[Row[Exposure], ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def load(folder: str | Path) -> LoadedStudy:
    """Read a study folder. Never raises for what people wrote: `problems` lists all of it."""
    here = Path(folder).absolute()
    notes = Notes("study.toml")
    if not os.path.lexists(here / "study.toml"):
        what = "The folder holds no study.toml." if here.is_dir() else f"There is no folder {shown(str(folder), 200)}."
        notes.add(
            NO_STUDY, None, what, remedy=f"Name a study folder, or make one: cenotaph new {shown(str(folder), 200)}"
        )
        nothing = StudyConfig(title=_title(here), languages=("en", "ru", "zh"))
        empty = Codebook(codebook="unnamed", version="0")
        return LoadedStudy(here, nothing, empty, codebook_hash(empty), {}, (), (), (), tuple(notes.problems))
    config = _config(here, notes)
    own, whole = _codebook(here, config)
    parts = Parts(
        here,
        config,
        own,
        whole,
        _occasions(here),
        _table(here, "events.csv", Event),
        _table(here, "participations.csv", Participation),
        _table(here, "gestures.csv", Gesture),
        _table(here, "exposures.csv", Exposure),
    )
    check_all(parts)
    return LoadedStudy(
        here,
        config.value,
        whole,
        codebook_hash(whole),
        parts.occasions.value,
        parts.events.value,
        parts.participations.value,
        parts.gestures.value,
        parts.problems(),
        {source.id: line_of(config.tree, "sources", number) for number, source in enumerate(config.value.sources)},
        {dotted(path): line for path, line in all_lines(own.tree)},
        parts.exposures.value,
    )


def load_checked(folder: str | Path) -> LoadedStudy:
    """Read a study folder that must be right. Raises StudyError, with every error, where it is not."""
    study = load(folder)
    if study.errors:
        raise StudyError(study.errors)
    return study


def _title(folder: Path) -> str:
    """The folder's name, whatever bytes it is made of."""
    return os.fsencode(folder.name).decode("utf-8", "replace") or "study"


def _config(folder: Path, notes: Notes) -> Part[StudyConfig]:
    every: tuple[Literal["en", "ru", "zh"], ...] = ("en", "ru", "zh")
    config = StudyConfig(title=_title(folder), languages=every)
    tree = LinedDict(1)
    text = read_text(folder / "study.toml", notes, STUDY.unreadable)
    if text is not None:
        try:
            tree = read_toml(text)
        except TomlFault as fault:
            at = "" if fault.column is None else f" (column {fault.column})"
            remedy = "Text stands in quotation marks, and every key stands once in its block."
            notes.add(STUDY.bad_syntax, fault.line, f"The file cannot be read as TOML{at}: {fault}.", remedy=remedy)
    actors = tree.get("actors")
    declared = frozenset(actors) if isinstance(actors, LinedDict) else frozenset()
    if tree:
        defaults = {"title": config.title, "languages": list(every)}
        read, tree = checked(StudyConfig, tree, notes, STUDY, root="study.toml", defaults=defaults)
        config = read or config
    return Part(config, tree, declared, notes)


def _codebook(folder: Path, config: Part[StudyConfig]) -> tuple[Part[Codebook], Codebook]:
    """The codebook as written and as it stands with what it extends."""
    name = config.value.codebook
    path = folder / name
    notes = Notes(name)
    own, tree = Codebook(codebook="unnamed", version="0"), LinedDict(1)
    if os.path.lexists(path):
        own, tree = read_codebook(path, notes, folder / KEPT_FOLDER)
    elif name in packaged_codebooks():
        own = packaged_codebook(name, folder / KEPT_FOLDER)
        return Part(own, tree, frozenset(own.targets), notes), own
    else:
        near = did_you_mean(name, [*packaged_codebooks(), *(found.name for found in folder.glob("*.yaml"))])
        config.notes.add(
            NO_CODEBOOK,
            line_of(config.tree, "codebook"),
            f'There is no codebook "{shown(name)}" in the folder, and none of that name comes with the program.',
            remedy=near or "Write codebook.yaml, or set codebook to the name of a packaged one, such as memory-acts.",
            path=("codebook",),
        )
    declared = frozenset(key for part in ("targets", "referents") for key in tree.get(part) or ())
    return Part(own, tree, declared, notes), merged(own, tree, notes, folder / KEPT_FOLDER)


def _occasions(folder: Path) -> Part[dict[str, Occasion]]:
    notes = Notes("occasions.yaml")
    tree: LinedDict | None = None
    if os.path.lexists(folder / notes.file):
        text = read_text(folder / notes.file, notes, OCCASIONS.unreadable)
        tree = None if text is None else yaml_block(text, notes, OCCASIONS, folder / KEPT_FOLDER)
    tree = tree if tree is not None else LinedDict(1)
    declared = frozenset(tree)
    value, tree = checked(dict[Slug, Occasion], tree, notes, OCCASIONS, root="occasions.yaml")
    return Part(value or {}, tree, declared, notes)


def _table(folder: Path, file: str, model: type[_Model]) -> Part[tuple[Row[_Model], ...]]:
    notes = Notes(file)
    rows: tuple[Row[_Model], ...] = ()
    declared: frozenset[str] = frozenset()
    if os.path.lexists(folder / file):
        text = read_text(folder / file, notes, DEEDS.unreadable)
        if text is not None:
            rows, declared = read_rows(text, model, notes)
    return Part(rows, LinedDict(1), declared, notes)

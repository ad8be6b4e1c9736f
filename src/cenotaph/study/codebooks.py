"""Codebooks: those that come with the program, what `extends` takes over, and the hash that names a codebook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cenotaph.errors import NotFound, StudyError, did_you_mean
from cenotaph.study.codebook import Codebook
from cenotaph.study.file_problems import FileKinds
from cenotaph.study.files import Notes, dotted, read_text
from cenotaph.study.kept_yaml import keep, kept
from cenotaph.study.lines import LinedDict, all_lines, line_of
from cenotaph.study.problems import CODEBOOK, CYCLE, UNKNOWN_CODEBOOK, UNKNOWN_ENTRY
from cenotaph.study.validation import checked

__all__ = [
    "codebook_hash",
    "merged",
    "packaged_codebook",
    "packaged_codebook_lines",
    "packaged_codebooks",
    "read_codebook",
]

#: The three parts of a codebook, each a block of entries by id.
PARTS = ("targets", "referents", "acts")


def packaged_codebooks() -> dict[str, Path]:
    """The codebooks that come with the program: name to file."""
    folder = Path(__file__).parent.parent / "codebooks"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def packaged_codebook(name: str, keeping: Path | None = None) -> Codebook:
    """A codebook that comes with the program, with what it extends taken over.

    `keeping` is a folder for what was read, so that it need not be read again. Raises NotFound, StudyError.
    """
    known = packaged_codebooks()
    if name not in known:
        raise NotFound("packaged codebook", name, list(known))
    notes = Notes(known[name].name)
    codebook, tree = read_codebook(known[name], notes, keeping)
    whole = merged(codebook, tree, notes, keeping)
    if any(problem.severity == "error" for problem in notes.problems):
        raise StudyError(notes.problems)
    return whole


def packaged_codebook_lines(name: str) -> dict[str, int]:
    """The line of every key of a codebook that comes with the program, by dotted path, items counted from 1.

    Raises NotFound.
    """
    known = packaged_codebooks()
    if name not in known:
        raise NotFound("packaged codebook", name, list(known))
    _, tree = read_codebook(known[name], Notes(known[name].name))
    return {dotted(path): line for path, line in all_lines(tree)}


@cache
def _inherited(name: str, keeping: Path | None) -> Codebook:
    return packaged_codebook(name, keeping)


def read_codebook(path: Path, notes: Notes, keeping: Path | None = None) -> tuple[Codebook, LinedDict]:
    """The codebook of one file as written, before anything is taken over, and its lines."""
    empty = Codebook(codebook="unnamed", version="0")
    text = read_text(path, notes, CODEBOOK.unreadable)
    if text is None:
        return empty, LinedDict(1)
    tree = yaml_block(text, notes, CODEBOOK, keeping)
    if tree is None:
        return empty, LinedDict(1)
    defaults = {"codebook": "unnamed", "version": "0"}
    codebook, tree = checked(Codebook, tree, notes, CODEBOOK, root="the codebook", defaults=defaults)
    return codebook or empty, tree


def yaml_block(text: str, notes: Notes, kinds: FileKinds, keeping: Path | None = None) -> LinedDict | None:
    """The block of keys that a YAML file holds, its faults noted; null where it holds none."""
    known = kept(text, keeping)
    if known is not None:
        return known
    from cenotaph.study.yaml_lines import read_yaml

    tree, faults = read_yaml(text)
    for fault in faults:
        if fault.twice:
            remedy = "Keep one of the two, or put both together."
            notes.add(kinds.duplicate_key, fault.line, f"{fault}.", remedy=remedy)
        else:
            at = "" if fault.column is None else f" (column {fault.column})"
            notes.add(kinds.bad_syntax, fault.line, f"The file cannot be read as YAML{at}: {fault}.")
    if tree is not None and not isinstance(tree, LinedDict):
        notes.add(kinds.bad_syntax, tree.line, "The file is a list; a block of keys is due.")
        return None
    if tree is not None and not faults:
        keep(text, tree, keeping)
    return tree


def merged(codebook: Codebook, tree: LinedDict, notes: Notes, keeping: Path | None = None) -> Codebook:
    """The codebook with what it extends taken over: later ones replace earlier, own entries all, `drop` takes out."""
    whole: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for place, name in enumerate(codebook.extends):
        line = line_of(tree, "extends", place)
        if name not in packaged_codebooks():
            known = list(packaged_codebooks())
            remedy = did_you_mean(name, known) or f"Codebooks that come with the program: {', '.join(known)}."
            message = f'There is no codebook "{name}" to extend.'
            notes.add(UNKNOWN_CODEBOOK, line, message, remedy=remedy, path=("extends",))
            continue
        if name == codebook.codebook and name in notes.file:
            notes.add(CYCLE, line, f'The codebook "{name}" extends itself.', path=("extends",))
            continue
        above = _inherited(name, keeping)
        for part in PARTS:
            whole[part].update(getattr(above, part))
    _drop(codebook, whole, tree, notes)
    for part in PARTS:
        whole[part].update(getattr(codebook, part))
    return codebook.model_copy(update={**whole, "extends": (), "drop": ()})


def _drop(codebook: Codebook, whole: Mapping[str, dict[str, Any]], tree: LinedDict, notes: Notes) -> None:
    for place, name in enumerate(codebook.drop):
        holding = [part for part in PARTS if name in whole[part]]
        for part in holding:
            del whole[part][name]
        if not holding:
            known = [entry for part in PARTS for entry in whole[part]]
            message = f'`drop` names "{name}", which no extended codebook holds.'
            line = line_of(tree, "drop", place)
            notes.add(UNKNOWN_ENTRY, line, message, remedy=did_you_mean(name, known), path=("drop",))


def codebook_hash(codebook: Codebook) -> str:
    """sha256 of what the codebook says, whatever the order of its keys and wherever its entries came from."""
    content = codebook.model_dump(mode="json", by_alias=True, exclude={"extends", "drop"})
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

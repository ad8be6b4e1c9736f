"""A dictionary file of another program as a codebook, with an account of what was carried over and what was lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cenotaph.exchange.carrying import Entry, Kind, entries
from cenotaph.exchange.dictionary import Dictionary, Loss
from cenotaph.exchange.khcoder_rules import Rule, codes_of
from cenotaph.exchange.khcoder_units import unit_of, words_of
from cenotaph.exchange.problems import NO_LANGUAGE, NOTHING, OUTPUT_EXISTS, UNWRITABLE
from cenotaph.exchange.reading import FORMATS, read_dictionary, stop
from cenotaph.exchange.writing import codebook_yaml
from cenotaph.study import Codebook

__all__ = ["Imported", "import_dictionary"]


@dataclass(frozen=True)
class Imported:
    """A dictionary made into a codebook.

    Attributes:
        file: the dictionary's file name.
        format: the name of its format.
        language: `en`, `ru` or `zh`.
        kind: what its categories became: targets, topics (targets of kind idea) or acts.
        entries: what was carried over, in the order of the file.
        losses: what was not, or not as it was, in the order of the file.
        notes: what holds of the whole file.
        codebook: the codebook.
        text: the codebook as a commented YAML file.
        rules: the codes of a file of coding rules; empty for a dictionary.
    """

    file: str
    format: str
    language: str
    kind: Kind
    entries: tuple[Entry, ...]
    losses: tuple[Loss, ...]
    notes: tuple[str, ...]
    codebook: Codebook
    text: str
    rules: tuple[Rule, ...] = ()

    def rules_that_hold(self, sentences: Sequence[str]) -> list[frozenset[int]]:
        """For each sentence the lines of the codes whose rule holds in it, as KH Coder evaluates them."""
        conditions = {rule.name: rule.condition for rule in self.rules}
        lines = {rule.name: rule.line for rule in self.rules}
        vocabulary = words_of(conditions.values())
        units = (unit_of(text, self.language, vocabulary, number) for number, text in enumerate(sentences, 1))
        return [frozenset(lines[name] for name in codes_of(conditions, unit)) for unit in units]

    def write(self, path: Path) -> None:
        """Write the codebook's file. Raises StudyError where there is one already, or it cannot be written."""
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(self.text)
        except FileExistsError:
            remedy = "Name another file: --out other.yaml. Nothing was written."
            raise stop(OUTPUT_EXISTS, str(path), None, "There is such a file already.", remedy) from None
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise stop(UNWRITABLE, str(path), None, f"It cannot be written: {why}.", "Name another place.") from None


def import_dictionary(
    path: str | Path,
    *,
    kind: Kind = "topics",
    format: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
    inflect: bool = False,
) -> Imported:
    """Read a dictionary of another program and make a codebook of it. Writes nothing.

    Args:
        path: the file.
        kind: what its categories become.
        format: a key of FORMATS; guessed from the file's name and content where null.
        language: of its words; guessed from their script where null.
        encoding: of the file; UTF-8, then that usual for the format, where null.
        inflect: find every form of its words, not only the one written. Words of KH Coder are always base forms.

    Raises:
        StudyError: the file cannot be read as a dictionary, or nothing in it can be carried over.
    """
    path = Path(path)
    dictionary, format = read_dictionary(path, format, encoding)
    language = language or _language(dictionary)
    carried = entries(dictionary, language, kind, inflect)
    losses = tuple(sorted(dictionary.losses, key=lambda loss: loss.line))
    if not carried:
        detail = f" {losses[0].what}: {losses[0].why}" if losses else ""
        remedy = f"It was read as a {FORMATS[format].name}; another format is named by --format."
        raise stop(NOTHING, path.name, None, f"No category can be carried over.{detail}", remedy)
    notes = tuple(dictionary.notes) + _remarks(kind, inflect, format)
    return _made(dictionary, FORMATS[format].name, language, kind, carried, losses, notes)


def _made(
    dictionary: Dictionary,
    format: str,
    language: str,
    kind: Kind,
    carried: list[Entry],
    losses: tuple[Loss, ...],
    notes: tuple[str, ...],
) -> Imported:
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", dictionary.name).strip("-_")[:80] or "imported"
    blocks: dict[str, Any] = {entry.id: entry.content for entry in carried}
    content = {"codebook": name, "version": "1", "acts" if kind == "acts" else "targets": blocks}
    head = [f"Made by `cenotaph import` from {dictionary.file} ({format}).", *notes]
    return Imported(
        file=dictionary.file,
        format=format,
        language=language,
        kind=kind,
        entries=tuple(carried),
        losses=losses,
        notes=notes,
        codebook=Codebook.model_validate(content),
        text=codebook_yaml(content, head, carried, losses),
        rules=tuple(dictionary.rules),
    )


def _remarks(kind: Kind, inflect: bool, format: str) -> tuple[str, ...]:
    remarks = []
    if not inflect and format != "khcoder":
        remarks.append("Words are found in the form written, as in the dictionary; --inflect finds all their forms.")
    if kind == "acts":
        remarks.append("An act needs targets: add them, or let the codebook extend one that has them.")
        remarks.append("A cue after `not` is no act here; where the original counted it, set negation: ignored.")
    return tuple(remarks)


_SCRIPTS = {
    "en": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u3400-\u9fff]"),
    "": re.compile(r"[\u0370-\u03ff\u0590-\u06ff\u0900-\u0eff\u3040-\u30ff\uac00-\ud7a3]"),
}


def _language(dictionary: Dictionary) -> str:
    """The language by the script of the words: kana mark Japanese among Han characters. Raises StudyError."""
    words = " ".join(
        word
        for category in dictionary.categories
        for pattern in category.patterns
        for word in (*pattern.words, *pattern.needs, *pattern.unless)
    )
    counts = {language: len(script.findall(words)) for language, script in _SCRIPTS.items()}
    if not any(counts.values()):
        return "en"
    if counts[""] * 20 > sum(counts.values()):
        message = "Its words are in the script of a language that Cenotaph does not code."
        remedy = "Where they are of one that it does, name it: --language en, ru or zh."
        raise stop(NO_LANGUAGE, dictionary.file, None, message, remedy)
    language = max(("en", "ru", "zh"), key=lambda name: counts[name])
    dictionary.notes.append(f"Taken to be {_NAMES[language]} by the script of its words; --language names another.")
    return language


_NAMES = {"en": "English", "ru": "Russian", "zh": "Chinese"}

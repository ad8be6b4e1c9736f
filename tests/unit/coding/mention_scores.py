"""The tricky cases of mention_cases/ and how well the coder finds the targets in them.

Run as a program it prints precision, recall and F1 by language, and every case that fails.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

from cenotaph.coding import PASSAGE_BATCH, code_batch, compile_codebook
from cenotaph.study.codebooks import merged, read_codebook
from cenotaph.study.files import Notes

FOLDER = Path(__file__).with_name("mention_cases")
LANGUAGES = ("en", "ru", "zh")


@dataclass(frozen=True)
class Case:
    """A sentence and the targets that it names, as often as it names them."""

    id: str
    language: str
    tests: str
    targets: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Score:
    """Mentions in the cases, mentions found, and those of them that are right."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.gold

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.gold + self.found)


@cache
def cases() -> tuple[Case, ...]:
    """All cases; `\\n`, `\\u00ad` and their like stand for the character in the file."""
    return tuple(
        Case(id_, language, tests, tuple(sorted(targets.split())), _unescaped(sentence))
        for language in LANGUAGES
        for line in (FOLDER / f"{language}.tsv").read_text("utf-8").splitlines()[1:]
        for id_, tests, targets, sentence in [line.split("\t")]
    )


def _unescaped(sentence: str) -> str:
    return sentence.encode("latin-1", "backslashreplace").decode("unicode_escape")


@cache
def found() -> dict[str, tuple[str, ...]]:
    """For each case the targets that the coder finds; the packaged codebook extended by more-names.yaml."""
    notes = Notes("more-names.yaml")
    own, tree = read_codebook(FOLDER / "more-names.yaml", notes)
    coder = compile_codebook(merged(own, tree, notes), LANGUAGES)
    assert not notes.problems
    rest = {"start": 0, "actor": None, "speaker": None, "genre": None, "date": None}
    rows = [
        {**rest, "passage_id": case.id, "document_id": case.id, "language": case.language, "text": case.sentence}
        for case in cases()
    ]
    mentions = code_batch(pa.RecordBatch.from_pylist(rows, schema=PASSAGE_BATCH), coder).mentions
    targets: dict[str, list[str]] = {case.id: [] for case in cases()}
    for passage, target in zip(*(mentions.column(name).to_pylist() for name in ("passage_id", "target")), strict=True):
        targets[passage].append(target)
    return {id_: tuple(sorted(names)) for id_, names in targets.items()}


def score(language: str | None = None) -> Score:
    """Mentions counted as often as they are named, in one language or all."""
    chosen = [case for case in cases() if language in (None, case.language)]
    right = sum((Counter(case.targets) & Counter(found()[case.id])).total() for case in chosen)
    return Score(sum(len(case.targets) for case in chosen), sum(len(found()[case.id]) for case in chosen), right)


def failing() -> list[Case]:
    """Cases in which a target is missed, or one is found that is not named."""
    return [case for case in cases() if case.targets != found()[case.id]]


def main() -> None:
    for language in (*LANGUAGES, None):
        of = score(language)
        count = sum(language in (None, case.language) for case in cases())
        print(
            f"{language or 'all':<4}{count:>5} cases  {of.gold:>5} mentions  "
            f"precision {of.precision:.4f}  recall {of.recall:.4f}  F1 {of.f1:.4f}"
        )
    for case in failing():
        print(f"{case.id}  {case.sentence!r}  is {' '.join(case.targets) or '-'}", end="  ")
        print(f"found {' '.join(found()[case.id]) or '-'}")


if __name__ == "__main__":
    sys.exit(main())

"""Word counts, made when a question first needs them and kept for the next: only new texts are counted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cenotaph.build.workers import Here, Processes
from cenotaph.corpus import count_words
from cenotaph.progress import Listener, Progress, silent
from cenotaph.store import (
    Pointer,
    derived_folder,
    fingerprint_of,
    read_word_counts,
    sweep_word_counts,
    word_counts_stand,
    write_word_counts,
)
from cenotaph.text import DICTIONARY, fold

__all__ = ["counted_words", "word_dictionary"]

#: Raised with every change of how words are counted.
_COUNTER = 1
#: The language whose words a dictionary parts.
_PARTED = "zh"
#: Fewer bytes of texts, as they lie on the disk, are counted in this process.
_LITTLE = 2_000_000


@dataclass(frozen=True)
class CountWords:
    """Count the words of one file of texts."""

    folder: Path
    file: str
    key: str
    names: tuple[str, ...]
    dictionary: str

    @property
    def about(self) -> str:
        """The file."""
        return self.file

    def __call__(self) -> None:
        """Count, and keep the counts."""
        path = derived_folder(self.folder) / "stages" / self.file
        texts = pq.read_table(path, columns=["document_id", "folded"])
        known = Pointer.require(self.folder).stored(self.folder, "documents", ["document_id", "language"])
        place = pc.index_in(texts["document_id"], value_set=known["document_id"].combine_chunks())
        languages = known["language"].take(place).to_pylist()
        counted = count_words(texts["document_id"].to_pylist(), texts["folded"].to_pylist(), languages, self.names)
        write_word_counts(self.folder, self.key, *counted, self.dictionary if _PARTED in languages else "")


def word_dictionary() -> str:
    """Name and version of the dictionary that parts Chinese words: with another, counts differ."""
    return f"{DICTIONARY} {version(DICTIONARY)}"


def counted_words(
    folder: Path,
    kind: str,
    document_ids: pa.Array,
    names: Sequence[str] = (),
    listener: Listener = silent,
    jobs: int | None = None,
) -> pa.Table:
    """The words of documents, counted; texts that were never counted are counted first, which takes a while.

    Args:
        folder: the study.
        kind: `words` as written, folded, or `lemmas`, their dictionary forms.
        document_ids: the documents wanted.
        names: Chinese names that are one word each.
        listener: hears of progress.
        jobs: processes; by default one for each processor, and none where there is little to count.

    Returns: a table of `corpus.WORD_COUNTS`, one row a document that has words.
    """
    pointer = Pointer.require(folder)
    spelt = tuple(sorted({fold(name).text for name in names if len(name) > 1}))
    files = pointer.tables.get("texts", [])
    dictionary = fingerprint_of(word_dictionary(), spelt)
    keys = {file: fingerprint_of("words", file, _COUNTER) for file in files}
    missing = [
        CountWords(folder, file, key, spelt, dictionary)
        for file, key in keys.items()
        if not word_counts_stand(folder, key, dictionary)
    ]
    if missing:
        _count(missing, listener, jobs)
        sweep_word_counts(folder, keys.values())
    return read_word_counts(folder, kind, list(keys.values()), document_ids)


def _count(missing: Sequence[CountWords], listener: Listener, jobs: int | None) -> None:
    stages = derived_folder(missing[0].folder) / "stages"
    size = sum((stages / task.file).stat().st_size for task in missing)
    processes = jobs if jobs is not None else (os.cpu_count() or 1)
    with Here() if processes < 2 or (jobs is None and size < _LITTLE) else Processes(processes) as workers:
        pending = [workers.submit(task) for task in missing]
        listener(Progress("counting words", 0, len(missing)))
        for done, future in enumerate(as_completed(pending), start=1):
            future.result()
            listener(Progress("counting words", done, len(missing)))

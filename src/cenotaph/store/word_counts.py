"""Word counts of documents, kept beside the stages: one file for each file of texts, made when first asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.store.faults import read_plainly, told_plainly
from cenotaph.store.stages import derived_folder

__all__ = ["KINDS", "read_word_counts", "sweep_word_counts", "word_counts_stand", "write_word_counts"]

#: What is counted: words as written (folded), and their dictionary forms.
KINDS = ("words", "lemmas")

#: Key of the schema's metadata that tells by which dictionary words were parted.
_DICTIONARY = b"dictionary"


def write_word_counts(folder: Path | str, key: str, words: pa.Table, lemmas: pa.Table, dictionary: str = "") -> None:
    """Keep the counts of one file of texts, the words last: where these stand, all stands. Raises StorageFault.

    Args: `dictionary`, what words were parted by; empty where none was asked.
    """
    for kind, table in (("lemmas", lemmas), ("words", words)):
        path = _path(folder, kind, key)
        table = table.replace_schema_metadata({_DICTIONARY: dictionary})
        scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with told_plainly(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            with (
                pa.OSFile(os.fspath(scratch), "wb") as file,
                pa.ipc.new_file(file, table.schema, options=options) as out,
            ):
                out.write_table(table.combine_chunks())
            os.replace(scratch, path)


def word_counts_stand(folder: Path | str, key: str, dictionary: str = "") -> bool:
    """Whether the counts under a key were written, with this dictionary or without any."""
    try:
        with pa.memory_map(os.fspath(_path(folder, "words", key))) as file:
            told = (pa.ipc.open_file(file).schema.metadata or {}).get(_DICTIONARY)
    except (OSError, pa.ArrowInvalid):
        return False
    return told in (b"", dictionary.encode())


def read_word_counts(folder: Path | str, kind: str, keys: Sequence[str], document_ids: pa.Array) -> pa.Table:
    """The counts of some documents: `document_id`, `word`, `n`, with one dictionary of words for all.

    Args: kind, one of `KINDS`; keys, of the files that may hold the documents. Raises StorageFault.
    """
    parts = _parts([_path(folder, kind, key) for key in keys], document_ids)
    words = [part["word"].chunk(0).values for part in parts]
    nothing = np.empty(0, np.int32)
    whole = pa.concat_arrays([pa.array([], pa.string()), *(each.dictionary for each in words)]).dictionary_encode()
    place, codes = np.asarray(whole.indices), [nothing]
    for each in words:
        codes.append(place[np.asarray(each.indices)])
        place = place[len(each.dictionary) :]
    counts = [nothing, *(np.asarray(part["n"].chunk(0).values) for part in parts)]
    sizes = [np.zeros(1, np.int32), *(np.diff(np.asarray(part["word"].chunk(0).offsets)) for part in parts)]
    bounds = pa.array(np.cumsum(np.concatenate(sizes), dtype=np.int32))
    coded = pa.DictionaryArray.from_arrays(pa.array(np.concatenate(codes)), whole.dictionary)
    return pa.table(
        {
            "document_id": pa.chunked_array([c for p in parts for c in p["document_id"].chunks], pa.string()),
            "word": pa.ListArray.from_arrays(bounds, coded),
            "n": pa.ListArray.from_arrays(bounds, pa.array(np.concatenate(counts))),
        }
    )


def sweep_word_counts(folder: Path | str, keep: Iterable[str]) -> None:
    """Delete the counts under all keys but these."""
    kept = {_path(folder, kind, key).name for kind in KINDS for key in keep}
    with told_plainly(_folder(folder)):
        for path in _folder(folder).glob("*.arrow"):
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _parts(paths: Sequence[Path], document_ids: pa.Array) -> list[pa.Table]:
    """The rows of some documents in each file that has any, each in one chunk whose lists begin at the first value."""
    tables = []
    for path in paths:
        with read_plainly(path), pa.memory_map(os.fspath(path)) as file:
            tables.append(pa.ipc.open_file(file).read_all())
    ids = pa.chunked_array([chunk for table in tables for chunk in table["document_id"].chunks], pa.string())
    wanted, found = pc.is_in(ids, value_set=document_ids), []
    for table in tables:
        here, wanted = wanted.slice(0, table.num_rows), wanted.slice(table.num_rows)
        if not pc.all(here).as_py():
            table = table.take(pc.indices_nonzero(here))
        if table.num_rows:
            found.append(table.combine_chunks())
    return found


def _folder(folder: Path | str) -> Path:
    return derived_folder(folder) / "words"


def _path(folder: Path | str, kind: str, key: str) -> Path:
    return _folder(folder) / f"{kind}-{key}.arrow"

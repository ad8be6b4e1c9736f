"""The stages of a build that run shard by shard and part by part, in any process.

Reading a shard leaves *parts*: a bounded number of documents each. A part is split and coded by itself. Every stage
is known by a fingerprint of all that decides its result, and its tables lie under that name.
"""

from __future__ import annotations

import hashlib
import pickle
import time
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.build.carry import Carried, Part, carried_over, document_keys, in_document_order
from cenotaph.build.splitcode import code, split
from cenotaph.coding import Coder
from cenotaph.sources import Shard, read_shard
from cenotaph.store import StageRecord, finished_stage, read_stage, require_stage, write_record, write_stage
from cenotaph.study import LoadedStudy

__all__ = ["CodePart", "Coded", "PartRead", "ReadShard", "parts_of"]

_TABLES_READ = ("documents", "texts", "mentions", "statements", "absences", "problems")


@dataclass(frozen=True)
class PartRead:
    """A part as it was read.

    Attributes:
        fingerprint: of the stage that read it.
        content: hash of all that decides its passages and codings, less the splitter and the coder.
        n_documents: how many documents it has.
        n_bytes: bytes of their texts.
    """

    fingerprint: str
    content: str
    n_documents: int
    n_bytes: int


@dataclass(frozen=True)
class ReadShard:
    """Read one shard of a source into parts."""

    folder: Path
    study: LoadedStudy
    shard: Shard
    fingerprint: str

    @property
    def about(self) -> str:
        """The source and the shard."""
        return f"source {self.shard.source} ({self.shard.key})"

    def __call__(self) -> tuple[list[PartRead], float]:
        """Write the parts, then the record that lists them; the parts, and the seconds it took."""
        began = time.perf_counter()
        parts = []
        for number, batch in enumerate(read_shard(self.shard, self.study)):
            tables = {name: getattr(batch, name) for name in _TABLES_READ}
            fingerprint = f"{self.fingerprint}-{number}"
            write_stage(self.folder, fingerprint, tables)
            content = hashlib.sha256("\x1e".join(document_keys(batch.documents).to_pylist()).encode()).hexdigest()
            parts.append(PartRead(fingerprint, content[:20], batch.documents.num_rows, _text_bytes(batch.texts)))
        write_record(self.folder, StageRecord(self.fingerprint, notes={"parts": [asdict(part) for part in parts]}))
        return parts, time.perf_counter() - began


def _text_bytes(texts: pa.Table) -> int:
    return int(pc.sum(pc.binary_length(texts["text"])).as_py() or 0)


def parts_of(folder: Path, fingerprint: str) -> list[PartRead] | None:
    """The parts of a shard that was read before, where all their files stand; else null."""
    record = finished_stage(folder, fingerprint)
    if record is None:
        return None
    parts = [PartRead(**part) for part in record.notes["parts"]]
    return parts if all(finished_stage(folder, part.fingerprint) for part in parts) else None


@dataclass(frozen=True)
class Coded:
    """What happened to a part.

    Attributes:
        n_documents: how many documents it has.
        n_coded: how many texts were coded now, and not carried over from an earlier build.
        seconds: stage -> time it took.
    """

    n_documents: int
    n_coded: int
    seconds: dict[str, float]


@dataclass(frozen=True)
class CodePart:
    """Split the documents of a part into passages and code them, as far as that was not done before.

    Attributes:
        folder: the study folder.
        part: the part, and the fingerprints that its results are to have.
        source: for messages.
        coder: the compiled coder, pickled; the same bytes for all parts; empty for a part without texts.
        earlier: parts of the last snapshot that the same splitter and coder made.
    """

    folder: Path
    part: Part
    source: str
    coder: bytes
    earlier: tuple[Part, ...] = ()

    @property
    def about(self) -> str:
        """The source and the number of the part."""
        return f"source {self.source}, part {self.part.read}"

    def __call__(self) -> Coded:
        """Write the passages, then the codings."""
        began = time.perf_counter()
        read = require_stage(self.folder, self.part.read)
        documents = read_stage(self.folder, read, "documents")
        texts = read_stage(self.folder, read, "texts", ["document_id", "text"])
        old = carried_over(self.folder, documents, self.earlier)
        passages = self._passages(documents, texts, old)
        halfway = time.perf_counter()
        n_coded = self._codings(documents, texts, passages, old)
        seconds = {"split": halfway - began, "code": time.perf_counter() - halfway}
        return Coded(documents.num_rows, n_coded, seconds)

    def _passages(self, documents: pa.Table, texts: pa.Table, old: Carried) -> pa.Table:
        done = finished_stage(self.folder, self.part.split)
        if done is not None:
            return read_stage(self.folder, done, "passages")
        passages, problems = split(old.rest(documents), old.rest(texts))
        passages = in_document_order(documents, [old.passages, passages])
        problems = pa.concat_tables([old.split_problems, problems])
        write_stage(self.folder, self.part.split, {"passages": passages, "problems": problems})
        return passages

    def _codings(self, documents: pa.Table, texts: pa.Table, passages: pa.Table, old: Carried) -> int:
        if finished_stage(self.folder, self.part.code) is not None:
            return 0
        new = old.rest(texts)
        coder = _coder(self.coder) if self.coder else None
        mentions, statements, problems = code(documents, new, old.rest(passages), coder)
        tables = {
            "mentions": in_document_order(documents, [old.mentions, mentions]),
            "statements": in_document_order(documents, [old.statements, statements]),
            "problems": pa.concat_tables([old.code_problems, problems]),
        }
        write_stage(self.folder, self.part.code, tables)
        return int(new.num_rows)


@lru_cache(maxsize=1)
def _coder(pickled: bytes) -> Coder:
    coder: Coder = pickle.loads(pickled)
    return coder

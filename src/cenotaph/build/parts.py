"""Reading, splitting and coding of whatever is not there yet, in this process or in several."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cenotaph.build.carry import Part
from cenotaph.build.inputs import Inputs, people_of
from cenotaph.build.tasks import Coded, CodePart, PartRead, ReadShard, parts_of
from cenotaph.build.workers import Here, Processes, Workers
from cenotaph.coding import Coder, compile_codebook
from cenotaph.progress import Listener, Progress
from cenotaph.sources import Shard
from cenotaph.store import fingerprint_of, finished_stage
from cenotaph.study import LoadedStudy

__all__ = ["PartsBuild"]

#: Sources smaller than this are read and coded in this process: to start others would take longer.
LITTLE_BYTES = 3_000_000
#: How much longer a text is than its compressed file, about.
_COMPRESSED = 4


@dataclass
class PartsBuild:
    """Brings the parts of all shards up to date.

    Attributes:
        study, inputs: what is to be built.
        earlier: parts of the last snapshot that the same splitter and coder made.
        listener: hears of progress.
        jobs: worker processes; null: as many as there are processors, none where there is little to do.
        seconds: stage -> time spent on it, in all processes together.
        n_coded: how many documents were coded now.
    """

    study: LoadedStudy
    inputs: Inputs
    earlier: tuple[Part, ...]
    listener: Listener
    jobs: int | None
    seconds: dict[str, float] = field(default_factory=dict)
    n_coded: int = 0
    _read: dict[str, list[PartRead]] = field(default_factory=dict)
    _pending: dict[Future[Any], Shard | CodePart] = field(default_factory=dict)
    _n_read: int = 0
    _n_done: int = 0
    _n_documents: int = 0

    def run(self) -> list[Part]:
        """Do it; the parts of all shards, in order."""
        missing = []
        for shard in self.inputs.shards:
            parts = parts_of(self.study.folder, self.inputs.read[shard.key])
            if parts is None:
                missing.append(shard)
            else:
                self._read[shard.key] = parts
        missing.sort(key=_size, reverse=True)
        known = [part for parts in self._read.values() for part in parts if self._is_to_code(part)]
        if missing:
            self.listener(Progress("reading sources", 0, len(missing)))
        with self._workers(sum(map(_size, missing)) + sum(part.n_bytes for part in known)) as workers:
            for shard in missing:
                task = ReadShard(self.study.folder, self.study, shard, self.inputs.read[shard.key])
                self._pending[workers.submit(task)] = shard
            for shard in self.inputs.shards:
                self._code(workers, shard, self._read.get(shard.key, ()))
            self._wait(workers, len(missing))
        return [self._part(part) for shard in self.inputs.shards for part in self._read[shard.key]]

    @property
    def held(self) -> dict[str, int]:
        """Source -> number of documents read from it."""
        counts = dict.fromkeys((shard.source for shard in self.inputs.shards), 0)
        for shard in self.inputs.shards:
            counts[shard.source] += sum(part.n_documents for part in self._read[shard.key])
        return counts

    @property
    def has_texts(self) -> bool:
        """Whether there is anything to code; where all documents are known by ready codings only, no coder is made."""
        return any(part.n_bytes for parts in self._read.values() for part in parts)

    @cached_property
    def coder(self) -> Coder:
        """The codebook, compiled."""
        study = self.study
        return compile_codebook(study.codebook, study.config.languages, people_of(study), study.codebook_hash)

    @cached_property
    def _pickled_coder(self) -> bytes:
        return pickle.dumps(self.coder, protocol=pickle.HIGHEST_PROTOCOL)

    def _wait(self, workers: Workers, n_shards: int) -> None:
        while self._pending:
            for future in wait(self._pending, return_when=FIRST_COMPLETED).done:
                what = self._pending.pop(future)
                if isinstance(what, Shard):
                    self._n_read += 1
                    self._read[what.key] = self._taken(future.result())
                    self.listener(Progress("reading sources", self._n_read, n_shards, what.key))
                    self._code(workers, what, self._read[what.key])
                else:
                    self._coded(future.result(), what, all_read=self._n_read == n_shards)

    def _code(self, workers: Workers, shard: Shard, parts: Sequence[PartRead]) -> None:
        for read in filter(self._is_to_code, parts):
            self._n_documents += read.n_documents
            coder = self._pickled_coder if read.n_bytes else b""
            task = CodePart(self.study.folder, self._part(read), shard.source, coder, self.earlier)
            self._pending[workers.submit(task)] = task

    def _taken(self, result: tuple[list[PartRead], float]) -> list[PartRead]:
        parts, seconds = result
        self._add({"read": seconds})
        return parts

    def _coded(self, coded: Coded, task: CodePart, *, all_read: bool) -> None:
        self._add(coded.seconds)
        self.n_coded += coded.n_coded
        self._n_done += coded.n_documents
        total = self._n_documents if all_read else None
        self.listener(Progress("coding documents", self._n_done, total, task.source))

    def _add(self, seconds: Mapping[str, float]) -> None:
        for stage, spent in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent

    def _part(self, read: PartRead) -> Part:
        split = fingerprint_of(self.inputs.splitter, read.content)
        return Part(read.fingerprint, split, fingerprint_of(split, self.inputs.coder))

    def _is_to_code(self, read: PartRead) -> bool:
        part = self._part(read)
        return any(finished_stage(self.study.folder, name) is None for name in (part.split, part.code))

    def _workers(self, n_bytes: int) -> Workers:
        jobs = self.jobs if self.jobs is not None else (os.cpu_count() or 1)
        little = self.jobs is None and n_bytes < LITTLE_BYTES
        return Here() if little or jobs < 2 or not sys.executable else Processes(jobs)


def _size(shard: Shard) -> int:
    """Bytes of text in the files of a shard, about."""
    sizes = (
        file.path.stat().st_size * (_COMPRESSED if file.path.suffix == ".gz" else 1)
        for file in shard.files
        if file.path.exists()
    )
    return sum(sizes)

"""Everything that decides a snapshot, as fingerprints: what changed since the last build is where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cenotaph.build.versions import code_hash
from cenotaph.coding import coder_version
from cenotaph.sources import Shard, fingerprint, shards
from cenotaph.store import SCHEMAS, TABLES, derived_folder, fingerprint_of, replace_file
from cenotaph.study import LoadedStudy, Row

__all__ = ["Inputs", "edited_files", "inputs_of", "people_of"]


@dataclass(frozen=True)
class Inputs:
    """What decides a snapshot.

    Attributes:
        shards: the shards of all sources, in order.
        read: key of a shard -> fingerprint of reading it.
        splitter: the code that splits texts.
        coder: codebook, languages, people and the code that codes.
        whole: whatever is put together at the end: file of the study -> its fingerprint.
    """

    shards: tuple[Shard, ...]
    read: Mapping[str, str]
    splitter: str
    coder: str
    whole: Mapping[str, str]

    @property
    def snapshot_id(self) -> str:
        """Stands for all of it."""
        return fingerprint_of(list(self.read.items()), self.splitter, self.coder, self.whole)

    def notes(self) -> dict[str, Any]:
        """The part that the snapshot's pointer remembers."""
        sources: dict[str, dict[str, str]] = {}
        for shard in self.shards:
            sources.setdefault(shard.source, {})[shard.key] = self.read[shard.key]
        return {"sources": sources, "splitter": self.splitter, "coder": self.coder, "whole": dict(self.whole)}

    def differences(self, before: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What differs from the inputs of an earlier snapshot: (name of the thing, what happened to it)."""
        earlier: Mapping[str, Mapping[str, str]] = before["sources"]
        now = self.notes()["sources"]
        for source in dict.fromkeys([*now, *earlier]):
            if now.get(source) != earlier.get(source):
                yield f"source {source}", _shard_changes(now.get(source, {}), earlier.get(source, {}))
        if before["splitter"] != self.splitter:
            yield "splitter", "the program splits texts in another way"
        if before["coder"] != self.coder:
            yield "codebook", "the codebook, the languages, the people or the coder changed"
        for name, value in self.whole.items():
            if before["whole"].get(name) != value:
                yield name, "changed"


def inputs_of(study: LoadedStudy) -> Inputs:
    """Fingerprints of everything that decides the snapshot of a study.

    Files of sources are hashed; those whose size and time of change are as they were at the last call are not opened.
    """
    found = tuple(shards(study))
    known_path = derived_folder(study.folder) / "hashes.json"
    known = _known_hashes(known_path)
    before = dict(known)
    columns = _columns()
    reader = fingerprint_of(code_hash("sources", "text"), columns)
    read = {shard.key: fingerprint_of("read", reader, shard.key, fingerprint(shard, known)) for shard in found}
    if known != before:
        replace_file(known_path, json.dumps(known).encode())
    config = study.config
    return Inputs(
        shards=found,
        read=read,
        splitter=fingerprint_of("split", code_hash("corpus", "text"), columns),
        coder=fingerprint_of(
            "code",
            code_hash("coding", "corpus", "text"),
            columns,
            study.codebook_hash,
            coder_version(study.codebook, config.languages),
            config.languages,
            people_of(study),
        ),
        whole={
            "program": code_hash("build", "store", "corpus"),
            **_written(study),
            "problems": fingerprint_of([str(problem) for problem in study.problems]),
        },
    )


def _columns() -> str:
    """Stands for the columns of all tables, which every stage writes."""
    return fingerprint_of(
        [[(column.name, str(column.type), column.nullable) for column in SCHEMAS[name]] for name in TABLES]
    )


def edited_files(study: LoadedStudy, before: Mapping[str, Any]) -> list[str]:
    """The files of actors, rites and deeds whose content is not that of an earlier snapshot (its notes on inputs)."""
    return [name for name, value in _written(study).items() if before["whole"].get(name) != value]


def _written(study: LoadedStudy) -> dict[str, str]:
    """Fingerprints of what people wrote of actors, rites and deeds, by file."""
    rows: dict[str, Iterable[Row[Any]]] = {
        "events": study.events,
        "participations": study.participations,
        "gestures": study.gestures,
    }
    actors = {name: actor.model_dump(mode="json") for name, actor in study.config.actors.items()}
    rites = {name: rite.model_dump(mode="json") for name, rite in study.occasions.items()}
    return {
        "study.toml": fingerprint_of(actors),
        "occasions.yaml": fingerprint_of(rites),
        **{
            f"{name}.csv": fingerprint_of([[row.line, row.value.model_dump(mode="json")] for row in table])
            for name, table in rows.items()
        },
    }


def people_of(study: LoadedStudy) -> dict[str, str]:
    """Every name under which a person of the study may speak -> the actor they speak for."""
    return {
        name: actor_id
        for actor_id, actor in study.config.actors.items()
        for person in actor.people
        for name in (person.name, *person.aliases)
    }


def _known_hashes(path: Path) -> dict[str, tuple[int, int, str]]:
    try:
        return {
            name: (int(size), int(time), str(content))
            for name, (size, time, content) in json.loads(path.read_bytes()).items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _shard_changes(now: Mapping[str, str], before: Mapping[str, str]) -> str:
    if not before:
        return "new"
    if not now:
        return "removed"
    counts = {
        "new": len(now.keys() - before.keys()),
        "changed": sum(now[key] != before[key] for key in now.keys() & before.keys()),
        "removed": len(before.keys() - now.keys()),
    }
    said = ", ".join(f"{n} {what}" for what, n in counts.items() if n)
    return f"{said} of {len(now)} parts" if said else "in another order"

"""snapshot.json: the one pointer to what was built, replaced whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cenotaph.errors import NothingBuilt
from cenotaph.store.faults import read_plainly
from cenotaph.store.schemas import SCHEMAS
from cenotaph.store.soundness import is_whole
from cenotaph.store.stages import derived_folder, replace_file

__all__ = ["Pointer"]

#: Raised with every change of the tables: what an older program built is built anew.
_FORMAT = 2


@dataclass(frozen=True)
class Pointer:
    """What snapshot.json says.

    Attributes:
        snapshot_id: stands for everything that decided the tables; equal ids mean equal tables.
        built_at: when it was put in place, ISO with time zone.
        program: version of Cenotaph that built it.
        tables: table -> names of its files in the stages folder, in reading order; none for an empty table.
        rows: table -> number of rows.
        records: fingerprints of the stages it was made from.
        notes: what the build wishes to remember for the next one, plain JSON.
    """

    snapshot_id: str
    built_at: str
    program: str
    tables: Mapping[str, list[str]]
    rows: Mapping[str, int]
    records: list[str] = field(default_factory=list)
    notes: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path | str) -> Pointer | None:
        """The pointer of a study folder; null where nothing was built, or only by a program too old or too new."""
        try:
            content = json.loads(_path(folder).read_bytes())
            if content.pop("format") != _FORMAT:
                return None
            return cls(**content)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    @classmethod
    def require(cls, folder: Path | str) -> Pointer:
        """The pointer, where all the files that it names stand.

        Raises:
            NothingBuilt: there is none, or someone has deleted or damaged files that it names.
        """
        pointer = cls.read(folder)
        if pointer is None:
            raise NothingBuilt(f"{folder} has not been built yet.\n  Build it: cenotaph build --study {folder}")
        if not pointer.stands(folder):
            raise NothingBuilt(
                f"Some derived files of {folder} are gone or damaged.\n  Build again: cenotaph build --study {folder}"
            )
        return pointer

    def stands(self, folder: Path | str) -> bool:
        """Whether every file it names is there and was not cut off."""
        return all(map(is_whole, self.paths(folder)))

    def paths(self, folder: Path | str) -> list[Path]:
        """Every file it names."""
        stages = derived_folder(folder) / "stages"
        return [stages / name for names in self.tables.values() for name in names]

    def stored(self, folder: Path | str, table: str, columns: Sequence[str]) -> pa.Table:
        """Some columns of a table as it is stored, whatever was known when. Raises StorageFault."""
        schema = pa.schema([SCHEMAS[table].field(name) for name in columns])
        found = [schema.empty_table()]
        for name in self.tables.get(table, []):
            path = derived_folder(folder) / "stages" / name
            with read_plainly(path):
                found.append(pq.read_table(path, columns=list(columns)).cast(schema))
        return pa.concat_tables(found)

    def write(self, folder: Path | str) -> None:
        """Put it in place at once. Raises StorageFault when the disk will not have it."""
        content = {"format": _FORMAT, **asdict(self)}
        replace_file(_path(folder), json.dumps(content, ensure_ascii=False, indent=1).encode())


def _path(folder: Path | str) -> Path:
    return derived_folder(folder) / "snapshot.json"

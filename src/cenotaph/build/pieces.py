"""The finished parts of a study, seen as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.build.carry import Part
from cenotaph.store import SCHEMAS, StageRecord, fingerprint_of, finished_stage, read_stage, require_stage, write_stage

__all__ = ["Piece", "joined", "piece_of"]


@dataclass(frozen=True)
class Piece:
    """One part, with the stages that hold its rows.

    Attributes:
        folder: the study folder.
        stages: table -> stages that hold rows of it.
        left_out: ids of documents whose rows are not to be seen.
    """

    folder: Path
    stages: Mapping[str, tuple[StageRecord, ...]]
    left_out: tuple[str, ...] = ()

    def rows(self, table: str) -> pa.Table:
        """The part's rows of a table."""
        rows = joined([read_stage(self.folder, stage, table) for stage in self.stages[table]], table)
        if self.left_out and table != "problems":
            rows = rows.filter(pc.invert(pc.is_in(rows["document_id"], pa.array(self.left_out, pa.string()))))
        return rows

    def files(self, table: str) -> list[str]:
        """The names of the files that hold them, where none is left out."""
        return [stage.files[table] for stage in self.stages[table] if table in stage.files]

    def count(self, table: str) -> int:
        """How many rows those files hold."""
        return sum(stage.rows[table] for stage in self.stages[table])

    def without(self, document_ids: Sequence[str]) -> Piece:
        """The part less some documents; its texts and passages are written anew without them."""
        if not document_ids:
            return self
        less = replace(self, left_out=tuple(document_ids))
        old = [stage.fingerprint for stage in (*self.stages["texts"], *self.stages["passages"])]
        fingerprint = fingerprint_of("without", old, sorted(document_ids))
        stage = finished_stage(self.folder, fingerprint) or write_stage(
            self.folder, fingerprint, {table: less.rows(table) for table in ("texts", "passages")}
        )
        return replace(less, stages={**self.stages, "texts": (stage,), "passages": (stage,)})


def piece_of(folder: Path, part: Part) -> Piece:
    """A finished part. Raises StorageFault where a file of it is gone."""
    read, split, code = (require_stage(folder, name) for name in (part.read, part.split, part.code))
    return Piece(
        folder,
        {
            "documents": (read,),
            "texts": (read,),
            "passages": (split,),
            "mentions": (read, code),
            "statements": (read, code),
            "absences": (read,),
            "problems": (read, split, code),
        },
    )


def joined(tables: Sequence[pa.Table], name: str) -> pa.Table:
    """Tables of one kind behind one another; none at all make one without rows."""
    return pa.concat_tables([SCHEMAS[name].empty_table(), *tables])

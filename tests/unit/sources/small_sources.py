"""Small studies built from nothing, and all that their sources give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from cenotaph.sources import SourceBatch
from cenotaph.study import LoadedStudy
from cenotaph.study.codebook import Codebook
from cenotaph.study.models import Occasion, StudyConfig

ACTORS = {"RUS": {"name": "Russia", "names": {"ru": "Россия"}}, "CHN": {"name": "China"}}
CODEBOOK = {
    "codebook": "test",
    "version": "1",
    "targets": {"USA": {"name": "United States"}, "GBR": {"name": "United Kingdom"}},
    "referents": {"ww2": {"name": "Second World War"}},
    "acts": {"credit": {"name": "credit"}, "thank": {"name": "thank"}},
}
TABLES = ("documents", "texts", "mentions", "statements", "absences", "problems")


@dataclass
class Read:
    """All rows that the sources of a study gave, by table."""

    study: LoadedStudy
    batches: list[SourceBatch]

    def rows(self, table: str) -> list[dict[str, Any]]:
        return pa.concat_tables([getattr(batch, table) for batch in self.batches]).to_pylist()

    @property
    def documents(self) -> list[dict[str, Any]]:
        return self.rows("documents")

    @property
    def texts(self) -> dict[str, str]:
        return {row["document_id"]: row["text"] for row in self.rows("texts")}

    @property
    def problems(self) -> list[tuple[str, int | None]]:
        """Code and line of each problem."""
        return [(row["code"], row["line"]) for row in self.rows("problems")]


Reader = Callable[..., Read]


def loaded(folder: Path, *sources: dict[str, Any]) -> LoadedStudy:
    """A study with these sources, two actors, one occasion and a codebook of two acts and two targets."""
    described = [{"id": f"s{number}", "kind": "table", **source} for number, source in enumerate(sources)]
    config = StudyConfig.model_validate(
        {"title": "t", "languages": ["en", "ru", "zh"], "actors": ACTORS, "sources": described}
    )
    occasion = Occasion.model_validate({"name": "Rite", "calendar": {"month": 5, "day": 9}})
    codebook = Codebook.model_validate(CODEBOOK)
    return LoadedStudy(folder, config, codebook, "hash-1", {"rite": occasion}, (), (), (), ())

"""Sources without documents: told where there never were any, and no reason to lose those that were built."""

from __future__ import annotations

from collections.abc import Mapping

from cenotaph.errors import CenotaphError
from cenotaph.store import Pointer
from cenotaph.study import LoadedStudy

__all__ = ["SourceVanished", "empty_sources", "refuse_losses"]


class SourceVanished(CenotaphError):
    """A source that held documents when the study was built last holds none now; the last snapshot stands."""


def empty_sources(held: Mapping[str, int]) -> tuple[str, ...]:
    """The sources that gave no document at all."""
    return tuple(source for source, n in held.items() if not n)


def refuse_losses(study: LoadedStudy, before: Pointer | None, held: Mapping[str, int]) -> None:
    """Raise SourceVanished where a source of study.toml gave documents to the last snapshot and gives none now.

    A folder that was moved, a disk that is not there or a table that cannot be read must not empty a study. A source
    that was taken out of study.toml is meant to go.
    """
    earlier: Mapping[str, int] = before.notes.get("documents", {}) if before else {}
    lines = [
        f'Source "{source.id}" ({source.path}) gave {earlier[source.id]:,} documents to the last build and gives none '
        "now."
        for source in study.config.sources
        if earlier.get(source.id) and not held.get(source.id)
    ]
    if lines:
        raise SourceVanished(
            "\n".join(lines) + "\n  Nothing was changed: what was built before still answers. Put its files back, or, "
            "where they are meant to go,\n  take the source out of study.toml. "
            f"What is wrong with them: cenotaph check --study {study.folder}"
        )

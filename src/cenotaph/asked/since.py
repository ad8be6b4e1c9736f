"""What has changed since the build: a question is put in today's codebook to texts coded under an earlier one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cenotaph.store import Snapshot, derived_folder

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy
    from cenotaph.study import Codebook, LoadedStudy

__all__ = ["codebook_asked", "since_build", "study_asked"]

_FILES = ("study.toml", "occasions.yaml", "events.csv", "participations.csv", "gestures.csv")

_CHANGED = (
    "The codebook has changed since the build; run cenotaph build. Until then a target that the build found in no text "
    "of a language is unknown there, not absent."
)


def since_build(study: OpenStudy, *, coded: bool = True) -> list[str]:
    """Notes where the tables are not those of the files on disk: actors, rites, deeds, and if `coded` the codebook."""
    notes = [_CHANGED] if coded and _built_under_another(study) else []
    edited = _edited(study)
    if edited:
        have = "has" if len(edited) == 1 else "have"
        notes.append(f"{', '.join(edited)} {have} changed since the build; run cenotaph build.")
    return notes


def codebook_asked(study: OpenStudy) -> Codebook:
    """The codebook on disk, with terms for those targets only that the build is known to have looked for.

    Where the codebook has changed since, nothing tells a target that is new, or has its first terms in a language, from
    one that was looked for and not found. So a target keeps its terms in the languages in which a mention was found.
    """
    codebook = study.loaded.codebook
    built = _built_under_another(study)
    if not built:
        return codebook
    snapshot = Snapshot.open(study.folder) if study.as_of else study.snapshot
    rows = snapshot.query(
        "SELECT DISTINCT m.target, d.language FROM mentions m JOIN documents d USING (document_id) WHERE m.coder = ?",
        [built["coder"]],
    ).to_pylist()
    found = {(row["target"], row["language"]) for row in rows}
    targets = {
        key: target.model_copy(
            update={"terms": {name: terms for name, terms in target.terms.items() if (key, name) in found}}
        )
        for key, target in codebook.targets.items()
    }
    return codebook.model_copy(update={"targets": targets})


def study_asked(study: OpenStudy) -> LoadedStudy:
    """The study as a report shows it: `codebook_asked`, the hash of the build, the note in its description."""
    loaded = study.loaded
    built = _built_under_another(study)
    if not built:
        return loaded
    description = " ".join(filter(None, (loaded.config.description.strip(), _CHANGED)))
    config = loaded.config.model_copy(update={"description": description})
    return replace(loaded, config=config, codebook=codebook_asked(study), codebook_hash=built["codebook_hash"])


def _edited(study: OpenStudy) -> list[str]:
    """Files of actors, rites and deeds that have changed; read again only where one is younger than the snapshot."""
    inputs = study.snapshot.pointer.notes.get("inputs")
    built = (derived_folder(study.folder) / "snapshot.json").stat().st_mtime
    if not inputs or not any(
        path.stat().st_mtime > built for path in map(study.folder.joinpath, _FILES) if path.exists()
    ):
        return []
    from cenotaph.build import edited_files  # takes a fifth of a second

    return edited_files(study.loaded, inputs)


def _built_under_another(study: OpenStudy) -> dict[str, Any] | None:
    """The coder of the build, where its codebook is not the one on disk; null also where it read no text."""
    built: dict[str, Any] | None = study.snapshot.pointer.notes.get("coder")
    return built if built and built["codebook_hash"] != study.loaded.codebook_hash else None

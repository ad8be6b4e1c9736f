"""What has changed since the build: a question is put in today's codebook to texts coded under an earlier one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cenotaph.store import Snapshot

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy
    from cenotaph.study import Codebook, LoadedStudy

__all__ = ["codebook_asked", "since_build", "study_asked"]

_CHANGED = (
    "The codebook has changed since the build; run cenotaph build. Until then a target that the build found in no text "
    "of a language is unknown there, not absent."
)


def since_build(study: OpenStudy) -> list[str]:
    """A note where the texts were coded under another codebook than the one on disk."""
    return [_CHANGED] if _built_under_another(study) else []


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


def _built_under_another(study: OpenStudy) -> dict[str, Any] | None:
    """The coder of the build, where its codebook is not the one on disk; null also where it read no text."""
    built: dict[str, Any] | None = study.snapshot.pointer.notes.get("coder")
    return built if built and built["codebook_hash"] != study.loaded.codebook_hash else None

"""What a measure needs of the codebook, as a table: its targets, and the words for its treatments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from cenotaph.measures.rollcall import TREATMENTS

if TYPE_CHECKING:
    from cenotaph.study.codebook import Codebook

__all__ = ["target_table", "treatment_words"]


def target_table(codebook: Codebook) -> pa.Table:
    """The targets of a codebook in its order, without the speaker's own side (kind `holder`).

    Returns: columns `target`, `name`, `kind`, `languages` (list: the languages in which the codebook has terms for it).
    """
    kept = {key: target for key, target in codebook.targets.items() if target.kind != "holder"}
    languages = [[language for language, terms in target.terms.items() if terms] for target in kept.values()]
    return pa.table(
        {
            "target": pa.array(list(kept), pa.string()),
            "name": pa.array([target.name for target in kept.values()], pa.string()),
            "kind": pa.array([target.kind for target in kept.values()], pa.string()),
            "languages": pa.array(languages, pa.list_(pa.string())),
        }
    )


def treatment_words(codebook: Codebook) -> dict[str, str]:
    """Act -> the word a roll-call cell shows, in the codebook's order; the built-in words where it has no acts."""
    own = {key: act.treatment or TREATMENTS.get(key, key) for key, act in codebook.acts.items()}
    return own or dict(TREATMENTS)

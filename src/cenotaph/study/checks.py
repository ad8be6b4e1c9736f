"""The checks of a careful editor, over all files of a study folder."""

from __future__ import annotations

from cenotaph.study.check_codebook import check_codebook
from cenotaph.study.check_config import check_config
from cenotaph.study.check_deeds import check_deeds
from cenotaph.study.check_exposures import check_exposures
from cenotaph.study.check_occasions import check_occasions
from cenotaph.study.parts import Parts

__all__ = ["check_all"]


def check_all(parts: Parts) -> None:
    """Note in each file's problems what only reading the files with care, and side by side, can show."""
    check_config(parts)
    check_codebook(parts)
    check_occasions(parts)
    check_deeds(parts)
    check_exposures(parts)

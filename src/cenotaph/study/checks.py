"""The checks of a careful editor, over all files of a study folder."""

from __future__ import annotations

from cenotaph.study.parts import Parts

__all__ = ["check_all"]


def check_all(parts: Parts) -> None:
    """Note in each file's problems what only reading the files side by side can show."""

"""Cenotaph measures what states say and do about the past: whom they credit, thank, honour, blame, and leave out.

`cenotaph.open(folder)` gives a study's tables and questions; see `cenotaph.opened.OpenStudy`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from cenotaph.version import __version__

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["__version__", "open"]


def open(folder: str | Path = ".", as_of: dt.date | str | None = None) -> OpenStudy:
    """The study in `folder`, as of a date (`datetime.date` or ISO string) or as of now.

    Raises: StudyError where its files have errors; CenotaphError where the folder holds no study.
    """
    from cenotaph.opened import OpenStudy

    return OpenStudy(folder, as_of)

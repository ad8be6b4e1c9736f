"""Study folders that come with the program: the packaged studies, and the skeleton of a new one."""

from __future__ import annotations

import shutil
from pathlib import Path

from cenotaph.errors import CenotaphError

__all__ = ["packaged_studies", "write_skeleton"]


def packaged_studies() -> dict[str, Path]:
    """The studies that come with the program: name to folder."""
    folder = Path(__file__).parent.parent / "studies"
    return {path.parent.name: path.parent for path in sorted(folder.glob("*/study.toml"))}


def write_skeleton(folder: str | Path) -> list[Path]:
    """Write a commented, working study folder; the files written, relative to it.

    Raises CenotaphError where the folder holds anything already, or cannot be written.
    """
    target = Path(folder)
    skeleton = Path(__file__).parent / "skeleton"
    try:
        if target.is_file() or (target.is_dir() and any(target.iterdir())):
            raise CenotaphError(f"{target} is not empty. Name a folder that does not exist yet; nothing was written.")
        shutil.copytree(skeleton, target, dirs_exist_ok=True)
    except OSError as error:
        raise CenotaphError(f"{target} cannot be written: {error.strerror or error}.") from error
    return sorted(path.relative_to(skeleton) for path in skeleton.rglob("*") if path.is_file())

"""What stops the reading of a dictionary."""

from __future__ import annotations

__all__ = ["Fault"]


class Fault(Exception):
    """The file is not of its format; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message

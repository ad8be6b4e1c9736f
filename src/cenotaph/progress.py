"""What a long job reports: plain events, to which any listener may attend.

Rooms call the listener they were given; they never print. `rich` bars, plain lines and silence are listeners that
the command line provides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Listener", "Progress", "silent"]


@dataclass(frozen=True)
class Progress:
    """One step of a long job.

    Attributes:
        stage: what is being done, in two words, such as `coding passages`.
        done: units finished, from 0 upwards.
        total: units in all; null while unknown.
        note: the thing at hand, such as a file name.
    """

    stage: str
    done: int
    total: int | None
    note: str = ""


Listener = Callable[[Progress], None]


def silent(event: Progress) -> None:
    """The listener that says nothing."""

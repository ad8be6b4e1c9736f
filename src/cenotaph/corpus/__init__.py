"""Documents to passages; speakers, offices, occasions, duplicates."""

from __future__ import annotations

from cenotaph.corpus.passages import segment

__all__ = ["segment"]

"""Documents to passages; speakers, offices, occasions, duplicates."""

from __future__ import annotations

from cenotaph.corpus.occasions import assign_occasions, occasion_years
from cenotaph.corpus.passages import segment
from cenotaph.corpus.provenance import fill_offices, mark_duplicates, said_before
from cenotaph.corpus.turns import turns

__all__ = ["assign_occasions", "fill_offices", "mark_duplicates", "occasion_years", "said_before", "segment", "turns"]

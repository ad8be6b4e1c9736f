"""Documents to passages; speakers, offices, occasions, duplicates."""

from __future__ import annotations

from cenotaph.corpus.due import DUE, due_rites, foreseen, roundness
from cenotaph.corpus.near_duplicates import same_story
from cenotaph.corpus.occasions import assign_occasions, due_dates, occasion_years
from cenotaph.corpus.passages import segment
from cenotaph.corpus.provenance import fill_offices, mark_duplicates, said_before
from cenotaph.corpus.reference_classes import Membership, Record, anniversary, class_members
from cenotaph.corpus.turns import turns
from cenotaph.corpus.word_counts import WORD_COUNTS, count_words, word_counts

__all__ = [
    "DUE",
    "WORD_COUNTS",
    "Membership",
    "Record",
    "anniversary",
    "assign_occasions",
    "class_members",
    "count_words",
    "due_dates",
    "due_rites",
    "fill_offices",
    "foreseen",
    "mark_duplicates",
    "occasion_years",
    "roundness",
    "said_before",
    "same_story",
    "segment",
    "turns",
    "word_counts",
]

"""Questions to the tables: pure functions from Arrow tables to Arrow tables."""

from cenotaph.measures.alignment import Change, Pair, align_sentences, word_changes
from cenotaph.measures.attendance import ATTENDANCE, attendance_roll
from cenotaph.measures.behind import BEHIND, LISTED, sentences_behind
from cenotaph.measures.coders import KIND_ORDER, Codings, in_a_list, preferred_codings
from cenotaph.measures.comparison import COMPARISON, compare_documents
from cenotaph.measures.concordance import CONCORDANCE, concordance
from cenotaph.measures.options import Option
from cenotaph.measures.query import Occurrences, Query, compile_query, occurrences
from cenotaph.measures.rates import own_voice
from cenotaph.measures.registry import (
    BY,
    COLUMNS,
    FILTERS,
    ROWS,
    Measure,
    all_measures,
    find_measure,
    measure,
)
from cenotaph.measures.rollcall import NOT_NAMED, ROLL_CALL, TREATMENTS, roll_call
from cenotaph.measures.rows import estimates
from cenotaph.measures.targets import target_table, treatment_words

__all__ = [
    "ATTENDANCE",
    "BEHIND",
    "BY",
    "COLUMNS",
    "COMPARISON",
    "CONCORDANCE",
    "FILTERS",
    "KIND_ORDER",
    "LISTED",
    "NOT_NAMED",
    "ROLL_CALL",
    "ROWS",
    "TREATMENTS",
    "Change",
    "Codings",
    "Measure",
    "Occurrences",
    "Option",
    "Pair",
    "Query",
    "align_sentences",
    "all_measures",
    "attendance_roll",
    "compare_documents",
    "compile_query",
    "concordance",
    "estimates",
    "find_measure",
    "in_a_list",
    "measure",
    "occurrences",
    "own_voice",
    "preferred_codings",
    "roll_call",
    "sentences_behind",
    "target_table",
    "treatment_words",
    "word_changes",
]

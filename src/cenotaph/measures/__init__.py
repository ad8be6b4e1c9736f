"""Questions to the tables: pure functions from Arrow tables to Arrow tables."""

from cenotaph.measures.attendance import ATTENDANCE, attendance_roll
from cenotaph.measures.behind import BEHIND, sentences_behind
from cenotaph.measures.coders import KIND_ORDER, Codings, preferred_codings
from cenotaph.measures.rates import own_voice
from cenotaph.measures.registry import BY, Measure, all_measures, find_measure, measure
from cenotaph.measures.rollcall import NOT_NAMED, ROLL_CALL, TREATMENTS, roll_call
from cenotaph.measures.targets import target_table, treatment_words

__all__ = [
    "ATTENDANCE",
    "BEHIND",
    "BY",
    "KIND_ORDER",
    "NOT_NAMED",
    "ROLL_CALL",
    "TREATMENTS",
    "Codings",
    "Measure",
    "all_measures",
    "attendance_roll",
    "find_measure",
    "measure",
    "own_voice",
    "preferred_codings",
    "roll_call",
    "sentences_behind",
    "target_table",
    "treatment_words",
]

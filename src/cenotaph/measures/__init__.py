"""Questions to the tables: pure functions from Arrow tables to Arrow tables."""

from cenotaph.measures.attendance import ATTENDANCE, attendance_roll
from cenotaph.measures.behind import BEHIND, sentences_behind
from cenotaph.measures.coders import KIND_ORDER, Codings, preferred_codings
from cenotaph.measures.rollcall import NOT_NAMED, ROLL_CALL, TREATMENTS, roll_call
from cenotaph.measures.targets import target_table, treatment_words

__all__ = [
    "ATTENDANCE",
    "BEHIND",
    "KIND_ORDER",
    "NOT_NAMED",
    "ROLL_CALL",
    "TREATMENTS",
    "Codings",
    "attendance_roll",
    "preferred_codings",
    "roll_call",
    "sentences_behind",
    "target_table",
    "treatment_words",
]

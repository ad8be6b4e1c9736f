"""Questions to the tables: pure functions from Arrow tables to Arrow tables."""

from cenotaph.measures.adaptivity import code_matrix
from cenotaph.measures.alignment import Change, Pair, align_sentences, word_changes
from cenotaph.measures.attendance import ATTENDANCE, attendance_roll
from cenotaph.measures.behind import BEHIND, LISTED, sentences_behind
from cenotaph.measures.change import alert, change_point, stretches
from cenotaph.measures.change_at import change_at
from cenotaph.measures.coders import KIND_ORDER, Codings, in_a_list, preferred_codings
from cenotaph.measures.comparison import COMPARISON, compare_documents
from cenotaph.measures.concordance import CONCORDANCE, concordance
from cenotaph.measures.contrast import code_contrast, require_one_language, word_contrast
from cenotaph.measures.coverage import EXPOSURES, STORIES, compared_targets
from cenotaph.measures.divergence import convergence, divergence, divergence_over_time
from cenotaph.measures.emphasis import composition, composition_change, expected_share
from cenotaph.measures.first_mention import first_place_share
from cenotaph.measures.grouping import PERIODS, with_periods
from cenotaph.measures.markers import MARKER_COUNTS, MARKERS
from cenotaph.measures.novelty import RITE_SENTENCES, RITE_WORDS, series_before
from cenotaph.measures.options import Option
from cenotaph.measures.pairs import ANSWERS, blinded, drawn_pairs, pair_scale, rater_effects
from cenotaph.measures.practice import PRACTICE, practice
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
from cenotaph.measures.scope import claim_scope
from cenotaph.measures.targets import target_table, treatment_words
from cenotaph.measures.tone_shift import tone_shift

__all__ = [
    "ANSWERS",
    "ATTENDANCE",
    "BEHIND",
    "BY",
    "COLUMNS",
    "COMPARISON",
    "CONCORDANCE",
    "EXPOSURES",
    "FILTERS",
    "KIND_ORDER",
    "LISTED",
    "MARKERS",
    "MARKER_COUNTS",
    "NOT_NAMED",
    "PERIODS",
    "PRACTICE",
    "RITE_SENTENCES",
    "RITE_WORDS",
    "ROLL_CALL",
    "ROWS",
    "STORIES",
    "TREATMENTS",
    "Change",
    "Codings",
    "Measure",
    "Occurrences",
    "Option",
    "Pair",
    "Query",
    "alert",
    "align_sentences",
    "all_measures",
    "attendance_roll",
    "blinded",
    "change_at",
    "change_point",
    "claim_scope",
    "code_contrast",
    "code_matrix",
    "compare_documents",
    "compared_targets",
    "compile_query",
    "composition",
    "composition_change",
    "concordance",
    "convergence",
    "divergence",
    "divergence_over_time",
    "drawn_pairs",
    "estimates",
    "expected_share",
    "find_measure",
    "first_place_share",
    "in_a_list",
    "measure",
    "occurrences",
    "own_voice",
    "pair_scale",
    "practice",
    "preferred_codings",
    "rater_effects",
    "require_one_language",
    "roll_call",
    "sentences_behind",
    "series_before",
    "stretches",
    "target_table",
    "tone_shift",
    "treatment_words",
    "with_periods",
    "word_changes",
    "word_contrast",
]

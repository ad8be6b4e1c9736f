"""Questions put to an opened study: fetch the tables a measure needs, call it, say what a reader must know besides."""

from cenotaph.asked.amounts import counted, measure
from cenotaph.asked.calendar import calendar
from cenotaph.asked.coverage import exposures, stories
from cenotaph.asked.listing import document_list
from cenotaph.asked.markers import markers
from cenotaph.asked.omissions import Asked, backtested, omissions
from cenotaph.asked.pairs import draw_pairs, fit_pairs
from cenotaph.asked.picture import chart, write_chart
from cenotaph.asked.rites import attendance, participations, rollcall, sentences
from cenotaph.asked.series import rite_sentences, rite_words
from cenotaph.asked.since import since_build, study_asked
from cenotaph.asked.timeline import timeline
from cenotaph.asked.watch import Given, watch
from cenotaph.asked.word_tables import word_background, word_counts
from cenotaph.asked.words import compare, find

__all__ = [
    "Asked",
    "Given",
    "attendance",
    "backtested",
    "calendar",
    "chart",
    "compare",
    "counted",
    "document_list",
    "draw_pairs",
    "exposures",
    "find",
    "fit_pairs",
    "markers",
    "measure",
    "omissions",
    "participations",
    "rite_sentences",
    "rite_words",
    "rollcall",
    "sentences",
    "since_build",
    "stories",
    "study_asked",
    "timeline",
    "watch",
    "word_background",
    "word_counts",
    "write_chart",
]

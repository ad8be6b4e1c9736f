"""Questions put to an opened study: fetch the tables a measure needs, call it, say what a reader must know besides."""

from cenotaph.asked.amounts import counted, measure
from cenotaph.asked.calendar import calendar
from cenotaph.asked.coverage import exposures, stories
from cenotaph.asked.listing import document_list
from cenotaph.asked.omissions import Asked, backtested, omissions
from cenotaph.asked.picture import chart, write_chart
from cenotaph.asked.rites import attendance, participations, rollcall, sentences
from cenotaph.asked.series import rite_sentences
from cenotaph.asked.since import since_build, study_asked
from cenotaph.asked.word_tables import word_background, word_counts
from cenotaph.asked.words import compare, find

__all__ = [
    "Asked",
    "attendance",
    "backtested",
    "calendar",
    "chart",
    "compare",
    "counted",
    "document_list",
    "exposures",
    "find",
    "measure",
    "omissions",
    "participations",
    "rite_sentences",
    "rollcall",
    "sentences",
    "since_build",
    "stories",
    "study_asked",
    "word_background",
    "word_counts",
    "write_chart",
]

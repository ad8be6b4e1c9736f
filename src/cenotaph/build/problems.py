"""What a build can find wrong with documents. It is told in the table `problems` and never stops the build."""

from __future__ import annotations

from cenotaph.errors import problem_kind

__all__ = ["MIXED_GENRES", "NOT_CODED", "NOT_SPLIT", "SAID_BEFORE", "SAME_ID_TWICE", "SAME_TEXT"]

SAME_ID_TWICE = problem_kind(
    "B001",
    "same-document-id-twice",
    what="""Two files or sources hold a text under the same document id. The first one, in the order of study.toml and
    of the file names, is kept; the other is left out, since a number could not tell which of the two it counts.""",
    bad='two sources whose id column holds "2015-05-09"',
    good='[sources.template]  id = "minutes:{date}" in the second source',
    severity="warning",
)

NOT_SPLIT = problem_kind(
    "B002",
    "document-not-split",
    what="""The splitter failed on the text of this document, which is our fault. The document is kept, without
    passages; nothing of it is coded. Please report it.""",
    bad="a text on which the splitter fails",
    good="nothing to mend in the study: tell the makers of the program",
    severity="warning",
)

NOT_CODED = problem_kind(
    "B003",
    "document-not-coded",
    what="""The coder failed on this document, which is our fault. The document and its passages are kept; nothing
    of it is coded. Please report it.""",
    bad="a sentence on which the coder fails",
    good="nothing to mend in the study: tell the makers of the program",
    severity="warning",
)

SAME_TEXT = problem_kind(
    "B004",
    "same-text",
    what="""This document has the same text and date as another. Measures count that one only; the column
    `duplicate_of` names it.""",
    bad="the same page, downloaded into two files",
    good="delete one of the two files, or leave both: they are counted once",
    severity="warning",
)

SAID_BEFORE = problem_kind(
    "B005",
    "said-before",
    what="""This document has the same text as one of another date. Both are counted, since a formula said twice was
    said twice; where it is one text under a wrong date, mend the date.""",
    bad="the address of 2015, saved a second time as that of 2021",
    good="each file under the date on which its words were said",
    severity="warning",
)

MIXED_GENRES = problem_kind(
    "B006",
    "mixed-genres",
    what="""One actor's documents of two genres fall under one rite. The address at a parade and the toast at the
    reception are said to different people; put into one series, whom the toast leaves out looks left out by the
    address.""",
    bad="documents: {actor: KOR, within_days: 1}   # finds address and toast",
    good="documents: {actor: KOR, genre: address, within_days: 1}   # and a rite of its own for the toast",
    severity="warning",
)

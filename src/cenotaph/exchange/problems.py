"""Every kind of problem that stops the import of a dictionary or of a table of events."""

from __future__ import annotations

from cenotaph.errors import problem_kind

__all__ = [
    "BROKEN",
    "NOTHING",
    "NO_EVENT",
    "NO_EVENT_COLUMN",
    "NO_LANGUAGE",
    "OUTPUT_EXISTS",
    "TOO_MANY_EVENTS",
    "UNKNOWN_FORMAT",
    "UNREADABLE",
    "UNWRITABLE",
]

UNREADABLE = problem_kind(
    "X001",
    "unreadable-dictionary",
    what="The file to import cannot be opened, or its bytes are no text in the encoding that was named.",
    bad="cenotaph import words.cat --encoding utf-8     (a file of Windows-1251)",
    good="cenotaph import words.cat --encoding cp1251",
)
UNKNOWN_FORMAT = problem_kind(
    "X002",
    "unknown-dictionary-format",
    what="Neither the ending of the file's name nor its content shows which program the dictionary was made for.",
    bad="cenotaph import words.txt",
    good="cenotaph import words.txt --format khcoder",
)
BROKEN = problem_kind(
    "X003",
    "broken-dictionary",
    what="The file is not what its format asks for: no legend between two lines of %, YAML or XML that cannot be read.",
    bad="%\n1<TAB>war\nbattle<TAB>1",
    good="%\n1<TAB>war\n%\nbattle<TAB>1",
)
NOTHING = problem_kind(
    "X004",
    "nothing-to-import",
    what="The file holds no category with a word that a codebook can find. What stops its words is said.",
    bad="+Greetings\n:-)",
    good="+Greetings\nwelcome",
)
NO_LANGUAGE = problem_kind(
    "X005",
    "dictionary-language-unknown",
    what="The words are in a script of none of the languages that Cenotaph codes (en, ru, zh), and none was named.",
    bad="cenotaph import theme.cod",
    good="cenotaph import theme.cod --language zh",
)
OUTPUT_EXISTS = problem_kind(
    "X006",
    "codebook-exists",
    what="There is a file of the name under which the codebook would be written. An import never writes over a file.",
    bad="cenotaph import words.lc3 --out codebook.yaml     (which is there already)",
    good="cenotaph import words.lc3 --out words.yaml",
)
UNWRITABLE = problem_kind(
    "X007",
    "codebook-not-written",
    what="The codebook cannot be written there: no such folder, no right to write in it, or no room on the disk.",
    bad="cenotaph import words.lc3 --out nowhere/codebook.yaml",
    good="cenotaph import words.lc3 --out codebook.yaml",
)
NO_EVENT_COLUMN = problem_kind(
    "X008",
    "no-such-event-column",
    what="A table of events has no column of the name that was given, or none that tells the date.",
    bad="cenotaph import-events visits.csv     (its days stand in a column called when)",
    good="cenotaph import-events visits.csv --column date=when",
)
NO_EVENT = problem_kind(
    "X009",
    "no-event-to-import",
    what="No row of the table is an event of the study: none is of the actors, days and codes that were asked for. An "
    "actor is known by its id, its name, or one of its names in study.toml.",
    bad="cenotaph import-events icews.tab     (which says Russian Federation where the study says Russia)",
    good='names = { icews = "Russian Federation" }   # of the actor, in study.toml',
)
TOO_MANY_EVENTS = problem_kind(
    "X010",
    "too-many-events",
    what="The table would give more events than a person can look through. Machine-coded tables hold thousands of rows "
    "a day; a study wants those that matter to it.",
    bad="cenotaph import-events gdelt-2024.tsv",
    good="cenotaph import-events gdelt-2024.tsv --actor CHN --actor RUS --code 04 --from 2024-05-01",
)

"""The faults that any file of a study folder can have, told for each sort of file: codes 002 to 007 of its letter."""

from __future__ import annotations

from dataclasses import dataclass

from cenotaph.errors import ProblemKind, problem_kind

__all__ = ["CODEBOOK", "DEEDS", "OCCASIONS", "STUDY", "FileKinds"]


@dataclass(frozen=True)
class FileKinds:
    """The faults any file of one sort can have."""

    unreadable: ProblemKind
    bad_syntax: ProblemKind
    duplicate_key: ProblemKind
    unknown_key: ProblemKind
    missing_key: ProblemKind
    bad_value: ProblemKind


def _unreadable(code: str, file: str) -> ProblemKind:
    return problem_kind(
        code,
        "unreadable-file",
        what=f"{file} is there but cannot be read: it is a folder, a link that leads nowhere, may not be "
        "opened, or is not text in UTF-8.",
        bad=f"{file} saved in Windows-1251 or GBK",
        good=f"{file} saved as UTF-8 (in Excel: CSV UTF-8)",
    )


STUDY = FileKinds(
    _unreadable("S002", "study.toml"),
    problem_kind(
        "S003",
        "bad-syntax",
        what="study.toml is not TOML, so nothing in it can be read. A key given twice is found here too.",
        bad="title = Rites of May",
        good='title = "Rites of May"',
    ),
    problem_kind(
        "S004",
        "duplicate-key",
        what="A key stands twice in one block; only one of the two could count.",
        bad='title = "A"\ntitle = "B"',
        good='title = "A"',
    ),
    problem_kind(
        "S005",
        "unknown-key",
        what="study.toml has a key that means nothing here. It is most often a slip of spelling, and what it was to "
        "set would stay unset.",
        bad='titel = "Rites of May"',
        good='title = "Rites of May"',
    ),
    problem_kind(
        "S006",
        "missing-key",
        what="A key that study.toml must have is not there.",
        bad='[[sources]]\nid = "addresses"\npath = "texts"',
        good='[[sources]]\nid = "addresses"\nkind = "folder"\npath = "texts"',
    ),
    problem_kind(
        "S007",
        "bad-value",
        what="A key of study.toml holds something it may not hold: a word that is not in the list, a number where text "
        "is due, a day that is not in the calendar.",
        bad='kind = "directory"',
        good='kind = "folder"',
    ),
)

CODEBOOK = FileKinds(
    _unreadable("C002", "codebook.yaml"),
    problem_kind(
        "C003",
        "bad-syntax",
        what="The codebook is not YAML, so nothing in it can be read. Common causes: a tab, a missing space after a "
        "colon, a quotation mark that is not closed.",
        bad="targets:\n\tJPN: {name: Japan}",
        good="targets:\n  JPN: {name: Japan}",
    ),
    problem_kind(
        "C004",
        "duplicate-key",
        what="A key stands twice in one block. Only the first could count, and the terms of the second would be lost.",
        bad="targets:\n  JPN: {name: Japan}\n  JPN: {name: Nippon}",
        good="targets:\n  JPN: {name: Japan}",
    ),
    problem_kind(
        "C005",
        "unknown-key",
        what="The codebook has a key that means nothing here. It is most often a slip of spelling.",
        bad="JPN: {name: Japan, term: {en: [Japan]}}",
        good="JPN: {name: Japan, terms: {en: [Japan]}}",
    ),
    problem_kind(
        "C006",
        "missing-key",
        what="A key that an entry of the codebook must have is not there.",
        bad="JPN: {terms: {en: [Japan]}}",
        good="JPN: {name: Japan, terms: {en: [Japan]}}",
    ),
    problem_kind(
        "C007",
        "bad-value",
        what="A key of the codebook holds something it may not hold.",
        bad="JPN: {name: Japan, kind: country}",
        good="JPN: {name: Japan, kind: state}",
    ),
)

OCCASIONS = FileKinds(
    _unreadable("O002", "occasions.yaml"),
    problem_kind(
        "O003",
        "bad-syntax",
        what="occasions.yaml is not YAML, so nothing in it can be read.",
        bad='liberation-day:\n  name: "Liberation Day',
        good='liberation-day:\n  name: "Liberation Day"',
    ),
    problem_kind(
        "O004",
        "duplicate-key",
        what="A key stands twice in one block; only the first could count.",
        bad="calendar: {month: 8, day: 15, day: 16}",
        good="calendar: {month: 8, day: 15}",
    ),
    problem_kind(
        "O005",
        "unknown-key",
        what="An occasion has a key that means nothing here. It is most often a slip of spelling.",
        bad="calender: {month: 8, day: 15}",
        good="calendar: {month: 8, day: 15}",
    ),
    problem_kind(
        "O006",
        "missing-key",
        what="A key that an occasion must have is not there.",
        bad="liberation-day: {name: Liberation Day}",
        good="liberation-day: {name: Liberation Day, calendar: {month: 8, day: 15}}",
    ),
    problem_kind(
        "O007",
        "bad-value",
        what="A key of an occasion holds something it may not hold.",
        bad="calendar: {month: August, day: 15}",
        good="calendar: {month: 8, day: 15}",
    ),
)

DEEDS = FileKinds(
    _unreadable("E002", "events.csv"),
    problem_kind(
        "E003",
        "bad-syntax",
        what="A table cannot be cut into rows and cells: a quotation mark is not closed, or a row has more or fewer "
        "cells than the header.",
        bad='wreath-1,2015-08-15,Seoul, National Cemetery,"Wreath',
        good='wreath-1,2015-08-15,"Seoul, National Cemetery",Wreath',
    ),
    problem_kind(
        "E004",
        "duplicate-column",
        what="Two columns of a table have the same name; nobody can say which one counts.",
        bad="event_id,date,title,date",
        good="event_id,date,title,end_date",
    ),
    problem_kind(
        "E005",
        "unknown-column",
        what="A table has a column that means nothing here. It is most often a slip of spelling.",
        bad="event_id,date,titel",
        good="event_id,date,title",
    ),
    problem_kind(
        "E006",
        "missing-value",
        what="A column that a table must have is not there, or is empty in a row.",
        bad="event_id,date,title\nwreath-1,,Wreath at the cemetery",
        good="event_id,date,title\nwreath-1,2015-08-15,Wreath at the cemetery",
    ),
    problem_kind(
        "E007",
        "bad-value",
        what="A cell holds something it may not hold: a day that is not in the calendar, a word not in the list.",
        bad="wreath-1,15.08.2015,Wreath",
        good="wreath-1,2015-08-15,Wreath",
    ),
)

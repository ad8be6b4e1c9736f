"""What a report is made of: tables and a few facts about the study. `gather` fills it, `render` draws it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from cenotaph.charts import Chart

__all__ = [
    "ATTENDANCE_EVIDENCE",
    "Absences",
    "AttendanceRoll",
    "Axis",
    "Figure",
    "Finding",
    "ReportData",
    "Rite",
    "SpokenRoll",
    "Withheld",
]

_s = pa.string()

#: What stands behind the cells of an attendance roll: one row a participation.
ATTENDANCE_EVIDENCE = pa.schema(
    [
        ("state", _s),
        ("year", pa.int16()),
        ("event", _s),
        ("date", pa.date32()),
        ("place", _s),
        ("person", _s),
        ("office", _s),
        ("rank", _s),
        ("status", _s),
        ("confidence", pa.int8()),
        ("note", _s),
        ("source_url", _s),
    ]
)


@dataclass(frozen=True)
class SpokenRoll:
    """One actor's roll call of words on one rite.

    Attributes:
        actor, actor_name: who speaks; null and "the 12 speakers together" where several do. together: whether they are
            taken together.
        rows: rows of `rollcall` (docs/decisions/0001).
        evidence: table `measures.BEHIND`, what the cells open onto; capped, so a cell may hold more than is here.
        n_left_out: targets that were named, but stand below the last row shown.
        note: what a reader must know besides.
    """

    actor: str | None
    actor_name: str
    rows: pa.Table
    evidence: pa.Table
    n_left_out: int = 0
    note: str = ""
    together: bool = False


@dataclass(frozen=True)
class AttendanceRoll:
    """Who came to one rite: rows of `attendance` and table `ATTENDANCE_EVIDENCE`."""

    rows: pa.Table
    evidence: pa.Table
    n_left_out: int = 0


@dataclass(frozen=True)
class Rite:
    """One occasion of the study with its roll calls.

    Attributes:
        occasion, name, note: its id, name, and remark.
        classes: year -> reference classes it belongs to, such as `jubilee`. class_rules: class -> its years in words.
        spoken: roll calls of words, one an actor. attendance: the roll call of deeds; null where there is none.
    """

    occasion: str
    name: str
    note: str = ""
    classes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    spoken: tuple[SpokenRoll, ...] = ()
    attendance: AttendanceRoll | None = None
    class_rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A chart with what a reader must know of its measure.

    Attributes:
        chart: picture, sentence, rows.
        measure: name of the measure, as on the command line.
        reads_as: how to read a value. not_for: what it does not tell. rule: what is counted.
        command: the command that prints the numbers by year. years_together: how many years each point stands for.
        beside: what other acts were done to a target that stands at zero; empty where the measure is of no one act.
    """

    chart: Chart
    measure: str
    reads_as: str
    not_for: str
    rule: str
    command: str
    years_together: int = 1
    beside: str = ""


@dataclass(frozen=True)
class Finding:
    """An absence or appearance that the years before made unlikely.

    Attributes:
        sentence: what happened, against what, how likely it was. numbers: each with its name. cautions: on what it
            rests that nobody verified, and whether it was found by looking.
        summary: how many earlier years make the expectation. years: these years, with `year, outcome, treatment,
            source_id, url, confidence`.
        square: anchor of its square in the roll call. command: what prints it with all classes tried.
    """

    sentence: str
    numbers: tuple[str, ...]
    cautions: tuple[str, ...]
    summary: str
    years: tuple[Mapping[str, Any], ...]
    square: str
    command: str


@dataclass(frozen=True)
class Withheld:
    """A gesture that was expected and not made, with what else was done about the same past in the days around it.

    Attributes: `others`, acts of the window that were made: `date, channel, note, source_id, source_url, confidence`.
    """

    date: dt.date
    sentence: str
    numbers: tuple[str, ...]
    cautions: tuple[str, ...]
    source_id: str
    url: str | None
    others: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Absences:
    """What was left out, as far as the record makes expectations.

    Attributes:
        rites: name, findings, how many more there are, the rite's id as the command takes it.
        withheld: the newest withheld gestures.
        n_judged: outcomes of the last year of each rite that could be judged; n_unlikely: of these less likely than
            not; n_unsaid: outcomes of which the record is too thin to say anything.
    """

    rites: tuple[tuple[str, tuple[Finding, ...], int, str], ...]
    withheld: tuple[Withheld, ...]
    n_judged: int
    n_unlikely: int
    n_unsaid: int


@dataclass(frozen=True)
class Axis:
    """Words and deeds of a few actors by date: chart, rows (table `TIMELINE`), how many older ones there are."""

    chart: Chart
    rows: pa.Table
    n_older: int
    command: str


@dataclass(frozen=True)
class ReportData:
    """Everything a report shows.

    Attributes:
        title, description: the study's own words.
        as_of: only what was public on that day is here; null: everything known.
        version: of the program. snapshot_id, built_at: of the tables.
        codebook, codebook_version, codebook_hash: what the tables were coded under.
        languages, first_date, last_date: of the documents.
        counts: how many `documents, statements, sentences, events, participations, gestures_made, gestures_withheld,
            gestures_unsure` (not verified), `events_without_guests`; of the documents how many
            `with_text, with_url, undated, without_language, without_occasion, duplicates`; and `unsure`, codings and
            participations marked as not verified, and `without_source`, participations without a source address.
        rites: occasions with a roll call; figures: charts of measures.
        gestures: the newest, `date, performer, state, addressee, kind, referent, made, ground, note, source_url,
            confidence`; events: the newest without guests, `date, title, kind, host, place, source_url, confidence`.
        documents_by_year: `year, n, n_with_text`; documents_by_language: `language, n, n_with_text`.
        sources: `source, kind, path, n, n_with_text, first_date, last_date, languages, hosts` (list of struct host, n).
        coders: table `coders`.
        problems: `code, name, severity, n, file, message, remedy`, one row a kind with its first instance.
        absences, axis: what was left out; words and deeds on one axis; null where there is nothing to judge or draw.
        acts: `act, name, treatment, definition, n`; targets: `target, name, kind, languages, n_statements, n_mentions`.
    """

    title: str
    description: str
    as_of: dt.date | None
    version: str
    snapshot_id: str
    built_at: str
    codebook: str
    codebook_version: str
    codebook_hash: str
    languages: tuple[str, ...]
    first_date: dt.date | None
    last_date: dt.date | None
    counts: Mapping[str, int]
    rites: tuple[Rite, ...]
    figures: tuple[Figure, ...]
    gestures: pa.Table
    events: pa.Table
    documents_by_year: pa.Table
    documents_by_language: pa.Table
    sources: pa.Table
    coders: pa.Table
    problems: pa.Table
    acts: pa.Table
    targets: pa.Table
    absences: Absences | None = None
    axis: Axis | None = None

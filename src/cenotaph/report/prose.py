"""The sentences of a report, each computed from its data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cenotaph.report.data import ReportData
from cenotaph.report.grid import Grid
from cenotaph.report.words import LANGUAGES, counted, day, listed, number

__all__ = [
    "as_of_line",
    "dateline",
    "events_sentence",
    "gaps",
    "gestures_sentence",
    "holdings",
    "left_out_sentence",
    "method",
    "sources_sentence",
]


def as_of_line(data: ReportData) -> str:
    """Up to which day the page knows."""
    if data.as_of:
        return f"Only what was public on {day(data.as_of)} was used."
    return "Everything in the study was used, whenever it became public."


def dateline(data: ReportData) -> str:
    """Size, span, languages and reading date in one line."""
    parts = [counted(data.counts["documents"], "document")]
    if data.first_date and data.last_date:
        first, last = data.first_date.year, data.last_date.year
        parts.append(f"{first}" if first == last else f"{first}–{last}")
    if data.languages:
        parts.append(listed([LANGUAGES.get(code, code) for code in data.languages]))
    parts.append(f"as of {day(data.as_of)}" if data.as_of else "everything known")
    return " · ".join(parts)


def left_out_sentence(data: ReportData) -> str:
    """How much could be judged and how much of it was unlikely; empty where there is nothing to judge or withhold."""
    told = data.absences
    if told is None or not (told.n_judged or told.withheld):
        return ""
    said = f"Of {counted(told.n_judged, 'outcome')} that the record can judge in the last known year of each rite, "
    said += f"{number(told.n_unlikely)} {'was' if told.n_unlikely == 1 else 'were'} less likely than not."
    if told.n_unsaid:
        said += f" Of {number(told.n_unsaid)} more nothing can be said: too few earlier years are known."
    return said


def holdings(data: ReportData) -> str:
    """What the study holds, in two sentences."""
    counts = data.counts
    held = f"The study holds {counted(counts['documents'], 'document')}"
    if counts["with_text"] == counts["documents"]:
        held += ", all with their text"
    elif counts["with_text"]:
        held += f", {number(counts['with_text'])} of them with their text"
    else:
        held += ", known by codings only: their texts are not part of it"
    held += f". {counted(counts['statements'], 'statement')} {'is' if counts['statements'] == 1 else 'are'} coded"
    if counts["sentences"]:
        held += f" in {counted(counts['sentences'], 'sentence')}"
    deeds = [counted(counts[what], what[:-1]) for what in ("events", "participations") if counts[what]]
    deeds += [counted(counts["gestures_made"], "gesture") + " made"] if counts["gestures_made"] else []
    deeds += [f"{number(counts['gestures_withheld'])} expected and not made"] if counts["gestures_withheld"] else []
    return f"{held}; {listed(deeds)} are recorded." if deeds else f"{held}."


def sources_sentence(data: ReportData) -> str:
    """How many documents come from how many sources, and how many carry an address."""
    counts = data.counts
    return (
        f"{counted(counts['documents'], 'document').capitalize()} from {counted(data.sources.num_rows, 'source')}; "
        f"{number(counts['with_url'])} carry a web address. The addresses stand beside each sentence above."
    )


def gestures_sentence(data: ReportData) -> str:
    """How many gestures were made, how many expected and not made, and how many of them nobody verified."""
    counts = data.counts
    made, withheld, unsure = (counts[f"gestures_{what}"] for what in ("made", "withheld", "unsure"))
    said = f"The record holds {counted(made, 'gesture')} made and {number(withheld)} expected and not made"
    return f"{said}; {number(unsure)} of these {made + withheld:,} {'is' if unsure == 1 else 'are'} not verified."


def events_sentence(data: ReportData) -> str:
    """What the events are that have no guest on record."""
    n = data.counts["events_without_guests"]
    return f"Of {counted(n, 'event')} it is known that {'it' if n == 1 else 'they'} took place, but not who came."


def gaps(data: ReportData, grids: Sequence[Grid]) -> list[str]:
    """Everything that is not known or was not used, one sentence each; nothing that is complete."""
    counts, documents = data.counts, data.counts["documents"]
    named = {
        "without text, known by codings only": documents - counts["with_text"],
        "without a date: in no year and no trend": counts["undated"],
        "without a language": counts["without_language"],
        "on no occasion: in rates, but in no roll call": counts["without_occasion"],
        "with the text of an earlier one: counted once": counts["duplicates"],
    }
    found = [f"{counted(n, 'document')} of {number(documents)} {what}." for what, n in named.items() if n]
    unknown, cells = sum(grid.n_unknown for grid in grids), sum(grid.n_cells for grid in grids)
    if unknown:
        found.append(
            f"{number(unknown)} of {number(cells)} squares of the roll calls are unknown ({unknown / cells:.0%})."
        )
    if counts["without_source"]:
        what = f"{counted(counts['without_source'], 'participation')} of {number(counts['participations'])}"
        found.append(f"{what} have no source address.")
    if counts["unsure"]:
        what = f"{counted(counts['unsure'], 'coding')} and participations"
        found.append(
            f"{what} are marked as not verified. A square that rests on these alone is hollow; an absence that rests "
            "on these alone is dashed and has a question mark."
        )
    return found


def ways(data: ReportData) -> list[str]:
    """Which way the sentences of each language were coded, as one sentence; none where no rule coder was at work."""
    versions = [row["version"] for row in data.coders.to_pylist() if row["kind"] == "rule"]
    parsed = dict(re.findall(r"\b(\w\w): ([^,)]+)", versions[-1])) if versions else {}
    told = [
        f"{name}: rules with syntax ({parsed[code]})" if code in parsed else f"{name}: rules and word order"
        for code, name in LANGUAGES.items()
        if versions and code in data.languages
    ]
    return [f"Who does what to whom is found so: {'; '.join(told)}."] if told else []


def method(data: ReportData) -> list[str]:
    """How the numbers came about, in words."""
    kinds = set(data.coders["kind"].to_pylist())
    texts = (
        "Texts are split into sentences; a target is found by its terms in the language of the text, in all their "
        "forms, the longest match first. A statement is a holder, an act and a target in one sentence, tied by a cue "
        "phrase of the codebook."
    )
    codings = (
        "Codings without text were read by people or taken from sources named beside them; no sentence is quoted there."
    )
    used = ([texts] if data.counts["with_text"] else []) + ([codings] if kinds - {"rule"} else [])
    return [
        " ".join([*used, *ways(data)]) or texts,
        "A roll call has one row a target and one column a year. A square shows the treatment with most statements. "
        "“Absent” is said only where the whole text was read, or where a coder says that they looked. “First” is the "
        "first time in the series as known; “absent now” compares with the last year that is known.",
        "Rule coders make errors in both directions. The intervals here cover variation between documents, not errors "
        "of coding; read the sentences behind a number before relying on it.",
    ]

"""Questions about amounts: rates and shares, and what a number counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.answer import Answer
from cenotaph.asked.fetch import behind, require
from cenotaph.asked.needs import CODINGS, Bounds, gathered
from cenotaph.asked.opening import opened
from cenotaph.asked.word_tables import with_lines
from cenotaph.asked.wording import how_many
from cenotaph.inference import MINIMUM_CLUSTERS
from cenotaph.measures import BY, PERIODS, Codings, Measure, find_measure, own_voice, with_periods

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["counted", "measure"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})
#: So many reasons of measures that abstain stand in the notes; the rows have all.
_REASONS_SHOWN = 3
_READINGS_SHOWN = 6


def measure(
    study: OpenStudy,
    name: str,
    by: Sequence[str] = (),
    *,
    targets: Sequence[str] = (),
    coder: str | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
    equal: Mapping[str, str | None] = _NOTHING,
    options: Mapping[str, object] = _NOTHING,
) -> Answer:
    """See `OpenStudy.measure`."""
    asked = find_measure(name)
    bounds = Bounds(study, tuple(targets), coder, from_date, to_date, equal)
    tables, about = gathered(asked, bounds, options)
    rows = _worth_showing(asked.compute(tables, by, options), targets, asked)
    hidden = [] if rows.num_rows else bounds.hidden()
    notes = _notes(rows, tables["documents"], asked, [*about, *hidden])
    chosen = asked.told(options)
    return study.answer(
        "measure", rows, notes, measure=asked.name, unit=asked.unit, summary=asked.summary, options=chosen
    )


def counted(
    study: OpenStudy,
    name: str,
    group: Mapping[str, str],
    *,
    targets: Sequence[str] = (),
    limit: int = 100,
    coder: str | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
    equal: Mapping[str, str | None] = _NOTHING,
    options: Mapping[str, object] = _NOTHING,
) -> Answer:
    """See `OpenStudy.counted`."""
    asked = find_measure(name)
    if not asked.counts:
        by = [column for column in group if column in asked.allows]
        answer = measure(study, name, by, targets=targets, coder=coder, from_date=from_date, to_date=to_date,
                         equal=equal, options=options)  # fmt: skip
        return opened(study, with_lines(study, answer, group), group, limit)
    target = group.get("target")
    bounds = Bounds(study, (target,) if target else (), coder, from_date, to_date, equal)
    tables, about = gathered(asked, bounds, options, whole=True)
    tables["statements"] = own_voice(tables["statements"], tables["documents"], bounds.known)
    documents = _in_group(tables["documents"], {key: value for key, value in group.items() if key != "target"})
    documents = documents.sort_by([("date", "ascending"), ("document_id", "ascending")])
    counts = {name: _counted(tables[name], asked, name, target, documents) for name in CODINGS}
    total = sum(table.num_rows for table in counts.values())
    if asked.counts == ("mentions",):  # what else is done to whom the sentence names is shown, and not counted
        counts["statements"] = _in_sentences_of(tables["statements"], counts["mentions"])
    holding = pa.concat_tables([table.select(["document_id"]) for table in counts.values()])["document_id"].unique()
    first = documents.filter(pc.is_in(documents["document_id"], value_set=holding)).slice(0, limit)
    mentions, statements, absences = (_of(counts[name], first) for name in CODINGS)
    codings = Codings(mentions, statements, absences, reads_texts=True)
    rows = behind(study, first, codings).slice(0, limit)
    shown = how_many(documents.num_rows, "document")
    notes = [f"{shown} {'is' if documents.num_rows == 1 else 'are'} in this group.", *about]
    if rows.num_rows == limit:
        notes.append(f"The first {limit:,} sentences and codings are shown; {total:,} rows of codings stand behind it.")
    if "absences" in asked.counts:
        notes.append(
            "Absence that follows from a text that was read has no sentence; the codings say what else is known."
        )
    return study.answer("counted", rows, notes, measure=name, group=dict(group))


def _counted(table: pa.Table, asked: Measure, name: str, target: str | None, documents: pa.Table) -> pa.Table:
    """The rows of a table that the measure counts in these documents."""
    if name not in asked.counts:
        return table.slice(0, 0)
    table = _of(table, documents)
    if asked.act:
        table = table.filter(pc.equal(table["act"], asked.act))
    return table.filter(pc.equal(table["target"], target)) if target else table


def _in_sentences_of(statements: pa.Table, mentions: pa.Table) -> pa.Table:
    """The statements about a target in the sentences whose mentions of it are given."""
    keys = ["document_id", "passage_id", "target"]
    held = statements.select([*keys, "statement_id"]).join(mentions.select(keys), keys, join_type="left semi")
    return statements.filter(pc.is_in(statements["statement_id"], value_set=held["statement_id"]))


def _worth_showing(rows: pa.Table, targets: Sequence[str], asked: Measure) -> pa.Table:
    """The targets asked for; else those that have anything to show."""
    if "target" not in rows.column_names:
        return rows
    if targets:
        return rows.filter(pc.is_in(rows["target"], value_set=pa.array(targets, pa.string())))
    column = "denominator" if asked.name == "absence_share" else "numerator"
    seen = rows.filter(pc.greater(rows[column], 0))["target"].unique()
    return rows.filter(pc.is_in(rows["target"], value_set=seen))


def _notes(rows: pa.Table, documents: pa.Table, asked: Measure, besides: Sequence[str]) -> list[str]:
    notes = [asked.summary]
    if not rows.num_rows:
        return [*notes, "Nothing of this kind is in the documents asked for.", *besides]
    notes += [*_readings(rows), *_uncertainty(rows), *_silence(rows), *besides]
    bare = pc.sum(pc.is_null(documents["n_sentences"])).as_py() or 0
    if bare and asked.in_sentences:
        left, they = ("is", "it has") if bare == 1 else ("are", "they have")
        notes.append(f"{how_many(bare, 'document')} without text {left} left out: {they} no sentences to count in.")
    elif bare and any(name in asked.needs for name in CODINGS):
        have = "has no text; of it" if bare == 1 else "have no text; of them"
        notes.append(f"{how_many(bare, 'document')} {have} only what was coded counts.")
    return notes


def _readings(rows: pa.Table) -> list[str]:
    """The sentences that the rows add up to, where the measure makes some."""
    if "reading" not in rows.column_names:
        return []
    return [each for each in rows["reading"].unique().to_pylist() if each][:_READINGS_SHOWN]


def _uncertainty(rows: pa.Table) -> list[str]:
    """What the intervals cover, and how many rows have none for want of documents."""
    notes = []
    none = pc.fill_null(pc.starts_with(rows["covers"], "no interval: fewer"), False)
    few = pc.sum(pc.and_(none, pc.greater(rows["n"], 0))).as_py() or 0
    if few:
        rest, have = ("rests", "has") if few == 1 else ("rest", "have")
        thin = f"{few:,} of {how_many(rows.num_rows, 'row')} {rest} on fewer than {MINIMUM_CLUSTERS} documents"
        notes.append(f"{thin} and {have} no interval.")
    sure = rows.filter(pc.is_valid(rows["low"]))["covers"].unique().to_pylist()
    return notes + [f"Intervals (95%) cover {covers}." for covers in sure if covers]


def _silence(rows: pa.Table) -> list[str]:
    """Why rows have no value, the most frequent reason first."""
    reasons = Counter(filter(None, rows["abstains"].to_pylist())).most_common()
    shown = [f"{n:,} of {how_many(rows.num_rows, 'row')}: {reason}." for reason, n in reasons[:_REASONS_SHOWN]]
    more = len(reasons) - len(shown)
    return [*shown, f"{how_many(more, 'more reason')} in --json."] if more else shown


def _of(table: pa.Table, documents: pa.Table) -> pa.Table:
    return table.filter(pc.is_in(table["document_id"], value_set=documents["document_id"].combine_chunks()))


def _in_group(documents: pa.Table, group: Mapping[str, Any]) -> pa.Table:
    documents = with_periods(documents, list(group))
    for column, value in group.items():
        require("column to open a measure by", [column], BY)
        documents = documents.filter(pc.equal(documents[column].cast(pa.string()), str(value)))
    return documents.drop_columns(PERIODS)

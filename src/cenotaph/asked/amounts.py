"""Questions about amounts: rates and shares, and what a number counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.answer import Answer
from cenotaph.asked.fetch import behind, codings_of, require, require_named
from cenotaph.asked.listing import conditions, why_hidden
from cenotaph.asked.since import codebook_asked
from cenotaph.asked.wording import how_many
from cenotaph.inference import MINIMUM_CLUSTERS
from cenotaph.measures import BY, Codings, Measure, find_measure, own_voice, preferred_codings, target_table

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["counted", "measure"]

_CODINGS = ("mentions", "statements", "absences")


def measure(
    study: OpenStudy,
    name: str,
    by: Sequence[str] = (),
    *,
    targets: Sequence[str] = (),
    coder: str | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
    equal: Mapping[str, str | None] = MappingProxyType({}),
) -> Answer:
    """See `OpenStudy.measure`."""
    asked = find_measure(name)
    known = target_table(codebook_asked(study))
    require_named("target", targets, _names(known))
    tables, about = _tables(study, asked, coder, from_date, to_date, equal)
    rows = asked.compute(tables | {"targets": known}, by)
    rows = _worth_showing(rows, targets, asked)
    hidden = [] if rows.num_rows else why_hidden(study, *conditions(study, equal, from_date, to_date))
    notes = _notes(rows, tables["documents"], asked, [*about, *hidden])
    return study.answer("measure", rows, notes, measure=asked.name, unit=asked.unit, summary=asked.summary)


def counted(
    study: OpenStudy,
    name: str,
    group: Mapping[str, str],
    *,
    limit: int = 100,
    coder: str | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
    equal: Mapping[str, str | None] = MappingProxyType({}),
) -> Answer:
    """See `OpenStudy.counted`."""
    asked = find_measure(name)
    target = group.get("target")
    known = target_table(codebook_asked(study))
    require_named("target", [target] if target else [], _names(known))
    tables, about = _tables(study, asked, coder, from_date, to_date, equal)
    tables["statements"] = own_voice(tables["statements"], tables["documents"], known)
    documents = _in_group(tables["documents"], {key: value for key, value in group.items() if key != "target"})
    documents = documents.sort_by([("date", "ascending"), ("document_id", "ascending")])
    counts = {name: _counted(tables[name], asked, name, target, documents) for name in _CODINGS}
    total = sum(table.num_rows for table in counts.values())
    if asked.counts == ("mentions",):  # what else is done to whom the sentence names is shown, and not counted
        counts["statements"] = _in_sentences_of(tables["statements"], counts["mentions"])
    holding = pa.concat_tables([table.select(["document_id"]) for table in counts.values()])["document_id"].unique()
    first = documents.filter(pc.is_in(documents["document_id"], value_set=holding)).slice(0, limit)
    mentions, statements, absences = (_of(counts[name], first) for name in _CODINGS)
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


def _names(targets: pa.Table) -> dict[str, str]:
    return dict(zip(targets["target"].to_pylist(), targets["name"].to_pylist(), strict=True))


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


def _tables(
    study: OpenStudy,
    asked: Measure,
    coder: str | None,
    from_date: dt.date | None,
    to_date: dt.date | None,
    equal: Mapping[str, str | None],
) -> tuple[dict[str, pa.Table], list[str]]:
    """The documents asked for, with their number of sentences, and the codings that count; notes on the choice."""
    where, given = conditions(study, equal, from_date, to_date)
    condition = " AND ".join(["duplicate_of IS NULL", *where])
    documents = study.snapshot.query(
        "SELECT d.*, p.n_sentences FROM documents d LEFT JOIN (SELECT document_id, count(*) AS n_sentences "
        f"FROM passages WHERE kind = 'sentence' GROUP BY 1) p USING (document_id) WHERE {condition}",
        given,
    )
    mentions, statements, absences, coders = codings_of(study, documents if where else None, coder)
    codings = preferred_codings(mentions, statements, absences, coders, coder, in_sentences=asked.per_sentence)
    notes = _whole_documents(documents, (mentions, statements), coder) if asked.per_sentence else []
    if not codings.reads_texts:
        documents, notes = _unread(documents), [_SINGLE.format(coder)]
    tables = {
        "documents": documents,
        "mentions": codings.mentions,
        "statements": codings.statements,
        "absences": codings.absences,
    }
    return tables, notes


_SINGLE = (
    "{} judged single targets, not whole texts: what it does not name is unknown, and it has no rates per sentence."
)


def _unread(documents: pa.Table) -> pa.Table:
    """The documents as if they had no text: only what was coded of them is known."""
    for column in ("n_characters", "n_sentences"):
        place = documents.schema.get_field_index(column)
        nothing = pa.nulls(documents.num_rows, documents.schema.field(column).type)
        documents = documents.set_column(place, column, nothing)
    return documents


def _whole_documents(documents: pa.Table, codings: Sequence[pa.Table], coder: str | None) -> list[str]:
    """A note on codings of whole documents that have a text, which are not counted in sentences."""
    with_text = documents.filter(pc.is_valid(documents["n_sentences"]))
    if coder is not None or not with_text.num_rows:
        return []
    bare = pa.concat_tables(
        [table.filter(pc.is_null(table["passage_id"])).select(["document_id"]) for table in codings]
    )
    n = len(pc.unique(_of(bare, with_text)["document_id"]))
    if not n:
        return []
    which = "1 document is" if n == 1 else f"{n:,} documents are"
    return [f"{which} also coded as a whole, without sentences; there the sentences found by the rules count."]


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
    few = pc.sum(pc.and_(pc.less(rows["n"], MINIMUM_CLUSTERS), pc.greater(rows["n"], 0))).as_py() or 0
    if few:
        rest, have = ("rests", "has") if few == 1 else ("rest", "have")
        thin = f"{few:,} of {how_many(rows.num_rows, 'row')} {rest} on fewer than {MINIMUM_CLUSTERS} documents"
        notes.append(f"{thin} and {have} no interval.")
    if pc.any(pc.greater_equal(rows["n"], MINIMUM_CLUSTERS)).as_py():
        notes.append("Intervals (95%) cover variation between documents; not coder error.")
    notes += besides
    bare = pc.sum(pc.is_null(documents["n_sentences"])).as_py() or 0
    if bare and asked.per_sentence:
        left, they = ("is", "it has") if bare == 1 else ("are", "they have")
        notes.append(f"{how_many(bare, 'document')} without text {left} left out: {they} no sentences to count in.")
    elif bare:
        have = "has no text; of it" if bare == 1 else "have no text; of them"
        notes.append(f"{how_many(bare, 'document')} {have} only what was coded counts.")
    return notes


def _of(table: pa.Table, documents: pa.Table) -> pa.Table:
    return table.filter(pc.is_in(table["document_id"], value_set=documents["document_id"].combine_chunks()))


def _in_group(documents: pa.Table, group: Mapping[str, Any]) -> pa.Table:
    year = documents["occasion_year"] if "occasion" in group else pc.cast(pc.year(documents["date"]), pa.int16())
    documents = documents.append_column("year", year)
    for column, value in group.items():
        require("column to open a measure by", [column], BY)
        documents = documents.filter(pc.equal(documents[column].cast(pa.string()), str(value)))
    return documents.drop_columns("year")

"""The tables that a measure needs, of the documents asked for and with few columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.asked.fetch import codings_of, require_named
from cenotaph.asked.listing import conditions, why_hidden
from cenotaph.asked.since import codebook_asked
from cenotaph.measures import COLUMNS, Measure, preferred_codings, target_table

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["CODINGS", "GIVEN", "Bounds", "gathered"]

CODINGS = ("mentions", "statements", "absences")

#: What makes a table that is not of the store: of the question's bounds, the tables gathered so far (in the order of
#: `needs`; `documents` and `targets` always first), and the options the measure was told, defaults filled in.
Maker = Callable[["Bounds", Mapping[str, pa.Table], Mapping[str, Any]], pa.Table]

#: Tables that are not of the store, by name.
GIVEN: dict[str, Maker] = {}

_SINGLE = (
    "{} judged single targets, not whole texts: what it does not name is unknown, and it has no rates per sentence."
)


@dataclass(frozen=True)
class Bounds:
    """What a question about amounts is bound to.

    Attributes:
        study: the study asked.
        targets: only these; all where empty.
        coder: only this coder's codings.
        from_date, to_date: only documents of these days, both inclusive.
        equal: column of documents -> the value it must have.
    """

    study: OpenStudy
    targets: tuple[str, ...]
    coder: str | None
    from_date: dt.date | None
    to_date: dt.date | None
    equal: Mapping[str, str | None]

    @cached_property
    def conditions(self) -> tuple[list[str], list[object]]:
        """SQL conditions on `documents` and their values."""
        return conditions(self.study, self.equal, self.from_date, self.to_date)

    @cached_property
    def known(self) -> pa.Table:
        """The targets of the codebook. Raises NotFound where one asked for is not among them."""
        known = target_table(codebook_asked(self.study))
        names = dict(zip(known["target"].to_pylist(), known["name"].to_pylist(), strict=True))
        require_named("target", self.targets, names)
        return known

    def hidden(self) -> list[str]:
        """How many of the documents asked for the date of the study leaves out."""
        return why_hidden(self.study, *self.conditions)


def gathered(
    asked: Measure, of: Bounds, options: Mapping[str, object] = MappingProxyType({}), *, whole: bool = False
) -> tuple[dict[str, pa.Table], list[str]]:
    """The tables a measure needs, and notes on what was chosen.

    `documents` always comes, with the number of sentences of each (`n_sentences`; null without text). Tables with a
    `document_id` hold the documents asked for only; where rows of the measure lead with no target, its codings are
    those of the targets asked for. With `whole`, every column and every table of codings comes.
    """
    told = asked.told(options)
    known = of.known
    documents = _documents(asked, of, whole)
    tables: dict[str, pa.Table] = {"documents": documents, "targets": known}
    notes: list[str] = []
    if whole or any(name in asked.needs for name in CODINGS):
        codings, notes = _codings(asked, of, documents, whole)
        tables |= codings
        if not whole and of.targets and asked.keys and "target" not in (*asked.leading(), *asked.requires):
            for name in CODINGS:
                tables[name] = _about(tables[name], of.targets)
        if _SINGLE.format(of.coder) in notes:
            tables["documents"] = _unread(documents)
    for name in asked.needs:
        if name not in tables:
            tables[name] = GIVEN[name](of, tables, told) if name in GIVEN else _stored(asked, of, name)
    return tables, notes


def _documents(asked: Measure, of: Bounds, whole: bool) -> pa.Table:
    where, given = of.conditions
    columns = "d.*" if whole else ", ".join(f"d.{name}" for name in _columns(asked, "documents") or ())
    return of.study.snapshot.query(
        f"SELECT {columns}, p.n_sentences FROM documents d LEFT JOIN (SELECT document_id, count(*) AS n_sentences FROM "
        f"passages WHERE kind = 'sentence' GROUP BY 1) p USING (document_id) WHERE {_all(where)}",
        given,
    )


def _stored(asked: Measure, of: Bounds, name: str) -> pa.Table:
    """A table of the store; where it has documents, of those asked for."""
    columns = _columns(asked, name)
    if name not in ("passages", "texts"):
        return of.study.snapshot.table(name, columns)
    where, given = of.conditions
    condition = f"document_id IN (SELECT document_id FROM documents WHERE {_all(where)})"
    return of.study.snapshot.table(name, columns, condition, given)


def _all(where: Sequence[str]) -> str:
    """All conditions; reprints are left out, since a text is not said twice."""
    return " AND ".join(["duplicate_of IS NULL", *where])


def _columns(asked: Measure, table: str) -> tuple[str, ...] | None:
    return asked.columns.get(table) or COLUMNS.get(table)


def _codings(asked: Measure, of: Bounds, documents: pa.Table, whole: bool) -> tuple[dict[str, pa.Table], list[str]]:
    """The codings that count, and notes."""
    columns = {} if whole else {name: _columns(asked, name) for name in CODINGS}
    within = documents if of.conditions[0] else None
    mentions, statements, absences, coders = codings_of(of.study, within, of.coder, columns)
    found = preferred_codings(mentions, statements, absences, coders, of.coder, in_sentences=asked.in_sentences)
    notes = _whole_documents(documents, (mentions, statements), of.coder) if asked.in_sentences else []
    if not found.reads_texts:
        notes = [_SINGLE.format(of.coder)]
    return {"mentions": found.mentions, "statements": found.statements, "absences": found.absences}, notes


def _about(table: pa.Table, targets: Sequence[str]) -> pa.Table:
    return table.filter(pc.is_in(table["target"], value_set=pa.array(targets, pa.string())))


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
    held = bare.filter(pc.is_in(bare["document_id"], value_set=with_text["document_id"].combine_chunks()))
    n = len(pc.unique(held["document_id"]))
    if not n:
        return []
    which = "1 document is" if n == 1 else f"{n:,} documents are"
    return [f"{which} also coded as a whole, without sentences; there the sentences found by the rules count."]

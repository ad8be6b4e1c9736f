"""Who spoke in which office, and which documents say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.study.models import Actor, Office, Person
from cenotaph.text import fold

__all__ = ["fill_offices", "mark_duplicates", "said_before"]


def fill_offices(documents: pa.Table, actors: Mapping[str, Actor]) -> pa.Table:
    """The documents with the office that the speaker held on the date.

    A person is known by name or alias, whatever the case, among the people of the document's actor. What the source
    says stands. The office stays null where the speaker is not known, held none then, or the date is missing and
    the person had more than one office. Of two held at once the first of the file is taken.

    Args:
        documents: a table of the schema `documents`.
        actors: the states of the study by id.
    """
    people: dict[tuple[str, str], Person] = {}
    for actor_id, actor in actors.items():
        for person in actor.people:
            for name in (person.name, *person.aliases):
                people.setdefault((actor_id, fold(name).text), person)
    rows = zip(*(documents[name].to_pylist() for name in ("office", "actor", "speaker", "date")), strict=True)
    offices = [
        office if office is not None or speaker is None else _held(people.get((actor, fold(speaker).text)), date)
        for office, actor, speaker, date in rows
    ]
    return _with(documents, "office", pa.array(offices, pa.string()))


def _held(person: Person | None, date: dt.date | None) -> str | None:
    if person is None:
        return None
    if date is None:
        return person.offices[0].office if len(person.offices) == 1 else None
    return next((office.office for office in person.offices if _covers(office, date)), None)


def _covers(office: Office, date: dt.date) -> bool:
    return (office.from_ is None or office.from_ <= date) and (office.to is None or date <= office.to)


def mark_duplicates(documents: pa.Table) -> pa.Table:
    """The documents with `duplicate_of`: the first document, by id, of the same text and date.

    Words said again on another day are no duplicate, however alike: formulas are what rites are made of. The first
    itself, a document without text and an empty one have null.
    """
    return _with(documents, "duplicate_of", _first_of_same(documents, ("sha256", "date")))


def said_before(documents: pa.Table) -> pa.Array:
    """For each document the first one, by date and then by id, of the same text; null for the first itself."""
    return _first_of_same(documents, ("sha256",))


def _first_of_same(documents: pa.Table, keys: Sequence[str]) -> pa.Array:
    hashed = pc.and_(pc.is_valid(documents["sha256"]), pc.greater(pc.fill_null(documents["n_characters"], 0), 0))
    rows = pa.table(
        {
            "row": pa.array(np.flatnonzero(hashed.to_numpy(zero_copy_only=False))),
            **{name: documents[name].filter(hashed) for name in ("sha256", "date", "document_id")},
        }
    ).sort_by([("sha256", "ascending"), ("date", "ascending"), ("document_id", "ascending")])
    if rows.num_rows < 2:
        return pa.nulls(documents.num_rows, pa.string())
    repeats = np.ones(rows.num_rows, dtype=np.bool_)
    repeats[0] = False
    for key in keys:
        codes = pc.dictionary_encode(rows[key].combine_chunks(), null_encoding="encode").indices
        repeats[1:] &= np.diff(codes.to_numpy(zero_copy_only=False)) == 0
    first = np.maximum.accumulate(np.where(repeats, 0, np.arange(len(repeats))))
    chosen = np.full(documents.num_rows, -1, dtype=np.int64)
    chosen[rows["row"].to_numpy()[repeats]] = first[repeats]
    return rows["document_id"].combine_chunks().take(pa.array(chosen, mask=chosen < 0))


def _with(documents: pa.Table, name: str, values: pa.Array) -> pa.Table:
    place = documents.schema.get_field_index(name)
    return documents.set_column(place, documents.schema.field(name), values)

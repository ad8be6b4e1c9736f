"""Who spoke in which office, and which documents say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.study.models import Actor, Office, Person
from cenotaph.text import fold

__all__ = ["fill_offices", "mark_duplicates"]


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
    """The documents with `duplicate_of`: the first document of the same text, by date, then by id.

    A null date comes after all dates. The first itself, a document without text and an empty one have null.
    """
    hashed = pc.and_(pc.is_valid(documents["sha256"]), pc.greater(pc.fill_null(documents["n_characters"], 0), 0))
    rows = pa.table(
        {
            "row": pa.array(np.flatnonzero(hashed.to_numpy(zero_copy_only=False))),
            **{name: documents[name].filter(hashed) for name in ("sha256", "date", "document_id")},
        }
    ).sort_by([("sha256", "ascending"), ("date", "ascending"), ("document_id", "ascending")])
    first_of_all = pa.nulls(documents.num_rows, pa.string())
    if rows.num_rows > 1:
        hashes = rows["sha256"].combine_chunks()
        repeats = np.concatenate(([False], pc.equal(hashes[1:], hashes[:-1]).to_numpy(zero_copy_only=False)))
        first = np.maximum.accumulate(np.where(repeats, 0, np.arange(len(repeats))))
        chosen = np.full(documents.num_rows, -1, dtype=np.int64)
        chosen[rows["row"].to_numpy()[repeats]] = first[repeats]
        first_of_all = rows["document_id"].combine_chunks().take(pa.array(chosen, mask=chosen < 0))
    return _with(documents, "duplicate_of", first_of_all)


def _with(documents: pa.Table, name: str, values: pa.Array) -> pa.Table:
    place = documents.schema.get_field_index(name)
    return documents.set_column(place, documents.schema.field(name), values)

"""What stands behind a row that carries the ids of what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.answer import Answer
from cenotaph.asked.wording import how_many
from cenotaph.errors import CenotaphError
from cenotaph.measures import BEHIND, sentences_behind

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["opened"]

_IDS = ("statement_ids", "passage_ids", "document_ids")


def opened(study: OpenStudy, answer: Answer, group: Mapping[str, str], limit: int) -> Answer:
    """The sentences, codings or documents whose ids stand in the rows of an answer that `group` names.

    Raises: CenotaphError where no row is named so, or the rows carry no ids.
    """
    rows = answer.rows
    for column, value in group.items():
        if column not in rows.column_names:
            raise CenotaphError(
                f'These rows have no column "{column}" to open by; they have {", ".join(_named(rows))}.'
            )
        rows = rows.filter(pc.equal(rows[column].cast(pa.string()), str(value)))
    if not rows.num_rows:
        asked = ",".join(f"{column}={value}" for column, value in group.items())
        raise CenotaphError(f"No row of {answer.more['measure']} is {asked}.")
    ids = {name: _all(rows[name]) for name in _IDS if name in rows.column_names}
    if not ids:
        raise CenotaphError(f"Rows of {answer.more['measure']} carry no ids to open.")
    name, found = next(((name, each) for name, each in ids.items() if each), (_IDS[-1], []))
    made = _rows(study, name, found[:limit])
    notes = [f"{how_many(len(found), name.removesuffix('_ids'))} behind {how_many(rows.num_rows, 'row')}."]
    if len(found) > limit:
        notes.append(f"The first {limit:,} are shown.")
    return study.answer("counted", made, notes, measure=answer.more["measure"], group=dict(group))


def _named(rows: pa.Table) -> list[str]:
    return [field.name for field in rows.schema if not pa.types.is_list(field.type)]


def _all(column: pa.ChunkedArray) -> list[str]:
    ids: dict[str, None] = dict.fromkeys(each for some in column.to_pylist() for each in some or () if each)
    return list(ids)


def _rows(study: OpenStudy, name: str, ids: list[str]) -> pa.Table:
    """One row an id, in the order of the ids (statements: of the texts)."""
    snapshot = study.snapshot
    if name == "document_ids":
        found = _keyed(snapshot.table("documents", where="document_id IN (SELECT unnest(?::VARCHAR[]))",
                                      parameters=[ids]), "document_id")  # fmt: skip
        return _made([found[each] for each in ids if each in found])
    key = name.removesuffix("s")
    table = {"statement_ids": "statements", "passage_ids": "passages"}[name]
    held = snapshot.table(table, where=f"{key} IN (SELECT unnest(?::VARCHAR[]))", parameters=[ids])
    texts_of = pc.unique(held["document_id"]).to_pylist()
    documents = snapshot.table("documents", where="document_id IN (SELECT unnest(?::VARCHAR[]))", parameters=[texts_of])
    texts = snapshot.of_documents("texts", texts_of, ["document_id", "text"])
    if table == "statements":
        passages = snapshot.of_documents("passages", texts_of)
        nothing = (snapshot.of_documents(each, []) for each in ("mentions", "absences"))
        mentions, absences = nothing
        return sentences_behind(documents, texts, passages, mentions, held, absences)
    about, text = _keyed(documents, "document_id"), _keyed(texts, "document_id")
    found = {
        row["passage_id"]: {**about[row["document_id"]], **row, "speaker": row["speaker"]
                            or about[row["document_id"]]["speaker"],
                            "text": text[row["document_id"]]["text"][row["start"] : row["end"]]}
        for row in held.to_pylist()
    }  # fmt: skip
    return _made([found[each] for each in ids if each in found])


def _keyed(table: pa.Table, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in table.to_pylist()}


def _made(rows: list[dict[str, Any]]) -> pa.Table:
    made = []
    for row in rows:
        year = row["occasion_year"] or (row["date"].year if row["date"] else None)
        made.append({name: row.get(name) for name in BEHIND.names} | {"year": year})
    return pa.Table.from_pylist(made, schema=BEHIND)

"""Which documents a study holds, and why one that is asked for is not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cenotaph.answer import Answer
from cenotaph.asked.wording import how_many
from cenotaph.errors import CenotaphError, NotFound
from cenotaph.store import Snapshot

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["conditions", "document", "document_list", "why_hidden"]

_COLUMNS = (
    "document_id, date, actor, speaker, occasion, occasion_year, language, title, genre, source, url, "
    "n_characters, known_at, duplicate_of, file"
)


def document_list(
    study: OpenStudy,
    *,
    actor: str | None = None,
    occasion: str | None = None,
    source: str | None = None,
    language: str | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
    limit: int | None = None,
) -> Answer:
    """See `OpenStudy.document_list`."""
    kept = {"actor": actor, "occasion": occasion, "source": source, "language": language}
    where, given = conditions(study, kept, from_date, to_date)
    condition = " AND ".join(["true", *where])
    rows = study.snapshot.query(
        f"SELECT {_COLUMNS} FROM documents WHERE {condition} ORDER BY date NULLS FIRST, document_id", given
    )
    notes = []
    bare = rows["n_characters"].null_count
    if bare:
        notes.append(f"{how_many(bare, 'document')} without text: only what was coded is known of {_it(bare)}.")
    undated = rows["date"].null_count
    if undated:
        notes.append(f"{how_many(undated, 'document')} without a date: no rite and no year counts {_it(undated)}.")
    notes += why_hidden(study, where, given)
    return study.answer("documents", rows.slice(0, limit), notes, total=rows.num_rows)


def conditions(
    study: OpenStudy,
    equal: Mapping[str, str | None],
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
) -> tuple[list[str], list[Any]]:
    """SQL conditions on `documents` and their values.

    Raises: NotFound where no document has such a value; CenotaphError where the first day comes after the last.
    """
    if from_date and to_date and from_date > to_date:
        raise CenotaphError(
            f"No day is both {from_date} or later and {to_date} or earlier; turn --from and --to round."
        )
    where: list[str] = []
    given: list[Any] = []
    for column, value in equal.items():
        if value is None:
            continue
        names = study.snapshot.query(f"SELECT DISTINCT {column} AS name FROM documents WHERE {column} IS NOT NULL")
        known = sorted(names["name"].to_pylist())
        if value not in known:
            hint = " ".join(why_hidden(study, [f"{column} = ?"], [value]))
            raise NotFound(f"document with {column}", value, known, hint=hint)
        where.append(f"{column} = ?")
        given.append(value)
    for sign, day in ((">=", from_date), ("<=", to_date)):
        if day is not None:
            where.append(f"date {sign} ?")
            given.append(day)
    return where, given


def document(study: OpenStudy, document_id: str) -> pa.Table:
    """The row of a document. Raises NotFound, with ids that hold what was given, or with the nearest ones."""
    found = study.snapshot.table("documents", where="document_id = ?", parameters=[document_id])
    if found.num_rows:
        return found
    if hint := _not_public(study, document_id):
        raise NotFound("document", document_id, (), hint=hint)
    holding = study.snapshot.query(
        "SELECT document_id FROM documents WHERE contains(lower(document_id), lower(?)) ORDER BY date, document_id",
        [document_id],
    )["document_id"].to_pylist()
    if holding:
        more = f" and {len(holding) - 8:,} more" if len(holding) > 8 else ""
        hint = f"Ids that hold it: {', '.join(holding[:8])}{more}. All: cenotaph documents"
        raise NotFound("document", document_id, holding, hint=hint)
    near = study.snapshot.query(
        "SELECT document_id FROM documents ORDER BY jaro_winkler_similarity(document_id, ?) DESC, document_id LIMIT 12",
        [document_id],
    )
    raise NotFound("document", document_id, near["document_id"].to_pylist())


def _not_public(study: OpenStudy, document_id: str) -> str:
    """When a document that the study's `as_of` leaves out became public; empty where it holds no such document."""
    if study.as_of is None:
        return ""
    found = Snapshot.open(study.folder).table("documents", ["known_at"], "document_id = ?", [document_id])
    if not found.num_rows:
        return ""
    since = found["known_at"][0].as_py()
    return f"It was not public as of {study.as_of}, " + (f"only since {since}." if since else "as far as is known.")


def why_hidden(study: OpenStudy, where: Sequence[str], given: Sequence[Any]) -> list[str]:
    """How many of the documents that fit some conditions the study's `as_of` leaves out, and why."""
    if study.as_of is None:
        return []
    condition = " AND ".join(["true", *where])
    (row,) = (
        Snapshot.open(study.folder)
        .query(
            "SELECT count(*) FILTER (known_at > ?) AS later, count(*) FILTER (known_at IS NULL) AS never "
            f"FROM documents WHERE {condition}",
            [study.as_of, *given],
        )
        .to_pylist()
    )
    notes = []
    if row["later"]:
        is_not = "is not" if row["later"] == 1 else "are not"
        notes.append(f"{how_many(row['later'], 'document')} of it {is_not} known as of {study.as_of}.")
    if row["never"]:
        has = "has" if row["never"] == 1 else "have"
        notes.append(f"{how_many(row['never'], 'document')} of it {has} no date, so no reading as of a day sees it.")
    return notes


def _it(n: int) -> str:
    return "it" if n == 1 else "them"

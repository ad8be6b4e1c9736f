"""One document, one row: what to do when an id is met again."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.build.problems import SAME_ID_TWICE
from cenotaph.build.splitcode import problem_table
from cenotaph.store import SCHEMAS

__all__ = ["once", "second_texts"]


def second_texts(documents: Sequence[pa.Table]) -> tuple[dict[int, list[str]], pa.Table]:
    """Texts under an id that an earlier text has already.

    Args:
        documents: rows of `documents`, one table a part, in the order of the study's sources.

    Returns:
        Place of the part -> ids of its documents that must be left out; and a row of `problems` for each.
    """
    seen: dict[str, str] = {}
    again: dict[int, list[str]] = {}
    problems = []
    repeated = _repeated(documents)
    for place, rows in enumerate(documents):
        if not len(repeated):
            break
        some = rows.filter(pc.and_(pc.is_valid(rows["sha256"]), pc.is_in(rows["document_id"], repeated)))
        for row in some.select(["document_id", "source", "file", "row"]).to_pylist():
            document_id = row["document_id"]
            here = row["file"] if row["row"] is None else f"{row['file']}:{row['row']}"
            first = seen.setdefault(document_id, here)
            if first is here:
                continue
            again.setdefault(place, []).append(document_id)
            message = f'The document id "{document_id}" was already given to the text of {first}; this one is left out.'
            remedy = "Give one of the two another id."
            problem = SAME_ID_TWICE.at(row["file"], row["row"], message, remedy=remedy, document_id=document_id)
            problems.append((row["source"], problem))
    return again, problem_table(problems)


def once(documents: pa.Table) -> pa.Table:
    """Each document once: the row with a text before those without, the first of these where none has one.

    Codings without text may name a document that another source holds; the codings are then of that document.
    """
    ids = documents["document_id"]
    if pc.count_distinct(ids).as_py() == documents.num_rows:
        return documents
    numbered = pa.table(
        {
            "document_id": ids,
            "without_text": pc.is_null(documents["sha256"]),
            "place": pa.array(range(documents.num_rows)),
        }
    ).sort_by([("without_text", "ascending"), ("place", "ascending")])
    first = numbered.group_by("document_id", use_threads=False).aggregate([("place", "first")])["place_first"]
    return documents.take(first.combine_chunks().take(pc.sort_indices(first)))


def _repeated(documents: Sequence[pa.Table]) -> pa.Array:
    ids = pa.concat_tables([SCHEMAS["documents"].empty_table(), *documents])["document_id"]
    counts = pc.value_counts(ids)
    return counts.field("values").filter(pc.greater(counts.field("counts"), 1))

"""The codes of documents as items that are counted: targets named, targets, acts and referents of statements."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.errors import NotFound
from cenotaph.measures.coders import in_a_list
from cenotaph.measures.grouping import distinct_rows
from cenotaph.measures.rates import own_voice

__all__ = ["KINDS", "item_counts", "items"]

#: What can be counted: -> column of mentions or statements.
KINDS = {"mentions": "target", "targets": "target", "acts": "act", "referents": "referent"}


def items(of: str, documents: pa.Table, mentions: pa.Table, statements: pa.Table, targets: pa.Table) -> pa.Table:
    """Every unit once: a sentence once for each item, however many cues it holds; a coding without text once.

    Args: `of`, a name of `KINDS`. Mentions in a list of guests name nobody; statements count in the document's own
    voice, those that have the item.

    Returns: `document_id`, `item`, `unit`, `opens` (the id by which the unit can be opened: of a statement, or of a
    sentence that names the target; null for a mention without text).

    Raises: NotFound for another name.
    """
    if of not in KINDS:
        raise NotFound("kind of item", of, list(KINDS))
    if of == "mentions":
        codings, own = mentions.filter(pc.invert(in_a_list(mentions))), "document_id"
    else:
        codings, own = own_voice(statements, documents, targets), "statement_id"
    item = codings[KINDS[of]]
    opens = codings["passage_id"] if of == "mentions" else codings["statement_id"]
    unit = pc.coalesce(codings["passage_id"], codings[own])
    table = pa.table({"document_id": codings["document_id"], "item": item, "unit": unit, "opens": opens})
    table = table.filter(pc.is_valid(item))
    if (
        of != "mentions"
    ):  # of several statements in a sentence the first id opens it; a mention is opened by its sentence
        table = table.sort_by("opens")
    return distinct_rows(table, ["document_id", "item", "unit"])[0]


def item_counts(of: str, documents: pa.Table, mentions: pa.Table, statements: pa.Table, targets: pa.Table) -> pa.Table:
    """How often each document has each item: `document_id`, `word`, `n`, lists as in `corpus.WORD_COUNTS`."""
    units = items(of, documents, mentions, statements, targets).select(["document_id", "item"])
    counted, count = distinct_rows(units, ["document_id", "item"])
    counted = counted.append_column("count", pa.array(count)).sort_by(
        [("document_id", "ascending"), ("item", "ascending")]
    )
    ids = counted["document_id"].combine_chunks().dictionary_encode()
    sizes = pc.value_counts(ids.indices).field("counts") if len(ids) else pa.array([], pa.int64())
    bounds = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(sizes)]).cast(pa.int32())
    n = counted["count"].combine_chunks().cast(pa.int32())
    return pa.table(
        {
            "document_id": ids.dictionary,
            "word": pa.ListArray.from_arrays(bounds, counted["item"].combine_chunks().dictionary_encode()),
            "n": pa.ListArray.from_arrays(bounds, n),
        }
    )

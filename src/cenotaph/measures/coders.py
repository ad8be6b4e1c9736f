"""Whose coding counts where several coders judged the same target in the same document."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["KIND_ORDER", "Codings", "in_a_list", "preferred_codings"]

#: Kinds of coder, the one whose word counts first: a person who read the text, then ready codings, models, rules.
KIND_ORDER = ("person", "source", "model", "rule")


@dataclass(frozen=True)
class Codings:
    """The codings that count.

    Attributes:
        mentions, statements, absences: tables of those names (see `cenotaph.store.schemas`).
        reads_texts: whether a coded text in which a target is not found counts as its absence. True where a rule or
            model coder read every text; false where only one person's or source's codings were asked for.
    """

    mentions: pa.Table
    statements: pa.Table
    absences: pa.Table
    reads_texts: bool


def preferred_codings(
    mentions: pa.Table,
    statements: pa.Table,
    absences: pa.Table,
    coders: pa.Table | None = None,
    coder: str | None = None,
    *,
    in_sentences: bool = False,
) -> Codings:
    """One voice for each document and target.

    Where coders of several kinds judged the same target in the same document, only the first kind of `KIND_ORDER`
    counts. With `coder`, only that coder's rows count. Coders that `coders` does not list count as `source`.

    With `in_sentences`, for what is counted by the sentence, only codings that point at a sentence count, and recorded
    absences: a coding of a whole document says that a target is treated, not in how many sentences, so that there the
    sentences of the next kind of coder stand.

    Args: tables `mentions`, `statements`, `absences`, `coders` (may be null: all codings count).
    """
    if in_sentences:
        mentions, statements = (table.filter(pc.is_valid(table["passage_id"])) for table in (mentions, statements))
    kinds = {} if coders is None else dict(zip(coders["coder"].to_pylist(), coders["kind"].to_pylist(), strict=True))
    if coder is not None:
        own = [table.filter(pc.equal(table["coder"], coder)) for table in (mentions, statements, absences)]
        return Codings(own[0], own[1], own[2], reads_texts=kinds.get(coder) in (None, "rule", "model"))
    ranks = {name: KIND_ORDER.index(kind) if kind in KIND_ORDER else 1 for name, kind in kinds.items()}
    if coders is None or len(set(ranks.values())) < 2:
        return Codings(mentions, statements, absences, reads_texts=True)
    ranked = [
        table.append_column("coder_rank", _ranks(table["coder"], ranks)) for table in (mentions, statements, absences)
    ]
    keys = pa.concat_tables([table.select(["document_id", "target", "coder_rank"]) for table in ranked])
    best = keys.group_by(["document_id", "target"]).aggregate([("coder_rank", "min")])
    kept = [_kept(table, best) for table in ranked]
    return Codings(kept[0], kept[1], kept[2], reads_texts=True)


def in_a_list(mentions: pa.Table) -> pa.ChunkedArray:
    """Whether each mention stands in a list of many names, as of guests: read from a text with confidence 1.

    Whoever is listed among the guests of a rite is not named in the address, so such a mention makes nobody present.
    """
    unsure = pc.fill_null(pc.equal(mentions["confidence"], 1), False)
    return pc.and_(unsure, pc.is_valid(mentions["passage_id"]))


def _ranks(coder: pa.ChunkedArray, ranks: dict[str, int]) -> pa.ChunkedArray:
    names = pa.array(list(ranks), pa.string())
    order = pa.array(list(ranks.values()), pa.int8())
    found = pc.index_in(coder.cast(pa.string()), value_set=names)
    return pc.fill_null(pc.take(order, found), pa.scalar(1, pa.int8()))


def _kept(table: pa.Table, best: pa.Table) -> pa.Table:
    if table.num_rows == 0:
        return table.drop_columns("coder_rank")
    # A row number keeps the order of rows, which a hash join does not.
    numbered = table.select(["document_id", "target", "coder_rank"]).append_column(
        "row", pa.array(range(table.num_rows), pa.int64())
    )
    joined = numbered.join(best, ["document_id", "target"])
    rows = joined.filter(pc.equal(joined["coder_rank"], joined["coder_rank_min"]))["row"]
    return table.take(rows.combine_chunks().sort()).drop_columns("coder_rank")

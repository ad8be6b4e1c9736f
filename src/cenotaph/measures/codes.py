"""Codings as a matrix: documents by codes, with the actor, the year and the stratum of each document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.errors import CenotaphError
from cenotaph.inference.divergence import Counts
from cenotaph.measures.coders import in_a_list
from cenotaph.measures.grouping import distinct_rows
from cenotaph.measures.rates import own_voice

__all__ = ["CODES", "CodeCounts", "code_counts"]

#: What may be compared: whom they name, what they do, to whom they do what, which past they invoke.
CODES = ("target", "act", "act+target", "referent")


@dataclass(frozen=True)
class CodeCounts:
    """Codings as counts: a row a document that has any, a column a code.

    Attributes:
        actors: ids of the actors, shape (A,).
        actor, year, stratum: of each document, shape (D,): place of its actor, its year, what it is exchanged within.
        counts: in how many sentences each code stands, shape (D, K).
        document_ids: shape (D,).
    """

    actors: list[str]
    actor: Counts
    year: Counts
    stratum: Counts
    counts: Counts
    document_ids: list[str]

    def of(self, *places: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which documents are these actors'."""
        return np.isin(self.actor, places)

    def totals(self) -> tuple[Counts, Counts]:
        """Codings and documents of each actor, shape (A,) each."""
        size = len(self.actors)
        totals = np.bincount(self.actor, self.counts.sum(1), minlength=size).astype(np.int64)
        return totals, np.bincount(self.actor, minlength=size)

    def ids(self, *places: int) -> list[str]:
        """The documents of these actors."""
        return [self.document_ids[d] for d in np.flatnonzero(self.of(*places))]


def code_counts(
    documents: pa.Table, mentions: pa.Table, statements: pa.Table, targets: pa.Table, codes: str,
    actors: Sequence[str], within: str,
) -> CodeCounts:  # fmt: skip
    """The codings of the documents of these actors; documents without codings, actor or date are left out.

    Args: codes, one of `CODES`; actors, all where empty; within, the column that makes the strata.

    Raises: CenotaphError for an actor, a kind of code or a column that is not known.
    """
    strata = ("year", "occasion", "genre", "language", "source")
    for name, given, known in (("codes", codes, CODES), ("within", within, strata)):
        if given not in known:
            raise CenotaphError(f'{name} takes {", ".join(known)}; found "{given}".')
    told = pc.and_(pc.is_valid(documents["actor"]), pc.is_valid(documents["date"]))
    kept = documents.filter(pc.and_(pc.is_null(documents["duplicate_of"]), told)).sort_by("document_id")
    if actors:
        _all_known(actors, kept)
        kept = kept.filter(pc.is_in(kept["actor"], value_set=pa.array(actors, pa.string())))
    pairs = _coded(kept, mentions, statements, targets, codes)
    place = pc.index_in(pairs["document_id"].combine_chunks(), value_set=kept["document_id"].combine_chunks())
    held = pairs.append_column("place", place).filter(pc.is_valid(place))
    code = held["code"].combine_chunks().dictionary_encode()
    row = np.asarray(held["place"], dtype=np.int64)
    used, at = np.unique(row, return_inverse=True)
    counts = np.zeros((len(used), max(len(code.dictionary), 1)), dtype=np.int64)
    np.add.at(counts, (at, np.asarray(code.indices, dtype=np.int64)), np.asarray(held["n"], dtype=np.int64))
    coded = kept.take(pa.array(used))
    year = np.asarray(pc.year(coded["date"]), dtype=np.int64)
    names = sorted(set(coded["actor"].to_pylist()))
    actor = np.asarray(pc.index_in(coded["actor"], value_set=pa.array(names, pa.string())), dtype=np.int64)
    stratum = year if within == "year" else _encoded(coded[within])
    return CodeCounts(names, actor, year, stratum, counts, coded["document_id"].to_pylist())


def _all_known(actors: Sequence[str], documents: pa.Table) -> None:
    known = set(documents["actor"].to_pylist())
    for actor in actors:
        if actor not in known:
            raise CenotaphError(f'No document asked for is of the actor "{actor}". Known: {", ".join(sorted(known))}.')


def _coded(documents: pa.Table, mentions: pa.Table, statements: pa.Table, targets: pa.Table, codes: str) -> pa.Table:
    """`document_id`, `code`, `n`: in how many sentences of the document; a coding without text counts once."""
    if codes == "target":
        codings = mentions.filter(pc.invert(in_a_list(mentions)))
        unit = pc.coalesce(codings["passage_id"], codings["document_id"])
    else:
        codings = own_voice(statements, documents, targets)
        unit = pc.coalesce(codings["passage_id"], codings["statement_id"])
    parts = [codings[name].cast(pa.string()) for name in codes.split("+")]
    code = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, " ")
    table = pa.table({"document_id": codings["document_id"], "code": code, "unit": unit})
    table = table.filter(pc.is_valid(table["code"]))
    distinct, _ = distinct_rows(table, ["document_id", "code", "unit"])
    counted, n = distinct_rows(distinct.select(["document_id", "code"]), ["document_id", "code"])
    return counted.append_column("n", pa.array(n))


def _encoded(column: pa.ChunkedArray) -> Counts:
    return np.asarray(column.combine_chunks().dictionary_encode(null_encoding="encode").indices, dtype=np.int64)

"""Over how many addressees of the past a speaker spreads: the scope of claims, secondary to audience adaptivity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.errors import CenotaphError
from cenotaph.inference import MINIMUM_CLUSTERS
from cenotaph.inference.adaptivity import document_entropy
from cenotaph.measures.adaptivity import code_matrix
from cenotaph.measures.rates import own_voice
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates

__all__ = ["claim_scope"]

_CODES = ("target", "act", "act+target", "referent")
_COVERS = "variation between documents; not coder error"


@measure(
    unit="bits",
    needs=("documents", "statements", "targets"),
    by=("actor",),
    allows=("actor", "speaker", "language", "genre", "source", "occasion"),
    counts=(),
    in_sentences=False,
    minimum=f"{MINIMUM_CLUSTERS} documents with statements; else it abstains.",
    chart="intervals",
)
def claim_scope(
    documents: pa.Table, statements: pa.Table, targets: pa.Table, by: Sequence[str], *, codes: str = "target"
) -> pa.Table:
    """Secondary: over how many targets, acts or pasts the statements of a speaker spread, as their entropy.

    A sentence counts once for each code, in the document's own voice. The bias of small samples is taken off by leaving
    out one document after another.

    Value: 0 where all is said of one; 1 bit is as broad as two equal shares, 3 bits as eight; null where too few.
    Reads as: 2.5 bits: as broad as if six targets had equal shares.
    Not for: telling a universal claim from a long list; it sees how many are named, not whether all are meant.
    Broad genres look broad: read it within one. Show it beside `adaptivity`, never added to other indicators.
    Source: Shannon 1948; jackknife of Zahl 1977, Ecology 58:907-913.

    Args:
        codes: what is spread: target, act, act+target or referent.
    """
    if codes not in _CODES:
        raise CenotaphError(f'codes can be {", ".join(_CODES)}; found "{codes}".')
    said = own_voice(statements, documents, targets)
    documents = documents.filter(pc.is_null(documents["duplicate_of"]))
    ids = documents["document_id"].combine_chunks()
    counts, _ = code_matrix(said, codes.split("+"), ids)
    spoken = np.flatnonzero(counts.sum(axis=1) > 0)
    held = documents.take(pa.array(spoken))
    groups = [tuple(row.values()) for row in held.select(list(by)).to_pylist()] if by else [()] * len(spoken)
    names = sorted(set(groups), key=str)
    parts = [spoken[[each == name for each in groups]] for name in names]
    found = [document_entropy(counts[part]) for part in parts]
    few = [
        f"{len(part)} documents with statements; at least {MINIMUM_CLUSTERS} are needed"
        if len(part) < MINIMUM_CLUSTERS
        else None
        for part in parts
    ]
    return estimates(
        {name: [group[place] for group in names] for place, name in enumerate(by)},
        value=[float(each.estimate) for each in found],
        low=[float(each.low) for each in found],
        high=[float(each.high) for each in found],
        n=[len(part) for part in parts],
        numerator=pa.array([int(counts[part].sum()) for part in parts], pa.int64()),
        unit="bits",
        covers=_COVERS,
        abstains=few,
        own={
            "n_codes": pa.array([int((counts[part].sum(axis=0) > 0).sum()) for part in parts], pa.int32()),
            "document_ids": pa.array([ids.take(pa.array(part)).to_pylist() for part in parts], pa.list_(pa.string())),
        },
    )

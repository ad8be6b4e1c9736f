"""A shard in, batches of tables out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cenotaph.sources.batches import Gatherer, SourceBatch
from cenotaph.sources.codings import read_codings
from cenotaph.sources.documents import read_documents
from cenotaph.sources.shards import Shard

if TYPE_CHECKING:
    from cenotaph.study import LoadedStudy

__all__ = ["read_shard"]


def read_shard(shard: Shard, study: LoadedStudy) -> Iterator[SourceBatch]:
    """The documents, texts, ready codings and problems of a shard, in batches of bounded size; at least one batch.

    Never raises for what the files hold: whatever is wrong with them is a row of `problems`. Ids are unique within the
    shard only. The same files under the same settings give the same batches.
    """
    if shard.problems or not shard.files:
        gatherer = Gatherer(shard.source)
        for problem in shard.problems:
            gatherer.problem(problem)
        yield gatherer.take()
    if not shard.files:
        return
    yield from (read_codings if shard.settings.kind == "codings" else read_documents)(shard, study)

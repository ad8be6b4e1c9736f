"""A document that the study does not hold yet: read and coded as a build would, in memory; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.build.inputs import people_of
from cenotaph.build.sentences import coder_batch
from cenotaph.coding import code_batch, compile_codebook
from cenotaph.corpus import fill_offices, segment
from cenotaph.errors import CenotaphError
from cenotaph.sources import read_shard, shards
from cenotaph.study import LoadedStudy, Source

__all__ = ["Incoming", "code_incoming", "read_incoming"]


@dataclass(frozen=True)
class Incoming:
    """A new document in the tables of the store, one row of `documents` and all that hangs on it."""

    documents: pa.Table
    texts: pa.Table
    passages: pa.Table
    mentions: pa.Table
    statements: pa.Table

    def sentences(self) -> pa.Table:
        """`passage_id` and `text` of its sentences, in reading order."""
        text = self.texts["text"][0].as_py()
        passages = self.passages.filter(pc.equal(self.passages["kind"], "sentence")).sort_by("ordinal")
        spans = zip(passages["start"].to_pylist(), passages["end"].to_pylist(), strict=True)
        found = pa.array([text[start:end] for start, end in spans], pa.string())
        return pa.table({"passage_id": passages["passage_id"], "text": found})


def read_incoming(study: LoadedStudy, file: Path) -> tuple[pa.Table, pa.Table, list[str]]:
    """The document of a text or page, its text, and what is odd about the file, in words.

    Raises: CenotaphError where the file cannot be read or holds no text.
    """
    if file.stat().st_size > _MOST_BYTES:
        raise CenotaphError(
            f"{file.name} has more than {_MOST_BYTES:,} bytes: that is no address. Put it among the sources."
        )
    source = Source(
        id="new",
        kind="folder",
        path=str(file.resolve()).replace("[", "[[]"),
        format=_FORMATS.get(file.suffix.lower(), "txt"),
    )
    alone = replace(study, config=study.config.model_copy(update={"sources": (source,)}))
    batches = [batch for shard in shards(alone) for batch in read_shard(shard, alone)]
    documents, texts, problems = (
        pa.concat_tables(getattr(batch, name) for batch in batches) for name in ("documents", "texts", "problems")
    )
    if not texts.num_rows:
        raise CenotaphError(f"{file.name} holds no text to read.")
    told = [f"{row['message']} {row['remedy'] or ''}".strip() for row in problems.to_pylist()]
    return documents, texts, told


def code_incoming(study: LoadedStudy, documents: pa.Table, texts: pa.Table) -> Incoming:
    """The passages, mentions and statements of a document, as a build would find them.

    Raises: CenotaphError where its language is none that the study reads.
    """
    language = documents["language"][0].as_py()
    if language not in study.config.languages:
        known = ", ".join(study.config.languages)
        raise CenotaphError(f"The text is in none of the study's languages ({known}); name it with --language.")
    coder = compile_codebook(study.codebook, (language,), people_of(study), study.codebook_hash)
    documents = fill_offices(documents, study.config.actors)
    passages = segment(
        *(column.combine_chunks() for column in (texts["document_id"], texts["text"], documents["language"]))
    )
    coded = code_batch(coder_batch(documents, texts, passages), coder)
    return Incoming(documents, texts, passages, coded.mentions, coded.statements)


#: How files are read by their ending; all others as plain text.
_FORMATS: dict[str, Literal["md", "html"]] = {".md": "md", ".html": "html", ".htm": "html"}

#: No text that is said on one occasion is larger.
_MOST_BYTES = 5_000_000

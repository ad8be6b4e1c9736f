"""Documents to passages, passages to codings; a document on which either fails becomes a problem, not a stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.build.problems import NOT_CODED, NOT_SPLIT
from cenotaph.build.sentences import coder_batch
from cenotaph.coding import Coder, code_batch
from cenotaph.corpus import segment
from cenotaph.errors import Problem, ProblemKind
from cenotaph.store import SCHEMAS

__all__ = ["code", "problem_table", "split"]

#: Sentences a coder gets at once: enough to work in columns, few enough to stay small.
SENTENCES_A_BATCH = 20_000


def split(documents: pa.Table, texts: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The passages of some documents, and the problems met.

    Args:
        documents: rows of `documents`; those without text have no passages.
        texts: document_id and text of those that have one.
    """
    language = documents["language"].take(pc.index_in(texts["document_id"], documents["document_id"].combine_chunks()))
    spoken = texts.select(["document_id", "text"]).append_column("language", language)

    def of(rows: pa.Table) -> tuple[pa.Table]:
        return (segment(*(rows[name].combine_chunks() for name in ("document_id", "text", "language"))),)

    (passages,), problems = _each_that_can(of, spoken, ("passages",), NOT_SPLIT, documents)
    return passages, problems


def code(
    documents: pa.Table, texts: pa.Table, passages: pa.Table, coder: Coder | None
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The mentions and statements that the coder finds in some documents, and the problems met.

    Args:
        documents: rows of `documents`, more than those to be coded do no harm.
        texts: document_id and text of the documents to be coded.
        passages: their passages, each document's together and in order.
        coder: the compiled codebook; may be null where there is no text.
    """

    def of(rows: pa.Table) -> tuple[pa.Table, pa.Table]:
        assert coder is not None, "there are texts and no coder"
        coded = code_batch(
            pa.RecordBatch.from_arrays([column.combine_chunks() for column in rows.columns], schema=rows.schema), coder
        )
        return coded.mentions, coded.statements

    sentences = pa.Table.from_batches([coder_batch(documents, texts, passages)])
    mentions, statements, problems = [], [], []
    for rows in _batches(sentences):
        (some_mentions, some_statements), some_problems = _each_that_can(
            of, rows, ("mentions", "statements"), NOT_CODED, documents
        )
        mentions.append(some_mentions)
        statements.append(some_statements)
        problems.append(some_problems)
    empty = (SCHEMAS[name].empty_table() for name in ("mentions", "statements", "problems"))
    return tuple(
        pa.concat_tables([none, *some]) for none, some in zip(empty, (mentions, statements, problems), strict=True)
    )


def problem_table(problems: Iterable[tuple[str | None, Problem]]) -> pa.Table:
    """Problems, each with the source it was met in, as rows of the table `problems`."""
    rows = [{**asdict(problem), "source": source} for source, problem in problems]
    return pa.Table.from_pylist(rows, schema=SCHEMAS["problems"])


def _batches(sentences: pa.Table) -> list[pa.Table]:
    """The sentences in runs of about SENTENCES_A_BATCH, none of which cuts a document in two."""
    if not sentences.num_rows:
        return []
    ids = sentences["document_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    begins = np.append(np.flatnonzero(np.diff(ids, prepend=-1)), len(ids))
    wanted = np.arange(0, len(ids), SENTENCES_A_BATCH)
    cuts = np.unique(np.append(begins[np.searchsorted(begins, wanted)], len(ids)))
    return [sentences.slice(a, b - a) for a, b in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)]


def _each_that_can(
    work: Callable[[pa.Table], tuple[pa.Table, ...]],
    rows: pa.Table,
    names: tuple[str, ...],
    kind: ProblemKind,
    documents: pa.Table,
) -> tuple[tuple[pa.Table, ...], pa.Table]:
    """The work on all rows at once; where that fails, on each document by itself, and a problem for each that fails."""
    empty = tuple(SCHEMAS[name].empty_table() for name in names)
    if not rows.num_rows:
        return empty, problem_table([])
    try:
        return _in_schema(work(rows), names), problem_table([])
    except MemoryError:
        raise
    except Exception:
        done: list[tuple[pa.Table, ...]] = [empty]
        problems: list[tuple[str | None, Problem]] = []
    for document_id in pc.unique(rows["document_id"]).to_pylist():
        try:
            done.append(_in_schema(work(rows.filter(pc.equal(rows["document_id"], document_id))), names))
        except MemoryError:
            raise
        except Exception as error:
            problems.append(_problem(kind, document_id, error, documents))
    return tuple(pa.concat_tables(tables) for tables in zip(*done, strict=True)), problem_table(problems)


def _in_schema(tables: tuple[pa.Table, ...], names: tuple[str, ...]) -> tuple[pa.Table, ...]:
    return tuple(
        table.select(SCHEMAS[name].names).cast(SCHEMAS[name]) for table, name in zip(tables, names, strict=True)
    )


def _problem(kind: ProblemKind, document_id: str, error: Exception, documents: pa.Table) -> tuple[str, Problem]:
    row: dict[str, Any] = documents.filter(pc.equal(documents["document_id"], document_id)).to_pylist()[0]
    problem = kind.at(
        row["file"],
        row["row"],
        f"{document_id}: {type(error).__name__}: {error}",
        remedy="The rest of the study is not touched by it. Please report it.",
        document_id=document_id,
    )
    return row["source"], problem

"""Running the examples that a codebook carries: each must give just the statements it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from cenotaph.coding.batch import PASSAGE_BATCH, code_batch
from cenotaph.coding.coder import Coder
from cenotaph.study.codebook import Codebook, Example

__all__ = ["ExampleResult", "example_results", "sentence_batch"]

_Triple = tuple[str | None, str, str]


@dataclass(frozen=True)
class ExampleResult:
    """One example and what the coder made of it.

    Attributes:
        act, number: where it stands in the codebook, counted from 1.
        example: the example itself.
        missing, extra: statements (holder, act, target) that should be there and are not, or the other way round.
    """

    act: str
    number: int
    example: Example
    missing: tuple[_Triple, ...]
    extra: tuple[_Triple, ...]

    @property
    def passed(self) -> bool:
        """Whether the coder gave just what the example says."""
        return not self.missing and not self.extra


def example_results(codebook: Codebook, coder: Coder) -> list[ExampleResult]:
    """Every example of the codebook in a language that the coder reads, in the codebook's order."""
    examples = [
        (act, number, example)
        for act, entry in codebook.acts.items()
        for number, example in enumerate(entry.examples, 1)
        if example.language in coder.languages
    ]
    coded = code_batch(_batch([example for _, _, example in examples]), coder).statements
    given: dict[str, set[_Triple]] = {}
    for passage, holder, act, target in zip(
        *(coded.column(name).to_pylist() for name in ("passage_id", "holder", "act", "target")), strict=True
    ):
        given.setdefault(passage, set()).add((holder, act, target))
    results = []
    for place, (act, number, example) in enumerate(examples):
        wanted: set[_Triple] = set(example.statements)
        got = given.get(f"{place}#1", set())
        results.append(ExampleResult(act, number, example, _sorted(wanted - got), _sorted(got - wanted)))
    return results


def _sorted(triples: set[_Triple]) -> tuple[_Triple, ...]:
    return tuple(sorted(triples, key=lambda triple: tuple(part or "" for part in triple)))


def sentence_batch(
    sentence: str, language: str, *, before: str = "", after: str = "", document_id: str = "0", **told: object
) -> pa.RecordBatch:
    """A document of one sentence between its neighbours, ready for the coder; the sentence is `{document_id}#1`.

    Args: `told`, whatever else is known of it: actor, speaker, genre, date, source.
    """
    rows = [
        {
            **dict.fromkeys(PASSAGE_BATCH.names),
            **told,
            "passage_id": f"{document_id}#{part}",
            "document_id": document_id,
            "language": language,
            "text": text,
            "start": 0,
        }
        for part, text in enumerate((before, sentence, after))
    ]
    return pa.RecordBatch.from_pylist(rows, schema=PASSAGE_BATCH)


def _batch(examples: Sequence[Example]) -> pa.RecordBatch:
    batches = [
        sentence_batch(
            each.sentence, each.language, before=each.before, document_id=str(place), actor=each.actor or None
        )
        for place, each in enumerate(examples)
    ]
    return pa.Table.from_batches(batches, PASSAGE_BATCH).combine_chunks().to_batches()[0] if batches else _nothing()


def _nothing() -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=PASSAGE_BATCH)

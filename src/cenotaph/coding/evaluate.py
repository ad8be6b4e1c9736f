"""How well a coder does on a gold sample: precision, recall and F1 with intervals, and the errors to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cenotaph.coding.batch import PASSAGE_BATCH, Coded, code_batch
from cenotaph.coding.coder import Coder
from cenotaph.coding.examples import sentence_batch
from cenotaph.coding.gold import GoldSentence, Triple

__all__ = ["UNITS", "CodingError", "Evaluation", "Score", "evaluate"]

#: What is compared, from the loosest to the strictest.
UNITS = ("memory", "mention", "act", "act_target", "statement")
#: Below so many documents there is no interval.
MINIMUM_CLUSTERS = 5
ALL = "all"

_Key = tuple[str, str, str]  # unit, language, act


@dataclass(frozen=True)
class Score:
    """Agreement of coder and gold on one unit.

    Attributes:
        unit: `memory` (sentences), `mention` (sentence and target), `act` (sentence and act), `act_target`, `statement`
            (sentence, holder, act and target).
        language, act: of which sentences and act; `all` where of all.
        weighted: each sentence counts 1/pi, so that the figures are of the corpus it was drawn from.
        n_gold, n_found: how many the gold has and the coder found, unweighted.
        precision, recall, f1: from 0 to 1; null where there is nothing to divide by.
        low, high: 95% interval of F1, percentiles of a bootstrap over documents, within languages; null below five
            documents and where F1 is null.
    """

    unit: str
    language: str
    act: str
    weighted: bool
    n_gold: int
    n_found: int | None
    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class CodingError:
    """A sentence on which coder and gold differ. `missing` is in the gold only, `extra` was found only."""

    id: str
    language: str
    sentence: str
    expected_memory: bool
    found_memory: bool | None
    expected: tuple[Triple, ...]
    found: tuple[Triple, ...]
    missing: tuple[Triple, ...]
    extra: tuple[Triple, ...]


@dataclass(frozen=True)
class Evaluation:
    """The outcome.

    Attributes:
        scores: for each language and for all, each unit as a whole and by act, plain and weighted.
        errors: in the order of the sample.
        confusion: (act of the gold, act of the coder) for one sentence and target -> how often; null: none.
    """

    scores: tuple[Score, ...]
    errors: tuple[CodingError, ...]
    confusion: Mapping[tuple[str | None, str | None], int] = field(default_factory=dict)


def evaluate(sample: Sequence[GoldSentence], coder: Coder, *, seed: int = 7, draws: int = 2000) -> Evaluation:
    """Code a gold sample and compare.

    Targets that the codebook does not have, written `other:something`, are one class, and so are holders that are no
    state. Only the targets that the gold has are asked of mentions where the sample does not list its mentions: then
    there is a recall and nothing else.

    Args:
        sample: as `read_gold` gives it.
        coder: reads the languages of the sample.
        seed, draws: of the bootstrap.
    """
    coded = code_batch(_batch(sample), coder)
    found = _found(sample, coded, coder)
    memory = coded.memory.to_pylist()[1::3]
    gold = [_classed(one.statements, coder) for one in sample]
    counts = _Counts(sample)
    for place, one in enumerate(sample):
        counts.add(place, "memory", ALL, {1} if one.memory else set(), {1} if memory[place] else set())
        _count_mentions(counts, place, one, gold[place], found.mentions[place])
        for act in (ALL, *sorted({each[1] for each in gold[place] | found.statements[place]})):
            sides = [
                {each for each in side if act in (ALL, each[1])} for side in (gold[place], found.statements[place])
            ]
            for unit, first, stop in (("act", 1, 2), ("act_target", 1, 3), ("statement", 0, 3)):
                expected, given = ({each[first:stop] for each in side} for side in sides)
                counts.add(place, unit, act, expected, given)
    errors = [_error(one, memory[n], gold[n], found.statements[n]) for n, one in enumerate(sample)]
    return Evaluation(
        tuple(counts.scores(np.random.default_rng(seed), draws)),
        tuple(error for error in errors if error is not None),
        _confusion(gold, found.statements),
    )


def _batch(sample: Sequence[GoldSentence]) -> pa.RecordBatch:
    """Each sentence between its neighbours, three rows a sentence."""
    batches = [
        sentence_batch(
            one.text,
            one.language,
            before=one.before,
            after=one.after,
            document_id=str(place),
            actor=one.actor,
            speaker=one.speaker,
            date=one.date,
        )
        for place, one in enumerate(sample)
    ]
    return pa.Table.from_batches(batches, PASSAGE_BATCH).combine_chunks().to_batches()[0]


@dataclass(frozen=True)
class _Found:
    """What the coder found, for each sentence of the sample."""

    statements: list[frozenset[Triple]]
    mentions: list[set[str]]


def _found(sample: Sequence[GoldSentence], coded: Coded, coder: Coder) -> _Found:
    statements: list[set[Triple]] = [set() for _ in sample]
    mentions: list[set[str]] = [set() for _ in sample]
    columns = ("passage_id", "holder", "act", "target")
    for passage, *triple in zip(*(coded.statements[name].to_pylist() for name in columns), strict=True):
        place, _, part = passage.partition("#")
        if part == "1":
            statements[int(place)].add((triple[0], triple[1], triple[2]))
    for passage, target in zip(*(coded.mentions[name].to_pylist() for name in ("passage_id", "target")), strict=True):
        place, _, part = passage.partition("#")
        if part == "1":
            mentions[int(place)].add(target)
    return _Found([_classed(each, coder) for each in statements], mentions)


def _classed(statements: Sequence[Triple] | set[Triple] | frozenset[Triple], coder: Coder) -> frozenset[Triple]:
    """Statements with all `other:` targets as one, and all holders that are no state as one."""

    def holder(name: str | None) -> str | None:
        voice = name is not None and (name.startswith("other:") or (name in coder.targets and name not in coder.states))
        return "OTHER" if voice else name

    return frozenset(
        (holder(who), act, "other" if target.startswith("other:") else target) for who, act, target in statements
    )


def _count_mentions(counts: _Counts, place: int, one: GoldSentence, gold: frozenset[Triple], named: set[str]) -> None:
    if one.mentions is not None:
        counts.add(place, "mention", ALL, set(one.mentions), named)
        return
    due = {target for holder, _, target in gold if target not in ("other", holder)}
    counts.add(place, "mention", ALL, due, named & due, open_ended=True)


def _error(
    one: GoldSentence, memory: bool | None, gold: frozenset[Triple], found: frozenset[Triple]
) -> CodingError | None:
    if gold == found and one.memory == bool(memory):
        return None
    ordered = [
        tuple(sorted(each, key=lambda triple: (triple[1], triple[2], triple[0] or "")))
        for each in (gold, found, gold - found, found - gold)
    ]
    return CodingError(one.id, one.language, one.text, one.memory, memory, *ordered)


def _confusion(
    gold: Sequence[frozenset[Triple]], found: Sequence[frozenset[Triple]]
) -> dict[tuple[str | None, str | None], int]:
    """Acts of the gold against acts of the coder, for one sentence and target; what fits is paired first."""
    table: Counter[tuple[str | None, str | None]] = Counter()
    for expected, given in zip(gold, found, strict=True):
        for target in {each[2] for each in expected | given}:
            due, got = (sorted({each[1] for each in side if each[2] == target}) for side in (expected, given))
            table.update((act, act) for act in due if act in got)
            missing, extra = [act for act in due if act not in got], [act for act in got if act not in due]
            pairs = list(zip(missing, extra, strict=False))
            table.update(pairs)
            table.update((act, None) for act in missing[len(pairs) :])
            table.update((None, act) for act in extra[len(pairs) :])
    return dict(sorted(table.items(), key=lambda item: (item[0][0] or "~", item[0][1] or "~")))


class _Counts:
    """Hits, false finds and misses of each sentence, by unit, language and act."""

    def __init__(self, sample: Sequence[GoldSentence]) -> None:
        self.sample = sample
        self.languages = sorted({one.language for one in sample})
        self.cells: dict[tuple[str, str], NDArray[np.float64]] = {}
        self.open_ended: set[str] = set()

    def add(
        self,
        place: int,
        unit: str,
        act: str,
        gold: AbstractSet[object],
        found: AbstractSet[object],
        *,
        open_ended: bool = False,
    ) -> None:
        """Count one sentence. `open_ended`: what was found beyond the gold is not known to be wrong."""
        cell = self.cells.setdefault((unit, act), np.zeros((len(self.sample), 3)))
        cell[place] = len(gold & found), len(found - gold), len(gold - found)
        if open_ended:
            self.open_ended.add(unit)

    def scores(self, rng: np.random.Generator, draws: int) -> list[Score]:
        """Every score: languages in order, then all together; units in order, acts by name after `all`."""
        keys = sorted(self.cells, key=lambda key: (UNITS.index(key[0]), key[1] != ALL, key[1]))
        weights = np.array([1 / one.pi for one in self.sample])
        scores: list[Score] = []
        cube = np.stack([self.cells[key] for key in keys], axis=1)  # (sentences, keys, 3)
        for weighted in (False, True):
            counted = cube * weights[:, None, None] if weighted else cube
            parts = {language: self._drawn(language, counted, rng, draws) for language in self.languages}
            parts[ALL] = sum(parts.values())  # type: ignore[assignment]
            for language, drawn in parts.items():
                mine = self._in(language)
                for number, (unit, act) in enumerate(keys):
                    sums = counted[mine, number].sum(axis=0)
                    plain = cube[mine, number].sum(axis=0)
                    if plain.any() or act == ALL:
                        bounds = self._bounds(drawn[:, number], mine)
                        scores.append(self._score((unit, language, act), weighted, sums, plain, bounds))
        return scores

    def _in(self, language: str) -> NDArray[np.int64]:
        return np.array([n for n, one in enumerate(self.sample) if language in (ALL, one.language)], dtype=np.int64)

    def _drawn(
        self, language: str, counted: NDArray[np.float64], rng: np.random.Generator, draws: int
    ) -> NDArray[np.float64]:
        """Totals of `draws` samples of documents with replacement; shape (draws, keys, 3)."""
        mine = self._in(language)
        _, document = np.unique([self.sample[n].document for n in mine], return_inverse=True)
        n_documents = int(document.max()) + 1
        sums = np.zeros((n_documents, *counted.shape[1:]))
        np.add.at(sums, document, counted[mine])
        times = rng.multinomial(n_documents, np.full(n_documents, 1 / n_documents), size=draws).astype(np.float64)
        return (times @ sums.reshape(n_documents, -1)).reshape(draws, *counted.shape[1:])

    def _bounds(self, drawn: NDArray[np.float64], mine: NDArray[np.int64]) -> tuple[float, float] | None:
        if len({self.sample[n].document for n in mine}) < MINIMUM_CLUSTERS:
            return None
        hits, extra, missing = drawn.T
        defined = hits + missing > 0
        if not defined.any():
            return None
        f1 = 2 * hits[defined] / (2 * hits[defined] + extra[defined] + missing[defined])
        low, high = np.percentile(f1, (2.5, 97.5))
        return float(low), float(high)

    def _score(
        self,
        key: _Key,
        weighted: bool,
        sums: NDArray[np.float64],
        plain: NDArray[np.float64],
        bounds: tuple[float, float] | None,
    ) -> Score:
        hits, extra, missing = (float(each) for each in sums)
        only_recall = key[0] in self.open_ended
        recall = hits / (hits + missing) if hits + missing else None
        precision = hits / (hits + extra) if hits + extra and not only_recall else None
        f1 = 2 * hits / (2 * hits + extra + missing) if hits + missing and not only_recall else None
        low, high = bounds if bounds and f1 is not None else (None, None)
        n_gold, n_found = int(plain[0] + plain[2]), None if only_recall else int(plain[0] + plain[1])
        return Score(*key, weighted, n_gold, n_found, precision, recall, f1, low, high)

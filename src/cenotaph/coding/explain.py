"""How a sentence came to its statements: what was found in it, which rule fired, what was left aside and why.

Nothing is decided here. The sentence is coded by the one coder, which tells a trace what it leaves aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.coding.acts import Found, Mention, Rule, Sentence
from cenotaph.coding.batch import Job, code_batch
from cenotaph.coding.coder import Coder
from cenotaph.coding.matching import Hits
from cenotaph.coding.patterns import Layer
from cenotaph.coding.provenance import Provenance
from cenotaph.coding.trace import Trace, Why
from cenotaph.study.codebook import Codebook

__all__ = ["ConsideredCue", "Explanation", "FoundWord", "PassedOver", "explain"]

#: What a pattern of each layer finds.
_KINDS = {
    Layer.TARGET: "target",
    Layer.REFERENT: "past",
    Layer.HINT: "hint",
    Layer.PRESENT: "today",
    Layer.OWN_SIDE: "own side",
}


@dataclass(frozen=True)
class FoundWord:
    """A term of the codebook found in the sentence.

    Attributes:
        kind: `target`, `past` (a referent), `hint` (speaks of a past only in its company), `today` (a word that bars
            hints) or `own side`.
        owner: id of the target or referent.
        text, start, end: the words, and their place in the sentence in code points.
        term, place: the term as the codebook has it, and its dotted path there.
        left_aside: why it does not count; null where it does.
    """

    kind: str
    owner: str
    text: str
    start: int
    end: int
    term: str
    place: str
    left_aside: str | None = None


@dataclass(frozen=True)
class PassedOver:
    """A name that could have been the target of a cue, and why it is not."""

    text: str
    target: str
    why: str


@dataclass(frozen=True)
class ConsideredCue:
    """A cue found in the sentence and what came of it.

    Attributes:
        rule, act: its name (`act/language/number`) and the act it carries.
        cue, place: the cue as the codebook has it, and its dotted path there.
        text, start, end: the words, and their place in the sentence in code points.
        statements: (holder, act, target) of the statements that it made.
        blocked: why it made none; null where it made one.
        passed_over: the names that are not its target.
    """

    rule: str
    act: str
    cue: str
    place: str
    text: str
    start: int
    end: int
    statements: tuple[tuple[str | None, str, str], ...] = ()
    blocked: str | None = None
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """One sentence explained.

    Attributes:
        passage_id, sentence, language: the sentence.
        holder: whose text or turn it is; null where nobody says.
        memory: whether it speaks of the past; null where the coder does not read its language.
        memory_why: why it does or does not.
        words, cues: what was found in it, in reading order.
        statements: rows of the table `statements`, as a build writes them.
    """

    passage_id: str
    sentence: str
    language: str
    holder: str | None
    memory: bool | None
    memory_why: str
    words: tuple[FoundWord, ...] = ()
    cues: tuple[ConsideredCue, ...] = ()
    statements: tuple[dict[str, object], ...] = field(default=())


def explain(batch: pa.RecordBatch, passage_id: str, coder: Coder, codebook: Codebook) -> Explanation:
    """Code a document and explain one of its sentences.

    Args:
        batch: the sentences of one document, with the schema PASSAGE_BATCH.
        passage_id: one of them.
        coder, codebook: the codebook, `extends` merged, and the same compiled.

    Raises:
        ValueError: the batch does not hold that passage.
    """
    row = batch.column("passage_id").to_pylist().index(passage_id)
    text, language, actor = (batch.column(name)[row].as_py() for name in ("text", "language", "actor"))
    heard = _Heard(row)
    coded = code_batch(batch, coder, heard)
    if heard.job is None:
        return Explanation(passage_id, text, language, actor, None, "The coder does not read this language.")
    rows = coded.statements.filter(pc.equal(coded.statements["passage_id"], passage_id)).to_pylist()
    telling = _Telling(heard, heard.job, row, codebook)
    why = telling.memory_why()
    memory = coded.memory[row].as_py()
    words, cues = tuple(telling.words()), tuple(telling.cues(memory))
    return Explanation(passage_id, text, language, heard.job.holder(row), memory, why, words, cues, tuple(rows))


class _Heard(Trace):
    """What the coder told about one sentence."""

    def __init__(self, row: int) -> None:
        self.row = row
        self.job: Job | None = None
        self.here: Sentence | None = None
        self.listening = False
        self.dropped_hits: list[tuple[Hits, Why]] = []
        self.made_here: list[Found] = []
        self.obstacles: dict[tuple[int, int, str], Why] = {}
        self.unfit: list[tuple[Mention, int, int, Rule, Why]] = []
        self.rivals: list[tuple[Found, Found]] = []

    def dropped(self, hits: Hits, keep: NDArray[np.bool_], why: Why) -> None:
        self.dropped_hits.append((hits.where(~keep), why))

    def nested(self, names: Hits, kept: Hits) -> None:
        stay = set(zip(kept.start.tolist(), kept.row.tolist(), strict=True))
        gone = [pair not in stay for pair in zip(names.start.tolist(), names.row.tolist(), strict=True)]
        self.dropped_hits.append((names.where(np.array(gone, dtype=np.bool_)), Why.IN_LONGER))

    def read(self, job: Job) -> None:
        self.job = job

    def sentence(self, row: int, sentence: Sentence) -> None:
        self.listening = row == self.row
        if self.listening:
            self.here = sentence

    def made(self, found: Sequence[Found]) -> None:
        if self.listening:
            self.made_here = list(found)

    def blocked(self, start: int, end: int, rule: Rule, why: Why) -> None:
        if self.listening:
            self.obstacles[start, end, rule.name] = why

    def passed_over(self, mention: Mention, start: int, end: int, rule: Rule, why: Why) -> None:
        if self.listening:
            self.unfit.append((mention, start, end, rule, why))

    def gave_way(self, found: Found, stronger: Found) -> None:
        if self.listening:
            self.rivals.append((found, stronger))


class _Telling:
    """Puts what was heard into the words and places of the original sentence."""

    def __init__(self, heard: _Heard, job: Job, row: int, codebook: Codebook) -> None:
        self.heard, self.job, self.row = heard, job, row
        self.sources = Provenance(codebook, str(job.batch.column("language")[row].as_py()))
        first, stop = job.folded_span(np.array([row]))
        self.first, self.stop = int(first[0]), int(stop[0])

    def span(self, start: int, end: int) -> tuple[str, int, int]:
        """Text and place in the sentence of a span of the folded batch."""
        left, right = self.job.folded.original(start, end)
        base = int(self.job.row_start[self.row])
        return self.job.text[left:right], left - base, right - base

    def words(self) -> list[FoundWord]:
        """Every term found, those left aside with the reason."""
        job, own = self.job, self.job.part.cues.find(self.job.folded.text[self.first : self.stop])
        mentions = self.heard.here.mentions if self.heard.here else ()
        buried = {(m.start, m.end, m.target) for m in mentions if m.buried}
        found = [*self._words(job.names, None), *self._words(job.pasts, None)]
        found += [*self._words(job.hints, None), *self._words(job.present, None)]
        for hits, why in self.heard.dropped_hits:
            found += self._words(hits, why)
        lex = job.part.cues.lexicon
        for start, end, hit in zip(own.start.tolist(), own.end.tolist(), own.row.tolist(), strict=True):
            if lex.layer[hit] == Layer.OWN_SIDE:
                found.append(self._word(lex.owner[hit], Layer.OWN_SIDE, lex.pattern_of(hit), start, end, None))
        dug = [
            FoundWord(**{**vars(word), "left_aside": Why.BURIED.value})
            if word.kind == "target" and not word.left_aside and self._folded_key(word) in buried
            else word
            for word in found
        ]
        return sorted(dict.fromkeys(dug), key=lambda word: (word.start, -word.end, word.kind, word.owner))

    def _folded_key(self, word: FoundWord) -> tuple[int, int, str]:
        base = int(self.job.row_start[self.row])
        offsets = self.job.folded.offsets
        ends = np.array([word.start, word.end]) + base
        start, end = (ends if offsets is None else np.searchsorted(offsets, ends)) - self.first
        return int(start), int(end), word.owner

    def _words(self, hits: Hits, why: Why | None) -> Iterator[FoundWord]:
        lex = self.job.lex
        inside = (hits.start >= self.first) & (hits.start < self.stop)
        for start, end, hit in zip(*(a[inside].tolist() for a in (hits.start, hits.end, hits.row)), strict=True):
            layer = int(lex.layer[hit])
            if layer in _KINDS:
                yield self._word(lex.owner[hit], layer, lex.pattern_of(hit), start - self.first, end - self.first, why)

    def _word(self, owner: int, layer: int, pattern: str, start: int, end: int, why: Why | None) -> FoundWord:
        id_, term, place = self.sources.term(layer, int(owner), pattern)
        span = self.span(start + self.first, end + self.first)
        return FoundWord(_KINDS[layer], id_, *span, term, place, why.value if why else None)

    def cues(self, memory: bool | None) -> Iterator[ConsideredCue]:
        """Every cue found, with what came of it."""
        part = self.job.part
        hits = part.cues.find(self.job.folded.text[self.first : self.stop])
        order = np.lexsort((hits.row, hits.end, hits.start))
        for start, end, hit in zip(*(a[order].tolist() for a in (hits.start, hits.end, hits.row)), strict=True):
            if part.cues.lexicon.layer[hit] == Layer.CUE:
                yield self._cue(start, end, part.rules[part.cues.lexicon.owner[hit]], memory)

    def _cue(self, start: int, end: int, rule: Rule, memory: bool | None) -> ConsideredCue:
        heard, this = self.heard, (start, end, rule.name)
        made = [one for one in heard.made_here if (one.cue_start, one.cue_end, one.rule.name) == this]
        over = {
            (*self.span(mention.start + self.first, mention.end + self.first), mention.target): why
            for mention, a, b, other, why in heard.unfit
            if (a, b, other.name) == this
        }
        blocked = None if made else self._blocked(start, end, rule, memory)
        return ConsideredCue(
            rule.name,
            rule.act,
            rule.cue.cue,
            self.sources.cue(rule.name),
            *self.span(start + self.first, end + self.first),
            tuple((one.holder, one.rule.act, one.target) for one in made),
            blocked,
            tuple(PassedOver(text, target, why.value) for (text, _, _, target), why in over.items()),
        )

    def _blocked(self, start: int, end: int, rule: Rule, memory: bool | None) -> str:
        if not memory:
            return Why.NOT_MEMORY.value
        why = self.heard.obstacles.get((start, end, rule.name))
        if why is not None:
            return why.value
        for weak, strong in self.heard.rivals:
            if (weak.cue_start, weak.cue_end, weak.rule.name) == (start, end, rule.name):
                return f"{Why.WEAKER.value}: {strong.rule.name}"
        return Why.NO_TARGET.value

    def memory_why(self) -> str:
        """Why the sentence speaks of the past or does not."""
        pasts = self._named(self.job.pasts)
        if pasts:
            return f"It names a past: {pasts}."
        hints, today = self._named(self.job.hints), self._named(self.job.present)
        if not hints and self.job.memory[self.row]:
            return "The codebook names no past, so that every sentence counts."
        if not hints:
            return "It names no past and holds no word that hints at one."
        if today:
            return f"{hints} only hints at a past, and {today} is a word of today."
        if self.job.memory[self.row]:
            return f"{hints} hints at a past, and a sentence beside it names one."
        return f"{hints} only hints at a past, and no sentence beside it names one."

    def _named(self, hits: Hits) -> str:
        inside = (hits.start >= self.first) & (hits.start < self.stop)
        spans = dict.fromkeys(zip(hits.start[inside].tolist(), hits.end[inside].tolist(), strict=True))
        return ", ".join(dict.fromkeys(f"“{self.span(*span)[0]}”" for span in spans))

"""Questions about the coding itself: why a sentence was coded so, how well, and what a changed codebook changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.answer import Answer
from cenotaph.build import coder_batch, last_coding_changes, people_of, recode
from cenotaph.coding import (
    Coder,
    Explanation,
    act_changes,
    changes_line,
    compile_codebook,
    evaluate,
    example_results,
    explain,
    read_gold,
    sentence_batch,
    statement_changes,
)
from cenotaph.errors import CenotaphError, NotFound
from cenotaph.progress import Listener, silent
from cenotaph.store import SCHEMAS
from cenotaph.study import packaged_codebook, packaged_codebook_lines, packaged_codebooks
from cenotaph.text import guess_language

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy
    from cenotaph.study import Codebook

__all__ = ["Coding"]

_LANGUAGES = ("en", "ru", "zh")


class Coding:
    """A codebook with its coder, asked to account for itself: a study's own, or a packaged one by name."""

    def __init__(self, study: OpenStudy | None = None, codebook: str = "memory-acts") -> None:
        self.study = study
        self.name = study.loaded.config.codebook if study else codebook

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook on disk, with what it extends taken over."""
        return self.study.loaded.codebook if self.study else packaged_codebook(self.name)

    @cached_property
    def coder(self) -> Coder:
        """The same, compiled."""
        if self.study is None:
            return compile_codebook(self.codebook, _LANGUAGES)
        loaded = self.study.loaded
        return compile_codebook(loaded.codebook, loaded.config.languages, people_of(loaded), loaded.codebook_hash)

    def place(self, path: str) -> str:
        """`file:line` of a dotted path of the codebook; the path itself where no file has it."""
        own = self.study.loaded.codebook_lines if self.study else {}
        if path in own:
            return f"{self.name}:{own[path]}"
        for name, lines in self._packaged.items():
            if path in lines:
                return f"{name}.yaml:{lines[path]}"
        return path

    @cached_property
    def _packaged(self) -> dict[str, dict[str, int]]:
        names = list(packaged_codebooks())
        return {name: packaged_codebook_lines(name) for name in sorted(names, key=lambda name: name != self.name)}

    # -- questions

    def explain(
        self,
        sentence: str,
        *,
        language: str | None = None,
        actor: str | None = None,
        speaker: str | None = None,
        date: dt.date | None = None,
        before: str = "",
        after: str = "",
    ) -> Answer:
        """How a sentence is coded and why: rows are its statements; `words` and `cues` say what was found in it.

        Args:
            sentence: any sentence; `before` and `after`, the sentences beside it.
            language: en, ru or zh; guessed where not given.
            actor, speaker, date: whose text it is, and of when.
        """
        read = list(self.coder.languages)
        language = language or guess_language(sentence, read) or read[0]
        batch = sentence_batch(sentence, language, before=before, after=after, actor=actor, speaker=speaker, date=date)
        told = explain(batch, "0#1", self.coder, self.codebook)
        notes = [] if actor or speaker else ["Nobody is named as its author, so the holder may be unknown: --actor."]
        return self._explained(told, notes)

    def explain_statement(self, statement_id: str) -> Answer:
        """The same for a statement of the built study. Raises NotFound; CenotaphError where no rule made it."""
        study = self._built()
        found = study.snapshot.table("statements", where="statement_id = ?", parameters=[statement_id]).to_pylist()
        if not found:
            near = study.snapshot.query(
                "SELECT statement_id FROM statements ORDER BY jaro_winkler_similarity(statement_id, ?) DESC LIMIT 12",
                [statement_id],
            )
            raise NotFound("statement", statement_id, near["statement_id"].to_pylist())
        row = found[0]
        if row["coder"] != self.coder.name or row["passage_id"] is None:
            raise CenotaphError(f"No rule made this statement: it is a ready coding by {row['coder']}.")
        tables = [
            study.snapshot.of_documents(name, [row["document_id"]]) for name in ("documents", "texts", "passages")
        ]
        told = explain(coder_batch(*tables), row["passage_id"], self.coder, self.codebook)
        notes = []
        if row["codebook_hash"] != self.coder.codebook_hash:
            notes.append("The codebook has changed since the build; this is what it says today.")
        if statement_id not in {each["statement_id"] for each in told.statements}:
            notes.append(f"Today the sentence does not yield {statement_id}.")
        return self._explained(told, notes)

    def test(self) -> Answer:
        """Run the examples written in the codebook: a row each, with what is missing and what is too much."""
        results = example_results(self.codebook, self.coder)
        rows = [
            {
                "act": each.act,
                "example": each.number,
                "place": self.place(f"acts.{each.act}.examples.{each.number}"),
                "language": each.example.language,
                "sentence": each.example.sentence,
                "before": each.example.before or None,
                "actor": each.example.actor or None,
                "passed": each.passed,
                "expected": [list(triple) for triple in each.example.statements],
                "missing": [list(triple) for triple in each.missing],
                "extra": [list(triple) for triple in each.extra],
            }
            for each in results
        ]
        failed = sum(not each.passed for each in results)
        notes = [f"{len(rows) - failed} of {len(rows)} examples pass."]
        return self._answer("code test", pa.Table.from_pylist(rows, schema=_EXAMPLES), notes, failed=failed)

    def evaluate(self, *gold: str | Path, actors: Mapping[str, str] | None = None, seed: int = 7) -> Answer:
        """Score the coder on gold samples; see `cenotaph.coding.evaluate`. `errors` lists the sentences to read.

        Args:
            gold: files in JSON lines; see `cenotaph.coding.read_gold`.
            actors: whose texts the sources are: patterns of their names -> state.
            seed: of the bootstrap.
        """
        known = dict(actors or {})
        for source in self.study.loaded.config.sources if self.study else ():
            if "actor" in source.constant:
                known.setdefault(source.id, source.constant["actor"])
        sample = read_gold([Path(path) for path in gold], actors=known, states=self.coder.states)
        outcome = evaluate(sample, self.coder, seed=seed)
        nobody = sorted({one.document for one in sample if one.actor is None})
        notes = []
        if nobody:
            notes.append(
                f"Whose text it is is not known of {len(nobody)} documents, so their holders count as missed: "
                "say it with --actors source=STATE."
            )
        if any(one.mentions is None for one in sample):
            notes.append("The sample lists no mentions: of the targets of its statements, recall only.")
        notes.append("Intervals: 95% of F1, bootstrap over documents within languages, seed " + f"{seed}.")
        confusion = [{"gold": due, "coder": got, "n": n} for (due, got), n in outcome.confusion.items()]
        errors = [asdict(error) for error in outcome.errors]
        rows = pa.Table.from_pylist([vars(score) for score in outcome.scores], schema=_SCORES)
        return self._answer("code evaluate", rows, notes, sentences=len(sample), errors=errors, confusion=confusion)

    def diff(self, *, limit: int | None = None, listener: Listener = silent) -> Answer:
        """What the codebook on disk changes against the built snapshot; else what it changed at the last build.

        Rows: one an act. `changes` lists the statements with their sentences, at most `limit` of them.
        """
        study = self._built()
        pointer = study.snapshot.pointer
        coded = pointer.notes.get("coder")
        if not coded:
            raise CenotaphError("The study holds no text that a codebook codes.")
        if coded["codebook_hash"] == self.coder.codebook_hash:
            return self._last_changes(study, limit)
        before = study.snapshot.table("statements", where="coder = ?", parameters=[coded["coder"]])
        after = recode(study.loaded, pointer, listener)
        changes = statement_changes(before, after)
        acts = act_changes(before, after, changes)
        rows = [{**vars(act), "differ": act.differ, "either": act.either} for act in acts]
        notes = [changes_line(acts), "Nothing was written: cenotaph build codes anew."]
        return self._changed(study, rows, [vars(each) for each in changes], notes, limit)

    def _last_changes(self, study: OpenStudy, limit: int | None) -> Answer:
        kept = last_coding_changes(study.folder, study.snapshot.pointer)
        if kept is None:
            notes = ["The codebook on disk is the one that the snapshot was coded with: nothing differs."]
            return self._changed(study, [], [], notes, limit)
        notes = [f"By the last build: {kept['line']}"]
        return self._changed(study, kept["acts"], kept["changes"], notes, limit)

    def _changed(
        self,
        study: OpenStudy,
        rows: Sequence[Mapping[str, Any]],
        changes: Sequence[Mapping[str, Any]],
        notes: list[str],
        limit: int | None,
    ) -> Answer:
        shown = changes[:limit]
        if len(shown) < len(changes):
            notes.append(f"{len(changes):,} statements differ; the first {len(shown):,} are shown.")
        ids = sorted({each["document_id"] for each in shown})
        texts = dict(
            zip(
                *(study.snapshot.of_documents("texts", ids)[c].to_pylist() for c in ("document_id", "text")),
                strict=True,
            )
        )
        passages = study.snapshot.of_documents("passages", ids, ("passage_id", "document_id", "start", "end"))
        wanted = pa.array([each["passage_id"] for each in shown], pa.string())
        rows_shown = passages.filter(pc.is_in(passages["passage_id"], wanted)).to_pylist()
        said = {row["passage_id"]: texts[row["document_id"]][row["start"] : row["end"]] for row in rows_shown}
        with_text = [{**each, "sentence": said.get(each["passage_id"])} for each in shown]
        table = pa.Table.from_pylist([dict(row) for row in rows], schema=_CHANGES)
        return self._answer("code diff", table, notes, n_changes=len(changes), changes=with_text)

    # -- answers

    def _built(self) -> OpenStudy:
        if self.study is None:
            raise CenotaphError("This needs a study folder: --study DIR.")
        return self.study

    def _explained(self, told: Explanation, notes: Sequence[str]) -> Answer:
        words = [{**asdict(word), "place": self.place(word.place)} for word in told.words]
        cues = [{**asdict(cue), "place": self.place(cue.place)} for cue in told.cues]
        rows = pa.Table.from_pylist(list(told.statements), schema=SCHEMAS["statements"])
        facts = {
            name: getattr(told, name)
            for name in ("passage_id", "sentence", "language", "holder", "memory", "memory_why")
        }
        return self._answer("code explain", rows, notes, **facts, words=words, cues=cues)

    def _answer(self, command: str, rows: pa.Table, notes: Sequence[str], **more: Any) -> Answer:
        if self.study:
            return self.study.answer(command, rows, notes, codebook=self.name, **more)
        return Answer(command, "", None, rows, tuple(notes), {"codebook": self.name, **more})


_triples = pa.list_(pa.list_(pa.string()))
_EXAMPLES = pa.schema(
    {
        "act": pa.string(),
        "example": pa.int32(),
        **dict.fromkeys(("place", "language", "sentence", "before", "actor"), pa.string()),
        "passed": pa.bool_(),
        **dict.fromkeys(("expected", "missing", "extra"), _triples),
    }
)
_SCORES = pa.schema(
    {
        **dict.fromkeys(("unit", "language", "act"), pa.string()),
        "weighted": pa.bool_(),
        **dict.fromkeys(("n_gold", "n_found"), pa.int32()),
        **dict.fromkeys(("precision", "recall", "f1", "low", "high"), pa.float64()),
    }
)
_CHANGES = pa.schema(
    {
        "act": pa.string(),
        **dict.fromkeys(("n_before", "n_after", "gained", "lost", "altered", "differ", "either"), pa.int32()),
    }
)

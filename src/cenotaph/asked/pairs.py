"""Pairs of passages to be compared blind, written as a table to fill, and the scale that the answers give."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.answer import Answer
from cenotaph.asked.fetch import require
from cenotaph.asked.listing import conditions
from cenotaph.asked.since import codebook_asked
from cenotaph.asked.wording import how_many
from cenotaph.errors import CenotaphError
from cenotaph.measures import ANSWERS, blinded, drawn_pairs, pair_scale, rater_effects
from cenotaph.store import replace_file

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["draw_pairs", "fit_pairs"]

_FILE = ("pair", "question", "first", "second", "answer", "rater")
_KEY = ("pair", "first_passage", "second_passage")
_PASSAGES = pa.schema(
    [("passage_id", pa.string()), ("document_id", pa.string()), ("date", pa.date32()), ("actor", pa.string()),
     ("text", pa.string())]
)  # fmt: skip


def draw_pairs(
    study: OpenStudy,
    name: str,
    question: str,
    *,
    targets: Sequence[str] = (),
    passages: int = 24,
    each: int = 20,
    seed: int = 1,
    equal: Mapping[str, str | None],
) -> Path:
    """See `OpenStudy.draw_pairs`."""
    if passages < 3 or each < 2 or each % 2:
        raise CenotaphError("Pairs need at least 3 passages, each in an even number of pairs from 2.")
    file, key = _paths(study, name)
    for path in (file, key):
        if path.exists():
            raise CenotaphError(f"{path} stands already, and may hold answers. Choose another name.")
    require("target", targets, codebook_asked(study).targets)
    rng = np.random.default_rng(seed)
    chosen = _chosen(study, targets, passages, rng, equal)
    texts = _blind(study, chosen)
    ids = chosen["passage_id"].to_pylist()
    filled, kept = [], []
    for number, (one, other) in enumerate(drawn_pairs(len(ids), each, rng).tolist(), start=1):
        filled.append([f"{name}-{number:04}", question, texts[one], texts[other], "", ""])
        kept.append([f"{name}-{number:04}", ids[one], ids[other]])
    replace_file(key, _csv(_KEY, kept))
    replace_file(file, _csv(_FILE, filled))
    return file


def fit_pairs(study: OpenStudy, name: str, files: Sequence[Path] = ()) -> Answer:
    """See `OpenStudy.fit_pairs`."""
    file, key = _paths(study, name)
    asked = {row["pair"]: row for row in _read(key, _KEY)}
    answers = _answers(list(files) or [file], asked)
    if not answers.num_rows:
        raise CenotaphError(f"No pair of {name} has an answer yet; write 1, 2 or = under answer.")
    ids = sorted({row[side] for row in asked.values() for side in _KEY[1:]})
    known = _passages(study, ids)
    gone = len(ids) - known.num_rows
    held = [pc.is_in(answers[side], value_set=known["passage_id"].combine_chunks()) for side in _KEY[1:]]
    answers = answers.filter(pc.and_(*held))
    raters = rater_effects(answers)
    notes = [_rater(each) for each in raters]
    if gone:
        notes.append(f"{how_many(gone, 'passage')} of the pairs are not in the study as it is now known: left out.")
    rows = pair_scale(answers, known)
    return study.answer("pairs", rows, notes, name=name, n_answers=answers.num_rows, raters=raters)


def _rater(each: Mapping[str, Any]) -> str:
    said = f"{each['rater']}: {how_many(each['n'], 'answer')}, {each['ties']} ties"
    if each["first_share"] is not None:
        said += f"; chose the first passage in {each['first_share']:.0%} of the others"
    if each["agreement"] is not None:
        said += f"; agrees with others on {each['agreement']:.0%} of {each['n_shared']}"
    return f"{said}."


def _paths(study: OpenStudy, name: str) -> tuple[Path, Path]:
    if not name or not name.replace("-", "").replace("_", "").isalnum():
        raise CenotaphError(f'"{name}" is no name for pairs: use letters, digits, - and _.')
    return study.folder / "pairs" / f"{name}.csv", study.folder / "pairs" / f"{name}.key.csv"


def _chosen(
    study: OpenStudy, targets: Sequence[str], n: int, rng: np.random.Generator, equal: Mapping[str, str | None]
) -> pa.Table:
    """Sentences drawn at random from those asked for."""
    where, given = conditions(study, equal)
    condition = " AND ".join(["duplicate_of IS NULL", *where])
    named = ""
    if targets:
        named = " AND passage_id IN (SELECT passage_id FROM mentions WHERE target IN (SELECT unnest(?::VARCHAR[])))"
    found = study.snapshot.query(
        "SELECT passage_id FROM passages WHERE kind = 'sentence' AND document_id IN "
        f"(SELECT document_id FROM documents WHERE {condition}){named} ORDER BY passage_id",
        [*given, *([list(targets)] if targets else [])],
    )
    if found.num_rows < 3:
        raise CenotaphError(f"{how_many(found.num_rows, 'sentence')} fit; pairs need at least 3. Ask for less.")
    places = np.sort(rng.choice(found.num_rows, min(n, found.num_rows), replace=False))
    return _passages(study, found["passage_id"].take(pa.array(places)).to_pylist())


def _passages(study: OpenStudy, ids: Sequence[str]) -> pa.Table:
    """Sentences with their text, document, date and actor, in the order of the ids; those that are known."""
    held = study.snapshot.query(
        "SELECT p.passage_id, p.document_id, p.start, p.end, d.date, d.actor FROM passages p "
        "JOIN documents d USING (document_id) WHERE p.passage_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY 1",
        [list(ids)],
    ).to_pylist()
    texts = study.snapshot.of_documents("texts", [row["document_id"] for row in held], ["document_id", "text"])
    text = dict(zip(texts["document_id"].to_pylist(), texts["text"].to_pylist(), strict=True))
    for row in held:
        row["text"] = text[row["document_id"]][row["start"] : row["end"]]
    return pa.Table.from_pylist([{name: row[name] for name in _PASSAGES.names} for row in held], schema=_PASSAGES)


def _blind(study: OpenStudy, chosen: pa.Table) -> list[str]:
    """The texts without years and without the names of the actor who speaks."""
    ids = chosen["passage_id"].to_pylist()
    spans = study.snapshot.query(
        "SELECT m.passage_id, m.start - p.start AS first, m.end - p.start AS last FROM mentions m "
        "JOIN passages p USING (passage_id) JOIN documents d ON d.document_id = p.document_id "
        "WHERE m.target = d.actor AND m.passage_id IN (SELECT unnest(?::VARCHAR[]))",
        [ids],
    ).to_pylist()
    of: dict[str, list[tuple[int, int]]] = {}
    for row in spans:
        of.setdefault(row["passage_id"], []).append((row["first"], row["last"]))
    return [blinded(text, of.get(key, ())) for key, text in zip(ids, chosen["text"].to_pylist(), strict=True)]


def _answers(files: Sequence[Path], asked: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """Every answer given: pair, rater, won, first_passage, second_passage. Raises for all that cannot be read."""
    made, faults = [], []
    for file in files:
        for line, row in enumerate(_read(file, ("pair", "answer")), start=2):
            answer = (row["answer"] or "").strip()
            if not answer:
                continue
            if row["pair"] not in asked:
                faults.append(f'{file}:{line}: there is no pair "{row["pair"]}" among those drawn.')
            elif answer not in ANSWERS:
                faults.append(f'{file}:{line}: answer is "{answer}". Write 1 (the first is more), 2 or = (neither).')
            else:
                rater = (row.get("rater") or "").strip() or file.stem
                made.append({**asked[row["pair"]], "rater": rater, "won": ANSWERS[answer]})
    if faults:
        raise CenotaphError("\n".join(faults))
    kinds = [(each, pa.string()) for each in (*_KEY, "rater")]
    return pa.Table.from_pylist(made, schema=pa.schema([*kinds, ("won", pa.float64())]))


def _read(file: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        raise CenotaphError(f"{file} is not there. Draw pairs first: cenotaph pairs draw") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CenotaphError(f"{file} cannot be read as UTF-8 text: {error}.") from None
    dialect = "excel" if text.partition("\n")[0].count(",") else csv.Sniffer().sniff(text[:2000], ";\t")
    reader = csv.DictReader(io.StringIO(text), dialect=dialect)
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise CenotaphError(f"{file}:1: there is no column {', '.join(missing)}; it needs {', '.join(columns)}.")
    return list(reader)


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")

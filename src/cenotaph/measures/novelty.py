"""How new a text is in the series of its rite, and what in it was said before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.errors import CenotaphError, NotFound
from cenotaph.inference.novelty import nearest_before, novelty_in_series
from cenotaph.measures.adaptivity import code_matrix
from cenotaph.measures.rates import own_voice
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates
from cenotaph.text import fold, lemma, words

__all__ = ["RITE_SENTENCES", "RITE_WORDS", "nearest_predecessor", "novelty", "series_before"]

#: The sentences of documents that belong to a rite, in the order of the text.
RITE_SENTENCES = pa.schema([("document_id", pa.string()), ("passage_id", pa.string()), ("text", pa.string())])
#: The words of documents that belong to a rite, in their dictionary form, with how often they stand there.
RITE_WORDS = pa.schema([("document_id", pa.string()), ("word", pa.string()), ("n", pa.int64())])

_SERIES = ("occasion", "actor", "genre", "language")
_COVERS = "nothing: it is a count of what these texts say"
_UNITS = ("words", "targets", "statements")
_PIECE = 5
_NO_LETTERS = re.compile(r"[\W_]+")


@measure(
    unit="bits",
    needs=("documents", "mentions", "statements", "targets", "rite_words"),
    by=(),
    allows=(),
    keys=(*_SERIES, "date"),
    counts=(),
    in_sentences=False,
    minimum="As many earlier texts of the same rite, actor, genre and language as the window is wide; transience and "
    "resonance are pending until as many more have followed.",
    chart="lines",
)
def novelty(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    rite_words: pa.Table,
    by: Sequence[str],
    *,
    window: int = 5,
    of: str = "words",
    vocabulary: int = 200,
) -> pa.Table:
    """How far each text of a rite lies from those before it, and whether those after it kept what was new.

    Novelty is the mean divergence from the texts before, transience that from the texts after, resonance their
    difference. Texts are compared within one series only: the same rite, actor, genre and language. Words are taken in
    their dictionary form; those count that stand in two texts of the series or more, the most frequent of them.

    Value: novelty in bits, 0 upwards; null where too few texts came before. Transience and resonance are null, and
    `pending` says so, until as many texts have followed.
    Reads as: high novelty and resonance above 0: a turn that lasted; high novelty and resonance near 0: a text that
    stood alone. Read each beside the others of its series; the level depends on the length of the texts.
    Not for: comparing series, languages, or texts of very different length.
    Source: Barron, Huang, Spang & DeDeo 2018, PNAS 115:4607-4612.

    Args:
        window: how many texts before and after.
        of: words, targets (whom sentences name) or statements (act and target).
        vocabulary: how many words of a series are compared.
    """
    if of not in _UNITS:
        raise CenotaphError(f'of can be {", ".join(_UNITS)}; found "{of}".')
    if window < 1 or vocabulary < 2:
        raise CenotaphError("window takes 1 or more, vocabulary 2 or more.")
    rows: list[dict[str, Any]] = []
    said = own_voice(statements, documents, targets) if of == "statements" else statements
    for series, ids, dates in _series(documents):
        if of == "words":
            counts = _word_counts(rite_words, ids, vocabulary)
        else:
            codings, code = (mentions, ["target"]) if of == "targets" else (said, ["act", "target"])
            counts, _ = code_matrix(codings, code, ids)
        found = novelty_in_series(counts, window)
        empty = counts.sum(axis=1) == 0
        for place, (name, day) in enumerate(zip(ids.to_pylist(), dates, strict=True)):
            reason = _too_early(place, window) or ("nothing of this kind in the text" if empty[place] else None)
            after = len(ids) - 1 - place
            rows.append({
                "keys": (*series, day, name), "value": found.novelty[place], "abstains": reason,
                "transience": found.transience[place], "resonance": found.resonance[place], "n": min(place, window),
                "pending": f"pending: {window - after} more of {window} to come" if after < window else None,
            })  # fmt: skip
    own = {name: pa.array([row[name] for row in rows], pa.float64(), from_pandas=True) for name in
           ("transience", "resonance")}  # fmt: skip
    return estimates(
        {key: [row["keys"][place] for row in rows] for place, key in enumerate((*_SERIES, "date"))},
        value=[row["value"] for row in rows],
        n=[row["n"] for row in rows],
        unit="bits",
        covers=_COVERS,
        abstains=[row["abstains"] for row in rows],
        own={
            **own,
            "pending": pa.array([row["pending"] for row in rows], pa.string()),
            "document_id": pa.array([row["keys"][-1] for row in rows], pa.string()),
            "document_ids": pa.array([[row["keys"][-1]] for row in rows], pa.list_(pa.string())),
        },
    )


@measure(
    unit="share of the sentence",
    needs=("documents", "rite_sentences"),
    by=(),
    allows=(),
    keys=("passage_id",),
    high=1,
    counts=(),
    in_sentences=False,
    minimum="One earlier text of the same rite, actor, genre and language.",
    chart="bars",
)
def nearest_predecessor(
    documents: pa.Table, rite_sentences: pa.Table, by: Sequence[str], *, document: str = ""
) -> pa.Table:
    """What of each sentence was not said before: 1 less its similarity to the nearest earlier sentence of its series.

    Every sentence is set beside all sentences of earlier texts of the same rite, actor, genre and language. Similarity
    is the mean of two: the share of its pieces of five characters that stand in the other, and the lemmas in common.

    Value: 0 for a sentence that was said before word for word, 1 where nothing of it was; null in the first text.
    Reads as: 0.7 for a sentence beside its nearest predecessor: some words are shared, the sentence is new.
    Not for: meaning; the same thought in other words counts as new. Open a row to read both sentences.
    Source: containment, Broder 1997; Jaccard 1912.

    Args:
        document: the document asked about; by default the last one of any rite.
    """
    found = series_before(documents, document)
    rows = _beside_earlier(rite_sentences, *found) if found else []
    return estimates(
        {"passage_id": [row["passage_id"] for row in rows]},
        value=[row["value"] for row in rows],
        n=[row["n"] for row in rows],
        unit="share of the sentence",
        covers=_COVERS,
        abstains=[row["abstains"] for row in rows],
        own={
            "containment": pa.array([row["containment"] for row in rows], pa.float64(), from_pandas=True),
            "jaccard": pa.array([row["jaccard"] for row in rows], pa.float64(), from_pandas=True),
            "predecessor_date": pa.array([row["date"] for row in rows], pa.date32()),
            "document_id": pa.array([row["document_id"] for row in rows], pa.string()),
            "predecessor_id": pa.array([row["predecessor"] for row in rows], pa.string()),
            "passage_ids": pa.array(
                [[row["passage_id"], *filter(None, [row["predecessor"]])] for row in rows], pa.list_(pa.string())
            ),
        },
    )


def series_before(documents: pa.Table, document: str = "") -> tuple[list[str], list[Any], str | None] | None:
    """The documents of a document's series up to itself, their dates, their language; null where no rite has any.

    Args: `document`; by default the last one of any rite. Raises: NotFound where there is none of that name.
    """
    known = documents["document_id"].to_pylist()
    if document and document not in known:
        raise NotFound("document", document, known)
    latest: tuple[Any, list[str], list[Any], str | None] | None = None
    for series, ids, dates in _series(documents):
        names = ids.to_pylist()
        if document in names:
            upto = names.index(document) + 1
            return names[:upto], dates[:upto], series[3]
        if not document and (latest is None or dates[-1] > latest[0]):
            latest = (dates[-1], names, dates, series[3])
    if document:
        raise CenotaphError(f"{document} stands in no series: it has no date, or belongs to no rite.")
    return latest and latest[1:]


def _series(documents: pa.Table) -> Iterator[tuple[tuple[Any, ...], pa.Array, list[Any]]]:
    """Each series of dated documents of a rite: its keys, its documents by date, and their dates."""
    known = pc.and_(pc.is_valid(documents["occasion"]), pc.is_valid(documents["date"]))
    order = [(name, "ascending") for name in (*_SERIES, "date", "document_id")]
    held = documents.filter(pc.and_(known, pc.is_null(documents["duplicate_of"]))).sort_by(order)
    keys = list(zip(*(held[name].to_pylist() for name in _SERIES), strict=True))
    start = 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or keys[place] != keys[start]:
            part = held.slice(start, place - start)
            yield keys[start], part["document_id"].combine_chunks(), part["date"].to_pylist()
            start = place


def _too_early(place: int, window: int) -> str | None:
    if place >= window:
        return None
    return f"{place} earlier texts of the series; {window} are needed"


def _word_counts(rite_words: pa.Table, ids: pa.Array, most: int) -> NDArray[np.float64]:
    """The words of each text that stand in two texts of the series or more, the most frequent: shape (T, K)."""
    own = rite_words.filter(pc.is_in(rite_words["document_id"], value_set=ids))
    by_word = own.group_by("word").aggregate([("n", "sum"), ([], "count_all")])
    spread = by_word.filter(pc.greater(by_word["count_all"], 1))
    kept = spread.sort_by([("n_sum", "descending"), ("word", "ascending")])["word"].combine_chunks().slice(0, most)
    place = pa.table({
        "document": pc.index_in(own["document_id"], value_set=ids), "word": pc.index_in(own["word"], value_set=kept),
        "n": own["n"],
    }).drop_null()  # fmt: skip
    counts = np.zeros((len(ids), len(kept)))
    np.add.at(counts, (np.asarray(place["document"]), np.asarray(place["word"])), np.asarray(place["n"]))
    return counts


def _lemmas(text: str, language: str | None) -> list[str]:
    folded = fold(text).text
    forms = [folded[start:end] for start, end in words(folded, language)]
    if language == "zh":
        return [a + b for a, b in pairwise(forms)] or forms
    return [_lemma(form, language or "") for form in forms]


@cache
def _lemma(form: str, language: str) -> str:
    return lemma(form, language)


def _pieces(text: str) -> frozenset[str]:
    letters = _NO_LETTERS.sub("", fold(text).text)
    return frozenset([letters[place : place + _PIECE] for place in range(max(1, len(letters) - _PIECE + 1))])


def _beside_earlier(
    sentences: pa.Table, names: Sequence[str], dates: Sequence[Any], language: str | None
) -> list[dict[str, Any]]:
    """The sentences of the last document, each with its nearest among those of the documents before it."""
    when: Mapping[str, Any] = dict(zip(names, dates, strict=True))
    order = {name: number for number, name in enumerate(names)}
    held = sentences.filter(pc.is_in(sentences["document_id"], value_set=pa.array(names, pa.string()))).to_pylist()
    own = [row for row in held if row["document_id"] == names[-1]]
    earlier = sorted((row for row in held if row["document_id"] != names[-1]),
                     key=lambda row: order[row["document_id"]])  # fmt: skip
    sets = [([_pieces(row["text"]) for row in side], [frozenset(_lemmas(row["text"], language)) for row in side])
            for side in (own, earlier)]  # fmt: skip
    found = nearest_before(*sets[0], *sets[1])
    rows = []
    for number, row in enumerate(own):
        at = int(found.place[number])
        near = earlier[at] if at >= 0 and found.similarity[number] > 0 else None
        rows.append({
            "document_id": row["document_id"],
            "passage_id": row["passage_id"],
            "value": 1 - found.similarity[number],
            "n": len(earlier),
            "containment": found.containment[number],
            "jaccard": found.jaccard[number],
            "predecessor": near and near["passage_id"],
            "date": near and when[near["document_id"]],
            "abstains": None if earlier else "the first text of its series; one earlier text is needed",
        })  # fmt: skip
    return rows

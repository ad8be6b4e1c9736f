"""Whether an actor says the same whoever listens: audience adaptivity, and its comparison between actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import erfc, sqrt
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cenotaph.errors import CenotaphError
from cenotaph.inference import benjamini_hochberg, normal_quantile
from cenotaph.inference.adaptivity import (
    AUDIENCES_NEEDED,
    DOCUMENTS_NEEDED,
    Adaptivity,
    audience_adaptivity,
    overlapping,
)
from cenotaph.measures.rates import own_voice
from cenotaph.measures.registry import measure
from cenotaph.measures.rows import estimates

__all__ = ["adaptivity", "adaptivity_difference", "code_matrix"]

_UNIT = "bits of each bit of entropy"
_COVERS = "variation between documents; not coder error"
_NEEDS = ("documents", "mentions", "statements", "targets")
_MINIMUM = (
    f"At least {AUDIENCES_NEEDED} audiences with {DOCUMENTS_NEEDED} coded documents each, in strata that two audiences "
    "share; else it abstains."
)
_BY = ("actor", "speaker", "language", "source", "genre", "occasion")
#: What can be the code of a coding, and what can be the stratum of a document besides its columns.
_CODES = ("target", "act", "act+target", "referent")
_COLUMNS = ("genre", "occasion", "language", "source", "speaker", "referent", "period")

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Answer:
    """The answer for one group: the estimate, or why there is none, and the documents it rests on."""

    group: tuple[Any, ...]
    found: Adaptivity | None
    abstains: str | None
    documents: tuple[str, ...]
    audiences: tuple[str, ...]


@measure(
    unit=_UNIT, needs=_NEEDS, by=("actor",), allows=_BY, low=None, high=1, counts=(), in_sentences=False,
    minimum=_MINIMUM, chart="intervals",
)  # fmt: skip
def adaptivity(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    codes: str = "target",
    of: str = "statements",
    audience: str = "audience",
    strata: tuple[str, ...] = ("genre", "period"),
    years: int = 5,
    permutations: int = 300,
    seed: int = 1,
) -> pa.Table:
    """How far what is said depends on who listens, given topic and period: 0 for one story told to all.

    The information that the audience holds about the codes of a document, within each stratum, less what documents
    dealt out at random would show, over the entropy of the codes. A narrative that claims to hold for everyone is the
    same whoever listens; a pragmatic one is cut to its audience. A sentence counts once for each code. Only documents
    with an audience count, in strata that two audiences share, of audiences with enough such documents.

    Value: near 0, or below it by chance, where the audience makes no difference; at most 1. Strong dependence is
    somewhat understated (by a tenth in the simulation of docs/validity.md).
    Reads as: 0.1 means that to know the audience takes away a tenth of the uncertainty about what is said.
    Not for: texts of different genres to different audiences; put what differs beside the audience into `strata`.
    Source: I(code; audience | stratum) of Cover & Thomas 2006, section 2.3, less its permutation mean.

    Args:
        codes: what is said: target, act, act+target or referent.
        of: statements, or mentions (then codes can only be target).
        audience: the column of documents that tells the audience: audience, occasion, source, genre or language.
        strata: what is held fixed, with commas between: columns of documents, referent (the past a document speaks of
            most) and period.
        years: how many years make a period.
        permutations: how often documents are dealt out anew.
        seed: of the random numbers.
    Returns: p_value by permutation, the uncorrected value (naive), the number of audiences and their names.
    """
    asked = _Asked(codes, of, audience, strata, years)
    answers = list(_answers(asked, documents, mentions, statements, targets, by, permutations, seed))
    found = [each.found for each in answers]
    return estimates(
        {name: [each.group[place] for each in answers] for place, name in enumerate(by)},
        value=[each and each.estimate for each in found],
        low=[each and each.low for each in found],
        high=[each and each.high for each in found],
        n=[len(each.documents) for each in answers],
        numerator=pa.array([each and each.information - each.expected for each in found], pa.float64()),
        denominator=pa.array([each and each.entropy for each in found], pa.float64()),
        unit=_UNIT,
        covers=_COVERS,
        abstains=[each.abstains for each in answers],
        own={
            "p_value": pa.array([each and each.p_value for each in found], pa.float64()),
            "naive": pa.array([each and each.naive for each in found], pa.float64()),
            "n_audiences": pa.array([len(each.audiences) for each in answers], pa.int32()),
            "audiences": pa.array([each.audiences for each in answers], pa.list_(pa.string())),
            "document_ids": pa.array([each.documents for each in answers], pa.list_(pa.string())),
        },
    )


@measure(
    unit=_UNIT, needs=_NEEDS, by=(), allows=(), keys=("actor_a", "actor_b"), low=-1, high=1, counts=(),
    in_sentences=False, minimum=f"Two actors who each have: {_MINIMUM[0].lower()}{_MINIMUM[1:]}", chart="intervals",
)  # fmt: skip
def adaptivity_difference(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    codes: str = "target",
    of: str = "statements",
    audience: str = "audience",
    strata: tuple[str, ...] = ("genre", "period"),
    years: int = 5,
    permutations: int = 300,
    seed: int = 1,
) -> pa.Table:
    """Whose words depend more on who listens: the adaptivity of one actor less that of another.

    Adaptivity as in `adaptivity`; documents of different actors vary independently, so that the squares of the standard
    errors add up. Tests over all pairs are held together by their false-discovery rate.

    Value: above 0 where actor_a adapts more; null where either actor has too little.
    Reads as: 0.08 with an interval above 0: actor_a cuts its words to the audience, actor_b less so.
    Not for: actors who are coded under different codebooks, or in languages where the codebook sees less.
    Source: as adaptivity; Benjamini & Hochberg 1995 for q_value.

    Args:
        codes: what is said: target, act, act+target or referent.
        of: statements, or mentions (then codes can only be target).
        audience: the column of documents that tells the audience: audience, occasion, source, genre or language.
        strata: what is held fixed, with commas between; as in adaptivity.
        years: how many years make a period.
        permutations: how often documents are dealt out anew.
        seed: of the random numbers.
    """
    asked = _Asked(codes, of, audience, strata, years)
    answers = list(_answers(asked, documents, mentions, statements, targets, ("actor",), permutations, seed))
    pairs = list(combinations([each for each in answers if each.documents], 2))
    values, errors = [], []
    for a, b in pairs:
        values.append(a.found.estimate - b.found.estimate if a.found and b.found else np.nan)
        errors.append(sqrt(a.found.standard_error**2 + b.found.standard_error**2) if a.found and b.found else np.nan)
    value, error = np.array(values, dtype=float), np.array(errors, dtype=float)
    half = normal_quantile(0.975) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        p_value = np.array([erfc(abs(z) / sqrt(2)) for z in np.nan_to_num(value / error, nan=np.inf)])
    p_value = np.where(np.isfinite(value) & (error > 0), p_value, np.nan)
    reasons = [
        "; ".join(f"{each.group[0]}: {each.abstains}" for each in pair if each.abstains) or None for pair in pairs
    ]
    return estimates(
        {"actor_a": [a.group[0] for a, _ in pairs], "actor_b": [b.group[0] for _, b in pairs]},
        value=value,
        low=value - half,
        high=value + half,
        n=[len(a.documents) + len(b.documents) for a, b in pairs],
        unit=_UNIT,
        covers=_COVERS,
        abstains=reasons,
        own={
            "p_value": pa.array(p_value.tolist(), pa.float64(), from_pandas=True),
            "q_value": pa.array(benjamini_hochberg(p_value).tolist(), pa.float64(), from_pandas=True),
            "document_ids": pa.array([(*a.documents, *b.documents) for a, b in pairs], pa.list_(pa.string())),
        },
    )


@dataclass(frozen=True)
class _Asked:
    """The options that choose codes, audiences and strata. Raises CenotaphError for a word that means nothing."""

    codes: str
    of: str
    audience: str
    strata: tuple[str, ...]
    years: int

    def __post_init__(self) -> None:
        _one_of("codes", self.codes, _CODES if self.of == "statements" else ("target",))
        _one_of("of", self.of, ("statements", "mentions"))
        _one_of("audience", self.audience, ("audience", *_COLUMNS[:4]))
        for name in self.strata:
            _one_of("strata", name, _COLUMNS)
        if self.years < 1:
            raise CenotaphError("years takes 1 or more.")


def _one_of(option: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise CenotaphError(f'{option} can be {", ".join(known)}; found "{value}".')


def code_matrix(codings: pa.Table, codes: Sequence[str], documents: pa.Array) -> tuple[NDArray[np.float64], list[str]]:
    """How many sentences of each document hold each code: an array (D, K), and the codes.

    Args: statements or mentions; the columns that make up a code, of which none may be null; ids of the documents.
    """
    code = pc.binary_join_element_wise(*(codings[name] for name in codes), ">")
    own = codings["statement_id"] if "statement_id" in codings.column_names else codings["document_id"]
    table = pa.table(
        {"document": pc.index_in(codings["document_id"], value_set=documents), "code": code,
         "unit": pc.coalesce(codings["passage_id"], own)}
    ).drop_null()  # fmt: skip
    distinct = table.group_by(["document", "code", "unit"]).aggregate([])
    encoded = distinct["code"].combine_chunks().dictionary_encode()
    names: list[str] = encoded.dictionary.to_pylist()
    at = np.asarray(distinct["document"], dtype=np.int64) * max(len(names), 1) + np.asarray(encoded.indices)
    size = len(documents) * max(len(names), 1)
    return np.bincount(at, minlength=size).astype(np.float64).reshape(len(documents), max(len(names), 1)), names


def _answers(
    asked: _Asked,
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    permutations: int,
    seed: int,
) -> Iterator[_Answer]:
    """The answer for each group of documents, in order."""
    said = mentions if asked.of == "mentions" else own_voice(statements, documents, targets)
    documents = documents.filter(pc.is_null(documents["duplicate_of"]))
    for name in by:
        documents = documents.filter(pc.is_valid(documents[name]))
    ids = documents["document_id"].combine_chunks()
    counts, _ = code_matrix(said, asked.codes.split("+"), ids)
    audience, names = _numbered([documents[asked.audience].combine_chunks()])
    strata, _ = _numbered(
        [_stratum(asked, name, documents, statements, ids) for name in asked.strata] or [ids.slice(0)]
    )
    strata = strata if asked.strata else np.zeros(len(ids), dtype=np.int64)
    usable = (counts.sum(axis=1) > 0) & np.asarray(pc.is_valid(documents[asked.audience]), dtype=bool)
    groups = [tuple(row.values()) for row in documents.select(list(by)).to_pylist()] if by else [()] * len(ids)
    for group in sorted(set(groups), key=str):
        member = np.fromiter((each == group for each in groups), dtype=bool, count=len(groups))
        coded = np.flatnonzero(usable & member)
        kept = coded[overlapping(audience[coded], strata[coded])] if len(coded) else coded
        heard = tuple(sorted({names[each] for each in audience[kept]}))
        about = (tuple(ids.take(pa.array(kept)).to_pylist()), heard)
        if reason := _reason(asked, len(coded), len(heard)):
            yield _Answer(group, None, reason, *about)
            continue
        rng = np.random.default_rng(seed)
        found = audience_adaptivity(counts[kept], audience[kept], strata[kept], rng, n_permutations=permutations)
        one = None if np.isfinite(found.estimate) else "only one code is used, so nothing can differ"
        yield _Answer(group, None if one else found, one, *about)


def _reason(asked: _Asked, coded: int, heard: int) -> str | None:
    if not coded:
        return f"no coded document says its {asked.audience}"
    if heard >= AUDIENCES_NEEDED:
        return None
    return (
        f"{heard} audiences with {DOCUMENTS_NEEDED} coded documents each on shared ground; at least "
        f"{AUDIENCES_NEEDED} are needed"
    )


def _numbered(columns: Sequence[pa.Array]) -> tuple[Ints, list[str]]:
    """A number for each combination of values, and its name; null is a value."""
    joined = pc.binary_join_element_wise(
        *(pc.fill_null(each.cast(pa.string()), "not stated") for each in columns), " / "
    ).dictionary_encode()
    return np.asarray(joined.indices, dtype=np.int64), joined.dictionary.to_pylist()


def _stratum(asked: _Asked, name: str, documents: pa.Table, statements: pa.Table, ids: pa.Array) -> pa.Array:
    if name == "period":
        year = pc.year(documents["date"]).combine_chunks()
        return pc.subtract(year, pc.subtract(year, pc.multiply(pc.divide(year, asked.years), asked.years)))
    if name != "referent":
        return documents[name].combine_chunks()
    known = statements.filter(pc.is_valid(statements["referent"]))
    counted = known.group_by(["document_id", "referent"]).aggregate([([], "count_all")])
    order = [("count_all", "descending"), ("referent", "ascending")]
    most = counted.sort_by(order).group_by("document_id", use_threads=False).aggregate([("referent", "first")])
    place = pc.index_in(ids, value_set=most["document_id"].combine_chunks())
    return pc.take(most["referent_first"].combine_chunks(), place)

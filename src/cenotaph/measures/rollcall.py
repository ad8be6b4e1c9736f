"""The roll call: who is named, and how, on each occurrence of one rite."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.measures.coders import Codings, in_a_list, preferred_codings

__all__ = ["NOT_NAMED", "ROLL_CALL", "TREATMENTS", "roll_call"]

#: The word a cell shows for each act of the built-in codebook; a codebook may give its own.
TREATMENTS: dict[str, str] = {
    "credit": "credited",
    "thank": "thanked",
    "honour": "honoured",
    "bond": "bonded",
    "victim": "victim",
    "blame": "blamed",
    "distort": "charged with distortion",
    "warn": "warned",
}

NAMED_ONLY, ABSENT, UNKNOWN = "named only", "absent", "unknown"

#: Treatments of a cell in which the target is not named.
NOT_NAMED = (ABSENT, UNKNOWN)

ROLL_CALL = pa.schema(
    [
        ("target", pa.string()),
        ("target_name", pa.string()),
        ("year", pa.int16()),
        ("date", pa.date32()),
        ("document_id", pa.string()),
        ("n_documents", pa.int32()),
        ("treatment", pa.string()),
        ("treatments", pa.list_(pa.struct([("treatment", pa.string()), ("n", pa.int32())]))),
        ("n_statements", pa.int32()),
        ("n_mentions", pa.int32()),
        ("confidence", pa.int8()),
        ("first", pa.bool_()),
        ("gone", pa.bool_()),
        ("statement_ids", pa.list_(pa.string())),
        ("basis", pa.string()),
    ]
)


def roll_call(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    absences: pa.Table,
    targets: pa.Table,
    occasion_years: pa.Table,
    *,
    treatments: Mapping[str, str] = TREATMENTS,
    coders: pa.Table | None = None,
    coder: str | None = None,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
) -> pa.Table:
    """How each target was treated on each occurrence of a rite; one row a target and year.

    A document with text was read whole: a target that the codebook can name in its language and that has no mention
    is `absent`; to stand in a list of guests only (`in_a_list`) is no mention. Of a document without text only what
    its codings say is known. A year of the series without a document, or a target on which its documents are silent in
    this sense, is `unknown`. Of several documents in one year, a mention in any beats absence, and absence beats
    unknown.

    A statement counts for the speaker's own treatment unless its holder is another target (reported speech); then the
    target is named only. The headline treatment is that with most statements; ties go by `ACT_ORDER`, then by the order
    of `treatments`.

    `first` marks a target named after known absence and never before in the series as known; `gone` marks absence
    where the last known occurrence named it. What is unknown makes nothing new and nothing gone.

    Args:
        documents: the documents of one rite, of one actor (table `documents`); duplicates of one another count once.
        mentions, statements, absences, coders: tables of those names; rows of other documents are passed over.
        targets: `target`, `name`, `languages` (list: where the codebook has terms for it), in the codebook's order.
        occasion_years: rows of table `occasions` for the rite.
        treatments: act -> the word for its treatment, in the codebook's order.
        coder: only this coder's codings; only, without: targets to show, targets to leave out.

    Returns: table `ROLL_CALL`. Without `only`, targets named at least once, the most often named first, then by name.
    With `only` those targets, named or not. Years ascend from the first documented year to the last due one.
    """
    texts = _documents(documents)
    codings = preferred_codings(
        _of(mentions, texts), _of(statements, texts), _of(absences, texts), coders=coders, coder=coder
    )
    evidence = _evidence(codings, texts, set(targets["target"].to_pylist()), treatments)
    due = dict(zip(occasion_years["year"].to_pylist(), occasion_years["date"].to_pylist(), strict=True))
    years = _series(texts.values(), due)
    order = _preference(treatments)
    rows: list[tuple[int, str, list[dict[str, Any]]]] = []
    for target in targets.to_pylist():
        name = target["target"]
        if name in without or (only and name not in only):
            continue
        cells = [
            _cell(target, year, due.get(year), years[year], evidence, codings.reads_texts, order) for year in years
        ]
        _mark_turns(cells)
        named = sum(cell["treatment"] not in NOT_NAMED for cell in cells)
        if named or only:
            rows.append((-named, target["name"], cells))
    rows.sort(key=lambda row: row[:2])
    return pa.Table.from_pylist([cell for _, _, cells in rows for cell in cells], schema=ROLL_CALL)


@dataclass(frozen=True)
class _Document:
    document_id: str
    actor: str | None
    date: Any
    year: int | None
    language: str | None
    has_text: bool


@dataclass
class _Evidence:
    """What the codings say of one target in one document."""

    n_mentions: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    statement_ids: list[str] = field(default_factory=list)
    confidence: dict[str, int] = field(default_factory=dict)
    looked_for: bool = False

    def surer(self, treatment: str, confidence: int | None) -> None:
        if confidence is not None:
            self.confidence[treatment] = max(confidence, self.confidence.get(treatment, 0))


def _documents(documents: pa.Table) -> dict[str, _Document]:
    columns = ["document_id", "actor", "date", "occasion_year", "language", "n_characters", "duplicate_of"]
    rows = documents.select(columns).to_pylist()
    ids = {row["document_id"] for row in rows}
    return {
        row["document_id"]: _Document(
            row["document_id"],
            row["actor"],
            row["date"],
            row["occasion_year"] or (row["date"].year if row["date"] else None),
            row["language"],
            bool(row["n_characters"]),
        )
        for row in rows
        if row["duplicate_of"] not in ids
    }


def _of(table: pa.Table, texts: Mapping[str, _Document]) -> pa.Table:
    return table.filter(pc.is_in(table["document_id"], value_set=pa.array(list(texts), pa.string())))


def _evidence(
    codings: Codings, texts: Mapping[str, _Document], targets: set[str], treatments: Mapping[str, str]
) -> dict[tuple[str, str], _Evidence]:
    evidence: dict[tuple[str, str], _Evidence] = defaultdict(_Evidence)
    named = codings.mentions.filter(pc.invert(in_a_list(codings.mentions)))
    counted = named.group_by(["document_id", "target"]).aggregate([([], "count_all"), ("confidence", "max")])
    for row in counted.to_pylist():
        found = evidence[row["document_id"], row["target"]]
        found.n_mentions = row["count_all"]
        found.surer(NAMED_ONLY, row["confidence_max"])
    columns = ["document_id", "target", "statement_id", "holder", "act", "confidence"]
    in_order = codings.statements.sort_by(
        [(key, "ascending") for key in ("document_id", "target_start", "statement_id")]
    )
    for row in in_order.select(columns).to_pylist():
        found = evidence[row["document_id"], row["target"]]
        if row["holder"] in targets and row["holder"] != texts[row["document_id"]].actor:
            found.n_mentions = max(found.n_mentions, 1)
            continue
        treatment = treatments.get(row["act"]) or row["act"]
        found.acts[treatment] += 1
        found.statement_ids.append(row["statement_id"])
        found.surer(treatment, row["confidence"])
    for row in codings.absences.select(["document_id", "target", "confidence"]).to_pylist():
        found = evidence[row["document_id"], row["target"]]
        found.looked_for = True
        found.surer(ABSENT, row["confidence"])
    return evidence


def _series(texts: Iterable[_Document], due: Mapping[int, Any]) -> dict[int, list[_Document]]:
    by_year: dict[int, list[_Document]] = defaultdict(list)
    for text in texts:
        if text.year is not None:
            by_year[text.year].append(text)
    if not by_year:
        return {}
    first = min(by_year)
    return {year: by_year.get(year, []) for year in sorted({*by_year, *(year for year in due if year >= first)})}


def _cell(
    target: Mapping[str, Any],
    year: int,
    due: Any,
    texts: Sequence[_Document],
    evidence: Mapping[tuple[str, str], _Evidence],
    reads_texts: bool,
    order: Mapping[str, int],
) -> dict[str, Any]:
    judged = [
        (_headline(text, target, evidence.get((text.document_id, target["target"])), reads_texts, order), text)
        for text in texts
    ]
    found = [evidence[key] for text in texts if (key := (text.document_id, target["target"])) in evidence]
    counts: Counter[str] = Counter()
    for each in found:
        counts.update(each.acts)
    n_mentions = sum(each.n_mentions for each in found)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], order.get(item[0], len(order))))
    words = [word for word, _ in judged]
    treatment = ranked[0][0] if ranked else next((w for w in (NAMED_ONLY, ABSENT) if w in words), UNKNOWN)
    shown = max(
        (text for word, text in judged if word == treatment or (ranked and word not in NOT_NAMED)),
        key=lambda text: _weight(evidence.get((text.document_id, target["target"])), treatment),
        default=texts[0] if texts else None,
    )
    sure = [each.confidence[treatment] for each in found if treatment in each.confidence]
    return {
        "target": target["target"],
        "target_name": target["name"],
        "year": year,
        "date": (shown.date if shown else None) or due,
        "document_id": shown.document_id if shown else None,
        "n_documents": len(texts),
        "treatment": treatment,
        "treatments": [{"treatment": word, "n": n} for word, n in ranked],
        "n_statements": sum(counts.values()) if treatment != UNKNOWN else None,
        "n_mentions": n_mentions if treatment != UNKNOWN else None,
        "confidence": max(sure, default=None),
        "first": False,
        "gone": False,
        "statement_ids": [each for one in found for each in one.statement_ids],
        "basis": "none" if treatment == UNKNOWN or not shown else "text" if shown.has_text else "coding",
    }


def _headline(
    text: _Document,
    target: Mapping[str, Any],
    found: _Evidence | None,
    reads_texts: bool,
    order: Mapping[str, int],
) -> str:
    if found and found.acts:
        return min(found.acts, key=lambda word: (-found.acts[word], order.get(word, len(order))))
    if found and found.n_mentions:
        return NAMED_ONLY
    read = reads_texts and text.has_text and text.language in target["languages"]
    return ABSENT if read or (found and found.looked_for) else UNKNOWN


def _weight(found: _Evidence | None, treatment: str) -> tuple[int, int]:
    return (found.acts[treatment], found.n_mentions) if found else (0, 0)


def _preference(treatments: Mapping[str, str]) -> dict[str, int]:
    """Treatment -> its place where two were done equally often."""
    from cenotaph.study.codebook import ACT_ORDER  # costs half a second, which questions about words need not pay

    acts = [*(act for act in ACT_ORDER if act in treatments), *(act for act in treatments if act not in ACT_ORDER)]
    return {treatments[act] or act: place for place, act in enumerate(acts)}


def _mark_turns(cells: Sequence[dict[str, Any]]) -> None:
    before: str | None = None
    ever_named = False
    for cell in cells:
        treatment = cell["treatment"]
        if treatment == UNKNOWN:
            continue
        named = treatment != ABSENT
        cell["first"] = named and not ever_named and before is not None
        cell["gone"] = not named and before is not None and before != ABSENT
        ever_named = ever_named or named
        before = treatment

"""The roll calls of a report, with what stands behind their cells, taken from a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.measures import (
    BEHIND,
    Codings,
    attendance_roll,
    preferred_codings,
    roll_call,
    sentences_behind,
    target_table,
    treatment_words,
)
from cenotaph.report.data import ATTENDANCE_EVIDENCE, AttendanceRoll, Rite, SpokenRoll
from cenotaph.report.words import day
from cenotaph.store import Snapshot
from cenotaph.study import LoadedStudy
from cenotaph.study.models import ClassRule

__all__ = ["rites"]

_ROWS_SHOWN = 24
_GUESTS_SHOWN = 30
_SPEAKERS_SHOWN = 3
_ROWS_BESIDE = 12

#: Evidence shown in the whole report (beyond one a cell), and the most in one cell: what keeps a report small.
_EVIDENCE_SHOWN = 4000
_EVIDENCE_A_CELL = 5


def rites(study: LoadedStudy, snapshot: Snapshot, occasions: Sequence[str] = ()) -> tuple[Rite, ...]:
    """The occasions that have documents or events, those of which most is known first, with their roll calls.

    Args: `occasions`, only these; all where empty.
    """
    documents, events = _counts(snapshot, "documents"), _counts(snapshot, "events")
    wanted = occasions or [each for each in study.occasions if documents[each] or events[each]]
    found = []
    for occasion in wanted:
        codings = _codings(snapshot, occasion)
        rite = _rite(study, snapshot, occasion, codings)
        if rite.spoken or rite.attendance:
            found.append((rite, codings))
    if not occasions:
        found.sort(key=lambda each: -_known(each[0]))
    a_roll = _EVIDENCE_SHOWN // max(1, sum(len(rite.spoken) for rite, _ in found))
    chosen = [[_behind_cells(codings, roll.rows, a_roll) for roll in rite.spoken] for rite, codings in found]
    shown = _Shown.of(snapshot, [each for one in chosen for each in one])
    words = treatment_words(study.codebook)
    return tuple(
        replace(
            rite,
            spoken=tuple(
                replace(roll, evidence=shown.sentences(each, words))
                for roll, each in zip(rite.spoken, one, strict=True)
            ),
        )
        for (rite, _), one in zip(found, chosen, strict=True)
    )


def _counts(snapshot: Snapshot, table: str) -> Counter[str]:
    rows = snapshot.query(f"SELECT occasion, count(*) AS n FROM {table} WHERE occasion IS NOT NULL GROUP BY occasion")
    return Counter(dict(zip(rows["occasion"].to_pylist(), rows["n"].to_pylist(), strict=True)))


def _rite(study: LoadedStudy, snapshot: Snapshot, occasion: str, codings: Codings) -> Rite:
    known = study.occasions[occasion]
    years = _of_occasion(snapshot, "occasions", occasion)
    classes = dict(zip(years["year"].to_pylist(), map(tuple, years["classes"].to_pylist()), strict=True))
    return Rite(
        occasion,
        known.name,
        known.note,
        classes,
        tuple(_spoken(study, snapshot, occasion, years, codings)),
        _attendance(study, snapshot, occasion, years),
        {name: _rule_in_words(rule) for name, rule in known.classes.items()},
    )


def _rule_in_words(rule: ClassRule) -> str:
    """`every 5 years`, `from 24 February 2022`, `1995, 2005`."""
    parts = [f"every {rule.every} years"] if rule.every else []
    parts += [f"from {day(rule.from_)}"] if rule.from_ else []
    parts += [f"until {day(rule.to)}"] if rule.to else []
    return ", ".join(parts + [str(year) for year in rule.years])


def _spoken(
    study: LoadedStudy, snapshot: Snapshot, occasion: str, years: pa.Table, codings: Codings
) -> Iterable[SpokenRoll]:
    documents = _of_occasion(snapshot, "documents", occasion)
    said = (codings.mentions, codings.statements, codings.absences)
    targets, words = target_table(study.codebook), treatment_words(study.codebook)
    speakers = _speakers(study, documents, study.occasions[occasion].host)
    for place, (actor, name, note) in enumerate(speakers):
        own = documents if actor is None else documents.filter(pc.equal(documents["actor"], actor))
        own = own.sort_by([("date", "ascending"), ("document_id", "ascending")])
        rows = roll_call(own, *said, targets, years, treatments=words)
        if rows.num_rows:
            rows, left = _first_rows(rows, "target", _ROWS_SHOWN if place == 0 else _ROWS_BESIDE)
            together = actor is None and len(speakers) > 1
            yield SpokenRoll(actor, name, rows, BEHIND.empty_table(), left, note, together)


def _speakers(study: LoadedStudy, documents: pa.Table, host: str | None) -> list[tuple[str | None, str, str]]:
    """Whose words make a roll call: the host's; where no host speaks all together, then each of the study's actors."""
    counts = Counter(documents["actor"].to_pylist())
    names = {key: actor.name for key, actor in study.config.actors.items()}
    names = {key: target.name for key, target in study.codebook.targets.items()} | names
    if host in counts or len(counts) == 1:
        actor = host if host in counts else next(iter(counts))
        others = sum(counts.values()) - counts[actor]
        note = f"Documents of other speakers on this rite that are not in it: {others:,}." if others else ""
        return [(actor, names.get(actor, actor) if actor else "The speaker", note)]
    if not counts:
        return []
    together = (
        None,
        f"the {len(counts):,} speakers together",
        "The words of all speakers of a year are taken together.",
    )
    watched = sorted((each for each in counts if each in study.config.actors), key=lambda each: -counts[each])
    return [together, *((each, names[each], "") for each in watched[:_SPEAKERS_SHOWN])]


def _codings(snapshot: Snapshot, occasion: str) -> Codings:
    where = "document_id IN (SELECT document_id FROM documents WHERE occasion = ?)"
    mentions, statements, absences = (
        snapshot.table(name, where=where, parameters=[occasion]) for name in ("mentions", "statements", "absences")
    )
    return preferred_codings(mentions, statements, absences, snapshot.table("coders"))


def _known(rite: Rite) -> int:
    guests = pc.sum(pc.is_valid(rite.attendance.rows["rank"])).as_py() if rite.attendance else 0
    return sum(_openable(roll.rows) for roll in rite.spoken) + int(guests or 0)


def _openable(rows: pa.Table) -> int:
    return int(pc.sum(pc.not_equal(rows["treatment"], "unknown")).as_py() or 0)


def _behind_cells(codings: Codings, rows: pa.Table, a_roll: int) -> Codings:
    """Statements, mentions or absences behind each cell of a roll call: one at least, and some `a_roll` in all."""
    cells = rows.to_pylist()
    a_cell = max(1, min(_EVIDENCE_A_CELL, a_roll // max(1, _openable(rows))))
    ids = [each for cell in cells for each in (cell["statement_ids"] or ())[:a_cell]]
    statements = codings.statements
    return Codings(
        _of_cells(codings.mentions, [cell for cell in cells if cell["treatment"] == "named only"], a_cell),
        statements.filter(pc.is_in(statements["statement_id"], value_set=pa.array(ids, pa.string()))),
        _of_cells(codings.absences, [cell for cell in cells if cell["treatment"] == "absent"], a_cell),
        codings.reads_texts,
    )


def _of_cells(table: pa.Table, cells: Sequence[dict[str, object]], a_cell: int) -> pa.Table:
    """The first rows of the table, at most `a_cell` for each cell's document and target."""
    keys = pa.array([f"{cell['document_id']}\n{cell['target']}" for cell in cells], pa.string())
    key = pc.binary_join_element_wise(table["document_id"], table["target"], "\n")
    rows = pc.indices_nonzero(pc.is_in(key, value_set=keys)).to_pylist()
    seen: Counter[str] = Counter()
    kept = []
    for row, name in zip(rows, key.take(pa.array(rows, pa.int64())).to_pylist(), strict=True):
        seen[name] += 1
        if seen[name] <= a_cell:
            kept.append(row)
    return table.take(pa.array(kept, pa.int64()))


@dataclass(frozen=True)
class _Shown:
    """Documents, texts and passages from which the page quotes, fetched once for all roll calls."""

    documents: pa.Table
    texts: pa.Table
    passages: pa.Table

    @classmethod
    def of(cls, snapshot: Snapshot, chosen: Sequence[Codings]) -> _Shown:
        """What these codings stand on."""
        coded = [table for each in chosen for table in (each.mentions, each.statements)]
        ids = {name for table in coded for name in table["document_id"].to_pylist()}
        ids |= {name for each in chosen for name in each.absences["document_id"].to_pylist()}
        places = {name for table in coded for name in table["passage_id"].to_pylist() if name}
        passages = snapshot.of_documents("passages", sorted(ids))
        passages = passages.filter(pc.is_in(passages["passage_id"], value_set=pa.array(sorted(places), pa.string())))
        read = pc.unique(passages["document_id"]).to_pylist()
        texts = snapshot.of_documents("texts", read, ("document_id", "text"))
        return cls(_of_ids(snapshot, "documents", "document_id", sorted(ids)), texts, passages)

    def sentences(self, codings: Codings, words: Mapping[str, str]) -> pa.Table:
        """The sentences and codings behind one roll call: table `BEHIND`."""
        said = (codings.mentions, codings.statements, codings.absences)
        ids = pa.chunked_array([chunk for table in said for chunk in table["document_id"].chunks], pa.string())
        held = [table.filter(pc.is_in(table["document_id"], value_set=ids)) for table in (self.documents, self.texts)]
        passages = self.passages.filter(pc.is_in(self.passages["document_id"], value_set=ids))
        return sentences_behind(held[0], held[1], passages, *said, treatments=words)


def _attendance(study: LoadedStudy, snapshot: Snapshot, occasion: str, years: pa.Table) -> AttendanceRoll | None:
    events = _of_occasion(snapshot, "events", occasion).sort_by([("date", "ascending"), ("event_id", "ascending")])
    participations = _of_ids(snapshot, "participations", "event_id", events["event_id"].to_pylist())
    if not participations.num_rows:
        return None
    names = {key: target.name for key, target in study.codebook.targets.items()}
    names |= {key: actor.name for key, actor in study.config.actors.items()}
    rows, left = _first_rows(
        attendance_roll(events, participations.sort_by("row"), years, names), "state", _GUESTS_SHOWN
    )
    evidence = snapshot.query(
        "SELECT p.state, coalesce(e.occasion_year, year(e.date)) AS year, e.title AS event, e.date, e.place, p.person, "
        "p.office, p.rank, p.status, p.confidence, p.note, p.source_url FROM participations p "
        "JOIN events e USING (event_id) WHERE e.occasion = ? ORDER BY e.date, e.event_id, p.row",
        [occasion],
    )
    return AttendanceRoll(rows, evidence.select(ATTENDANCE_EVIDENCE.names).cast(ATTENDANCE_EVIDENCE), left)


def _first_rows(rows: pa.Table, key: str, most: int) -> tuple[pa.Table, int]:
    """The cells of the first `most` targets or states, and how many are left out."""
    names = list(dict.fromkeys(rows[key].to_pylist()))
    if len(names) <= most:
        return rows, 0
    return rows.filter(pc.is_in(rows[key], value_set=pa.array(names[:most]))), len(names) - most


def _of_occasion(snapshot: Snapshot, table: str, occasion: str) -> pa.Table:
    return snapshot.table(table, where="occasion = ?", parameters=[occasion])


def _of_ids(snapshot: Snapshot, table: str, column: str, ids: Sequence[str]) -> pa.Table:
    return snapshot.table(table, where=f"{column} IN (SELECT unnest(?::VARCHAR[]))", parameters=[list(ids)])

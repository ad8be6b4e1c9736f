"""Questions about a rite: who was named, who came, and what stands behind a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.absence import CAME, NAMED, SURPRISES, with_surprise
from cenotaph.answer import Answer
from cenotaph.asked.fetch import behind, codings_of, require, require_apart, require_named
from cenotaph.asked.listing import why_hidden
from cenotaph.asked.omissions import Asked, surprising
from cenotaph.asked.since import codebook_asked
from cenotaph.asked.wording import how_many, unverified
from cenotaph.measures import (
    attendance_roll,
    preferred_codings,
    roll_call,
    target_table,
    treatment_words,
)

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy
    from cenotaph.study import LoadedStudy

__all__ = ["attendance", "participations", "rollcall", "sentences"]


def rollcall(
    study: OpenStudy,
    occasion: str,
    *,
    actor: str | None = None,
    targets: Sequence[str] = (),
    without: Sequence[str] = (),
    coder: str | None = None,
) -> Answer:
    """See `OpenStudy.rollcall`."""
    loaded, snapshot = study.loaded, study.snapshot
    require("occasion", [occasion], loaded.occasions)
    require_named("target", [*targets, *without], _target_names(loaded))
    require_apart(targets, without)
    documents, notes = _documents_of(study, occasion, actor)
    mentions, statements, absences, coders = codings_of(study, documents, coder)
    rows = roll_call(
        documents,
        mentions,
        statements,
        absences,
        target_table(codebook_asked(study)),
        snapshot.table("occasions", where="occasion = ?", parameters=[occasion]),
        treatments=treatment_words(loaded.codebook),
        coders=coders,
        coder=coder,
        only=targets,
        without=without,
    )
    rows = with_surprise(rows, _expected(study, occasion, documents, coder), "target", NAMED)
    notes += _roll_notes(study, rows, documents, occasion)
    return study.answer("rollcall", rows, notes, **_about(loaded, occasion))


def attendance(study: OpenStudy, occasion: str, *, states: Sequence[str] = (), without: Sequence[str] = ()) -> Answer:
    """See `OpenStudy.attendance`."""
    loaded, snapshot = study.loaded, study.snapshot
    require("occasion", [occasion], loaded.occasions)
    events = snapshot.table("events", where="occasion = ?", parameters=[occasion])
    participations = snapshot.table("participations")
    names = _target_names(loaded) | {key: known.name for key, known in loaded.config.actors.items()}
    known_states = [*loaded.config.actors, *participations["state"].unique().to_pylist()]
    require_named("state", [*states, *without], {key: names.get(key, key) for key in known_states})
    require_apart(states, without)
    rows = attendance_roll(
        events.sort_by([("date", "ascending"), ("event_id", "ascending")]),
        participations.sort_by("row"),
        snapshot.table("occasions", where="occasion = ?", parameters=[occasion]),
        names,
        only=states,
        without=without,
    )
    rows = with_surprise(rows, surprising(study, Asked((occasion,)), words=False), "state", CAME)
    notes = [] if rows.num_rows else [f"The study's events.csv and participations.csv say nothing of {occasion}."]
    if rows.num_rows:
        notes.append("Unknown means that the record holds no row for that state and year; it is not absence.")
        notes += unverified(rows)
    return study.answer("attendance", rows, notes, **_about(loaded, occasion))


def sentences(
    study: OpenStudy,
    occasion: str,
    *,
    targets: Sequence[str] = (),
    year: int | None = None,
    actor: str | None = None,
    coder: str | None = None,
) -> Answer:
    """See `OpenStudy.sentences`."""
    loaded = study.loaded
    require("occasion", [occasion], loaded.occasions)
    require_named("target", targets, _target_names(loaded))
    documents, notes = _documents_of(study, occasion, actor)
    if year is not None:
        documents = documents.filter(pc.equal(documents["occasion_year"], year))
        if documents.num_rows == 0:
            notes.append(f"The study holds no document of {occasion} in {year}.")
            notes += why_hidden(study, ["occasion = ?", "occasion_year = ?"], [occasion, year])
    rows = behind(study, documents, preferred_codings(*codings_of(study, documents, coder), coder=coder), targets)
    if documents.num_rows and not rows.num_rows:
        read = pc.sum(pc.greater(pc.fill_null(documents["n_characters"], 0), 0)).as_py() or 0
        n = how_many(documents.num_rows, "document")
        notes.append(f"No sentence and no coding names it in {n}, of which {read:,} could be read.")
    if year is not None and len(targets) == 1:
        notes.append(_EXPECTED.format(occasion, targets[0], year, "words"))
    return study.answer("sentences", rows, notes, **_about(loaded, occasion))


def participations(study: OpenStudy, occasion: str, *, states: Sequence[str] = (), year: int | None = None) -> Answer:
    """The records behind a cell of the roll call of guests: see `OpenStudy.sentences`."""
    loaded = study.loaded
    require("occasion", [occasion], loaded.occasions)
    conditions = ["e.occasion = ?"] + ["p.state IN (SELECT unnest(?::VARCHAR[]))"] * bool(states)
    conditions += ["coalesce(e.occasion_year, year(e.date)) = ?"] * (year is not None)
    given = [occasion, *([list(states)] if states else []), *([year] if year is not None else [])]
    rows = study.snapshot.query(
        "SELECT p.state AS target, e.occasion_year AS year, e.event_id, e.event_id AS document_id, e.date, e.title, "
        "p.person AS speaker, concat_ws(', ', p.status, replace(p.rank, '_', ' '), p.office) AS treatment, p.person, "
        "p.office, p.rank, p.status, p.confidence, p.note, p.source_url, e.source_url AS url "
        f"FROM participations p JOIN events e USING (event_id) WHERE {' AND '.join(conditions)} "
        "ORDER BY e.date, e.event_id, p.row",
        given,
    )
    notes = [] if rows.num_rows else ["The record says nothing of it: unknown, not absent."]
    if year is not None and len(states) == 1:
        notes.append(_EXPECTED.format(occasion, states[0], year, "deeds"))
    return study.answer("participations", rows, notes, **_about(loaded, occasion))


def _expected(study: OpenStudy, occasion: str, documents: pa.Table, coder: str | None) -> pa.Table:
    """How surprising each naming was in the words of one actor; no rows where those of several are taken together."""
    actors = pc.unique(documents["actor"].drop_null()).to_pylist()
    if len(actors) > 1:
        return SURPRISES.empty_table()
    return surprising(study, Asked((occasion,), actor=next(iter(actors), None), coder=coder), deeds=False)


_EXPECTED = "What was to be expected, and the years behind it: cenotaph omissions {} --target {} --year {} --{}"


def _target_names(loaded: LoadedStudy) -> dict[str, str]:
    return {key: target.name for key, target in loaded.codebook.targets.items()}


def _documents_of(study: OpenStudy, occasion: str, actor: str | None) -> tuple[pa.Table, list[str]]:
    documents = study.snapshot.table("documents", where="occasion = ?", parameters=[occasion])
    documents, notes = _of_one_actor(documents, actor, study.loaded.occasions[occasion].host)
    return documents.sort_by([("date", "ascending"), ("document_id", "ascending")]), notes


def _of_one_actor(documents: pa.Table, actor: str | None, host: str | None) -> tuple[pa.Table, list[str]]:
    actors = sorted({name for name in documents["actor"].to_pylist() if name})
    if actor is not None:
        if documents.num_rows:
            require("actor with documents on this occasion", [actor], actors)
        return documents.filter(pc.equal(documents["actor"], actor)), []
    if len(actors) < 2:
        return documents, []
    if host in actors:
        others = ", ".join(name for name in actors if name != host)
        note = f"Only the host's words ({host}); for those of {others} use --actor."
        return documents.filter(pc.equal(documents["actor"], host)), [note]
    return documents, [
        f"Words of {len(actors)} actors are taken together ({', '.join(actors)}); part them with --actor."
    ]


def _why_empty(study: OpenStudy, occasion: str) -> list[str]:
    """Why no document belongs to a rite: the date of the reading, documents without a date, or occasions.yaml."""
    hidden = why_hidden(study, ["occasion = ?"], [occasion])
    if hidden:
        return hidden
    note = "No document of the study belongs to this occasion; see `documents` of the occasion in occasions.yaml."
    undated = study.snapshot.query("SELECT count(*) AS n FROM documents WHERE date IS NULL")["n"][0].as_py()
    if not undated:
        return [note]
    has = "has no date, so it belongs" if undated == 1 else "have no date, so they belong"
    return [note, f"{how_many(undated, 'document')} of the study {has} to no rite: see cenotaph documents."]


def _roll_notes(study: OpenStudy, rows: pa.Table, documents: pa.Table, occasion: str) -> list[str]:
    if documents.num_rows == 0:
        return _why_empty(study, occasion)
    if rows.num_rows == 0:
        n = how_many(documents.num_rows, "document")
        return [f"None of the {study.loaded.codebook.codebook} codebook's targets is named in {n}."]
    years = sorted(set(rows["year"].to_pylist()))
    bare = sorted(set(rows.filter(pc.equal(rows["n_documents"], 0))["year"].to_pylist()))
    known, have = len(years) - len(bare), "has" if len(years) - len(bare) == 1 else "have"
    notes = [
        f"{known} of {how_many(len(years), 'year')} {have} a document. New (+) means not named in any earlier "
        "year that is known; gone (-) means absent where the last known year named it."
    ]
    if bare:
        notes.append(f"No document, so unknown: {_spans(bare)}.")
    return notes + unverified(rows)


def _spans(years: Sequence[int]) -> str:
    """`2003-2005, 2011`."""
    parts: list[list[int]] = []
    for year in years:
        if parts and parts[-1][-1] == year - 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


def _about(loaded: LoadedStudy, occasion: str) -> dict[str, Any]:
    rite = loaded.occasions[occasion]
    return {"occasion": occasion, "occasion_name": rite.name, "host": rite.host}

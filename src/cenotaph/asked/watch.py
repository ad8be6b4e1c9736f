"""A new document on a rite, before it is in the study: who is named and how, who is new or gone, what surprises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.absence import NAMED, broken_pairings, named_series, panels
from cenotaph.absence import omissions as judged
from cenotaph.answer import Answer
from cenotaph.asked.fetch import codings_of, require, sentences_of
from cenotaph.asked.omissions import Asked, expected
from cenotaph.asked.since import codebook_asked
from cenotaph.asked.wording import how_many
from cenotaph.build import Incoming, code_incoming, read_incoming
from cenotaph.corpus import Record, due_dates, occasion_years
from cenotaph.measures import (
    NOT_NAMED,
    compare_documents,
    preferred_codings,
    roll_call,
    sentences_behind,
    target_table,
    treatment_words,
)
from cenotaph.study import Occasion

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["WATCH", "Given", "watch"]

WATCH = pa.schema(
    [
        ("target", pa.string()),
        ("target_name", pa.string()),
        ("change", pa.string()),
        ("treatment", pa.string()),
        ("n_mentions", pa.int32()),
        ("n_statements", pa.int32()),
        ("last_year", pa.int16()),
        ("last_treatment", pa.string()),
        ("n_known", pa.int32()),
        ("n_present", pa.int32()),
        ("probability", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("surprise_bits", pa.float64()),
        ("ceiling_db", pa.float64()),
        ("reference_class", pa.string()),
        ("sentence", pa.string()),
        ("quotes", pa.list_(pa.string())),
    ]
)

#: What changed about a target, in the order in which a reader wants to know it.
CHANGES = ("new", "gone", "back", "treated otherwise", "as before", "unknown before")


@dataclass(frozen=True)
class Given:
    """What is said about the new document beside its own front matter; see `OpenStudy.watch`."""

    date: dt.date | None = None
    actor: str | None = None
    speaker: str | None = None
    language: str | None = None


def watch(study: OpenStudy, occasion: str, file: Path, given: Given, today: dt.date) -> Answer:
    """See `OpenStudy.watch`."""
    require("occasion", [occasion], study.loaded.occasions)
    require("actor", [given.actor] if given.actor else [], study.loaded.config.actors)
    rite = study.loaded.occasions[occasion]
    new, odd = _incoming(study, occasion, rite, file, given, today)
    document = new.documents.to_pylist()[0]
    earlier, twins = _earlier(study, occasion, document)
    series = _Series(study, occasion, rite, earlier, new)
    year = int(document["occasion_year"])
    rows = _rows(series, year)
    last = earlier.filter(pc.greater(pc.fill_null(earlier["n_characters"], 0), 0)).to_pylist()[-1:]
    compared = _compared(study, earlier, last[0], new) if last else None
    notes = [*odd, *_notes(study, occasion, earlier, document, twins, last)]
    return study.answer(
        "watch",
        rows,
        notes,
        occasion=occasion,
        occasion_name=rite.name,
        year=year,
        document={name: document[name] for name in _ABOUT},
        before={name: last[0][name] for name in _ABOUT} if last else None,
        n_earlier=earlier.num_rows,
        omissions=series.judged(year).to_pylist(),
        pairings=series.pairings(year).to_pylist(),
        comparison=compared.to_pylist() if compared is not None else [],
    )


_ABOUT = ("document_id", "date", "actor", "speaker", "title", "url", "language")


def _incoming(
    study: OpenStudy, occasion: str, rite: Occasion, file: Path, given: Given, today: dt.date
) -> tuple[Incoming, list[str]]:
    """The new document, coded; what the caller says of it comes before its front matter, and that before the rite."""
    documents, texts, odd = read_incoming(study.loaded, file)
    row = documents.to_pylist()[0]
    due = _last_due(rite, today)
    told: dict[str, Any] = {
        "date": given.date or row["date"] or due or today,
        "actor": given.actor or row["actor"] or rite.host,
        "speaker": given.speaker or row["speaker"],
        "language": given.language or row["language"],
        "genre": row["genre"] or rite.genre or None,
        "occasion": occasion,
        "date_precision": row["date_precision"] or "day",
    }
    told["known_at"] = row["known_at"] or told["date"]
    told["occasion_year"] = _year_of(rite, told["date"])
    for name, value in told.items():
        place = documents.schema.get_field_index(name)
        column = pa.array([value], documents.schema.field(place).type)
        documents = documents.set_column(place, documents.schema.field(place), column)
    if row["date"] is None and given.date is None:
        odd.append(f"No date is given; it is read as said on {told['date']}: --date.")
    return code_incoming(study.loaded, documents, texts), odd


def _last_due(rite: Occasion, today: dt.date) -> dt.date | None:
    """The last day before tomorrow on which the rite fell due."""
    days = [day for day in due_dates(rite.calendar, today.year - 1, today.year) if day <= today]
    return days[-1] if days else None


def _year_of(rite: Occasion, date: dt.date) -> int:
    """The year of the rite that fell due nearest to the date."""
    days = due_dates(rite.calendar, date.year - 1, date.year + 1)
    return min(days, key=lambda day: abs((day - date).days)).year if days else date.year


def _earlier(study: OpenStudy, occasion: str, document: Mapping[str, Any]) -> tuple[pa.Table, int]:
    """What the same actor said on the rite before, from the earliest; how many of the same year are left out."""
    found = study.snapshot.table(
        "documents",
        where="occasion = ? AND actor IS NOT DISTINCT FROM ? AND date IS NOT NULL",
        parameters=[occasion, document["actor"]],
    ).sort_by([("date", "ascending"), ("document_id", "ascending")])
    before = found.filter(
        pc.and_(pc.less(found["date"], document["date"]), pc.less(found["occasion_year"], document["occasion_year"]))
    )
    same = pc.sum(pc.equal(found["occasion_year"], document["occasion_year"])).as_py() or 0
    return before, int(same)


class _Series:
    """The actor's words on the rite, the new document last, with what is to be expected of it."""

    def __init__(self, study: OpenStudy, occasion: str, rite: Occasion, earlier: pa.Table, new: Incoming) -> None:
        self.study, self.occasion = study, occasion
        self.treatments = treatment_words(study.loaded.codebook)
        mentions, statements, absences, coders = codings_of(study, earlier)
        self.new = new
        self.cells = roll_call(
            pa.concat_tables([earlier, new.documents.select(earlier.column_names)], promote_options="permissive"),
            pa.concat_tables([mentions, new.mentions]),
            pa.concat_tables([statements, new.statements]),
            absences,
            targets := target_table(codebook_asked(study)),
            self._due(rite),
            treatments=self.treatments,
            coders=coders,
            only=targets["target"].to_pylist(),
        )
        routine = expected(study, Asked((occasion,)))
        actor = new.documents["actor"][0].as_py()
        named = named_series(self.cells, occasion=occasion, actor=actor)
        self.found = [routine.forecast(occasion, panel) for panel in panels(named)]
        self.names = {occasion: rite.name}

    def _due(self, rite: Occasion) -> pa.Table:
        """The years of the rite up to the new document's, which the build need not have reached."""
        snapshot = self.study.snapshot
        due = snapshot.table("occasions", where="occasion = ?", parameters=[self.occasion])
        last = self.new.documents["occasion_year"][0].as_py()
        record = Record.of(snapshot.table("events"), snapshot.table("participations"))
        further = occasion_years({self.occasion: rite}, last, last, record)
        known = due["year"].to_pylist()
        further = further.filter(pc.invert(pc.is_in(further["year"], pa.array(known, pa.int16()))))
        further = further.filter(pc.equal(further["year"], last)).select(due.column_names)
        due = pa.concat_tables([due.filter(pc.less_equal(due["year"], last)), further])
        return due.sort_by("year")

    def judged(self, year: int) -> pa.Table:
        """The year against the years before it; see `cenotaph.absence.omissions`."""
        return judged(self.found, [year], occasion_names=self.names)

    def pairings(self, year: int) -> pa.Table:
        """Targets named in the year without their usual companions."""
        named = [each for each in self.found if each.panel.act == NAMED and each.panel.companion is None]
        return broken_pairings(named, [year], occasion_names=self.names)


def _rows(series: _Series, year: int) -> pa.Table:
    """A row for each target that is named now or was the last time, the most telling first."""
    told = {row["target"]: row for row in series.judged(year).to_pylist() if row["act"] == NAMED}
    quotes = _quotes(series)
    history: dict[str, list[dict[str, Any]]] = {}
    for cell in series.cells.to_pylist():
        history.setdefault(cell["target"], []).append(cell)
    rows = []
    for target, cells in history.items():
        now = next(cell for cell in cells if cell["year"] == year)
        known = [cell for cell in cells if cell["year"] < year and cell["treatment"] != "unknown"]
        change = _change(now, known)
        if change is None:
            continue
        row = {name: now[name] for name in ("target", "target_name", "treatment", "n_mentions", "n_statements")}
        row |= {"change": change, "quotes": quotes.get(target, [])}
        row |= {"n_known": len(known), "n_present": sum(cell["treatment"] not in NOT_NAMED for cell in known)}
        before = [cell for cell in known if cell["treatment"] not in NOT_NAMED]
        row |= {"last_year": before[-1]["year"], "last_treatment": before[-1]["treatment"]} if before else {}
        rows.append(row | {name: told.get(target, {}).get(name) for name in _EXPECTED})
    rows.sort(key=lambda row: (CHANGES.index(row["change"]), -(row["surprise_bits"] or 0), -(row["n_mentions"] or 0)))
    return pa.Table.from_pylist(rows, schema=WATCH)


_EXPECTED = ("probability", "low", "high", "surprise_bits", "ceiling_db", "reference_class", "sentence")


def _change(now: Mapping[str, Any], known: list[dict[str, Any]]) -> str | None:
    """What changed since the last known occurrence; null where the target is absent and was absent."""
    named = now["treatment"] not in NOT_NAMED
    if named and not known:
        return "unknown before"
    was = bool(known) and known[-1]["treatment"] not in NOT_NAMED
    if not named:
        return "gone" if was else None
    if was:
        return "as before" if known[-1]["treatment"] == now["treatment"] else "treated otherwise"
    return "back" if any(cell["treatment"] not in NOT_NAMED for cell in known) else "new"


def _quotes(series: _Series) -> dict[str, list[str]]:
    """The new document's sentences that name each target."""
    new = series.new
    behind = sentences_behind(
        new.documents,
        new.texts,
        new.passages,
        new.mentions,
        new.statements,
        new.mentions.slice(0, 0).select(["document_id", "target", "coder", "confidence", "known_at"]),
        treatments=series.treatments,
    )
    found: dict[str, dict[str, None]] = {}
    for row in behind.to_pylist():
        if row["text"]:
            found.setdefault(row["target"], {})[row["text"]] = None
    return {target: list(texts) for target, texts in found.items()}


def _compared(study: OpenStudy, earlier: pa.Table, last: Mapping[str, Any], new: Incoming) -> pa.Table:
    """The new document beside the last one of the rite that has a text; see `cenotaph.measures.compare_documents`."""
    old = earlier.filter(pc.equal(earlier["document_id"], last["document_id"]))
    codings = preferred_codings(*codings_of(study, old))
    language = new.documents["language"][0].as_py()
    return compare_documents(
        sentences_of(study.snapshot, last["document_id"]),
        new.sentences(),
        codings.statements,
        new.statements,
        language,
        align=language == last["language"],
    )


def _notes(
    study: OpenStudy,
    occasion: str,
    earlier: pa.Table,
    document: Mapping[str, Any],
    twins: int,
    last: list[dict[str, Any]],
) -> list[str]:
    notes = []
    if not earlier.num_rows:
        notes.append(
            "The study holds nothing that this actor said on the rite before: there is nothing to compare with."
        )
    elif not last:
        notes.append("No earlier document of the rite has a text: statements and sentences are not compared.")
    elif last[0]["language"] != document["language"]:
        notes.append(f"The last text is in another language ({last[0]['language']}): sentences are not compared.")
    if twins:
        year = document["occasion_year"]
        notes.append(f"{how_many(twins, 'document')} of {occasion} in {year} in the study: left out here.")
    notes.append("Nothing was written: the text is not in the study. Put it among its sources and run cenotaph build.")
    return notes

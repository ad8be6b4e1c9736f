"""Words and deeds on one axis: what actors said, where they came, which gestures they made or withheld, by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.measures import in_a_list, preferred_codings, treatment_words

if TYPE_CHECKING:
    from cenotaph.store import Snapshot
    from cenotaph.study import LoadedStudy

__all__ = ["TIMELINE", "Wanted", "timeline"]

_s = pa.string()

#: One row a document, a participation, an event or a gesture.
TIMELINE = pa.schema(
    [
        ("date", pa.date32()),
        ("kind", _s),
        ("actor", _s),
        ("actor_name", _s),
        ("done", pa.bool_()),
        ("what", _s),
        ("treatments", pa.list_(pa.struct([("treatment", _s), ("targets", pa.list_(_s))]))),
        ("rank", _s),
        ("status", _s),
        ("channel", _s),
        ("person", _s),
        ("addressee", _s),
        ("occasion", _s),
        ("occasion_name", _s),
        ("referent", _s),
        ("title", _s),
        ("note", _s),
        ("confidence", pa.int8()),
        ("source_id", _s),
        ("ids", pa.list_(_s)),
        ("url", _s),
    ]
)

_PRESENT = ("attended", "virtual", "contingent")
_KINDS = ("words", "presence", "event", "gesture")
_SHOWN = 4


@dataclass(frozen=True)
class Wanted:
    """What a timeline is to hold; an empty value bounds nothing.

    Attributes:
        actors: whose words and deeds. occasion: on this rite only. first, last: from and to, both inclusive.
        referent: about this past: documents with a statement about it, gestures that refer to it, and events that
            commemorate it or belong to a rite on which a gesture about it is on record.
    """

    actors: tuple[str, ...] = ()
    referent: str | None = None
    occasion: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def condition(self, actor: str, occasion: str, date: str) -> tuple[str, list[object]]:
        """A condition in SQL on these columns, with its parameters; the referent apart."""
        parts = [f"{date} IS NOT NULL"]
        given: list[object] = []
        for value, part in (
            (list(self.actors), f"{actor} IN (SELECT unnest(?::VARCHAR[]))"),
            (self.occasion, f"{occasion} = ?"),
            (self.first, f"{date} >= ?"),
            (self.last, f"{date} <= ?"),
        ):
            if value:
                parts.append(part)
                given.append(value)
        return " AND ".join(parts), given


def timeline(study: LoadedStudy, snapshot: Snapshot, wanted: Wanted) -> pa.Table:
    """What was said, done and left undone, by date; only what the snapshot knows.

    `kind` is `words` (a document: of a rite, or with a statement about the referent; its main treatments of others),
    `presence` (who came to an event, at which rank, or did not come), `event` (one of which nobody's part is on record)
    or `gesture`. `done` is false for a gesture withheld and a guest who did not come, null where that is unknown.

    Returns: table `TIMELINE`, by date, then kind and id.
    """
    names = {key: target.name for key, target in study.codebook.targets.items()}
    names |= {key: actor.name for key, actor in study.config.actors.items()}
    referents = {key: referent.name for key, referent in study.codebook.referents.items()}
    rites = {key: rite.name for key, rite in study.occasions.items()}
    rows = [
        *_words(study, snapshot, wanted, names),
        *_presence(snapshot, wanted),
        *_events(snapshot, wanted),
        *_gestures(snapshot, wanted, referents),
    ]
    for row in rows:
        row["actor_name"] = names.get(row["actor"], row["actor"])
        row["occasion_name"] = rites.get(row["occasion"])
    rows.sort(key=lambda row: (row["date"], _KINDS.index(row["kind"]), row["source_id"], row["actor"] or ""))
    return pa.Table.from_pylist(rows, schema=TIMELINE)


def _words(
    study: LoadedStudy, snapshot: Snapshot, wanted: Wanted, names: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    where, given = wanted.condition("actor", "occasion", "date")
    if wanted.referent:
        where += " AND document_id IN (SELECT document_id FROM statements WHERE referent = ?)"
        given.append(wanted.referent)
    else:
        where += " AND occasion IS NOT NULL"
    documents = snapshot.table(
        "documents",
        ("document_id", "date", "actor", "speaker", "occasion", "title", "url"),
        where=f"duplicate_of IS NULL AND {where}",
        parameters=given,
    )
    said = _treatments(study, snapshot, documents, wanted.referent)
    for row in documents.to_pylist():
        found, ids, confidence = said.get(row["document_id"], ([], [], None))
        yield {
            **{key: row[key] for key in ("date", "actor", "occasion", "title", "url")},
            "kind": "words",
            "done": True,
            "person": row["speaker"],
            "source_id": row["document_id"],
            "ids": ids,
            "treatments": found,
            "what": _said(found, names),
            "confidence": confidence,
            "referent": wanted.referent,
        }


def _treatments(
    study: LoadedStudy, snapshot: Snapshot, documents: pa.Table, referent: str | None
) -> dict[str, tuple[list[dict[str, Any]], list[str], int | None]]:
    """Document -> its own treatments of others, the most frequent first, its statements, the surest confidence."""
    ids = documents["document_id"].to_pylist()
    mentions, statements, absences = (
        snapshot.of_documents(name, ids) for name in ("mentions", "statements", "absences")
    )
    codings = preferred_codings(mentions, statements, absences, snapshot.table("coders"))
    actors = dict(zip(ids, documents["actor"].to_pylist(), strict=True))
    words = treatment_words(study.codebook)
    counts: dict[str, dict[str, dict[str, int]]] = {}
    behind: dict[str, tuple[list[str], list[int]]] = {}
    of_acts = codings.statements.select(
        ["document_id", "holder", "act", "target", "referent", "statement_id", "confidence"]
    )
    for row in of_acts.to_pylist():
        actor, own = actors[row["document_id"]], row["holder"] in (None, actors[row["document_id"]])
        if not own or row["target"] == actor or (referent and row["referent"] != referent) or row["act"] not in words:
            continue
        targets = counts.setdefault(row["document_id"], {}).setdefault(words[row["act"]], {})
        targets[row["target"]] = targets.get(row["target"], 0) + 1
        ids_of, sure = behind.setdefault(row["document_id"], ([], []))
        ids_of.append(row["statement_id"])
        sure += [row["confidence"]] * (row["confidence"] is not None)
    named = codings.mentions.filter(pc.invert(in_a_list(codings.mentions))).select(["document_id", "target"])
    for row in [] if referent else named.group_by(["document_id", "target"]).aggregate([]).to_pylist():
        treated = counts.setdefault(row["document_id"], {})
        if row["target"] != actors[row["document_id"]] and not any(row["target"] in each for each in treated.values()):
            treated.setdefault(_NAMED, {})[row["target"]] = 0
    return {
        document: (
            _ordered(found),
            behind.get(document, ([], []))[0],
            max(behind.get(document, ([], []))[1], default=None),
        )
        for document, found in counts.items()
    }


_NAMED = "named only"


def _ordered(found: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Treatments by how often they were done, the targets of each likewise; who is named only comes last."""
    order = sorted(found, key=lambda word: (word == _NAMED, -sum(found[word].values()), word))
    return [
        {"treatment": word, "targets": sorted(found[word], key=lambda target: (-found[word][target], target))}
        for word in order
    ]


def _said(found: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    if not found:
        return "names none of the codebook's targets"
    return "; ".join(f"{each['treatment']} {_few([names.get(key, key) for key in each['targets']])}" for each in found)


def _few(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _presence(snapshot: Snapshot, wanted: Wanted) -> Iterable[dict[str, Any]]:
    where, given = wanted.condition("p.state", "e.occasion", "e.date")
    about, past = _about(wanted.referent)
    rows = snapshot.query(
        "SELECT e.event_id, e.date, e.title, e.occasion, e.anniversary_of, p.state, p.person, p.rank, p.status, "
        "p.note, p.confidence, coalesce(p.source_url, e.source_url) AS url "
        "FROM participations p JOIN events e USING (event_id) "
        f"WHERE {where}{about} ORDER BY e.date, e.event_id, p.row",
        [*given, *past],
    )
    for row in rows.to_pylist():
        came, unknown = row["status"] in _PRESENT, row["status"] == "unknown"
        rank = row["rank"] if row["rank"] != "none" else None
        how = " ".join(filter(None, (row["status"].replace("_", " "), f"({_spaced(rank)})" if came and rank else "")))
        yield {
            **{key: row[key] for key in ("date", "title", "occasion", "person", "status", "note", "confidence", "url")},
            "kind": "presence",
            "actor": row["state"],
            "done": None if unknown else came,
            "rank": rank,
            "what": f"{how}: {row['title']}",
            "source_id": row["event_id"],
            "ids": [row["event_id"]],
            "referent": row["anniversary_of"],
        }


def _events(snapshot: Snapshot, wanted: Wanted) -> Iterable[dict[str, Any]]:
    """Events in which no part of anybody is on record, of their host or of who did them."""
    where, given = wanted.condition("coalesce(e.initiator, e.host)", "e.occasion", "e.date")
    about, past = _about(wanted.referent)
    rows = snapshot.query(
        "SELECT e.event_id, e.date, e.title, e.occasion, e.anniversary_of, coalesce(e.initiator, e.host) AS actor, "
        "e.recipient, e.confidence, e.source_url AS url FROM events e "
        f"WHERE {where}{about} AND e.event_id NOT IN (SELECT event_id FROM participations)",
        [*given, *past],
    )
    for row in rows.to_pylist():
        yield {
            **{key: row[key] for key in ("date", "actor", "title", "occasion", "confidence", "url")},
            "kind": "event",
            "done": True,
            "what": row["title"],
            "addressee": row["recipient"],
            "source_id": row["event_id"],
            "ids": [row["event_id"]],
            "referent": row["anniversary_of"],
        }


def _gestures(snapshot: Snapshot, wanted: Wanted, referents: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    where, given = wanted.condition("performer_state", "occasion", "date")
    if wanted.referent:
        where += " AND referent = ?"
        given.append(wanted.referent)
    for row in snapshot.table("gestures", where=where, parameters=given).to_pylist():
        channel, past = row["channel"] or row["kind"], row["referent"]
        about = f" ({referents.get(past, _spaced(past))})" if past else ""
        yield {
            **{key: row[key] for key in ("date", "occasion", "referent", "confidence")},
            "kind": "gesture",
            "actor": row["performer_state"],
            "done": row["made"],
            "person": row["performer"],
            "what": f"{'' if row['made'] else 'no '}{_spaced(channel)}{about}",
            "channel": channel,
            "addressee": row["addressee_state"],
            "note": row["note"] if row["made"] else row["expectation_basis"],
            "source_id": row["gesture_id"],
            "ids": [row["gesture_id"]],
            "url": row["source_url"],
        }


def _about(referent: str | None) -> tuple[str, list[object]]:
    """A further condition on events `e`: they commemorate a past, or belong to a rite of a gesture about it."""
    if referent is None:
        return "", []
    rite = "SELECT occasion FROM gestures WHERE referent = ? AND occasion IS NOT NULL"
    return f" AND (e.anniversary_of = ? OR e.occasion IN ({rite}))", [referent, referent]


def _spaced(word: str | None) -> str:
    return (word or "").replace("_", " ").replace("-", " ")

"""One row of an event table as an event, with the guest's part where it is a visit, or as a gesture."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cenotaph.exchange.dictionary import Loss
from cenotaph.exchange.event_formats import EventFormat
from cenotaph.study import RANKS, StudyConfig, rank_of_office

__all__ = ["Carried", "cameo_code", "carry"]

Row = Mapping[str, Any]

#: The twenty roots of CAMEO, as kinds of events.
_ROOTS = {
    "01": "statement",
    "02": "appeal",
    "03": "intent_to_cooperate",
    "04": "consultation",
    "05": "diplomatic_cooperation",
    "06": "material_cooperation",
    "07": "aid",
    "08": "yielding",
    "09": "investigation",
    "10": "demand",
    "11": "disapproval",
    "12": "rejection",
    "13": "threat",
    "14": "protest",
    "15": "show_of_force",
    "16": "reduced_relations",
    "17": "coercion",
    "18": "assault",
    "19": "fight",
    "20": "mass_violence",
}
#: Codes that are gestures, with their kind.
_GESTURES = {"051": "praise", "055": "apology", "056": "forgiveness"}
_VISIT, _HOST_VISIT = "042", "043"
_OFFICES = {"envoy": "special_envoy", "head of government": "head_of_government", "head of state": "head_of_state"}
_COUNTRY = re.compile(r"\s*\([^)]*\)$")


@dataclass
class Carried:
    """What has been carried over so far.

    Attributes:
        events, gestures: id -> row. participations: rows.
        n_wanted: rows that were wanted.
        lost: why -> line and words of the first, how many.
        met: day, pair and code of every event.
    """

    file: str
    format: EventFormat
    config: StudyConfig
    constants: dict[str, str]
    each: bool = False
    events: dict[str, dict[str, str]] = field(default_factory=dict)
    gestures: dict[str, dict[str, str]] = field(default_factory=dict)
    participations: list[dict[str, str]] = field(default_factory=list)
    n_wanted: int = 0
    lost: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    met: set[tuple[str, ...]] = field(default_factory=set)

    def lose(self, row: Row, what: str, why: str) -> None:
        """Note that something of a row is not carried; alike losses are told once, with their number."""
        line, words, n = self.lost.get(why, (int(row["line"]), what, 0))
        self.lost[why] = (line, words, n + 1)

    def all_losses(self, unread: Sequence[str], ragged: int) -> tuple[Loss, ...]:
        """Every kind of loss, by line."""
        losses = [
            Loss(self.file, line, what if n == 1 else f"{what} (and {n - 1:,} more)", why, changed=why in _CHANGED)
            for why, (line, what, n) in self.lost.items()
        ]
        if unread:
            why = "Events have no place for these columns."
            losses.append(Loss(self.file, 1, f"columns {', '.join(unread)}", why))
        if ragged:
            losses.append(Loss(self.file, 1, f"{ragged:,} rows", "They have too few or too many cells."))
        return tuple(sorted(losses, key=lambda loss: loss.line))


_MERGED = "Rows of one day, pair and code are one event; --each keeps every row."
_NO_RANK = "Nothing tells the rank, so the guest has no row in participations.csv; the event is kept."
_CHANGED = (_MERGED,)


def cameo_code(code: str) -> str:
    """The code with the leading zero that spreadsheets take away: `42` is 042, `231` is 0231; others as they stand."""
    if not code.isdigit() or code.startswith("0"):
        return code
    if len(code) in (1, 2) or (len(code) == 3 and not 1 <= int(code[:2]) <= len(_ROOTS)):
        return f"0{code}"
    return code


def carry(carried: Carried, rows: Iterable[Row]) -> None:
    """Carry rows over, each as an event or a gesture, with the guest's part in a visit."""
    for row in rows:
        given = {**{key: value for key, value in row.items() if value is not None}, **carried.constants}
        carried.n_wanted += 1
        if "date" not in given or not _is_day(given["date"]):
            carried.lose(row, _shown(row), "Its day cannot be read.")
            continue
        if carried.format.codes == "CAMEO" and "code" in given:
            given["code"] = cameo_code(given["code"])
        if _is_merged(carried, given):
            continue
        kind = _GESTURES.get(given.get("code", "")[:3]) if carried.format.codes == "CAMEO" else None
        if kind:
            _gesture(carried, given, kind)
        else:
            _event(carried, given)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shown(row: Row) -> str:
    return str(row.get("title") or row.get("code") or row.get("id") or row.get("date") or "a row")[:80]


def _is_merged(carried: Carried, given: Row) -> bool:
    """Whether the row is one more of an event that is carried already."""
    if carried.each or not carried.format.codes:
        return False
    key = tuple(str(given.get(name, "")) for name in ("date", "initiator", "recipient", "code", "kind"))
    if key in carried.met:
        carried.lose(given, _shown(given), _MERGED)
        return True
    carried.met.add(key)
    return False


def _id(carried: Carried, given: Row, known: Mapping[str, object]) -> str:
    """The row's own id, else what makes it one event: day, pair and code, or in a table of one's own all it tells."""
    if "id" in given:
        parts = [given["id"]]
    elif carried.format.codes:
        parts = [given[name] for name in ("date", "initiator", "recipient", "code") if name in given]
    else:
        told = "|".join(f"{name}={given[name]}" for name in sorted(given) if name != "line")
        parts = [given["date"], hashlib.sha256(told.encode()).hexdigest()[:10]]
    plain = re.sub(r"[^A-Za-z0-9_.:-]+", "-", "-".join([carried.format.name, *parts]))[:72].strip("-")
    found, number = plain, 2
    while found in known:
        found, number = f"{plain}-{number}", number + 1
    return found


def _about(carried: Carried, given: Row) -> dict[str, str]:
    known_at = given.get("known_at", "")
    coded = bool(carried.format.codes)
    return {
        "date": given["date"],
        "known_at": max(known_at, given["date"]) if known_at else "",
        "source_url": given.get("source_url", ""),
        "confidence": "unverified" if coded else "",
    }


def _gesture(carried: Carried, given: Row, kind: str) -> None:
    name = _id(carried, given, carried.gestures)
    carried.gestures[name] = {
        "gesture_id": name,
        "performer": _person(carried.config, given["initiator"], given.get("initiator_name", "")),
        "performer_state": given["initiator"],
        "kind": kind,
        "addressee_state": given["recipient"],
        "made": "true",
        "note": f"{carried.format.title} {carried.file}, code {given['code']}",
        **_about(carried, given),
    }


def _event(carried: Carried, given: Row) -> None:
    code = given.get("code", "")
    title = given.get("title") or given.get("kind") or _kind(carried, given)
    if not title:
        carried.lose(given, _shown(given), "Nothing says what happened: no title and no kind.")
        return
    name = _id(carried, given, carried.events)
    host = given.get("host", "") or _host(carried, given)
    row = {
        "event_id": name,
        "occasion": given.get("occasion", ""),
        "kind": _kind(carried, given),
        "host": host,
        "initiator": given.get("initiator", ""),
        "recipient": given.get("recipient", ""),
        "code": code,
        "place": given.get("place", ""),
        "end_date": given.get("end_date", ""),
        "title": _title(carried, given, title),
        "source_title": f"{carried.format.title} {carried.file}",
        **_about(carried, given),
    }
    for side in ("initiator", "recipient", "host"):
        if given.get(f"{side}_given") and not given.get(side):
            carried.lose(given, given[f"{side}_given"], f"The study knows no actor of that name ({side}).")
    carried.events[name] = row
    _part(carried, given, name, host)


def _kind(carried: Carried, given: Row) -> str:
    code = given.get("code", "")
    if carried.format.codes == "CAMEO":
        return "visit" if code[:3] in (_VISIT, _HOST_VISIT) else _ROOTS.get(code[:2], "")
    return str(given.get("kind") or code).strip().lower().replace(" ", "_")


def _title(carried: Carried, given: Row, title: str) -> str:
    if not carried.format.codes:
        return title
    sides = [given.get(f"{side}_name") or given.get(side, "") for side in ("initiator", "recipient")]
    return f"{' > '.join(sides)}: {title.replace('_', ' ')}"


def _host(carried: Carried, given: Row) -> str:
    """Who was visited, where the row is a visit; else empty."""
    if carried.format.codes and _kind(carried, given) == "visit":
        return str(given["initiator" if given.get("code", "")[:3] == _HOST_VISIT else "recipient"])
    return ""


def _part(carried: Carried, given: Row, event: str, host: str) -> None:
    """The guest's part in a visit, or the part that a table of one's own tells."""
    if carried.format.codes:
        if not host:
            return
        guest = "recipient" if host == given["initiator"] else "initiator"
        state = given[guest]
        person = _person(carried.config, state, given.get(f"{guest}_name", ""))
    elif "state" in given:
        state, person = given["state"], given.get("person", "")
    else:
        if given.get("state_given"):
            carried.lose(given, given["state_given"], "The study knows no actor of that name (state).")
        return
    rank = given.get("rank") or _rank(carried.config, state, person, given.get("office", ""), given["date"])
    if rank not in RANKS:
        carried.lose(given, person or state, _NO_RANK)
        return
    office = given.get("office", "")
    part = {"event_id": event, "state": state, "person": "" if person.lower() in _OFFICES else person}
    status = given.get("status", "attended")
    about = {"source_url": given.get("source_url", ""), "confidence": "unverified" if carried.format.codes else ""}
    carried.participations.append(
        {**part, "office": office, "rank": rank, "status": status, "note": given.get("note", ""), **about}
    )


def _person(config: StudyConfig, state: str, name: str) -> str:
    """The name without the country that ICEWS sets behind offices; empty where it is the state's own."""
    plain = _COUNTRY.sub("", name)
    actor = config.actors[state]
    own = {known.casefold() for known in (state, actor.name, *actor.names.values())}
    return "" if plain.casefold() in own else plain


def _rank(config: StudyConfig, state: str, person: str, office: str, date: str) -> str | None:
    """By the office that is told, by the words that stand for the person, or by the person's offices in study.toml."""
    told = rank_of_office(office) or _OFFICES.get(person.lower()) or rank_of_office(person)
    if told or state not in config.actors:
        return told
    day = dt.date.fromisoformat(date)
    for known in config.actors[state].people:
        if person in (known.name, *known.aliases):
            for held in known.offices:
                if (held.from_ or dt.date.min) <= day <= (held.to or dt.date.max):
                    return rank_of_office(held.office)
    return None

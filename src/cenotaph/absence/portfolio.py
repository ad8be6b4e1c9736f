"""Portfolios: a gesture that was withheld, beside what the same state did about the same past in the days around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from cenotaph.absence.forecasts import MINIMUM_OCCASIONS
from cenotaph.absence.wording import how_expected, in_hundred
from cenotaph.inference import JEFFREYS, evidence_ceiling, surprise_bits

__all__ = ["PORTFOLIO", "portfolio"]

_f, _i, _s = pa.float64(), pa.int32(), pa.string()

PORTFOLIO = pa.schema(
    [
        ("withheld_id", _s),
        ("withheld_date", pa.date32()),
        ("performer_state", _s),
        ("referent", _s),
        ("channel", _s),
        ("medium", _s),
        ("source_id", _s),
        ("date", pa.date32()),
        ("days", _i),
        ("performer", _s),
        ("made", pa.bool_()),
        ("note", _s),
        ("source_url", _s),
        ("confidence", pa.int8()),
        ("n", _i),
        ("n_made", _i),
        ("precedents", pa.list_(_s)),
        ("probability", _f),
        ("surprise_bits", _f),
        ("ceiling_db", _f),
        ("n_channels", _i),
        ("n_made_channels", _i),
        ("n_judged", _i),
        ("expected_made", _f),
        ("observed_made", _i),
        ("joint_surprise_bits", _f),
        ("sentence", _s),
    ]
)


def portfolio(
    gestures: pa.Table,
    documents: pa.Table,
    attendance: pa.Table,
    *,
    within_days: int = 7,
    years: Sequence[int] = (),
    names: Mapping[str, str] | None = None,
    referents: Mapping[str, str] | None = None,
) -> pa.Table:
    """Every withheld gesture with the channels of its window: what the same state did about the same past, or did not.

    A gesture that moved from a wreath to a newspaper article is not silence. Each channel has its own base rate: the
    earlier record of the same state, referent and channel, made or withheld, one entry a year; below
    `MINIMUM_OCCASIONS` entries it has no probability and takes no part in the totals. `observed_made` and
    `expected_made` compare what was done with what the record made likely, over the channels that can be judged.

    Args:
        gestures: table `gestures` (`channel` where there is one, else its `kind`).
        documents: `document_id`, `date`, `actor`, `referent`, `title`, `url`: those with a statement about a referent.
        attendance: `event_id`, `date`, `state`, `referent`, `title`, `status`, `person`, `confidence` and
            `source_url`: who took part in what commemorates a referent.
        within_days: the greatest distance to the withheld gesture.
        years: withheld gestures of these years only; names, referents: ids -> names to show.

    Returns: table `PORTFOLIO`, a row an act, for each withheld gesture itself first, then by distance in days. Several
    acts in one channel are rows of their own and one channel of the totals.
    """
    acts = [*_gestures(gestures), *_documents(documents), *_attendance(attendance)]
    rows: list[dict[str, Any]] = []
    for withheld in acts:
        if withheld["medium"] != "gesture" or withheld["made"] or (years and withheld["date"].year not in years):
            continue
        alike = [each for each in acts if each is withheld or _same(each, withheld)]
        window = [each for each in alike if abs((each["date"] - withheld["date"]).days) <= within_days]
        window.sort(
            key=lambda each: (each is not withheld, abs((each["date"] - withheld["date"]).days), each["source_id"])
        )
        rows += _window(withheld, window, alike, names or {}, referents or {})
    rows.sort(key=lambda row: row["withheld_date"], reverse=True)
    return pa.Table.from_pylist(rows, schema=PORTFOLIO)


def _window(
    withheld: Mapping[str, Any],
    window: Sequence[Mapping[str, Any]],
    alike: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    referents: Mapping[str, str],
) -> list[dict[str, Any]]:
    rows = []
    for each in window:
        judged = _judge(each, alike, min(one["date"] for one in window))
        shown = {key: each[key] for key in _SHOWN}
        shown |= {"withheld_id": withheld["source_id"], "withheld_date": withheld["date"]}
        rows.append(shown | {"days": (each["date"] - withheld["date"]).days} | judged)
    channels = {row["channel"]: row for row in reversed(rows)}
    for row in rows:  # a channel that was used is used, whatever else was left undone in it
        if row["made"]:
            channels[row["channel"]] = row
    sure = [row for row in channels.values() if row["probability"] is not None]
    expected = sum(row["probability"] if row["made"] else 1 - row["probability"] for row in sure)
    totals = {
        "n_channels": len(channels),
        "n_made_channels": sum(row["made"] for row in channels.values()),
        "n_judged": len(sure),
        "expected_made": float(expected) if sure else None,
        "observed_made": sum(row["made"] for row in sure) if sure else None,
        "joint_surprise_bits": float(sum(row["surprise_bits"] for row in sure)) if sure else None,
    }
    said = _sentence(withheld, rows, names, referents)
    return [row | totals | {"sentence": said} for row in rows]


_SHOWN = (
    *("performer_state", "referent", "channel", "medium", "source_id", "date"),
    *("performer", "made", "note", "source_url", "confidence"),
)


def _judge(each: Mapping[str, Any], alike: Sequence[Mapping[str, Any]], before: dt.date) -> dict[str, Any]:
    """The outcome of one channel against its own earlier record, one entry a year."""
    record: dict[int, Mapping[str, Any]] = {}
    for one in alike:
        if (
            one["channel"] == each["channel"]
            and one["date"] < before
            and (one["made"] or one["date"].year not in record)
        ):
            record[one["date"].year] = one
    made = sum(one["made"] for one in record.values())
    found: dict[str, Any] = {"n": len(record), "n_made": made}
    found["precedents"] = [one["source_id"] for _, one in sorted(record.items())]
    found |= dict.fromkeys(("probability", "surprise_bits", "ceiling_db"))
    if len(record) < MINIMUM_OCCASIONS or each["medium"] == "document":  # nobody records what was not written
        return found
    likely = float(JEFFREYS.predictive(made, len(record)))
    probability = likely if each["made"] else 1 - likely
    found |= {"probability": probability, "surprise_bits": float(surprise_bits(probability))}
    return found | {"ceiling_db": float(evidence_ceiling(probability).decibels)}


def _sentence(
    withheld: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    referents: Mapping[str, str],
) -> str:
    who = names.get(withheld["performer_state"], withheld["performer_state"])
    past = f" ({referents.get(withheld['referent'], _plain(withheld['referent']))})" if withheld["referent"] else ""
    head = f"{withheld['date']}: no {_plain(withheld['channel'])} of {withheld['performer'] or who}{past}."
    own = rows[0]
    if own["probability"] is None:
        n = own["n"]
        most = float(evidence_ceiling(1 - JEFFREYS.predictive(n, n)).decibels) if own["n_made"] else None
        known = (
            "No earlier year of it is on record" if not n else f"Only {n} earlier year{'s' * (n > 1)} of it on record"
        )
        cap = "" if most is None else f" (had it been the rule, its absence could weigh {most:.1f} dB at most)"
        said = f"{known}: too few to say what was to be expected{cap}."
    else:
        said = f"That was {how_expected(own['probability'])} ({in_hundred(own['probability'])}) "
        said += f"and weighs at most {own['ceiling_db']:.1f} dB."
    made = list(dict.fromkeys(f"{_plain(row['channel'])} ({_when(row['days'])})" for row in rows if row["made"]))
    if not made:
        return f"{head} {said} Nothing else of {who} about it is on record in these days."
    return f"{head} {said} In the same days the record has of {who} about it: {', '.join(made)}."


def _when(days: int) -> str:
    return (
        "the same day" if days == 0 else f"{abs(days)} day{'s' * (abs(days) > 1)} {'before' if days < 0 else 'after'}"
    )


def _plain(slug: str) -> str:
    return slug.replace("_", " ").replace("-", " ")


def _same(each: Mapping[str, Any], withheld: Mapping[str, Any]) -> bool:
    return bool(
        each["performer_state"] == withheld["performer_state"]
        and each["referent"]
        and each["referent"] == withheld["referent"]
    )


def _same_channel(one: Mapping[str, Any], each: Mapping[str, Any]) -> bool:
    """Whether they are of one channel and meant for the same state, where it is stated for whom."""
    meant = {one["addressee_state"], each["addressee_state"]} - {None}
    return bool(one["channel"] == each["channel"]) and len(meant) < 2


def _gestures(table: pa.Table) -> list[dict[str, Any]]:
    return [
        {
            **{key: row[key] for key in ("performer_state", "referent", "date", "performer", "made", "note")},
            "medium": "gesture",
            "addressee_state": row["addressee_state"],
            "source_id": row["gesture_id"],
            "confidence": row["confidence"],
            "channel": row.get("channel") or row["kind"],
            "source_url": row["source_url"],
        }
        for row in table.to_pylist()
    ]


def _documents(table: pa.Table) -> list[dict[str, Any]]:
    return [
        {
            "performer_state": row["actor"],
            "referent": row["referent"],
            "date": row["date"],
            "performer": None,
            "made": True,
            "note": row["title"],
            "medium": "document",
            "addressee_state": None,
            "source_id": row["document_id"],
            "confidence": None,
            "channel": "document",
            "source_url": row["url"],
        }
        for row in table.to_pylist()
        if row["date"] is not None
    ]


def _attendance(table: pa.Table) -> list[dict[str, Any]]:
    return [
        {
            "performer_state": row["state"],
            "referent": row["referent"],
            "date": row["date"],
            "performer": row["person"],
            "note": row["title"],
            "medium": "event",
            "addressee_state": None,
            "source_id": row["event_id"],
            "made": row["status"] in ("attended", "virtual", "contingent"),
            "confidence": row["confidence"],
            "channel": "attendance",
            "source_url": row["source_url"],
        }
        for row in table.to_pylist()
        if row["status"] != "unknown"
    ]

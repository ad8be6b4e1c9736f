"""What was left out: the most surprising absences and appearances of each rite's last year, and withheld gestures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow.compute as pc

from cenotaph.absence import CAME, NAMED, PAIRING, findings, group_sentence, row_numbers, surprises, with_surprise
from cenotaph.expectations import Expectations
from cenotaph.report.data import Absences, Finding, Rite, Withheld
from cenotaph.report.grid import square
from cenotaph.report.words import counted
from cenotaph.store import Snapshot

__all__ = ["absences", "with_surprises"]

#: Findings of a rite, of these pairings at most; findings in all; withheld gestures.
_A_RITE, _PAIRINGS, _IN_ALL, _WITHHELD = 5, 2, 40, 12


def with_surprises(rites: Sequence[Rite], expected: Expectations) -> tuple[Rite, ...]:
    """The roll calls with what was to be expected of each cell; those of several speakers together are left as is."""
    from dataclasses import replace

    told = surprises([*expected.words, *expected.deeds])
    drawn = []
    for rite in rites:
        own = told.filter(pc.equal(told["occasion"], rite.occasion))
        spoken = []
        for roll in rite.spoken:
            whose = pc.equal(own["actor"], roll.actor) if roll.actor else pc.is_null(own["actor"])
            said = own.filter(pc.and_(pc.equal(own["kind"], "word"), whose))
            rows = roll.rows if roll.together else with_surprise(roll.rows, said, "target", NAMED)
            spoken.append(replace(roll, rows=rows))
        came = rite.attendance
        if came is not None:
            deeds = own.filter(pc.equal(own["kind"], "deed"))
            came = replace(came, rows=with_surprise(came.rows, deeds, "state", CAME))
        drawn.append(replace(rite, spoken=tuple(spoken), attendance=came))
    return tuple(drawn)


def absences(rites: Sequence[Rite], expected: Expectations, snapshot: Snapshot) -> Absences:
    """The findings of each rite in the order of the page, and the newest withheld gestures."""
    rows = expected.left_out().to_pylist()
    groups = findings(rows)
    shown, left = [], _IN_ALL
    for rite in rites:
        of_rite = [group for group in groups if group[0]["occasion"] == rite.occasion]
        kept = _mixed(of_rite)[: min(_A_RITE, left)]
        left -= len(kept)
        shown.append((rite, kept, len(of_rite) - len(kept)))
    sources = _addresses(
        snapshot, [each["source_id"] for _, kept, _ in shown for g in kept for each in g[0]["reference"]]
    )
    asked = f" --as-of {snapshot.as_of}" if snapshot.as_of else ""
    return Absences(
        rites=tuple(
            (rite.name, tuple(_finding(group, sources, asked) for group in kept), more, f"{rite.occasion}{asked}")
            for rite, kept, more in shown
            if kept
        ),
        withheld=_withheld(expected),
        n_judged=sum(row["probability"] is not None and row["kind"] != "pairing" for row in rows),
        n_unlikely=sum((row["probability"] or 1) < 0.5 and row["kind"] != "pairing" for row in rows),
        n_unsaid=sum(row["verdict"] == "cannot say" for row in rows),
    )


def _mixed(groups: Sequence[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """The findings in their order, less the pairings after the first few: one absence breaks many pairs."""
    pairings = [group for group in groups if group[0]["kind"] == PAIRING][_PAIRINGS:]
    return [group for group in groups if group not in pairings]


def _finding(group: Sequence[Mapping[str, Any]], sources: Mapping[str, str], asked: str) -> Finding:
    row = group[0]
    known = [each for each in row["reference"] if each["outcome"] != "unknown"]
    alike = [each for each in known if row["reference_label"] in each["labels"]] or known
    of_class = row["reference_label"] not in ("all", "recent", None) and len(alike) < len(known)
    what = f"{row['reference_label']} years" if of_class else "years"
    about = f" of {row['target_name']}" if len(group) > 1 else ""
    beside = f" that named {row['companion_name']}" if row["companion_name"] else ""
    rest = f"; {counted(len(known) - len(alike), 'other year')} on record not counted" if of_class else ""
    whose = "attendance" if row["kind"] == "deed" else row["actor"] or "all"
    kind = "deeds" if row["kind"] == "deed" else "words"
    return Finding(
        sentence=group_sentence(group),
        numbers=tuple(row_numbers(row)),
        cautions=_cautions(row, alike),
        summary=f"The {len(alike)} earlier {what}{about}{beside} behind it{rest}",
        years=tuple({**each, "url": sources.get(each["source_id"] or "", "")} for each in alike),
        square=square(row["occasion"], whose, row["target"], row["year"]),
        command=f"cenotaph omissions {row['occasion']} --target {row['target']} --year {row['year']} --{kind}{asked}",
    )


def _cautions(row: Mapping[str, Any], years: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What is to be read with caution: an outcome or years that nobody verified, what was found by looking."""
    unsure = sum(each["confidence"] == 1 for each in years)
    said = ["not verified that it is so"] if row["confidence"] == 1 else []
    said += [f"{unsure} of the {len(years)} years not verified"] if unsure else []
    return tuple(said + (["exploratory: found by looking through all pairs"] if row["exploratory"] else []))


def _withheld(expected: Expectations) -> tuple[Withheld, ...]:
    windows: dict[str, list[dict[str, Any]]] = {}
    for row in expected.withheld().to_pylist():
        windows.setdefault(row["withheld_id"], []).append(row)
    return tuple(_window(rows) for rows in list(windows.values())[:_WITHHELD])


def _window(rows: Sequence[Mapping[str, Any]]) -> Withheld:
    own = rows[0]
    judged: tuple[str, ...] = ()
    if own["n_judged"]:
        used = f"{own['observed_made']} used, {own['expected_made']:.2f} expected"
        judged = (f"of {counted(own['n_judged'], 'channel')} with a record long enough {used}",)
    return Withheld(
        date=own["withheld_date"],
        sentence=own["sentence"].partition(": ")[2],
        numbers=judged,
        cautions=("not verified",) if own["confidence"] == 1 else (),
        source_id=own["withheld_id"],
        url=own["source_url"],
        others=tuple({**row, "channel": row["channel"].replace("_", " ")} for row in rows if row["made"]),
    )


def _addresses(snapshot: Snapshot, ids: Sequence[str | None]) -> dict[str, str]:
    """Document or event -> its public address, where it has one."""
    wanted = sorted({each for each in ids if each})
    rows = snapshot.query(
        "SELECT document_id AS id, url FROM documents WHERE document_id IN (SELECT unnest(?::VARCHAR[])) UNION ALL "
        "SELECT event_id, source_url FROM events WHERE event_id IN (SELECT unnest(?::VARCHAR[]))",
        [wanted, wanted],
    )
    return {row["id"]: row["url"] for row in rows.to_pylist() if row["url"]}

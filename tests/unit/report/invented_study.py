"""An invented study of two invented states, by hand: what the report's tests draw. No sentence here was ever said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from cenotaph.charts import over_time
from cenotaph.measures.attendance import ATTENDANCE
from cenotaph.measures.behind import BEHIND
from cenotaph.measures.rollcall import ROLL_CALL
from cenotaph.report import ATTENDANCE_EVIDENCE, AttendanceRoll, Figure, ReportData, Rite, SpokenRoll

NAMES = {"ARD": "Ardania", "BEL": "Belloria", "allies": "The allies", "zh-x": "Xia <script>alert(1)</script>"}
SIGNS = {
    "C": "credited",
    "T": "thanked",
    "H": "honoured",
    "B": "bonded",
    "V": "victim",
    "n": "named only",
    "W": "warned",
    "D": "charged with distortion",
    "X": "blamed",
    ".": "absent",
    "?": "unknown",
}
#: One letter a year, 2012 onwards: how Ardania's head of state treats each target at the Day of the Bridge.
WORDS = {"BEL": "?.CCn..TH.?XD.", "allies": "??C.CC.CC.C.BW", "ARD": "VVHHHHHHHHHHVH", "zh-x": "...........CCC"}
#: The same for who came: head of state, minister, ambassador, none, unknown.
GUESTS = {"BEL": "??S.M?AS...?.S", "zh-x": ".....?..A.S..."}
RANKS = {"S": ("head_of_state", 12), "M": ("minister", 7), "A": ("ambassador", 2), ".": ("none", 0), "?": (None, None)}
FIRST_YEAR = 2012
SENTENCES = {
    "en": ("We thank Belloria, whose ferries came through the ice.", (9, 17), (3, 8)),
    "ru": ("Мы благодарим Беллорию за паромы, прошедшие сквозь лёд.", (14, 22), (3, 13)),
    "zh": ("我们感谢贝洛里亚的渡船穿过了冰面。", (4, 8), (2, 4)),
}


def day(year: int) -> dt.date:
    return dt.date(year, 5, 3)


def rollcall_rows() -> pa.Table:
    rows: list[dict[str, Any]] = []
    for target, letters in WORDS.items():
        before = None
        ever = False
        for place, letter in enumerate(letters):
            year, treatment = FIRST_YEAR + place, SIGNS[letter]
            named = letter not in ".?"
            n = 0 if letter in ".n" else None if letter == "?" else 1 + place % 3
            rows.append(
                {
                    "target": target,
                    "target_name": NAMES[target],
                    "year": year,
                    "date": day(year),
                    "document_id": None if letter == "?" else f"bridge-{year}",
                    "n_documents": 0 if letter == "?" else 1,
                    "treatment": treatment,
                    "treatments": [{"treatment": treatment, "n": n}] if n else [],
                    "n_statements": n,
                    "n_mentions": None if letter == "?" else n or int(named),
                    "confidence": 1 if year == 2014 else 3,
                    "first": named and not ever and before is not None,
                    "gone": letter == "." and before not in (None, "."),
                    "statement_ids": [f"{target}-{year}-{i}" for i in range(n or 0)],
                    "basis": "none" if letter == "?" else "coding" if year < 2016 else "text",
                }
            )
            if letter != "?":
                before, ever = letter, ever or named
    return pa.Table.from_pylist(rows, schema=ROLL_CALL)


def behind_rows() -> pa.Table:
    rows = []
    for cell in rollcall_rows().to_pylist():
        for i, statement in enumerate(cell["statement_ids"] or ([None] if cell["treatment"] == "named only" else [])):
            language = ("en", "ru", "zh")[i % 3]
            text, target, cue = SENTENCES[language]
            with_text = cell["basis"] == "text"
            rows.append(
                {
                    "target": cell["target"],
                    "year": cell["year"],
                    "document_id": cell["document_id"],
                    "date": cell["date"],
                    "actor": "ARD",
                    "speaker": "Ilo Marn",
                    "title": f"Address on the Day of the Bridge, {cell['year']}",
                    "url": f"https://ardania.example/{cell['year']}" if cell["year"] % 2 else "javascript:alert(1)",
                    "language": language,
                    "passage_id": f"{cell['document_id']}#{i}" if with_text else None,
                    "text": text if with_text else None,
                    "treatment": cell["treatment"],
                    "statement_id": statement,
                    "holder": "ARD",
                    "act": "thank",
                    "confidence": cell["confidence"],
                    "coder": "rules" if with_text else "fact-table",
                    "note": None if with_text else "Read in a press report of the day",
                    "source_url": None,
                    "target_start": target[0] if with_text else None,
                    "target_end": target[1] if with_text else None,
                    "cue_start": cue[0] if with_text else None,
                    "cue_end": cue[1] if with_text else None,
                }
            )
    return pa.Table.from_pylist([{n: r.get(n) for n in BEHIND.names} for r in rows], schema=BEHIND)


def attendance_rows() -> pa.Table:
    rows = []
    for state, letters in GUESTS.items():
        for place, letter in enumerate(letters):
            rank, order = RANKS[letter]
            known = rank is not None
            came = known and rank != "none"
            row: dict[str, Any] = dict.fromkeys(ATTENDANCE.names)
            row |= {
                "state": state,
                "state_name": NAMES[state],
                "year": FIRST_YEAR + place,
                "date": day(FIRST_YEAR + place),
                "event_id": "bridge" if known else None,
                "rank": rank,
                "rank_order": order,
                "status": "attended" if came else "absent" if known else "unknown",
                "person": "Vessa Orl" if came else None,
                "office": "President" if letter == "S" else None,
                "n_participations": int(known),
                "confidence": 3,
                "first": False,
                "gone": letter == "." and place > 0 and letters[place - 1] not in ".?",
                "note": "Laid a wreath" if came else None,
                "source_url": "https://ardania.example/guests" if came else None,
            }
            rows.append(row)
    return pa.Table.from_pylist(rows, schema=ATTENDANCE)


def participation_rows() -> pa.Table:
    shared = ("state", "year", "date", "person", "office", "rank", "status", "confidence", "note", "source_url")
    return pa.Table.from_pylist(
        [
            {key: row[key] for key in shared} | {"event": "Day of the Bridge", "place": "Ardan"}
            for row in attendance_rows().to_pylist()
            if row["event_id"]
        ],
        schema=ATTENDANCE_EVIDENCE,
    )


def measure_rows() -> pa.Table:
    rows = []
    for target, base in (("BEL", 0.3), ("allies", 0.15), ("zh-x", 0.05)):
        for place in range(14):
            if (place + len(target)) % 7 == 3:
                continue
            value = min(1.0, max(0.0, base + 0.04 * ((place * 5) % 7 - 3)))
            few = place % 5 == 0
            rows.append(
                {
                    "target": target,
                    "year": FIRST_YEAR + place,
                    "value": value,
                    "low": None if few else max(0.0, value - 0.12),
                    "high": None if few else min(1.0, value + 0.12),
                    "n": 3 if few else 9,
                    "numerator": 3.0,
                    "denominator": 10.0,
                    "unit": "share",
                    "covers": "variation between documents; not coder error",
                }
            )
    return pa.Table.from_pylist(rows)


def gesture_rows() -> pa.Table:
    ground = "a wreath came every year from 2012 to 2023"
    rows = [
        (2025, False, "wreath", "Belloria", "the ferrymen", ground, None, 1),
        (2024, True, "letter", "Belloria", "", None, "Read aloud <b>on the bridge</b>", 3),
        (2019, True, "site visit", None, "the old pier", None, None, None),
    ]
    names = ("date", "made", "kind", "addressee", "referent", "ground", "note", "confidence")
    shared = {"performer": "Vessa Orl", "state": "Ardania", "source_url": "https://ardania.example/gestures"}
    return pa.Table.from_pylist([shared | dict(zip(names, (day(row[0]), *row[1:]), strict=True)) for row in rows])


def invented_study(**changes: Any) -> ReportData:
    """The whole invented study; `changes` replace fields."""
    rite = Rite(
        "day-of-the-bridge",
        "Day of the Bridge",
        "Held at the old bridge of Ardan.",
        {
            year: (("jubilee",) if year % 5 == 0 else ()) + (("wartime",) if year > 2021 else ())
            for year in range(2012, 2026)
        },
        (SpokenRoll("ARD", "Ardania", rollcall_rows(), behind_rows()),),
        AttendanceRoll(attendance_rows(), participation_rows()),
    )
    chart = over_time(measure_rows(), title="Share of Ardania's credits", names=NAMES)
    assert chart is not None
    fields: dict[str, Any] = {
        "title": "Whom Ardania thanks (an invented study)",
        "description": "Two states that do not exist, a bridge that was never built, and the speeches nobody gave.",
        "as_of": dt.date(2025, 12, 31),
        "version": "0.0.0",
        "snapshot_id": "5f00c0ffee",
        "built_at": "2025-12-31T12:00:00+00:00",
        "codebook": "bridge",
        "codebook_version": "1",
        "codebook_hash": "abcdef012345",
        "languages": ("en", "ru", "zh"),
        "first_date": day(2012),
        "last_date": day(2025),
        "counts": {
            "documents": 14,
            "with_text": 10,
            "with_url": 14,
            "sentences": 412,
            "statements": 96,
            "events": 14,
            "participations": 22,
            "gestures_made": 2,
            "gestures_withheld": 1,
            "gestures_unsure": 1,
            "events_without_guests": 1,
            "undated": 1,
            "without_language": 0,
            "without_occasion": 2,
            "duplicates": 1,
            "unsure": 4,
            "without_source": 1,
        },
        "rites": (rite,),
        "figures": (
            Figure(
                chart,
                "credit_share",
                "30% means three in ten of the credits.",
                "comparing genres.",
                "A sentence counts once per target.",
                "cenotaph measure credit_share --by target,year",
            ),
        ),
        "gestures": gesture_rows(),
        "events": pa.Table.from_pylist(
            [
                {
                    "event_id": "lamps",
                    "date": day(2019),
                    "title": "Lamps are set on the river",
                    "kind": "vigil",
                    "host": "Ardania",
                    "place": "Ardan",
                    "source_url": None,
                    "confidence": 1,
                }
            ]
        ),
        "documents_by_year": pa.table({"year": [2012, 2013, None], "n": [7, 6, 1], "n_with_text": [4, 6, 0]}),
        "documents_by_language": pa.table({"language": ["en", "ru", None], "n": [6, 5, 3], "n_with_text": [5, 5, 0]}),
        "sources": pa.Table.from_pylist(
            [
                {
                    "source": "addresses",
                    "kind": "folder",
                    "path": "texts",
                    "n": 14,
                    "n_with_text": 10,
                    "first_date": day(2012),
                    "last_date": day(2025),
                    "languages": ["en", "ru", "zh"],
                    "hosts": [{"host": "ardania.example", "n": 14}],
                }
            ]
        ),
        "coders": pa.table(
            {"coder": ["rules"], "kind": ["rule"], "version": ["1.0"], "codebook_hash": ["abc"], "n_statements": [96]}
        ),
        "problems": pa.Table.from_pylist(
            [
                {
                    "code": "S004",
                    "name": "empty-text",
                    "severity": "warning",
                    "n": 2,
                    "file": "texts/2013.txt",
                    "message": "The file holds no text.",
                    "remedy": "Delete it or write the text.",
                }
            ]
        ),
        "acts": pa.table(
            {
                "act": ["thank"],
                "name": ["Thanks"],
                "treatment": ["thanked"],
                "definition": ["Expresses gratitude."],
                "n": [12],
            }
        ),
        "targets": pa.table(
            {
                "target": ["BEL"],
                "name": ["Belloria"],
                "kind": ["state"],
                "languages": [["en", "zh"]],
                "n_statements": [12],
                "n_mentions": [15],
            }
        ),
    }
    return ReportData(**(fields | changes))

"""Make the tables of the packaged study `frail-foundations` from a folder of facts.

    python examples/make_frail_foundations.py FACTS STUDY

FACTS holds `calendar.csv`, `events.csv`, `participations.csv`, `gestures.csv`, `mentions.csv` and
`victory_day_credit_gold.csv`. STUDY receives `occasions.yaml`, the three tables of deeds and the two tables of codings.
The same facts give the same bytes. No passage of a speech is copied: only who was treated how, on what evidence, and
the remark of the person who read it. A blank in the facts makes no row: unknown is not absent.

A fact that this script does not understand stops it; nothing is guessed and nothing is dropped in silence.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from pathlib import Path

Row = dict[str, str]

# ---- codings: who was treated how in which text ---------------------------------------------------------------------

#: Target of the facts -> (target of the codebook, what the facts say more narrowly). The codebook counts the Soviet
#: peoples and the Red Army as RUS, NATO and Western elites as `west`; the note of the row keeps the narrower word.
TARGETS = {
    "usa": ("USA", ""),
    "gbr": ("GBR", ""),
    "fra": ("FRA", ""),
    "chn": ("CHN", ""),
    "jpn": ("JPN", ""),
    "pol": ("POL", ""),
    "ukraine": ("UKR", ""),
    "allies-generic": ("allies", ""),
    "resistance-movements": ("resistance", ""),
    "soviet-volunteer-pilots": ("soviet-volunteer-pilots", ""),
    "soviet-peoples": ("RUS", "Soviet peoples"),
    "red-army": ("RUS", "Red Army"),
    "western-elites": ("west", "Western elites"),
    "nato": ("west", "NATO"),
    "falsifiers-unnamed": ("revisionists", "No one named"),
}

ACTS = {
    "credited": "credit",
    "thanked": "thank",
    "blamed": "blame",
    "blamed_distortion": "distort",
    "not_mentioned": "absent",
}

#: Column of the credit table -> target of the facts.
CREDIT_COLUMNS = {
    "names_USA": "usa",
    "names_UK": "gbr",
    "names_FRA": "fra",
    "names_CHN": "chn",
    "generic_allies": "allies-generic",
}

#: Evidence of the credit table -> (confidence that a target is named, that it is absent; the remark for either).
#: A quotation can show that someone is named; that someone is not named only the full text shows.
EVIDENCE = {
    "full text": (3, 3, "Full text read."),
    "full text read by pattern": (3, 3, "Full text searched by pattern."),
    "exact sentences": (3, 3, "The sentences that name countries were read."),
    "absence in sentence set": (3, 2, "Searched in a published set of sentences that name China or the United States."),
    "absence in sentence set; collective credit (second front, coalition) quoted by rg.ru": (
        3,
        2,
        "Searched in a published set of sentences that name countries; the collective credit stands in a press report.",
    ),
    "press quotation, two independent outlets": (3, 1, "Two press reports quote the address; full text not seen."),
    "relayed official text": (3, 1, "A relayed official digest; full text not seen."),
    "press quotation": (3, 1, "A press report quotes the address; full text not seen."),
}

CONFIDENCE = {"verified": 3, "unverified": 1}

SPEAKERS = {
    "Vladimir Putin": ("Vladimir Putin", ("RUS",)),
    "Dmitry Medvedev": ("Dmitry Medvedev", ("RUS",)),
    "Xi Jinping": ("Xi Jinping", ("CHN",)),
    "Li Shulei": ("Li Shulei", ("CHN",)),
    "Wang Yi": ("Wang Yi", ("CHN",)),
    "Putin and Xi": ("Vladimir Putin and Xi Jinping", ("RUS", "CHN")),
}

#: Texts that the facts file under a rite without being its address, or under a word that is no recurring rite.
#: document -> (occasion of the study, genre, title)
OTHER_TEXTS = {
    "putin-reception-2005": ("victory-day-reception", "reception", "Speech at the Victory Day reception, 2005"),
    "medvedev-reception-2008": ("victory-day-reception", "reception", "Speech at the Victory Day reception, 2008"),
    "putin-reception-2024": ("victory-day-reception", "reception", "Speech at the Victory Day reception, 2024"),
    "xi-vday-reception-2025": ("september-3-reception", "reception", "Speech at the 3 September reception, 2025"),
    "li-shulei-nanjing-2024": ("nanjing-memorial-day", "address", "Speech at the Nanjing memorial ceremony, 2024"),
    "putin-interview-2014-11": ("interview-for-china", "interview", "Interview for Chinese media, November 2014"),
    "putin-interview-2024-05": ("interview-for-china", "interview", "Written interview for Xinhua, May 2024"),
    "putin-interview-2025-08": ("interview-for-china", "interview", "Written interview for Xinhua, August 2025"),
    "xi-rg-2015": ("signed-article", "op-ed", "Signed article in Rossiyskaya Gazeta, May 2015"),
    "xi-politika-2016": ("signed-article", "op-ed", "Signed article in Politika, June 2016"),
    "xi-politika-2024": ("signed-article", "op-ed", "Signed article in Politika, May 2024"),
    "xi-rg-2025": ("signed-article", "op-ed", "Signed article in Rossiyskaya Gazeta, May 2025"),
    "putin-article-2020-06": ("", "op-ed", "Article on the 75th anniversary, June 2020"),
    "medvedev-lushun-2010": ("", "remarks", "Remarks at the Soviet memorial in Lushun, September 2010"),
    "putin-press-2015-05-08": ("", "remarks", "Press statement after talks with Xi Jinping, May 2015"),
    "putin-message-2020-09": ("", "message", "Message to Xi Jinping, 3 September 2020"),
    "xi-sf-2023": ("", "remarks", "Dinner speech in San Francisco, November 2023"),
    "joint-statement-2025-05-08": ("", "joint-statement", "Joint statement on the 80th anniversary, May 2025"),
    "putin-anchorage-2025": ("", "remarks", "Remarks in Anchorage, August 2025"),
    "xi-call-2025-09": ("", "remarks", "Telephone call with Donald Trump, September 2025"),
    "xi-call-2025-11": ("", "remarks", "Telephone call with Donald Trump, November 2025"),
    "chinese-consultation-2025-12": ("", "remarks", "Security consultation in Moscow, December 2025"),
}

SENTENCE_SETS = "https://github.com/szuvarska/PutinsTalksAnalysis"

CODING_COLUMNS = (
    "document_id", "date", "actor", "speaker", "occasion", "genre", "title",
    "holder", "act", "target", "confidence", "url", "note",
)  # fmt: skip


def _document(document_id: str, date: str, speaker: str) -> Row:
    """The columns that describe a text; every row of the text repeats them."""
    name, actors = SPEAKERS[speaker]
    if document_id in OTHER_TEXTS:
        occasion, genre, title = OTHER_TEXTS[document_id]
    elif "victory-day" in document_id:
        day = dt.date.fromisoformat(date)
        occasion, genre = "victory-day-moscow", "address"
        title = f"Address at the Red Square parade, {day.day} {day:%B} {day.year}"
    else:
        raise SystemExit(f'the text "{document_id}" is neither an address nor listed in OTHER_TEXTS')
    return {
        "document_id": document_id,
        "date": date,
        "actor": actors[0] if len(actors) == 1 else "",
        "speaker": name,
        "occasion": occasion,
        "genre": genre,
        "title": title,
    }


def _remark(*parts: str) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)


def _from_mentions(mentions: list[Row]) -> list[Row]:
    """One row for each row of mentions.csv; a joint text gives one for each side that speaks in it."""
    rows = []
    for fact in mentions:
        target, narrower = TARGETS[fact["target"]]
        for holder in SPEAKERS[fact["speaker"]][1]:
            rows.append(
                _document(fact["doc"], fact["date"], fact["speaker"])
                | {
                    "holder": holder,
                    "act": ACTS[fact["treatment"]],
                    "target": target,
                    "confidence": str(CONFIDENCE[fact["confidence"]]),
                    "url": fact["url"],
                    "note": _remark(narrower, fact["note"]),
                }
            )
    return rows


def _address_of(source: str) -> str:
    """The public address in the credit table's source column."""
    words = source.replace("(", " ").replace(")", " ").replace(";", " ").split()
    for word in words:
        if word.startswith("http"):
            return word
        if word.startswith("en.kremlin.ru/"):
            return f"http://{word}"
    if source.startswith("szuvarska/"):
        return SENTENCE_SETS
    raise SystemExit(f'no address in the source "{source}"')


def _from_credit_table(credit: list[Row], told: list[Row]) -> list[Row]:
    """Rows for the cells of the credit table that mentions.csv does not already tell, `named` or `absent`.

    A filled cell that contradicts mentions.csv stops the script.
    """
    acts: dict[tuple[str, str], set[str]] = {}
    for row in told:
        acts.setdefault((row["document_id"], row["target"]), set()).add(row["act"])
    rows = []
    for fact in credit:
        document = _document(f"putin-victory-day-{fact['date'][:4]}", fact["date"], fact["speaker"])
        sure_named, sure_absent, remark = EVIDENCE[fact["evidence"]]
        for column, name in CREDIT_COLUMNS.items():
            cell, target = fact[column].strip(), TARGETS[name][0]
            if not cell:
                continue
            named = {"1": True, "0": False}[cell]
            known = acts.get((document["document_id"], target))
            if known is not None:
                if named != (known != {"absent"}):
                    raise SystemExit(
                        f"{document['document_id']}: {column} is {cell}, mentions.csv says {sorted(known)}"
                    )
                continue
            rows.append(
                document
                | {
                    "holder": "RUS",
                    "act": "named" if named else "absent",
                    "target": target,
                    "confidence": str(sure_named if named else sure_absent),
                    "url": _address_of(fact["source"]),
                    "note": remark,
                }
            )
    return rows


def codings(credit: list[Row], mentions: list[Row]) -> tuple[list[Row], list[Row]]:
    """The codings of the parade addresses, and those of all other texts, each in order of date."""
    told = _from_mentions(mentions)
    rows = sorted(told + _from_credit_table(credit, told), key=lambda row: (row["date"], row["document_id"]))
    addresses = [row for row in rows if row["occasion"] == "victory-day-moscow"]
    return addresses, [row for row in rows if row["occasion"] != "victory-day-moscow"]


# ---- deeds: events, participations, gestures ------------------------------------------------------------------------

#: Occasion of the facts -> rite of the study. Words that name a kind of event and no rite become empty: the column
#: `kind` says it already.
RITES = {
    "war-outbreak-anniversary": "war-outbreak-poland",
    "liberation-anniversary": "belgrade-liberation",
    "op-ed": "signed-article",
    "interview": "interview-for-china",
    "state-visit": "",
    "summit-meeting": "",
    "joint-statement": "",
    "letter": "",
    "address": "",
    "law": "",
}

#: The facts' scale of ranks has no plain minister; the study's scale has.
RANKS = {("belgrade-ann-2022", "Aleksandar Vulin"): "minister"}


#: Whether foreign guests were invited to an event at all, as far as the facts tell. The address on which it rests
#: stands in the participations of the event, but for 2017 (the note of calendar.csv on Victory Day). Events of which
#: the facts say nothing, such as the parades of 2016, 2018, 2023 and 2024, stay blank: unknown.
GUESTS_INVITED = {
    "vd-moscow-1995": "true",
    "vd-moscow-2000": "false",
    "vd-moscow-2005": "true",
    "vd-moscow-2010": "true",
    "vd-moscow-2015": "true",
    "vd-moscow-2017": "false",
    "vd-moscow-2019": "false",
    "vd-moscow-2020": "true",
    "vd-moscow-2021": "false",
    "vd-moscow-2022": "false",
    "vd-moscow-2025": "true",
    "westerplatte-2009": "true",
    "dday-2014": "true",
    "dday-2019": "true",
    "dday-2024": "true",
    "warsaw-2019": "true",
    "cn-parade-2015": "true",
    "cn-parade-2025": "true",
}

#: (event, state) -> invited, where neither the status nor the event settles it: two whose note says that they were
#: invited and did not come, and three who came though no general invitation had gone out.
INVITED = {
    ("vd-moscow-2025", "HUN"): "true",
    ("vd-moscow-2025", "USA"): "true",
    ("vd-moscow-2017", "MDA"): "true",
    ("vd-moscow-2019", "KAZ"): "true",
    ("vd-moscow-2021", "TJK"): "true",
}


def _rite_of_gesture(fact: Row) -> str:
    """The rite on which a gesture was made or expected; empty for gestures on days of their own."""
    day, referent = fact["date"], fact["referent"]
    if day[5:] in ("05-07", "05-08") and referent == "belgrade-embassy-bombing":
        return "belgrade-embassy-bombing-anniversary"
    if (day[5:] == "05-09" or day == "2020-06-24") and referent in ("red-army", "american-allies"):
        return "victory-day-moscow"
    if day in ("2015-09-03", "2025-09-03") and referent in ("flying-tigers", "chinese-people", "american-allies"):
        return "victory-parade-beijing-0903"
    return "nanjing-memorial-day" if day[5:] == "12-13" else ""


def gestures(facts: list[Row]) -> list[Row]:
    """All gestures as they stand, with the rite they belong to. Their channel follows from their kind."""
    return [_with(fact, "kind", occasion=_rite_of_gesture(fact)) for fact in facts]


def _with(fact: Row, after: str, **more: str) -> Row:
    """The fact with further columns behind one of its own."""
    row: Row = {}
    for key, value in fact.items():
        row[key] = value
        if key == after:
            row |= more
    return row


def events(facts: list[Row]) -> list[Row]:
    """All events; `known_date` becomes `known_at`, the occasion becomes a rite of occasions.yaml or empty.

    Where the facts give the day of an announcement, the event itself became known on the day it happened.
    """
    rows = []
    for fact in facts:
        row = {("known_at" if key == "known_date" else key): value for key, value in fact.items()}
        row["occasion"] = RITES.get(fact["occasion"], fact["occasion"])
        row["known_at"] = max(fact["known_date"], fact["date"])
        rows.append(_with(row, "jubilee", guests_invited=GUESTS_INVITED.get(fact["event_id"], "")))
    return rows


def participations(facts: list[Row]) -> list[Row]:
    """All participations, but for the ranks the facts' scale could not express; with the invitations that are known."""
    rows = []
    for fact in facts:
        ranked = fact | {"rank": RANKS.get((fact["event_id"], fact["person"]), fact["rank"])}
        rows.append(_with(ranked, "status", invited=INVITED.get((fact["event_id"], fact["state"]), "")))
    return rows


# ---- occasions ------------------------------------------------------------------------------------------------------

WARTIME = {"wartime": {"from": "2022-02-24", "otherwise": "peacetime"}}
JUBILEE = {"jubilee": {"every": 5, "otherwise": "ordinary"}}
PARADE = "victory-day-moscow"
GUESTS = {"guests": {"guests_invited": True, "otherwise": "no-guests"}}

#: What is known of a rite beyond its line in calendar.csv. `since` narrows the series to the years in which the rite
#: was held in its present form.
BEYOND_CALENDAR: dict[str, dict[str, object]] = {
    "victory-day-moscow": {
        "name": "Victory Day parade, Moscow",
        "names": {"ru": "Парад Победы", "zh": "莫斯科胜利日阅兵"},
        "genre": "address",
        "since": 1995,
        "moved": [{"to": "2020-06-24", "why": "put off because of the epidemic"}],
    },
    "khalkhin-gol-anniversary": {
        "moved": [
            {"to": "2019-09-03", "why": "held on the Russian day of the war's end"},
            {"to": "2024-09-03", "why": "held on the Russian day of the war's end"},
        ]
    },
    "belgrade-liberation": {"moved": [{"to": "2014-10-16", "why": "set by the guest's travel"}]},
    "flying-tigers-anniversary": {"dates": ["2021-11-16", "2023-10-30"]},
    "september-3-russia": {
        "moved": [{"to": f"{year}-09-02", "why": "the day was 2 September until 2019"} for year in range(2010, 2020)],
        "since": 2010,
    },
    "defenders-day-ukraine": {
        "moved": [{"to": f"{year}-10-14", "why": "the day was 14 October until 2022"} for year in range(2015, 2023)]
    },
}

#: Rites that calendar.csv does not list, as the events and texts need them.
FURTHER_RITES: dict[str, dict[str, object]] = {
    "victory-day-reception": {
        "name": "Victory Day reception, Kremlin",
        "host": "RUS",
        "genre": "reception",
        "anniversary_of": "1945-05-09",
        "calendar": {"month": 5, "day": 9, "since": 2005},
        "classes": JUBILEE | WARTIME,
        "note": "Another audience than the parade, so another series.",
    },
    "victory-parade-beijing-0903": {
        "name": "Victory parade, Beijing",
        "names": {"zh": "纪念抗战胜利阅兵"},
        "host": "CHN",
        "anniversary_of": "1945-09-02",
        "calendar": {"dates": ["2015-09-03", "2025-09-03"]},
        "note": "Parades were held in 2015 and 2025 only.",
    },
    "september-3-reception": {
        "name": "Reception of 3 September, Beijing",
        "host": "CHN",
        "genre": "reception",
        "anniversary_of": "1945-09-02",
        "calendar": {"dates": ["2015-09-03", "2025-09-03"]},
    },
    "interview-for-china": {
        "name": "Russian president's interview for Chinese media",
        "host": "RUS",
        "genre": "interview",
        "calendar": {"dates": ["2014-11-06", "2024-05-15", "2025-08-29"]},
        "note": "Compare like with like: words meant for Chinese readers.",
    },
    "signed-article": {
        "name": "Chinese president's signed article before a state visit",
        "host": "CHN",
        "genre": "op-ed",
        "calendar": {"dates": ["2015-05-07", "2016-06-16", "2024-05-07", "2025-05-07"]},
    },
}

#: Anniversary of the facts -> the day that is commemorated. Only the year counts for the number of the anniversary.
COMMEMORATED = {
    "auschwitz-liberation-1945": "1945-01-27",
    "babyn-yar-1941": "1941-09-29",
    "barbarossa-1941": "1941-06-22",
    "belgrade-embassy-bombing-1999": "1999-05-07",
    "belgrade-liberation-1944": "1944-10-20",
    "deportation-1944": "1944-05-18",
    "elbe-meeting-1945": "1945-04-25",
    "end-of-war-in-europe-1945": "1945-05-09",
    "flying-tigers-1941": "1941-12-20",
    "hiroshima-1945": "1945-08-06",
    "holodomor-1932": None,
    "japan-surrender-1945": "1945-09-02",
    "katyn-1940": None,
    "khalkhin-gol-1939": "1939-08-31",
    "korea-1950": "1950-06-25",
    "korean-armistice-1953": "1953-07-27",
    "leningrad-1944": "1944-01-27",
    "marco-polo-bridge-1937": "1937-07-07",
    "moscow-1612": "1612-11-04",
    "mukden-1931": "1931-09-18",
    "nagasaki-1945": "1945-08-09",
    "nanjing-1937": "1937-12-13",
    "nato-bombing-1999": "1999-03-24",
    "normandy-1944": "1944-06-06",
    "pearl-harbor-1941": "1941-12-07",
    "relations-1949": "1949-10-02",
    "schuman-declaration-1950": "1950-05-09",
    "shimoda-1855": "1855-02-07",
    "smolensk-2010": "2010-04-10",
    "soviet-invasion-1939": "1939-09-17",
    "stalingrad-1943": "1943-02-02",
    "taiwan-1945": "1945-10-25",
    "treaty-2001": "2001-07-16",
    "victory-parade-1945": "1945-06-24",
    "war-outbreak-1939": "1939-09-01",
    "warsaw-uprising-1944": "1944-08-01",
}

HOSTS = {"UN": "UNO"}
FIRST_YEAR, LAST_YEAR = 1995, 2026


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> str:
    """The n-th (or with -1 the last) given weekday of a month, Monday being 0."""
    days = [dt.date(year, month, 1) + dt.timedelta(days=n) for n in range(31)]
    days = [day for day in days if day.month == month and day.weekday() == weekday]
    return days[nth if nth < 0 else nth - 1].isoformat()


def _calendar_rule(fact: Row, beyond: dict[str, object]) -> dict[str, object]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    if fact["occasion"] == "memorial-day-usa":
        return {"dates": [_nth_weekday(year, 5, 0, -1) for year in years]}
    if fact["occasion"] == "holodomor":
        return {"dates": [_nth_weekday(year, 11, 5, 4) for year in years if year >= int(fact["first_year"])]}
    if "dates" in beyond:
        return {"dates": beyond["dates"]}
    rule: dict[str, object] = {"month": int(fact["month"]), "day": int(fact["day"])}
    rule["since"] = beyond.get("since", int(fact["first_year"]))
    if "moved" in beyond:
        rule["moved"] = beyond["moved"]
    return rule


def occasions(calendar: list[Row]) -> dict[str, dict[str, object]]:
    """Every rite of calendar.csv, and the further ones, as entries of occasions.yaml."""
    entries: dict[str, dict[str, object]] = {}
    for fact in calendar:
        beyond = BEYOND_CALENDAR.get(fact["occasion"], {})
        hosts = [HOSTS.get(host, host) for host in fact["host_states"].split(";")]
        entry: dict[str, object] = {"name": beyond.get("name", fact["name"])}
        if "names" in beyond:
            entry["names"] = beyond["names"]
        entry["host"] = hosts[0]
        if "genre" in beyond:
            entry["genre"] = beyond["genre"]
        day = COMMEMORATED[fact["anniversary_of"]] if fact["anniversary_of"] else None
        if day:
            entry["anniversary_of"] = day
        entry["calendar"] = _calendar_rule(fact, beyond)
        entry["classes"] = (JUBILEE if day else {}) | WARTIME | (GUESTS if fact["occasion"] == PARADE else {})
        also = f"Also held by {', '.join(hosts[1:])}" if len(hosts) > 1 else ""
        note = _remark(fact["note"], also)
        if note:
            entry["note"] = f"{note}."
        entries[fact["occasion"]] = entry
    return entries | FURTHER_RITES


def _yaml(value: object) -> str:
    """One line of YAML: JSON but for bare dates and numbers, which need no quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_yaml(item) for item in value) + "]"
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError:
            return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def occasions_text(entries: dict[str, dict[str, object]]) -> str:
    """occasions.yaml as text."""
    lines = ["# The rites this study watches. Made from calendar.csv by examples/make_frail_foundations.py."]
    for slug, entry in entries.items():
        lines += ["", f"{slug}:"]
        for key, value in entry.items():
            lines.append(f"  {key}: {_yaml(value)}")
    return "\n".join(lines) + "\n"


# ---- files ----------------------------------------------------------------------------------------------------------


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row], columns: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make(facts: Path, study: Path) -> list[Path]:
    """Write the study's made files; returns them."""
    addresses, others = codings(_read(facts / "victory_day_credit_gold.csv"), _read(facts / "mentions.csv"))
    deeds = {
        "events.csv": events(_read(facts / "events.csv")),
        "participations.csv": participations(_read(facts / "participations.csv")),
        "gestures.csv": gestures(_read(facts / "gestures.csv")),
    }
    made = []
    for name, rows in deeds.items():
        _write(study / name, rows, tuple(rows[0]))
        made.append(study / name)
    for name, rows in (("addresses.csv", addresses), ("other-texts.csv", others)):
        _write(study / "codings" / name, rows, CODING_COLUMNS)
        made.append(study / "codings" / name)
    path = study / "occasions.yaml"
    path.write_text(occasions_text(occasions(_read(facts / "calendar.csv"))), encoding="utf-8")
    return [*made, path]


def main(arguments: list[str]) -> None:
    """Run from the command line."""
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    for path in make(Path(arguments[0]), Path(arguments[1])):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])

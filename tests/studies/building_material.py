"""A small invented study, as large as a test wants it, and its tables in a form that can be compared."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa

from cenotaph.store import TABLES, Snapshot

STUDY = """\
title = "An invented study"
languages = ["en"]
codebook = "codebook.yaml"

[actors.OST]
name = "Ostria"
people = [{ name = "Ada Muster", offices = [{ office = "President", from = 2001-01-01 }] }]

[[sources]]
id = "speeches"
kind = "table"
path = "speeches.csv"
constant = { actor = "OST", language = "en", genre = "address" }

[sources.columns]
id = "id"
date = "date"
title = "title"
text = "text"

[[sources]]
id = "letters"
kind = "folder"
path = "letters"
filename = "{date}"
constant = { actor = "OST", speaker = "Ada Muster", language = "en", genre = "letter" }

[[sources]]
id = "readings"
kind = "codings"
path = "codings/reader.csv"
coder = "reader"

[sources.columns]
document_id = "document_id"
date = "date"
actor = "actor"
act = "act"
target = "target"
"""

CODEBOOK = """\
codebook: invented
version: "1"
targets:
  VER: { name: Verland, terms: { en: [Verland, Verlander] } }
  NOR: { name: Norby, terms: { en: [Norby] } }
referents:
  long-war: { name: the Long War, terms: { en: [Long War] } }
acts:
  thank:
    name: thanks
    treatment: thanked
    cues: { en: [thank, gratitude] }
  blame:
    name: blame
    treatment: blamed
    cues: { en: [betray] }
"""

OCCASIONS = """\
liberation-day:
  name: Liberation Day
  host: OST
  calendar: { month: 5, day: 8, since: 2001 }
  documents: { source: [speeches], within_days: 2 }
"""

EVENTS = """\
event_id,date,occasion,kind,host,title,known_at
parade-2001,2001-05-08,liberation-day,parade,OST,The first parade,
parade-2002,2002-05-08,liberation-day,parade,OST,The second parade,2003-01-01
"""

PARTICIPATIONS = """\
event_id,state,rank,status,known_at
parade-2001,VER,head_of_state,attended,
parade-2002,VER,none,absent,
"""

CODINGS = """\
document_id,date,actor,act,target
broadcast-2001,2001-05-08,OST,thank,VER
broadcast-2001,2001-05-08,OST,absent,NOR
speech-0001,2001-05-08,OST,named,NOR
"""


def speech(number: int) -> dict[str, str]:
    """The row of one speech; every number makes another text."""
    year = 2001 + number % 20
    text = (
        f"Friends, this is speech number {number} on the Long War.\n"
        f"We thank the people of Verland, who stood with us in the Long War for {number} days.\n"
        f"Norby had promised to help us, but in the Long War Norby betrayed the {number} towns of the coast. "
        "The sea is calm today."
    )
    return {"id": f"speech-{number:04}", "date": f"{year}-05-08", "title": f"Speech {number}", "text": text}


def write_speeches(folder: Path, speeches: list[dict[str, str]]) -> None:
    """Write the table of speeches anew."""
    with open(folder / "speeches.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "date", "title", "text"])
        writer.writeheader()
        writer.writerows(speeches)


def write_study(folder: Path, n_speeches: int = 12, n_letters: int = 3) -> Path:
    """Write the whole study folder; the folder."""
    (folder / "letters").mkdir(parents=True)
    (folder / "codings").mkdir()
    files = {
        "study.toml": STUDY,
        "codebook.yaml": CODEBOOK,
        "occasions.yaml": OCCASIONS,
        "events.csv": EVENTS,
        "participations.csv": PARTICIPATIONS,
        "codings/reader.csv": CODINGS,
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    write_speeches(folder, [speech(number) for number in range(n_speeches)])
    for number in range(n_letters):
        (folder / "letters" / f"2010-03-{number + 1:02}.txt").write_text(
            f"Letter {number}. Our gratitude to Verland for the Long War does not fade.", encoding="utf-8"
        )
    return folder


def tables(folder: Path) -> dict[str, pa.Table]:
    """All tables of the snapshot."""
    snapshot = Snapshot.open(folder)
    return {name: snapshot.table(name) for name in TABLES}

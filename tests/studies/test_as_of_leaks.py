"""No answer as of a date shows what became public later: every row carries a mark, and every output is searched."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from building_material import CODEBOOK, OCCASIONS
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cenotaph.build import build
from cenotaph.cli import cli
from cenotaph.study import load_checked

STUDY = """\
title = "An invented study"
languages = ["en"]

[actors.OST]
name = "Ostria"

[[sources]]
id = "letters"
kind = "folder"
path = "letters"
constant = { actor = "OST", language = "en" }

[[sources]]
id = "readings"
kind = "codings"
path = "readings.csv"

[[sources]]
id = "others"
kind = "codings"
path = "others.csv"
"""

FIRST, LAST = 2001, 2008
YEARS = range(FIRST, LAST + 1)
#: How many years after the day a thing of the kind became public.
DELAYS = {"text": (0, 3), "coding": (0, 1, 4), "event": (0, 2), "part": (1, 5), "gesture": (0, 3)}


def mark(kind: str, year: int, delay: int) -> str:
    """A word that tells what it marks and in which year that became public."""
    return f"qmark{kind}of{year}known{year + delay}q"


def said_later(output: str, day: dt.date) -> set[str]:
    """The marks in an output of what became public after the day; each did on 8 May of its year."""
    found = set(re.findall(r"qmark[a-z]+of\d+known(?:\d+)q", output))
    return {each for each in found if dt.date(int(each[-5:-1]), 5, 8) > day}


def _rows(head: str, rows: list[str]) -> str:
    return "\n".join([head, *rows]) + "\n"


def _codings(kinds: tuple[str, ...], coder: str) -> str:
    rows = []
    for year in YEARS:
        for number, delay in enumerate(DELAYS["coding"]):
            word = mark("coding", year, delay)
            act = kinds[(year + number) % len(kinds)]
            document = f"letter-{year}-0" if (year + number) % 2 else f"talk-{year}"
            rows.append(
                f"{document},{year}-05-08,{year + delay}-05-08,OST,liberation-day,{act},"
                f"{('VER', 'NOR')[number % 2]},{word},https://{word}.example/{coder},{coder}{number}"
            )
    return _rows("document_id,date,known_at,actor,occasion,act,target,note,url,coder", rows)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaks")
    (folder / "letters").mkdir()
    for year in YEARS:
        for number, delay in enumerate(DELAYS["text"]):
            word = mark("text", year, delay)
            (folder / "letters" / f"letter-{year}-{number}.txt").write_text(
                f"---\ndate: {year}-05-08\nknown_at: {year + delay}-05-08\noccasion: liberation-day\ntitle: {word}\n"
                f"speaker: {word}\nurl: https://{word}.example\n---\nIn the Long War we thank Verland {word}. "
                f"Norby betrayed us in the Long War. We thank Verland again and again.\n",
                encoding="utf-8",
            )
    events, parts, gestures = [], [], []
    for year in YEARS:
        for number, delay in enumerate(DELAYS["event"]):
            word = mark("event", year, delay)
            events.append(
                f"e{year}-{number},{year}-05-08,liberation-day,parade,OST,{word},{year + delay}-05-08,https://{word}.example"
            )
            for state, later in zip(("VER", "NOR"), DELAYS["part"], strict=True):
                word = mark("part", year, delay + later)
                known = f"{year + delay + later}-05-08"
                parts.append(f"e{year}-{number},{state},minister,attended,{known},{word},https://{word}.example")
        for number, delay in enumerate(DELAYS["gesture"]):
            word = mark("gesture", year, delay)
            gestures.append(
                f"g{year}-{number},{year}-05-08,{word},OST,wreath,VER,{'no' if number else 'yes'},{word},"
                f"{year + delay}-05-08,{word}"
            )
    files = {
        "study.toml": STUDY,
        "codebook.yaml": CODEBOOK,
        "occasions.yaml": OCCASIONS.replace("documents: { source: [speeches], within_days: 2 }", ""),
        "readings.csv": _codings(("thank", "absent", "blame"), "reader"),
        "others.csv": _codings(("named", "thank", "absent"), "other"),
        "events.csv": _rows("event_id,date,occasion,kind,host,title,known_at,source_url", events),
        "participations.csv": _rows("event_id,state,rank,status,known_at,note,source_url", parts),
        "gestures.csv": _rows(
            "gesture_id,date,performer,performer_state,kind,addressee_state,made,expectation_basis,known_at,note",
            gestures,
        ),
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    build(load_checked(folder), jobs=1)
    return folder


def questions(year: int) -> list[list[str]]:
    """One of each kind of question, in as many shapes as show rows."""
    cell = ["--open", f"VER:{year}"]
    return [
        ["rollcall", "liberation-day"],
        ["rollcall", "liberation-day", "--json"],
        ["rollcall", "liberation-day", "--json", *cell],
        ["rollcall", "liberation-day", *cell],
        ["rollcall", "liberation-day", "--attendance", "--json"],
        ["rollcall", "liberation-day", "--attendance"],
        ["omissions"],
        ["omissions", "--json"],
        ["omissions", "--backtest", "--json"],
        ["measure", "document_share", "--by", "target", "--by", "year", "--json"],
        ["measure", "document_share", "--by", "target", "--open", "target=VER", "--json"],
        ["measure", "thank_rate", "--by", "target", "--open", "target=VER", "--json"],
        ["find", "qmark*", "--json"],
        ["find", "thank", "--json"],
        ["documents", "--json"],
        ["status", "--json"],
        ["compare", f"letter-{year}-0", f"letter-{year + 1}-0", "--json"],
    ]


def answers(study: Path, day: dt.date | None) -> str:
    """All that is said to all questions, the report's page included."""
    runner, asked = CliRunner(), ["--study", str(study), *(["--as-of", day.isoformat()] if day else [])]
    said = []
    for words in questions(min(max(day.year if day else LAST, FIRST), LAST) - 1):
        run = runner.invoke(cli, [*words, *asked])
        # As of an early day nothing may be there to ask about; without a day every question has an answer.
        assert run.exit_code == 0 or (day and hasattr(run.exception, "exit_code")), (words, run.exception)
        said.append(run.output)
    page = study.parent / "page.html"
    run = runner.invoke(cli, ["report", *asked, "--out", str(page)])
    assert run.exit_code == 0, run.output
    return "\n".join([*said, page.read_text(encoding="utf-8")])


def test_without_a_date_every_kind_of_row_is_shown(study: Path) -> None:
    said = answers(study, None)
    for kind in DELAYS:
        assert f"qmark{kind}of" in said, kind


@settings(max_examples=5)
@given(st.dates(dt.date(FIRST, 1, 1), dt.date(LAST + 5, 12, 31)))
@example(dt.date(2004, 5, 7))
@example(dt.date(2004, 5, 8))
def test_nothing_is_shown_before_it_was_public(study: Path, day: dt.date) -> None:
    assert said_later(answers(study, day), day) == set()

"""Words of a built study compared: counted when first asked for, opened onto sentences, dated."""

from __future__ import annotations

from pathlib import Path

import pytest

import cenotaph
from cenotaph.errors import CenotaphError

STUDY = """
title = "Words"
languages = ["en", "ru"]
codebook = "memory-acts"

[[sources]]
id = "texts"
kind = "table"
path = "texts.csv"
columns = { id = "id", date = "date", actor = "actor", language = "language", text = "text" }

[actors]
RUS = { name = "Russia" }
CHN = { name = "China" }
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("words")
    (made / "study.toml").write_text(STUDY, "utf-8")
    rows = ["id,date,actor,language,text"]
    for n in range(6):
        rows.append(f'c{n},20{10 + n}-09-03,CHN,en,"A first sentence. Lanterns shine, lantern by lantern, for peace."')
        rows.append(f'r{n},20{10 + n}-05-09,RUS,en,"A first sentence. Banners fly, banner by banner, for peace."')
    rows.append('ru,2015-05-09,RUS,ru,"Флаги реют."')
    (made / "texts.csv").write_text("\n".join(rows) + "\n", "utf-8")
    cenotaph.open(made).build()
    return made


def test_words_are_counted_once_and_open_onto_sentences(folder: Path) -> None:
    heard = []
    study = cenotaph.open(folder)
    study.listener = heard.append
    rows = {(r["actor"], r["word"]): r for r in study.measure("word_contrast", language="en")}
    assert {event.stage for event in heard} == {"counting words"}
    row = rows["CHN", "lantern"]
    assert (row["numerator"], row["numerator_rest"], row["n"], row["n_rest"]) == (18, 0, 6, 6)
    assert row["covers"] == "no interval: one side never uses it"
    heard.clear()
    as_they_stand = study.measure("word_contrast", language="en", options={"forms": "no"})
    assert {(r["actor"], r["word"]): r["numerator"] for r in as_they_stand}["CHN", "lantern"] == 12
    assert not heard
    opened = study.counted("word_contrast", {"actor": "CHN", "word": "lantern"}, language="en")
    assert {r["text"] for r in opened} == {"Lanterns shine, lantern by lantern, for peace."}
    assert len(opened) == 3


def test_what_was_not_public_is_not_counted(folder: Path) -> None:
    rows = list(cenotaph.open(folder, as_of="2015-06-01").measure("word_contrast", language="en"))
    assert {(r["actor"], r["n"], r["n_rest"]) for r in rows} == {("CHN", 5, 6), ("RUS", 6, 5)}
    assert not list(cenotaph.open(folder, as_of="2009-01-01").measure("word_contrast"))


def test_words_of_two_languages_are_never_pooled(folder: Path) -> None:
    with pytest.raises(CenotaphError, match=r"in en, ru\.\n  Ask for one, such as --language en"):
        cenotaph.open(folder).measure("word_contrast")

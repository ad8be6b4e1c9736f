"""Pairs of passages from the draw to the scale, on the packaged study's skeleton of our own making."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cenotaph
from cenotaph.errors import CenotaphError
from cenotaph.inference import connected_parts
from cenotaph.measures import blinded, drawn_pairs

STUDY = """
title = "Pairs"
languages = ["en"]
codebook = "memory-acts"

[[sources]]
id = "texts"
kind = "table"
path = "texts.csv"
columns = { id = "id", date = "date", actor = "actor", text = "text" }
constant = { language = "en" }

[actors]
RUS = { name = "Russia" }
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> cenotaph.OpenStudy:
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "study.toml").write_text(STUDY, "utf-8")
    rows = [f'd{n},20{10 + n}-05-09,RUS,"In 194{n} Russia thanked the allies {n} times."' for n in range(6)]
    (folder / "texts.csv").write_text("\n".join(["id,date,actor,text", *rows]) + "\n", "utf-8")
    opened = cenotaph.open(folder)
    opened.build()
    return opened


def fill(file: Path, out: Path, rater: str, better: dict[str, str]) -> None:
    rows = list(csv.DictReader(file.open(encoding="utf-8-sig")))
    for row in rows:
        row["answer"], row["rater"] = better[row["pair"]], rater
    with out.open("w", encoding="utf-8", newline="") as made:
        writer = csv.DictWriter(made, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_drawn_blind_answered_and_fitted(study: cenotaph.OpenStudy) -> None:
    file = study.draw_pairs("more", "Which is more?", passages=6, each=4, seed=3)
    text = file.read_text("utf-8-sig")
    assert "Russia" not in text
    assert "194" not in text
    assert "d1" not in text
    assert "[...] thanked the allies" in text
    with pytest.raises(CenotaphError, match="stands already"):
        study.draw_pairs("more", "Which is more?")
    key = {row["pair"]: row for row in csv.DictReader(file.with_name("more.key.csv").open(encoding="utf-8-sig"))}
    later = {pair: "1" if row["first_passage"] > row["second_passage"] else "2" for pair, row in key.items()}
    some = {pair: "1" if n % 3 == 0 else later[pair] for n, pair in enumerate(key)}
    fill(file, file.with_name("anna.csv"), "Anna", later)
    fill(file, file.with_name("bo.csv"), "", some)
    answer = study.fit_pairs("more", [file.with_name("anna.csv"), file.with_name("bo.csv")])
    rows = list(answer)
    assert rows[0]["document_id"] == "d5"
    assert rows[-1]["document_id"] == "d0"
    assert [row["n"] for row in rows] == [8] * 6
    assert sum(row["value"] for row in rows) == pytest.approx(0, abs=1e-6)
    raters = {each["rater"]: each for each in answer.more["raters"]}
    assert set(raters) == {"Anna", "bo"}
    assert raters["bo"]["first_share"] > raters["Anna"]["first_share"]
    assert 0.5 < raters["Anna"]["agreement"] == raters["bo"]["agreement"] < 1


def test_every_unreadable_answer_is_told_with_its_line(study: cenotaph.OpenStudy, tmp_path: Path) -> None:
    study.draw_pairs("odd", "Which?", passages=3, each=2)
    with pytest.raises(CenotaphError, match="has an answer yet"):
        study.fit_pairs("odd")
    bad = tmp_path / "bad.csv"
    bad.write_text("pair,answer\nodd-0001,left\nodd-9999,1\nodd-0002,1\n", "utf-8")
    with pytest.raises(CenotaphError) as told:
        study.fit_pairs("odd", [bad])
    assert str(told.value).count("\n") == 1
    assert 'bad.csv:2: answer is "left"' in str(told.value)
    assert 'bad.csv:3: there is no pair "odd-9999"' in str(told.value)
    with pytest.raises(CenotaphError, match="Draw pairs first"):
        study.fit_pairs("never")


def test_a_design_that_falls_apart_says_so(study: cenotaph.OpenStudy, tmp_path: Path) -> None:
    study.draw_pairs("apart", "Which?", passages=6, each=2, seed=1)
    one = tmp_path / "one.csv"
    one.write_text("pair,answer\napart-0001,1\n", "utf-8")
    rows = list(study.fit_pairs("apart", [one]))
    assert {row["value"] for row in rows} == {None}
    assert "fall into 5 parts that were never compared" in rows[0]["abstains"]


@settings(deadline=None, max_examples=40)
@given(st.integers(3, 30), st.integers(1, 6), st.integers(0, 99))
def test_every_passage_is_in_as_many_pairs_half_first_and_all_hang_together(n: int, half: int, seed: int) -> None:
    pairs = drawn_pairs(n, 2 * half, np.random.default_rng(seed))
    assert (np.bincount(pairs[:, 0], minlength=n) == half).all()
    assert (np.bincount(pairs[:, 1], minlength=n) == half).all()
    assert (pairs[:, 0] != pairs[:, 1]).all()
    assert connected_parts(pairs[:, 0], pairs[:, 1], n).max() == 0


def test_blinded_hides_years_and_spans_that_overlap() -> None:
    assert blinded("Our Russia of 1945, not 19450.", [(4, 10), (8, 10)]) == "Our [...] of [year], not 19450."
    assert blinded("Россия 2024", [(0, 6)]) == "[...] [year]"

"""A fault is told once: what only follows from it is not told besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from cenotaph.study import load, write_skeleton


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_skeleton(tmp_path / "mine")
    return tmp_path / "mine"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def kinds(folder: Path) -> list[str]:
    return [problem.code for problem in load(folder).problems]


def test_a_study_that_is_no_toml_has_one_fault(folder: Path) -> None:
    change(folder / "study.toml", 'title = "', "title = ")
    assert kinds(folder) == ["S003"]


def test_states_are_still_held_against_a_study_that_can_be_read(folder: Path) -> None:
    change(folder / "study.toml", "[actors.VER]", "[actors.VRE]")
    assert any('"VER" is not among the actors' in problem.message for problem in load(folder).problems)


def test_occasions_that_are_no_yaml_have_one_fault(folder: Path) -> None:
    (folder / "occasions.yaml").write_text('liberation-day:\n  name: "Liberation Day\n', encoding="utf-8")
    assert kinds(folder) == ["O003"]


def test_languages_misspelt_say_nothing_of_the_codebook(folder: Path) -> None:
    change(folder / "study.toml", "\nlanguages =", "\nlangauges =")
    assert kinds(folder) == ["S006", "S005"]
    change(folder / "study.toml", '\nlangauges = ["en"]', '\nlanguages = ["en", "ru"]')
    assert "C017" in kinds(folder)


def test_a_term_of_an_extended_target_can_be_got_rid_of(folder: Path) -> None:
    (folder / "codebook.yaml").write_text(
        'codebook: mine\nversion: "1"\nextends: memory-acts\n'
        "targets:\n  helpers: {name: Helpers, kind: group, terms: {en: [United States]}}\n",
        encoding="utf-8",
    )
    (found,) = [problem for problem in load(folder).problems if problem.code == "C019"]
    assert "drop: [USA]" in found.remedy


@pytest.mark.parametrize("languages", ['"en"', "[]", '["ja"]'])
def test_languages_that_are_no_list_say_nothing_of_the_codebook(folder: Path, languages: str) -> None:
    change(folder / "study.toml", '\nlanguages = ["en"]', f"\nlanguages = {languages}")
    assert kinds(folder) == ["S007"]


@pytest.mark.parametrize(("term", "quoted"), [("1945", '"1945"'), ("true", '"true"')])
def test_a_term_that_is_no_text_needs_quotes_and_has_no_followers(folder: Path, term: str, quoted: str) -> None:
    change(folder / "codebook.yaml", "en: [Ostria, Ostrian]", f"en: [{term}]")
    (found,) = load(folder).problems
    assert (found.code, found.field, found.remedy) == ("C007", "targets.OST.terms.en.1", f"Write {quoted}.")

"""Codebooks take over, replace and drop entries, and have a hash that does not depend on order."""

from __future__ import annotations

from pathlib import Path

import pytest

from cenotaph.errors import NotFound
from cenotaph.study import codebook_hash, codebooks, load, packaged_codebook, packaged_codebooks, packaged_studies

BASE = """\
codebook: base
version: "1"
targets:
  JPN: {name: Japan, terms: {en: [Japan]}}
  KOR: {name: Korea, terms: {en: [Korea]}}
acts:
  thank: {name: thank}
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one study, whose codebook may extend `base` and nothing else."""
    (tmp_path / "packaged").mkdir()
    (tmp_path / "packaged" / "base.yaml").write_text(BASE, encoding="utf-8")
    monkeypatch.setattr(codebooks, "packaged_codebooks", lambda: {"base": tmp_path / "packaged" / "base.yaml"})
    codebooks._inherited.cache_clear()
    (tmp_path / "study.toml").write_text('title = "t"\nlanguages = ["en"]\n', encoding="utf-8")
    return tmp_path


def _load(folder: Path, codebook: str) -> tuple[set[str], str, list[str]]:
    (folder / "codebook.yaml").write_text(codebook, encoding="utf-8")
    study = load(folder)
    return set(study.codebook.targets), study.codebook_hash, [problem.code for problem in study.problems]


def test_entries_are_taken_over_replaced_and_dropped(small: Path) -> None:
    text = (
        "codebook: own\nversion: 1\nextends: base\ndrop: KOR\ntargets:\n  JPN: {name: Nippon, terms: {en: [Nippon]}}\n"
    )
    (small / "codebook.yaml").write_text(text, encoding="utf-8")
    study = load(small)
    assert study.problems == ()
    assert {key: target.name for key, target in study.codebook.targets.items()} == {"JPN": "Nippon"}
    assert set(study.codebook.acts) == {"thank"}
    assert study.codebook.extends == ()
    assert study.codebook.drop == ()


def test_an_own_term_that_an_inherited_target_has_is_told(small: Path) -> None:
    text = "codebook: own\nversion: 1\nextends: base\ntargets:\n  X: {name: X, terms: {en: [japan]}}\n"
    assert _load(small, text)[2] == ["C019"]


def test_the_hash_does_not_depend_on_order_nor_on_where_entries_come_from(small: Path) -> None:
    one = "codebook: own\nversion: 1\nextends: base\n"
    other = BASE.replace("codebook: base", "codebook: own")
    swapped = (
        "acts:\n  thank: {name: thank}\n"
        "targets:\n  KOR: {terms: {en: [Korea]}, name: Korea}\n  JPN: {name: Japan, terms: {en: [Japan]}}\n"
        "version: 1\ncodebook: own\n"
    )
    hashes = {_load(small, text)[1] for text in (one, other, swapped)}
    assert len(hashes) == 1
    assert _load(small, swapped.replace("[Korea]", "[Korea, Corea]"))[1] not in hashes


def test_a_codebook_that_is_nowhere_is_told_in_study_toml(small: Path) -> None:
    problems = load(small).problems
    assert [(problem.file, problem.code) for problem in problems] == [("study.toml", "C001")]


def test_a_packaged_codebook_may_be_named_itself(tmp_path: Path) -> None:
    text = 'title = "t"\nlanguages = ["en"]\ncodebook = "memory-acts"\n'
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    study = load(tmp_path)
    assert study.problems == ()
    assert study.codebook_hash == codebook_hash(packaged_codebook("memory-acts"))


def test_packaged_codebooks_and_studies_have_no_problem() -> None:
    assert "memory-acts" in packaged_codebooks()
    for name in packaged_codebooks():
        assert packaged_codebook(name).targets
    for name, folder in packaged_studies().items():
        assert [str(problem) for problem in load(folder).problems] == [], name
    with pytest.raises(NotFound, match="memory-acts"):
        packaged_codebook("memory-act")

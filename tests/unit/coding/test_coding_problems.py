"""Faults in patterns are named, and the packaged codebook has none; its examples all hold."""

from __future__ import annotations

from coding_help import packaged_coder

from cenotaph.coding import example_results, pattern_problems
from cenotaph.study import packaged_codebook
from cenotaph.study.codebook import Codebook


def _codes(**content: object) -> list[str]:
    codebook = Codebook.model_validate({"codebook": "own", "version": "1", **content})
    return sorted(problem.code for problem in pattern_problems(codebook))


def test_each_fault_is_named() -> None:
    targets = {
        "DEU": {"name": "Germany", "terms": {"en": ["Germany", "x"]}},
        "GDR": {"name": "GDR", "terms": {"en": ["Germany", "*many"]}},
    }
    cues = {"en": [{"cue": "attacked", "never": ["GERMANY"]}]}
    acts = {"blame": {"name": "blame", "cues": cues}, "thank": {"name": "thanks", "cues": {}}}
    assert _codes(targets=targets, acts=acts) == ["C101", "C102", "C103", "C104", "C105"]


def test_a_near_name_is_offered() -> None:
    content = {"targets": {"fascism": {"name": "f"}}, "acts": {"blame": {"name": "b", "never": ["facism"]}}}
    codebook = Codebook.model_validate({"codebook": "own", "version": "1", **content})
    assert 'Did you mean "fascism"?' in pattern_problems(codebook)[0].remedy


def test_the_packaged_codebook_has_no_errors_and_its_examples_hold() -> None:
    codebook = packaged_codebook("memory-acts")
    assert [str(problem) for problem in pattern_problems(codebook) if problem.severity == "error"] == []
    results = example_results(codebook, packaged_coder())
    assert len(results) >= 24
    assert [(one.example.sentence, one.missing, one.extra) for one in results if not one.passed] == []


def test_every_act_is_defined_and_has_examples_and_cues_in_three_languages() -> None:
    for act in packaged_codebook("memory-acts").acts.values():
        assert act.definition
        assert act.treatment
        assert set(act.cues) == {"en", "ru", "zh"}
        assert {example.language for example in act.examples} >= {"en", "zh"}


def test_an_example_that_breaks_is_shown() -> None:
    codebook = packaged_codebook("memory-acts")
    thank = codebook.acts["thank"]
    broken = thank.examples[0].model_copy(update={"statements": (("RUS", "thank", "POL"),)})
    act = thank.model_copy(update={"examples": (broken,)})
    (result,) = example_results(codebook.model_copy(update={"acts": {"thank": act}}), packaged_coder())
    assert not result.passed
    assert result.missing == (("RUS", "thank", "POL"),)

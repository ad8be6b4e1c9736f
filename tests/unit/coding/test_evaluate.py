"""Scores on a gold sample, worked out by hand; and the reading of samples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cenotaph.coding import Coder, Evaluation, GoldSentence, Score, compile_codebook, evaluate, read_gold
from cenotaph.errors import StudyError
from cenotaph.study import Codebook

BOOK = Codebook.model_validate(
    {
        "codebook": "small",
        "version": "1",
        "targets": {
            "AAA": {"name": "Aland", "terms": {"en": ["Aland"]}},
            "BBB": {"name": "Bland", "terms": {"en": ["Bland"]}},
            "other:past-lords": {"name": "lords", "kind": "group", "terms": {"en": ["the lords"]}},
        },
        "referents": {"war": {"name": "the war", "terms": {"en": ["Great War"]}}},
        "acts": {
            "praise": {"name": "praise", "cues": {"en": [{"cue": "praised", "target": "after"}]}},
            "blame": {"name": "blame", "cues": {"en": [{"cue": "blamed", "target": "after"}]}},
        },
    }
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return compile_codebook(BOOK, ["en"])


def gold(number: int, text: str, *statements: tuple[str, str, str], **rest: object) -> GoldSentence:
    told = {"before": "", "after": "", "document": f"d{number}", "actor": "FRA", "actor_from": "", "pi": 1.0}
    plain = {"date": None, "memory": "Great War" in text, "statements": frozenset(statements), "mentions": None}
    return GoldSentence(id=f"s{number}", language="en", text=text, **{**told, **plain, **rest})  # type: ignore[arg-type]


SAMPLE = [
    gold(0, "In the Great War we praised Aland.", ("FRA", "praise", "AAA")),
    gold(1, "In the Great War we blamed Bland.", ("FRA", "praise", "BBB")),  # the act is another
    gold(2, "In the Great War we blamed Aland.", ("DEU", "blame", "AAA")),  # the holder is another
    gold(3, "In the Great War we praised Bland."),  # nothing in the gold
    gold(4, "In the Great War there was Aland.", ("FRA", "blame", "AAA")),  # nothing found
    gold(5, "In the Great War we blamed the lords.", ("FRA", "blame", "other:old-lords")),
]


def score(outcome: Evaluation, unit: str, act: str = "all", *, weighted: bool = False) -> Score:
    (found,) = [
        each
        for each in outcome.scores
        if (each.unit, each.language, each.act, each.weighted) == (unit, "en", act, weighted)
    ]
    return found


def test_scores_are_those_worked_out_by_hand(coder: Coder) -> None:
    outcome = evaluate(SAMPLE, coder)
    memory = score(outcome, "memory")
    assert (memory.n_gold, memory.precision, memory.recall, memory.f1) == (6, 1, 1, 1)
    # act: hits in 0, 2, 5; extra: blame in 1, praise in 3; missing: praise in 1, blame in 4
    act = score(outcome, "act")
    assert (act.n_gold, act.n_found, act.precision, act.recall, act.f1) == (5, 5, 3 / 5, 3 / 5, 6 / 10)
    # the `other` targets of 5 are one class; the same hits
    assert score(outcome, "act_target").f1 == 6 / 10
    # statements: 2 differs in its holder, so hits in 0 and 5 only
    statement = score(outcome, "statement")
    assert (statement.precision, statement.recall, statement.f1) == (2 / 5, 2 / 5, 4 / 10)
    # praise: hit in 0, extra in 3, missing in 1
    praise = score(outcome, "act_target", "praise")
    assert (praise.n_gold, praise.n_found, praise.precision, praise.recall) == (2, 2, 1 / 2, 1 / 2)


def test_weights_are_one_over_pi(coder: Coder) -> None:
    weighted = [*SAMPLE[:3], gold(3, SAMPLE[3].text, pi=0.25), *SAMPLE[4:]]
    # hits 1 + 1 + 1; extra 1 + 4; missing 1 + 1
    found = score(evaluate(weighted, coder), "act", weighted=True)
    assert (found.precision, found.recall, found.f1) == (3 / 8, 3 / 5, 6 / 13)
    assert score(evaluate(weighted, coder), "act").f1 == 6 / 10


def test_nothing_to_find_is_null_and_not_zero(coder: Coder) -> None:
    outcome = evaluate([gold(0, "In the Great War there was Aland.")], coder)
    nothing = score(outcome, "statement")
    assert (nothing.n_gold, nothing.precision, nothing.recall, nothing.f1, nothing.low) == (0, None, None, None, None)
    missed = score(evaluate([SAMPLE[4]], coder), "statement")
    assert (missed.precision, missed.recall, missed.f1) == (None, 0, 0)


def test_mentions_need_a_list_for_their_precision(coder: Coder) -> None:
    text = "In the Great War Aland was beside Bland."
    listed = score(evaluate([gold(0, text, mentions=frozenset({"AAA"}))], coder), "mention")
    assert (listed.n_gold, listed.n_found, listed.precision, listed.recall) == (1, 2, 1 / 2, 1)
    bare = score(evaluate([gold(0, text, ("FRA", "praise", "AAA"))], coder), "mention")
    assert (bare.n_gold, bare.n_found, bare.precision, bare.recall, bare.f1) == (1, None, None, 1, None)


def test_intervals_hold_the_estimate_are_repeatable_and_need_documents(coder: Coder) -> None:
    many = [gold(n, one.text, *one.statements) for n, one in enumerate(SAMPLE * 8)]
    first, again = (score(evaluate(many, coder, seed=3), "statement") for _ in range(2))
    assert first == again
    assert first.low is not None
    assert first.high is not None
    assert 0 < first.low < 0.4 < first.high < 1
    few = [gold(n, one.text, *one.statements, document="one") for n, one in enumerate(SAMPLE)]
    assert score(evaluate(few, coder), "statement").low is None


def test_errors_and_confusion_name_what_differs(coder: Coder) -> None:
    outcome = evaluate(SAMPLE, coder)
    assert [error.id for error in outcome.errors] == ["s1", "s2", "s3", "s4"]
    assert outcome.errors[0].missing == (("FRA", "praise", "BBB"),)
    assert outcome.errors[0].extra == (("FRA", "blame", "BBB"),)
    assert outcome.confusion == {
        ("praise", "praise"): 1,
        ("praise", "blame"): 1,
        ("blame", "blame"): 2,
        ("blame", None): 1,
        (None, "praise"): 1,
    }


def test_the_order_of_the_sample_does_not_matter(coder: Coder) -> None:
    def points(outcome: Evaluation) -> set[tuple[object, ...]]:
        return {(each.unit, each.act, each.weighted, each.f1) for each in outcome.scores}

    assert points(evaluate(SAMPLE, coder)) == points(evaluate(SAMPLE[::-1], coder))


ROW = {"id": "1", "lang": "en", "sentence": "We praised Aland.", "memory": 0, "statements": []}


def write(folder: Path, *rows: object) -> Path:
    path = folder / "sample.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.mark.parametrize(
    ("told", "actor"),
    [
        ({"actor": "FRA", "doc": "DEU_1"}, "FRA"),
        ({"source": "press_2"}, "ITA"),
        ({"doc": "DEU_75_2020"}, "DEU"),
        ({"doc": "https://www.bundesregierung.de/speech"}, "DEU"),
        ({"doc": "https://notbundesregierung.de/speech"}, None),
        ({"doc": "ABC_75"}, None),
        ({}, None),
    ],
)
def test_whose_text_it_is(tmp_path: Path, told: dict[str, str], actor: str | None) -> None:
    path = write(tmp_path, {**ROW, **told})
    (one,) = read_gold([path], actors={"press_*": "ITA"}, states={"DEU", "FRA"})
    assert one.actor == actor


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ({"speaker": "Anna Bell", "prev": "John Hill: Thank you."}, "Anna Bell"),
        ({"prev": "John Hill: Thank you."}, "John Hill"),
        ({"prev": "John Hill: Thank you. Anna Bell: You are welcome."}, "Anna Bell"),
        ({"sentence": "John Hill: We praised Aland."}, "John Hill"),
        ({"prev": "A calm sentence."}, None),
    ],
)
def test_whose_turn_it_is(tmp_path: Path, told: dict[str, str], speaker: str | None) -> None:
    (one,) = read_gold([write(tmp_path, {**ROW, **told})])
    assert one.speaker == speaker


def test_all_bad_rows_are_listed_with_their_lines(tmp_path: Path) -> None:
    bare = {key: value for key, value in ROW.items() if key != "memory"}
    path = write(tmp_path, ROW, "{", bare, {**ROW, "statements": [["FRA", "praise"]]}, {**ROW, "pi": 0}, "[1]")
    with pytest.raises(StudyError) as caught:
        read_gold([path, tmp_path / "gone.jsonl"])
    found = [(problem.code, problem.line) for problem in caught.value.problems]
    assert found == [("C111", 2), ("C111", 3), ("C111", 4), ("C111", 5), ("C111", 6), ("C110", None)]

"""What a cue may ask for, key by key, in three languages, on a codebook of three targets and our own sentences."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cenotaph.coding import PASSAGE_BATCH, code_batch, compile_codebook, pattern_problems
from cenotaph.coding.conditions import Beside, words_pattern
from cenotaph.study.codebook import Codebook, Cue

TARGETS = {
    "NOR": {"name": "Norway", "terms": {"en": ["Norway"], "ru": ["Норвегия"], "zh": ["挪威"]}},
    "PER": {"name": "Peru", "terms": {"en": ["Peru"], "ru": ["Перу"], "zh": ["秘鲁"]}},
    "ESP": {"name": "Spain", "terms": {"en": ["Spain"], "ru": ["Испания"], "zh": ["西班牙"]}},
}
PASTS = {
    "great-war": {"name": "Great War", "terms": {"en": ["Great War"], "ru": ["Первая мировая"], "zh": ["一战"]}},
    "sea-war": {"name": "War at sea", "terms": {"en": ["sea war"], "ru": ["морская война"], "zh": ["海战"]}},
}
WAR = {"en": "the Great War", "ru": "Первая мировая", "zh": "一战"}


def acts_of(
    cues: dict[str, dict[str, Any]], text: str, language: str, /, more: dict[str, Any] | None = None, **row: object
) -> set[tuple[str, str]]:
    """(act, target) of a text under a codebook with one cue an act."""
    acts = {id_: {"name": id_, "cues": {language: [cue]}} for id_, cue in cues.items()}
    codebook = Codebook.model_validate(
        {"codebook": "own", "version": "1", "targets": TARGETS, "referents": PASTS, "acts": {**acts, **(more or {})}}
    )
    rest = {"passage_id": "d#0", "document_id": "d", "language": language, "start": 0, "text": text, "actor": "ESP"}
    batch = pa.RecordBatch.from_pylist([{**rest, **row}], schema=PASSAGE_BATCH)
    table = code_batch(batch, compile_codebook(codebook, [language])).statements
    return set(zip(table["act"].to_pylist(), table["target"].to_pylist(), strict=True))


COMPANY = [
    # near: on either side, no farther than `within`
    ("en", {"cue": "help", "near": {"words": ["bread"], "within": 3}}, "Great War: Norway sent bread to help.", True),
    (
        "en",
        {"cue": "help", "near": {"words": ["bread"], "within": 1}},
        "Great War: Norway sent bread or to help.",
        False,
    ),
    ("ru", {"cue": "помощь", "near": "хлеб"}, "Первая мировая: Норвегия прислала помощь и хлеб.", True),
    ("ru", {"cue": "помощь", "near": "уголь"}, "Первая мировая: Норвегия прислала помощь и хлеб.", False),
    ("zh", {"cue": "援助", "near": {"words": ["粮食"], "within": 3}}, "一战中挪威送来粮食，援助邻国。", True),
    ("zh", {"cue": "援助", "near": {"words": ["粮食"], "within": 3}}, "一战中挪威援助邻国，又从远方运来粮食。", False),
    # near: every entry counts, alternatives stand between bars, the unit can be said
    ("en", {"cue": "help", "near": ["bread | fish", "salt"]}, "Great War: Norway gave help, fish and salt.", True),
    ("en", {"cue": "help", "near": ["bread | fish", "salt"]}, "Great War: Norway gave help and fish.", False),
    (
        "en",
        {"cue": "help", "near": {"words": "fish", "within": 5, "unit": "characters"}},
        "Great War: Norway gave help and fish.",
        True,
    ),
    (
        "en",
        {"cue": "help", "near": {"words": "fish", "within": 4, "unit": "characters"}},
        "Great War: Norway gave help and fish.",
        False,
    ),
    # seq: after the cue and in order
    ("en", {"cue": "laid", "seq": ["wreath", "tomb"]}, "Great War: Norway laid a wreath at the tomb.", True),
    ("en", {"cue": "laid", "seq": ["tomb", "wreath"]}, "Great War: Norway laid a wreath at the tomb.", False),
    ("en", {"cue": "laid", "seq": ["wreath"]}, "Great War: the wreath that Norway laid.", False),
    (
        "ru",
        {"cue": "возложить", "seq": ["венок", "могила"]},
        "Первая мировая: Норвегия возложила венок к могиле.",
        True,
    ),
    (
        "ru",
        {"cue": "возложить", "seq": ["могила", "венок"]},
        "Первая мировая: Норвегия возложила венок к могиле.",
        False,
    ),
    ("zh", {"cue": "向", "seq": {"words": ["烈士", "献花"], "within": 6}}, "一战纪念日，挪威向本国烈士献花。", True),
    ("zh", {"cue": "向", "seq": {"words": ["献花", "烈士"], "within": 6}}, "一战纪念日，挪威向本国烈士献花。", False),
    # at_least: how often the cue stands in its scope
    ("en", {"cue": "freedom", "at_least": 2}, "Great War: Norway, freedom and freedom again.", True),
    ("en", {"cue": "freedom", "at_least": 2}, "Great War: Norway and freedom.", False),
    ("ru", {"cue": "свобода", "at_least": 2}, "Первая мировая: Норвегия, свобода и снова за свободу.", True),
    ("ru", {"cue": "свобода", "at_least": 2}, "Первая мировая: Норвегия и свобода.", False),
    ("zh", {"cue": "自由", "at_least": 2}, "一战：挪威，自由，还是自由。", True),
    ("zh", {"cue": "自由", "at_least": 2}, "一战：挪威与自由。", False),
    # with_target: who else is named in the scope
    ("en", {"cue": "freedom", "with_target": "PER", "never": "PER"}, "Great War: Norway, Peru and freedom.", True),
    ("en", {"cue": "freedom", "with_target": "PER", "never": "PER"}, "Great War: Norway and freedom.", False),
    ("ru", {"cue": "свобода", "with_target": "PER", "never": "PER"}, "Первая мировая: Норвегия, Перу и свобода.", True),
    ("ru", {"cue": "свобода", "with_target": "PER", "never": "PER"}, "Первая мировая: Норвегия и свобода.", False),
    ("zh", {"cue": "自由", "with_target": "PER", "never": "PER"}, "一战：挪威、秘鲁与自由。", True),
    ("zh", {"cue": "自由", "with_target": "PER", "never": "PER"}, "一战：挪威与自由。", False),
    # with_referent: which past is spoken of
    ("en", {"cue": "freedom", "with_referent": "sea-war"}, "The sea war: Norway and freedom.", True),
    ("en", {"cue": "freedom", "with_referent": "sea-war"}, "The Great War: Norway and freedom.", False),
    ("ru", {"cue": "свобода", "with_referent": "sea-war"}, "Морская война: Норвегия и свобода.", True),
    ("ru", {"cue": "свобода", "with_referent": "sea-war"}, "Первая мировая: Норвегия и свобода.", False),
    ("zh", {"cue": "自由", "with_referent": "sea-war"}, "海战：挪威与自由。", True),
    ("zh", {"cue": "自由", "with_referent": "sea-war"}, "一战：挪威与自由。", False),
]


@pytest.mark.parametrize(("language", "cue", "text", "counts"), COMPANY)
def test_company(language: str, cue: dict[str, Any], text: str, counts: bool) -> None:
    assert (("praise", "NOR") in acts_of({"praise": cue}, text, language)) is counts


OTHER_ACTS = {
    "en": ("Norway gave bread in the Great War with courage.", "gave", "courage"),
    "ru": ("Норвегия в Первую мировую дала хлеб и показала мужество.", "дать", "мужество"),
    "zh": ("一战中挪威给予粮食，表现勇气。", "给予", "勇气"),
}


@pytest.mark.parametrize("language", OTHER_ACTS)
def test_an_act_may_ask_for_another_act_or_its_absence(language: str) -> None:
    text, gave, courage = OTHER_ACTS[language]
    both = acts_of({"bold": {"cue": courage, "with_act": "give", "priority": 1}, "give": {"cue": gave}}, text, language)
    assert both == {("bold", "NOR")}
    alone = acts_of({"bold": {"cue": courage, "with_act": "give"}, "give": {"cue": "zzz"}}, text, language)
    assert alone == set()
    without = {"bold": {"cue": courage, "without_act": "give", "priority": 1}, "give": {"cue": gave}}
    assert acts_of(without, text, language) == {("give", "NOR")}


FREEDOM = {
    "en": ("freedom", "The Great War: Norway and freedom."),
    "ru": ("свобода", "Первая мировая: Норвегия и свобода."),
    "zh": ("自由", "一战：挪威与自由。"),
}


@pytest.mark.parametrize("language", FREEDOM)
@pytest.mark.parametrize(
    ("where", "row", "counts"),
    [
        ({"genre": ["address", "toast"]}, {"genre": "Address"}, True),
        ({"genre": "address"}, {"genre": "interview"}, False),
        ({"genre": "address"}, {}, False),
        ({"speaker": "President*"}, {"speaker": "President of Spain"}, True),
        ({"speaker": "President*"}, {"speaker": "Vice President"}, False),
        ({"actor": "ESP"}, {"actor": "ESP"}, True),
        ({"actor": "ESP"}, {"actor": "PER"}, False),
        ({"source": "archive"}, {"source": "archive"}, True),
        ({"source": "archive", "actor": "PER"}, {"source": "archive"}, False),
    ],
)
def test_where(language: str, where: dict[str, Any], row: dict[str, object], counts: bool) -> None:
    cue, text = FREEDOM[language]
    assert acts_of({"praise": {"cue": cue, "where": where}}, text, language, **row) == (
        {("praise", "NOR")} if counts else set()
    )


@pytest.mark.parametrize("language", FREEDOM)
def test_a_cue_has_its_days(language: str) -> None:
    cue, text = FREEDOM[language]
    dated = {"praise": {"cue": cue, "from": "2014-01-01", "until": "2019-12-31"}}
    found = {("praise", "NOR")}
    for day, expected in ((None, found), ((2013, 12, 31), set()), ((2014, 1, 1), found), ((2020, 1, 1), set())):
        assert acts_of(dated, text, language, date=day and dt.date(*day)) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"where": {}},
        {"where": {"weather": "fine"}},
        {"near": {"words": []}},
        {"at_least": 0},
        {"from": "2020-01-01", "until": "2019-01-01"},
        {"near": {"words": ["bread"], "unit": "miles"}},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Cue.model_validate({"cue": "freedom", **wrong})


def test_names_that_the_codebook_does_not_define_are_problems() -> None:
    cue = {"cue": "freedom", "with_target": "XXX", "with_referent": "no-war", "with_act": "sing", "without_act": "hum"}
    codebook = Codebook.model_validate(
        {
            "codebook": "own",
            "version": "1",
            "targets": TARGETS,
            "referents": PASTS,
            "acts": {"praise": {"name": "praise", "cues": {"en": [cue], "ru": ["а"], "zh": ["自由"]}}},
        }
    )
    told = " ".join(problem.message for problem in pattern_problems(codebook))
    assert all(f"`{name}`" in told for name in ("XXX", "no-war", "sing", "hum"))


@given(st.lists(st.sampled_from(["bread", "salt", "and", "fish"]), max_size=8), st.integers(0, 8))
def test_near_and_seq_agree_with_counting_words(words: list[str], within: int) -> None:
    text = " ".join(["help", *words])
    salt = words.index("salt") if "salt" in words else None
    pattern = words_pattern(["salt"], "en")
    assert pattern is not None
    beside = Beside((pattern,), within, by_word=True)
    expected = salt is not None and salt <= within
    assert beside.near(text, 0, 4) is expected
    assert beside.follow(text, 4) is expected

"""Who does what to whom, in sentences of our own."""

from __future__ import annotations

import pytest
from coding_help import coded, stated

RULES = [
    # voice: the doer is credited, whichever side of the verb it stands on
    ("Soviet troops liberated Warsaw in the Second World War.", "en", "RUS", {("RUS", "credit", "RUS")}),
    ("Warsaw was liberated by Soviet troops in the Second World War.", "en", "RUS", {("RUS", "credit", "RUS")}),
    ("Варшаву в годы Великой Отечественной войны освободила Красная армия.", "ru", "RUS", {("RUS", "credit", "RUS")}),
    ("Варшава была освобождена Красной армией в годы Второй мировой войны.", "ru", "RUS", {("RUS", "credit", "RUS")}),
    # a list is as many statements as it has members
    (
        "We bow to the Americans, the British and the French who fell in the Second World War.",
        "en",
        "RUS",
        {("RUS", "honour", "USA"), ("RUS", "honour", "GBR"), ("RUS", "honour", "FRA")},
    ),
    (
        "Мы благодарны народам Великобритании, Франции и США за вклад в Победу.",
        "ru",
        "RUS",
        {("RUS", "thank", "GBR"), ("RUS", "thank", "FRA"), ("RUS", "thank", "USA")},
    ),
    # negation
    ("Poland did not attack anyone in the Second World War.", "en", "POL", set()),
    ("Польша не напала ни на кого во Второй мировой войне.", "ru", "POL", set()),
    # an enemy is not credited
    ("Our people defeated Nazi Germany.", "en", "RUS", {("RUS", "credit", "RUS")}),
    # reported speech
    (
        "President Macron said that Soviet soldiers liberated Europe from Nazism.",
        "en",
        "RUS",
        {("FRA", "credit", "RUS")},
    ),
    ("普京表示，中国人民为世界反法西斯战争胜利作出了重大贡献。", "zh", "CHN", {("RUS", "credit", "CHN")}),
    # the present is not the past
    ("Ukrainian neo-Nazis attacked the village.", "en", "RUS", set()),
    ("The workers were thanked for the harvest.", "en", "RUS", set()),
    # names of wars and days are no statements
    ("今年是中国人民抗日战争胜利纪念日。", "zh", "CHN", set()),
    ("Торжества посвящены Дню Победы.", "ru", "RUS", set()),
    # nobody named: those who falsify
    (
        "We will not let the history of the Second World War be falsified: falsification of history is a crime.",
        "en",
        "RUS",
        None,
    ),
    ("日本必须正视历史，深刻反省侵略战争。", "zh", "CHN", {("CHN", "warn", "JPN")}),
    ("日军在南京大屠杀中犯下滔天罪行。", "zh", "CHN", {("CHN", "blame", "JPN")}),
]


@pytest.mark.parametrize(("text", "language", "actor", "expected"), [rule for rule in RULES if rule[3] is not None])
def test_statements(text: str, language: str, actor: str, expected: set[tuple[str, str, str]]) -> None:
    assert stated(text, language, actor) == expected


def test_a_hint_counts_beside_a_named_war_and_not_alone() -> None:
    text = "Soviet soldiers liberated the city."
    assert stated(text) == set()
    assert stated(text, before="The Second World War was near its end.") == {("RUS", "credit", "RUS")}


def test_statements_carry_rule_spans_and_referent() -> None:
    text = "In the Second World War Soviet troops liberated Warsaw."
    (row,) = coded(text).statements.to_pylist()
    assert text[row["cue_start"] : row["cue_end"]] == "liberated"
    assert text[row["target_start"] : row["target_end"]] == "Soviet"
    assert row["referent"] == "ww2"
    assert row["rule"].startswith("credit/en/")
    assert row["confidence"] in (1, 2, 3)


def test_a_guest_list_is_no_mention_to_rely_on() -> None:
    text = "Guests from Armenia, Belarus, China, India, Mongolia and Serbia came."
    assert set(coded(text).mentions.column("confidence").to_pylist()) == {1}
    assert set(coded("China and Mongolia came.").mentions.column("confidence").to_pylist()) == {3}

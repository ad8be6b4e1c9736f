"""Every statement can be explained, and what was left aside is left aside for the reason that is told."""

from __future__ import annotations

import datetime as dt

import pytest
from coding_help import batch_of, packaged_coder
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.coding import Coder, Explanation, code_batch, compile_codebook, explain, sentence_batch
from cenotaph.study import Codebook, packaged_codebook


def codebook(**cue: object) -> Codebook:
    """A codebook of one act whose cue `praised` is as given."""
    return Codebook.model_validate(
        {
            "codebook": "small",
            "version": "1",
            "targets": {
                "AAA": {"name": "Aland", "terms": {"en": ["Aland", {"term": "AL", "case": "exact"}]}},
                "BBB": {"name": "Bland", "terms": {"en": ["Bland"]}, "not_inside": {"en": ["Bland cheese"]}},
                "CCC": {"name": "New Bland", "terms": {"en": ["New Bland"]}},
                "DDD": {"name": "Dland", "terms": {"en": [{"term": "Dland", "until": "1990-12-31"}]}},
            },
            "referents": {
                "war": {"name": "the war", "terms": {"en": ["Great War"]}, "hints": {"en": ["veterans"]}},
            },
            "acts": {"praise": {"name": "praise", "cues": {"en": [{"cue": "praised", **cue}]}}},
        }
    )


def explained(sentence: str, book: Codebook, **told: object) -> Explanation:
    coder = compile_codebook(book, ["en"])
    return explain(sentence_batch(sentence, "en", actor="FRA", **told), "0#1", coder, book)  # type: ignore[arg-type]


def why_not(sentence: str, **cue: object) -> str | None:
    told = explained(sentence, codebook(**cue))
    return told.cues[0].blocked


def test_what_was_found_names_its_term_and_its_place_in_the_codebook() -> None:
    told = explained("In the Great War we praised Aland.", codebook(target="after"))
    assert [(word.kind, word.owner, word.text, word.place, word.left_aside) for word in told.words] == [
        ("past", "war", "Great War", "referents.war.terms.en.1", None),
        ("target", "AAA", "Aland", "targets.AAA.terms.en.1", None),
    ]
    (cue,) = told.cues
    assert (cue.text, cue.rule, cue.place) == ("praised", "praise/en/1", "acts.praise.cues.en.1")
    assert cue.statements == (("FRA", "praise", "AAA"),)
    assert cue.blocked is None
    assert [row["statement_id"] for row in told.statements] == ["0#1/praise/FRA/AAA"]
    assert told.memory is True
    assert "Great War" in told.memory_why


@pytest.mark.parametrize(
    ("sentence", "cue", "reason"),
    [
        ("In the Great War nobody praised Aland.", {"target": "after"}, "it is negated"),
        ("In the Great War they praised Aland.", {"target": "after", "negation": "needed"}, "only where it is negated"),
        ("In the Great War they praised Aland.", {"target": "after", "needs": ["victory"]}, "none of the phrases"),
        ("After the Great War they praised Aland.", {"target": "after", "unless": ["after"]}, "a phrase of `unless`"),
        ("In the Great War they praised nobody.", {"target": "after"}, "no target that fits"),
        ("They praised Aland.", {"target": "after"}, "does not speak of the past"),
    ],
)
def test_a_blocked_cue_says_why(sentence: str, cue: dict[str, object], reason: str) -> None:
    assert reason in (why_not(sentence, **cue) or "")


@pytest.mark.parametrize(
    ("sentence", "cue", "reason"),
    [
        ("In the Great War Aland praised.", {"target": "after"}, "does not stand where the cue has its target"),
        ("They praised, in words of the Great War, old Aland.", {"target": "after", "within": 3}, "`within`"),
        ("They praised Aland in the Great War.", {"target": "after", "never": ["AAA"]}, "`never`"),
        ("They praised Aland in the Great War.", {"target": "after", "only": ["BBB"]}, "`only`"),
        ("They praised the Great War; Aland was far.", {"target": "after", "scope": "clause"}, "outside the scope"),
    ],
)
def test_a_name_passed_over_says_why(sentence: str, cue: dict[str, object], reason: str) -> None:
    told = explained(sentence, codebook(**cue))
    assert told.statements == ()
    assert [name.target for name in told.cues[0].passed_over] == ["AAA"]
    assert reason in told.cues[0].passed_over[0].why


@pytest.mark.parametrize(
    ("sentence", "text", "reason"),
    [
        ("They praised al in the Great War.", "al", "capitals"),
        ("They praised Bland cheese in the Great War.", "Bland", "not_inside"),
        ("They praised New Bland in the Great War.", "Bland", "part of a longer name"),
        ("They praised Dland in the Great War.", "Dland", "only at another time"),
    ],
)
def test_a_term_left_aside_says_why(sentence: str, text: str, reason: str) -> None:
    told = explained(sentence, codebook(), date=dt.date(1999, 1, 1))
    aside = {word.text: word.left_aside for word in told.words if word.left_aside}
    assert reason in aside[text]


def test_the_weaker_of_two_cues_names_the_stronger() -> None:
    book = codebook(target="after").model_dump(by_alias=True)
    cues = book["acts"]["praise"]["cues"]
    cues["en"] = [*cues["en"], {"cue": "thanked", "target": "after", "priority": 1}]
    told = explained("In the Great War we praised and thanked Aland.", Codebook.model_validate(book))
    blocked = {cue.text: cue.blocked for cue in told.cues}
    assert blocked["thanked"] is None
    assert "stronger: praise/en/2" in (blocked["praised"] or "")


@pytest.mark.parametrize(
    ("before", "memory", "reason"),
    [("It was the Great War.", True, "a sentence beside it"), ("It was spring.", False, "no sentence beside it")],
)
def test_a_hint_counts_beside_a_past(before: str, memory: bool, reason: str) -> None:
    told = explained("They praised the veterans of Aland.", codebook(target="after"), before=before)
    assert told.memory is memory
    assert reason in told.memory_why


def test_a_language_that_is_not_read_is_said_not_to_be() -> None:
    book = codebook()
    told = explain(sentence_batch("Bonjour.", "fr"), "0#1", compile_codebook(book, ["en"]), book)
    assert (told.memory, told.words, told.statements) == (None, (), ())


def test_places_are_of_the_original_where_folding_moves_them() -> None:
    sentence = "В годы Вели\u0301кой Оте\u00adчественной войны\u0301 наро\u0301д Кита\u0301я внёс вклад в Победу."
    book = packaged_codebook("memory-acts")
    told = explain(sentence_batch(sentence, "ru", actor="RUS"), "0#1", packaged_coder(), book)
    assert told.words
    assert told.cues
    assert all(sentence[each.start : each.end] == each.text for each in (*told.words, *told.cues))


# -- laws

_PIECES = {
    "en": (
        "We thank|We honour|He blamed|They never praised|liberated|the contribution of|must not forget|fell victim to",
        "the Soviet people|China|our soldiers|the US|Poland and France|the Nazis|Indonesian veterans|those who distort",
        "in the Second World War.|on Victory Day.|today.|in 1945.|, said the President of Serbia.|.",
    ),
    "ru": (
        "Мы благодарим|Мы чтим|Они обвинили|освободили|внесли вклад в победу|нельзя забывать|не признал",
        "народ Китая|наши солдаты|США и Великобританию|Польшу|нацистов|ветеранов Индонезии|красноармейцев",
        "в годы Великой Отечественной войны.|в День Победы.|сегодня.|, заявил президент Сербии.|.",
    ),
    "zh": (
        "我们感谢|缅怀|谴责|解放了|为胜利作出贡献的|不能忘记|歪曲",
        "苏联人民|中国军民|美国|波兰和法国|日本军国主义|印度尼西亚|抗战烈士",
        "在第二次世界大战中。|在反法西斯战争中。|今天。|。",
    ),
}


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    language = draw(st.sampled_from(sorted(_PIECES)))
    gap = "" if language == "zh" else " "
    sentence = st.tuples(*(st.sampled_from(part.split("|")) for part in _PIECES[language])).flatmap(
        lambda pieces: st.permutations(pieces[:2]).map(lambda first: gap.join([*first, pieces[2]]))
    )
    return language, draw(st.lists(sentence, min_size=1, max_size=4))


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_statement_is_explained_and_explaining_changes_nothing(document: tuple[str, list[str]]) -> None:
    language, sentences = document
    coder: Coder = packaged_coder()
    batch = batch_of(*({"text": text, "language": language} for text in sentences))
    plain = code_batch(batch, coder)
    stored = plain.statements.to_pylist()
    for place, passage in enumerate(batch.column("passage_id").to_pylist()):
        told = explain(batch, passage, coder, packaged_codebook("memory-acts"))
        mine = [row for row in stored if row["passage_id"] == passage]
        assert list(told.statements) == mine
        assert told.memory == plain.memory[place].as_py()
        fired = {(cue.rule, triple) for cue in told.cues for triple in cue.statements}
        assert fired == {(row["rule"], (row["holder"], row["act"], row["target"])) for row in mine}
        assert all((cue.blocked is None) == bool(cue.statements) for cue in told.cues)

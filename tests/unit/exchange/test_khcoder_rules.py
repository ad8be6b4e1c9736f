"""KH Coder's coding rules: read, evaluated, and carried over only as far as a codebook can say them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.coding import compile_codebook
from cenotaph.coding.conditions import Setting
from cenotaph.exchange.carrying import entries
from cenotaph.exchange.dictionary import Dictionary, Pattern
from cenotaph.exchange.faults import Fault
from cenotaph.exchange.importing import import_dictionary
from cenotaph.exchange.khcoder import read, rules_of
from cenotaph.exchange.khcoder_parse import condition
from cenotaph.exchange.khcoder_rules import (
    And,
    Attribute,
    AttributeValue,
    Code,
    Compare,
    Compute,
    Constant,
    Form,
    Heading,
    Length,
    Literal,
    Near,
    Node,
    Not,
    Number,
    Or,
    Phrase,
    Seq,
    Token,
    Unit,
    Word,
    codes_of,
    value_of,
)
from cenotaph.exchange.khcoder_written import written


def tree(rule: str) -> Node:
    return condition([(1, rule)])


def unit(text: str, **known: object) -> Unit:
    """A unit of made-up words; `|` ends a sentence, `||` a paragraph."""
    tokens: list[Token] = []
    sentence = paragraph = 0
    for word in text.split():
        if word in ("|", "||"):
            sentence += 1
            paragraph += word == "||"
        else:
            tokens.append(Token(word, sentence=sentence, paragraph=paragraph))
    sentences = tuple(part.strip() for part in text.split("|") if part.strip())
    return Unit(tuple(tokens), sentences, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("war", Word("war")),
        ('"great war"', Word("great war")),
        ("great+war", Phrase(("great", "war"))),
        ("near(a-b)", Near(("a", "b"))),
        ("near(a-b-c)[8]", Near(("a", "b", "c"), 8)),
        ("near(a-b)[b8]", Near(("a", "b"), 8, "b")),
        ("near(a-b)[d]", Near(("a", "b"), 10, "d")),
        ("seq(a-b)[9]", Seq(("a", "b"), 9)),
        ("run-->Verb", Form("run", pos="Verb")),
        ("run->past", Form("run", inflection="past")),
        ("run=>ran", Form("run", surface="ran")),
        ("run-->Verb->past", Form("run", pos="Verb", inflection="past")),
        ("run-->Verb=>ran", Form("run", pos="Verb", surface="ran")),
        ('"<>heading2-->Part one"', Heading(2, "Part one")),
        ("<>見出し3-->上", Heading(3, "上")),
        ("<>year-->1995", Attribute("year", "1995")),
        ("<>year<>", AttributeValue("year")),
        ("<*other>", Code("*other")),
        ("'it''s over'", Literal("it's over")),
        ("lw", Length("words")),
        ("lc", Length("characters")),
        ("No.", Number()),
        ("12", Constant(12)),
        ("2.5", Word("2.5")),
        ("a&b", Word("a&b")),
        ("a >= 2", Compare(">=", Word("a"), Constant(2))),
        ("a + b * 2 > 3", Compare(">", Compute("+", Word("a"), Compute("*", Word("b"), Constant(2))), Constant(3))),
        ("a or b and not c", Or((Word("a"), And((Word("b"), Not(Word("c"))))))),
        ("a | b & c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("a |! b &! c", Or((Word("a"), And((Not(Word("b")), Not(Word("c"))))))),
        ("not a >= 2", Not(Compare(">=", Word("a"), Constant(2)))),
        ("! a >= 2", Compare(">=", Not(Word("a")), Constant(2))),
        ("a　or　b", Or((Word("a"), Word("b")))),
    ],
)
def test_what_a_condition_is_read_as(rule: str, expected: Node) -> None:
    assert tree(rule) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "a b",
        "( a",
        "a )",
        "a or",
        "and a",
        "near(a-b)[x]",
        "",
        "not",
        "> 2",
        "<>heading1-->Part one",
        "（ a",
        "( " * 200,
        "a" + " + a" * 200,
    ],
)
def test_conditions_with_errors(rule: str) -> None:
    with pytest.raises(Fault):
        tree(rule)


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        ("a", "a b a", 2),
        ("a+b", "a b a b b", 2),
        ("near(a-b)", "b x a", 1),
        ("near(a-b)", "a x x x x x x x x x x b", 0),
        ("near(a-b)", "a x x x x x x x x x b", 1),
        ("near(a-b)[1]", "a x b", 0),
        ("near(a-b)[0]", "a " + "x " * 50 + "b", 1),
        ("near(a-b)", "a a b", 1),
        ("near(a-b)", "a b a", 2),
        ("near(a-b-c)[2]", "a x b x c", 1),
        ("near(a-b)[b]", "a | b", 0),
        ("near(a-b)[d]", "a | b", 1),
        ("near(a-b)[d]", "a || b", 0),
        ("seq(a-b)", "b a", 0),
        ("seq(a-b)", "a c b", 1),
        ("seq(a-b-c)[3]", "a c b c", 1),
        ("seq(a-b)[b5]", "a | b", 0),
        ("a >= 2", "a x a", 1),
        ("a + b == 3", "a b a", 1),
        ("a - b", "a a b", 1),
        ("- a", "a", -1),
        ("a / b", "a", None),
        ("a / b > 1 or c", "a c", 1),
        ("not a / b", "a", None),
        ("! a >= 1", "x", 1),
        ("'x y'", "w x y | x y z | y", 2),
        ("lw", "a b | c", 3),
        ("lc >= 4", "ab cd", 1),
        ("a <= 0", "b", 1),
    ],
)
def test_what_a_condition_comes_to(rule: str, text: str, value: float | None) -> None:
    assert value_of(tree(rule), unit(text)) == value


def test_forms_and_what_is_known_of_a_unit() -> None:
    told = Unit(
        (Token("ran", "run", "Verb", "past"), Token("runs", "run", "Noun")),
        number=3,
        headings={1: "Part"},
        attributes={"year": "1995", "empty": "", "low": "-1"},
    )
    values = {
        "run": 2, "run-->Verb": 1, "run->past": 1, "run=>runs": 1, "run-->Noun->past": 0, "run-->Verb=>ran": 1,
        "No. >= 3": 1, "<>heading1-->Part": 1, "<>heading2-->Part": 0, "<>year-->1995": 1, "<>year-->1996": 0,
        "<>year<>": 1, "<>low<>": 0, "<>empty<>": 0, "<>none<>": 0,
    }  # fmt: skip
    assert {rule: value_of(tree(rule), told) for rule in values} == values


def test_codes_see_the_codes_before_them() -> None:
    rules = "*one\na\n*two\n<*one> and b\n*three\nnot <*four>\n*four\na\n"
    found = {rule.name: rule.condition for rule in rules_of(rules, Dictionary("rules.cod", "rules"))}
    assert codes_of(found, unit("a b")) == {"*one", "*two", "*three", "*four"}
    assert codes_of(found, unit("b")) == {"*three"}


RULES = """# a comment
stray line
*war
war or battle
or 'great war' or seq(war-end)

*peace
peace and ( treaty or pact+signed ) and not defeat
or near(truce-signed) or near(truce-kept)[b0]
or <>year-->1995 and peace
*count
war >= 2 or war > 0
*broken
a b
*of-codes
<*war> or <*count>
*war
again
*empty
"""


def test_carried_as_acts(tmp_path: Path) -> None:
    (tmp_path / "rules.cod").write_text(RULES, encoding="utf-8")
    made = import_dictionary(tmp_path / "rules.cod", kind="acts")
    cues = {
        id_: [
            (
                cue.cue,
                cue.needs,
                cue.unless,
                cue.inflect,
                *tuple((name, each.words, each.within) for name in ("near", "seq") if (each := getattr(cue, name))),
            )
            for cue in act.cues["en"]
        ]
        for id_, act in made.codebook.acts.items()
    }
    war = [
        ("war", (), (), True),
        ("battle", (), (), True),
        ("great war", (), (), False),
        ("war", (), (), True, ("seq", ("end",), 9)),
    ]
    assert cues == {
        "war": war,
        "peace": [
            ("truce", (), (), True, ("near", ("signed",), 9)),
            ("peace", ("treaty", "pact signed"), ("defeat",), True),
            ("truce", ("kept",), (), True),
        ],
        "count": [("war", (), (), True)],
        "of-codes": war,
    }
    assert [(loss.line, loss.what.split(" ")[0], loss.changed) for loss in made.losses] == [
        (2, "stray", False),
        (5, "'great", True),
        (10, "<>year-->1995", False),
        (12, "war", False),
        (14, "*broken", False),
        (16, "<*war>", True),
        (16, "<*count>", True),
        (17, "*war", False),
        (19, "*empty", False),
    ]


def test_a_bar_in_a_text_is_not_taken_for_an_alternative(tmp_path: Path) -> None:
    (tmp_path / "rules.cod").write_text("*one\na and ( b or 'c|d' )\n*two\na and not b+c|d\n", encoding="utf-8")
    made = import_dictionary(tmp_path / "rules.cod", kind="acts")
    cues = {id_: [(cue.cue, cue.needs) for cue in act.cues["en"]] for id_, act in made.codebook.acts.items()}
    assert cues == {"one": [("b", ("a",))]}
    assert (2, "c|d", False) in [(loss.line, loss.what, loss.changed) for loss in made.losses]


def test_carried_as_topics_only_words_remain(tmp_path: Path) -> None:
    (tmp_path / "rules.cod").write_text("*one\na and b or c or 'd'\n", encoding="utf-8")
    made = import_dictionary(tmp_path / "rules.cod")
    assert [term.term for term in made.codebook.targets["one"].terms["en"]] == ["c", "d"]
    assert [(loss.what, loss.changed) for loss in made.losses] == [("'d'", True), ("a, with b", False)]


def test_chinese_phrases_have_no_blanks(tmp_path: Path) -> None:
    (tmp_path / "rules.cod").write_text("＊和平\n签署+条约 or '条约'\n", encoding="utf-8")
    made = import_dictionary(tmp_path / "rules.cod")
    assert made.language == "zh"
    assert [term.term for term in made.codebook.targets["code-1"].terms["zh"]] == ["签署条约", "条约"]
    assert made.losses == ()


def test_words_between_are_not_counted_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "rules.cod").write_text("＊和平\nnear(和平-条约)[3] or 停战\n", encoding="utf-8")
    made = import_dictionary(tmp_path / "rules.cod", kind="acts")
    assert [cue.cue for act in made.codebook.acts.values() for cue in act.cues["zh"]] == ["停战"]
    assert [loss.what for loss in made.losses] == ["near(和平-条约)[3]"]


def test_company_carried_over_finds_in_sentences_what_the_rule_finds(tmp_path: Path) -> None:
    (tmp_path / "rules.cod").write_text("*near\nnear(truce-kept)[2]\n*order\nseq(war-end)[2]\n", encoding="utf-8")
    made = import_dictionary(tmp_path / "rules.cod", kind="acts")
    assert made.losses == ()
    coder = compile_codebook(made.codebook, ["en"])
    sentences = [
        "truce was kept",
        "kept a truce",
        "truce is not well kept",
        "war must end",
        "end of war",
        "war is not at end",
    ]
    found: list[list[int]] = [[], []]  # sentences in which the conditions of each act's cue hold
    for number, act in enumerate(("near", "order")):
        (rule,) = (rule for rule in coder.languages["en"].rules if rule.act == act)
        for place, text in enumerate(sentences):
            start = text.find(rule.cue.cue)
            span = (start, start + len(rule.cue.cue))
            if start >= 0 and not rule.conditions.refusal(text, span, Setting({}, None, frozenset()), set):
                found[number].append(place)
    assert found == [[0, 1], [3]]


def test_codes_that_double_each_other_are_stopped() -> None:
    rules = "*c0\na or b\n" + "".join(f"*c{n}\n<*c{n - 1}> or <*c{n - 1}>\n" for n in range(1, 60))
    rules += "*d0\n( a or x and y )\n" + "".join(f"*d{n}\n<*d{n - 1}> and <*d{n - 1}>\n" for n in range(1, 60))
    dictionary = Dictionary("rules.cod", "rules")
    read(rules, dictionary)
    assert any("too many" in loss.why for loss in dictionary.losses)


def test_rules_are_evaluated_on_sentences(tmp_path: Path) -> None:
    (tmp_path / "rules.cod").write_text(
        "*treaty\nsign and treaty\n*near\nnear(war-end)[2]\n*long\nlw > 4\n*word\nword\n", encoding="utf-8"
    )
    made = import_dictionary(tmp_path / "rules.cod", kind="acts")
    sentences = ["They signed the treaties.", "The war, they said, ends.", "A war ends."]
    assert made.rules_that_hold(sentences) == [{1, 5}, {5}, {3}]


def test_chinese_sentences_are_cut_by_the_words_of_the_rules(tmp_path: Path) -> None:
    (tmp_path / "rules.cod").write_text("＊和平\n和平 and 条约\n＊序\nseq(和平-条约)[1]\n", encoding="utf-8")
    made = import_dictionary(tmp_path / "rules.cod", kind="acts")
    assert made.rules_that_hold(["签署和平条约。", "条约带来和平。"]) == [{1, 3}, {1}]


# ---- Laws: what is carried over never finds more than the rule, and the same where nothing was lost.

WORDS = st.sampled_from("abcd")
ATOMS = st.one_of(
    WORDS.map(Word),
    st.tuples(WORDS, st.sampled_from([">", ">=", "==", "<", "<="]), st.integers(0, 2)).map(
        lambda made: Compare(made[1], Word(made[0]), Constant(made[2]))
    ),
    st.lists(WORDS, min_size=2, max_size=3).map(lambda made: Near(tuple(made), 0)),
    st.tuples(st.lists(WORDS, min_size=2, max_size=3), st.integers(1, 3)).map(
        lambda made: Near(tuple(made[0]), made[1])
    ),
    st.tuples(st.lists(WORDS, min_size=2, max_size=3), st.integers(0, 3)).map(
        lambda made: Seq(tuple(made[0]), made[1])
    ),
    st.just(Length("words")),
)
CONDITIONS: st.SearchStrategy[Node] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        st.tuples(inner, inner).map(lambda made: Compute("+", *made)),
    ),
    max_leaves=8,
)
TEXTS = st.lists(st.sampled_from("abcdx"), max_size=7).map(" ".join)


def stands_by(pattern: Pattern, text: list[str]) -> bool:
    """Whether one of the words has the word it asks for in its company."""
    if pattern.company is None:
        return True
    kind, other, within = pattern.company
    return any(
        (word in pattern.words and beside == other and abs(j - i) - 1 <= within and (kind == "near" or j > i))
        for i, word in enumerate(text)
        for j, beside in enumerate(text)
    )


def holds(pattern: Pattern, text: list[str]) -> bool:
    words = set(text)
    return stands_by(pattern, text) and (
        not words.isdisjoint(pattern.words)
        and (not pattern.needs or not words.isdisjoint(pattern.needs))
        and words.isdisjoint(pattern.unless)
    )


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, TEXTS)
def test_what_is_carried_over_finds_no_more_and_where_nothing_is_lost_the_same(node: Node, text: str) -> None:
    dictionary = Dictionary("rules.cod", "rules")
    read(f"*code\n{written(node)}\n", dictionary)
    found = any(holds(pattern, text.split()) for pattern in dictionary.categories[0].patterns)
    meant = bool(value_of(node, unit(text)))
    assert not found or meant
    if not dictionary.losses:
        assert found == meant


@settings(max_examples=200, deadline=None)
@given(CONDITIONS)
def test_what_is_written_out_is_read_again(node: Node) -> None:
    again = tree(written(node))
    assert written(again) == written(node)
    for text in ("", "a", "a b", "b a d", "a a b c c d"):
        assert value_of(again, unit(text)) == value_of(node, unit(text))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab&|!()<>-+*=[]'\"# \n＊*no.12", max_size=60))
def test_any_text_is_read_or_listed(text: str) -> None:
    dictionary = Dictionary("rules.cod", "rules")
    read(text, dictionary)
    entries(dictionary, "en", "acts", False)
    said = len(dictionary.losses) + sum(len(category.patterns) for category in dictionary.categories)
    assert said or not any(line.strip() and not line.startswith("#") for line in text.split("\n"))

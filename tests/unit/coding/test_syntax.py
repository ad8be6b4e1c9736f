"""Doers and objects by syntax: on parses written by hand, and with the parsers where they are installed."""

from __future__ import annotations

from importlib import metadata

import pytest

from cenotaph.coding import compile_codebook
from cenotaph.coding import syntax as module
from cenotaph.coding.acts import Sentence, statements
from cenotaph.coding.grammar import GRAMMARS
from cenotaph.coding.places import Mention
from cenotaph.coding.syntax import PARSED, Parse, parser
from cenotaph.errors import CenotaphError
from cenotaph.study import Codebook, packaged_codebook


def parse(*words: tuple[str, int, str] | tuple[str, int, str, bool]) -> Parse:
    """Words with their heads and roles; `True` last for a passive."""
    spans, place = [], 0
    for word, *_ in words:
        spans.append((place, place + len(word)))
        place += len(word) + 1
    return Parse(
        tuple(spans),
        tuple(word[0] for word in words),
        tuple(word[1] for word in words),
        tuple(word[2] for word in words),
        tuple(word[3:] == (True,) for word in words),
    )


def named(found: Parse, words: set[int]) -> set[str]:
    return {found.words[word] for word in words}


ACTIVE = parse(("aland", 1, "subject"), ("freed", -1, "root"), ("bland", 1, "object"))
PASSIVE = parse(("bland", 1, "passive"), ("freed", -1, "root", True), ("aland", 1, "agent"))
RELATIVE = parse(
    ("aland", 4, "subject"),
    ("which", 2, "subject"),
    ("freed", 0, "relative"),
    ("bland", 2, "object"),
    ("mourns", -1, "root"),
)
COORDINATE = parse(
    ("aland", 1, "subject"), ("rose", -1, "root"), ("and", 1, "cc"), ("freed", 1, "conj"), ("bland", 3, "object")
)
PARTICIPLE = parse(("bland", -1, "root"), ("freed", 0, "acl", True), ("aland", 1, "agent"))


@pytest.mark.parametrize(
    "tree", [ACTIVE, PASSIVE, RELATIVE, COORDINATE, PARTICIPLE], ids=lambda tree: " ".join(tree.words)
)
def test_who_does_it_and_to_whom(tree: Parse) -> None:
    verb = tree.words.index("freed")
    assert named(tree, tree.doers(verb)) == {"aland"}
    assert named(tree, tree.affected(verb)) == {"bland"}


def test_a_predicate_noun_has_the_subject_of_its_sentence() -> None:
    tree = parse(("aland", 1, "subject"), ("was", -1, "root"), ("ally", 1, "attr"), ("bland", 2, "prep:of"))
    assert named(tree, tree.doers(2)) == {"aland"}


def test_a_mention_names_a_word_through_the_nouns_that_it_is_hung_on() -> None:
    # soldiers of the army of Aland freed
    tree = parse(
        ("soldiers", 3, "subject"),
        ("army", 0, "prep:of"),
        ("aland", 1, "prep:of"),
        ("freed", -1, "root"),
        ("bland", 3, "object"),
    )
    start, end = tree.spans[2]
    assert tree.names(start, end, tree.doers(3))
    assert not tree.names(start, end, tree.affected(3))
    assert not tree.names(900, 905, tree.doers(3))


BOOK = Codebook.model_validate(
    {
        "codebook": "small",
        "version": "1",
        "targets": {
            "AAA": {"name": "Aland", "terms": {"en": ["Aland"]}},
            "BBB": {"name": "Bland", "terms": {"en": ["Bland"]}},
        },
        "acts": {"praise": {"name": "praise", "cues": {"en": [{"cue": "freed", "target": "subject"}]}}},
    }
)


def test_syntax_goes_before_the_order_of_words() -> None:
    """Bland stands nearer to the cue, but the tree says that Aland does it."""
    text = "aland unlike bland freed us"
    tree = parse(
        ("aland", 3, "subject"),
        ("near", 0, "prep"),
        ("bland", 0, "prep:near"),
        ("freed", -1, "root"),
        ("us", 3, "object"),
    )
    (rule,) = compile_codebook(BOOK, ["en"]).languages["en"].rules
    mentions = [Mention(0, 5, "AAA", state=True), Mention(13, 18, "BBB", state=True)]
    found = {
        one.target
        for with_tree in (None, tree)
        for one in statements(Sentence(text, mentions, [(19, 24, rule)], "CCC", parse=with_tree), GRAMMARS["en"])
    }
    assert found == {"AAA", "BBB"}


def test_the_packaged_codebook_needs_no_parser() -> None:
    assert packaged_codebook("memory-acts").syntax == ()


def test_a_missing_parser_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(module.metadata, "version", missing)
    with pytest.raises(CenotaphError, match=r"pip install 'cenotaph\[syntax\]'"):
        compile_codebook(BOOK.model_copy(update={"syntax": ("en",)}), ["en"])
    assert compile_codebook(BOOK.model_copy(update={"syntax": ("ru",)}), ["en"]).version  # a language that is not read


def installed(language: str) -> None:
    for package in PARSED[language]:
        try:
            metadata.version(package)
        except metadata.PackageNotFoundError:
            pytest.skip(f"{package} is not installed: pip install 'cenotaph[syntax]'")


@pytest.mark.parametrize(
    ("language", "sentence", "verb", "doer", "affected"),
    [
        ("en", "Poland was liberated by soldiers of the Red Army.", "liberated", "Red Army", "Poland"),
        ("en", "The army that fought near Kursk liberated Poland.", "fought", "army", None),
        ("ru", "Европу освободила от нацизма Красная армия.", "освободила", "Красная армия", "Европу"),
        ("ru", "Польша была освобождена советскими войсками.", "освобождена", "советскими", "Польша"),
    ],
)
def test_the_parsers_find_doer_and_object(
    language: str, sentence: str, verb: str, doer: str, affected: str | None
) -> None:
    installed(language)
    tree = parser(language)(sentence)
    word = tree.head_of(sentence.index(verb), sentence.index(verb) + len(verb))
    assert word is not None
    for name, words in ((doer, tree.doers(word)), (affected, tree.affected(word))):
        if name is not None:
            assert tree.names(sentence.index(name), sentence.index(name) + len(name), words), name


@pytest.mark.parametrize("language", PARSED)
def test_the_version_of_the_coder_names_the_parser(language: str) -> None:
    installed(language)
    asked = packaged_codebook("memory-acts").model_copy(update={"syntax": (language,)})
    version = compile_codebook(asked, [language]).version
    assert version.startswith(compile_codebook(asked.model_copy(update={"syntax": ()}), [language]).version)
    assert f"{language}: {PARSED[language][0]} {metadata.version(PARSED[language][0])}" in version

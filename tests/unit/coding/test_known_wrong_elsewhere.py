"""What other dictionary programs are known to count wrongly is right here."""

from __future__ import annotations

import pytest

from cenotaph.coding.matching import Matcher, longest
from cenotaph.coding.patterns import lexicon, target_rows
from cenotaph.study.codebook import Codebook


def _named(text: str, names: dict[str, list[str]], language: str) -> list[str]:
    targets = {id_: {"name": id_, "terms": {language: terms}} for id_, terms in names.items()}
    codebook = Codebook.model_validate({"codebook": "test", "version": "1", "targets": targets})
    matcher = Matcher(lexicon(target_rows(codebook, language)))
    owners = matcher.lexicon.owner[longest(matcher.find(text)).row].tolist()
    return [list(names)[owner] for owner in owners]


@pytest.mark.parametrize("order", [("IN", "ID"), ("ID", "IN")])
def test_a_longer_chinese_name_is_not_cut_into_words(order: tuple[str, str]) -> None:
    """quanteda issue 2476: a dictionary value is one word, its text is cut in two, and Indonesia counts as India."""
    values = {"IN": ["印度"], "ID": ["印度尼西亚"]}
    names = {id_: values[id_] for id_ in order}
    assert _named("雅加达在印度尼西亚的海边", names, "zh") == ["ID"]
    assert _named("印度的邻国不是印度尼西亚", names, "zh") == ["IN", "ID"]


def test_names_of_two_words_inside_names_of_three_count_once() -> None:
    names = {"paper": ["New York Times"], "city": ["New York"]}
    assert _named("the new york times of new york", names, "en") == ["paper", "city"]

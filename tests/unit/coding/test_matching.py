"""Matching against a plain search that tries every pattern at every place."""

from __future__ import annotations

import pickle
import re

import numpy as np
from coding_help import mentioned
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.coding import compile_codebook
from cenotaph.coding.matching import Hits, Matcher, inside, longest, one_line
from cenotaph.coding.patterns import Layer, lexicon, target_rows
from cenotaph.study.codebook import Codebook
from cenotaph.text import fold

WORDS = ["ab", "abc", "b", "bc", "c ab", "国", "中国", "国人", "a中"]


def _matcher(words: list[str]) -> Matcher:
    targets = {
        f"t{i}": {"name": word, "terms": {"en": [{"term": word, "inflect": False}]}} for i, word in enumerate(words)
    }
    codebook = Codebook.model_validate({"codebook": "test", "version": "1", "targets": targets})
    return Matcher(lexicon(target_rows(codebook, "en")))


def _is_letter(character: str) -> bool:
    return character.isalnum() and character.isascii()


def _plain(words: list[str], text: str) -> list[tuple[int, int, int]]:
    found = []
    for owner, word in enumerate(words):
        for start in range(len(text) - len(word) + 1):
            end = start + len(word)
            if text[start:end] != word:
                continue
            if start and _is_letter(text[start - 1]) and _is_letter(text[start]):
                continue
            if end < len(text) and _is_letter(text[end - 1]) and _is_letter(text[end]):
                continue
            found.append((start, end, owner))
    return sorted(found)


def _plain_longest(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    kept: list[tuple[int, int, int]] = []
    for one in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if not kept or one[0] >= kept[-1][1] or one[:2] == kept[-1][:2]:
            kept.append(one)
    return sorted(kept)


def _rows(matcher: Matcher, hits: Hits) -> list[tuple[int, int, int]]:
    owner = matcher.lexicon.owner[hits.row].tolist()
    return sorted(zip(hits.start.tolist(), hits.end.tolist(), owner, strict=True))


@given(st.text("abc 中国人-", max_size=30))
def test_every_occurrence_is_found_and_none_inside_a_word(text: str) -> None:
    matcher = _matcher(WORDS)
    assert _rows(matcher, matcher.find(text)) == _plain(WORDS, text)


@given(st.text("abc 中国人-", max_size=30))
def test_leftmost_then_longest(text: str) -> None:
    matcher = _matcher(WORDS)
    assert _rows(matcher, longest(matcher.find(text))) == _plain_longest(_plain(WORDS, text))


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5), st.integers(0, 2)), max_size=12), st.data())
def test_inside_is_containment_within_the_same_owner(spans: list[tuple[int, int, int]], data: st.DataObject) -> None:
    around = data.draw(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9), st.integers(0, 2)), max_size=6))
    owner = np.array([0, 1, 2], dtype=np.int32)

    def hits(rows: list[tuple[int, int, int]]) -> Hits:
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return Hits(table[:, 0], table[:, 0] + table[:, 1], table[:, 2])

    expected = [any(c <= a and a + b <= c + d and who == whose for c, d, whose in around) for a, b, who in spans]
    assert inside(hits(spans), owner, hits(around)).tolist() == expected


def test_a_wildcard_reaches_to_the_end_of_its_word() -> None:
    targets = {"t": {"name": "t", "terms": {"en": ["fascis*"]}}}
    codebook = Codebook.model_validate({"codebook": "test", "version": "1", "targets": targets})
    matcher = Matcher(lexicon(target_rows(codebook, "en")))
    hits = matcher.find("old fascists, fascism")
    assert list(zip(hits.start.tolist(), hits.end.tolist(), strict=True)) == [(4, 12), (14, 21)]


def test_layers_stay_apart() -> None:
    content = {
        "targets": {"t": {"name": "t", "terms": {"en": ["war"]}, "not_inside": {"en": ["war and peace"]}}},
        "referents": {"r": {"name": "r", "terms": {"en": ["war"]}, "hints": {"en": ["peace"]}}},
    }
    codebook = Codebook.model_validate({"codebook": "test", "version": "1", **content})
    matcher = Matcher(lexicon(target_rows(codebook, "en")))
    layers = matcher.lexicon.layer[matcher.find("war and peace").row].tolist()
    assert sorted(layers) == sorted([Layer.TARGET, Layer.NOT_TARGET, Layer.REFERENT, Layer.HINT])


def test_a_matcher_survives_the_way_to_another_process() -> None:
    matcher = _matcher(WORDS)
    again = pickle.loads(pickle.dumps(matcher))
    assert _rows(again, again.find("ab c ab")) == _rows(matcher, matcher.find("ab c ab"))
    assert len(matcher.find("")) == 0


@given(st.text("ab 中国\n\t\u00ad", max_size=30))
def test_white_space_is_evened_and_offsets_lead_back(text: str) -> None:
    folded = one_line(fold(text))
    expected = re.sub(r"(?<=[中国])[ \t]*\n[ \t\n]*(?=[中国])", "", fold(text).text)
    assert folded.text == re.sub(r"[ \t\n]+", " ", expected)
    back = folded.offsets if folded.offsets is not None else np.arange(len(text) + 1)
    assert len(back) == len(folded.text) + 1
    assert back[-1] == len(text)
    assert all(folded.text[i] == (" " if text[back[i]].isspace() else text[back[i]]) for i in range(len(folded.text)))


def test_the_day_of_a_date_begins_no_name() -> None:
    matcher = _matcher(["日本", "日"])
    assert _rows(matcher, matcher.find("9日本报")) == []
    assert _rows(matcher, matcher.find("日本与9日，日本")) == [(0, 1, 1), (0, 2, 0), (6, 7, 1), (6, 8, 0)]


WORDS_IN_CASES = st.sampled_from(["Ab", "ab", "AB", "国", "b", "-", " ", "'", "a"])


@given(st.lists(WORDS_IN_CASES, max_size=12))
def test_mentions_agree_with_a_plain_reader(pieces: list[str]) -> None:
    """Whole words, case where it counts, exclusions of the same target, then leftmost-longest."""
    text = "".join(pieces).strip()
    targets = {
        "exact": {"name": "x", "terms": {"en": [{"term": "Ab", "case": "exact", "inflect": False}]}},
        "any": {"name": "y", "terms": {"en": [{"term": "ab-b", "inflect": False}, {"term": "国", "inflect": False}]}},
        "not": {
            "name": "z",
            "terms": {"en": [{"term": "b", "case": "any", "inflect": False}]},
            "not_inside": {"en": [{"term": "b-b", "inflect": False}]},
        },
    }
    codebook = Codebook.model_validate({"codebook": "test", "version": "1", "targets": targets})
    found = [
        (0, start, end) for start, end, _ in _plain(["ab"], text.lower()) if text[start] == "A" and end - start == 2
    ]
    found += [(1, start, end) for start, end, _ in _plain(["ab-b", "国"], text.lower())]
    around = [(start, end) for start, end, _ in _plain(["b-b"], text.lower())]
    found += [
        (2, start, end)
        for start, end, _ in _plain(["b"], text.lower())
        if not any(left <= start and end <= right for left, right in around)
    ]
    expected = [(start, end, owner) for start, end, owner in _plain_longest([(s, e, o) for o, s, e in found])]
    coder = compile_codebook(codebook, ["en"])
    names = [list(targets)[owner] for _, _, owner in expected]
    spans = [text[start:end] for start, end, _ in expected]
    assert sorted(mentioned(text, "en", coder)) == sorted(zip(names, spans, strict=True))

"""Which sentence of one text became which sentence of another, and which words changed in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from math import log

from cenotaph.text import fold, words

__all__ = ["Change", "Pair", "align_sentences", "word_changes"]

#: Candidates tried for each sentence, those with most rare words in common.
_CANDIDATES = 4


@dataclass(frozen=True)
class Change:
    """A stretch of words: `equal` in both, or only in one (`delete`, `insert`)."""

    op: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A sentence of text A and the sentence of text B that it became.

    Attributes:
        a, b: places in the two lists; null where the sentence was dropped, or is new.
        similarity: 0 to 1, twice the words in common over all words; null where there is no partner.
    """

    a: int | None
    b: int | None
    similarity: float | None

    @property
    def change(self) -> str:
        """`carried over`, `altered`, `dropped` or `new`."""
        if self.b is None:
            return "dropped"
        if self.a is None:
            return "new"
        return "carried over" if self.similarity == 1.0 else "altered"


def align_sentences(
    a: Sequence[str], b: Sequence[str], language: str | None = None, *, threshold: float = 0.5
) -> list[Pair]:
    """Pair the sentences of two texts, each at most once, in any order.

    Sentences whose words are the same are carried over, whatever their case, spelling variants and punctuation. Of the
    others the most similar pairs are taken first, down to `threshold`; similarity is the ratio of Ratcliff
    and Obershelp over words (Chinese: characters). Partners are sought among sentences that share rare words.

    Returns: pairs in the order of text B, dropped sentences in the place where text A had them.
    """
    tokens_a, tokens_b = ([_tokens(each, language) for each in side] for side in (a, b))
    matched = _same(tokens_a, tokens_b)
    taken = set(matched.values())
    left = [i for i in range(len(a)) if i not in matched]
    right = [j for j in range(len(b)) if j not in taken]
    similarity = dict.fromkeys(matched.items(), 1.0)
    for ratio, i, j in sorted(_similar(tokens_a, tokens_b, left, right, threshold), reverse=True):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
            similarity[i, j] = min(ratio, 0.999)
    return _in_order(len(a), len(b), matched, similarity)


def word_changes(a: str, b: str, language: str | None = None) -> list[Change]:
    """What to strike and what to add to make sentence `b` of sentence `a`, by words (Chinese: by characters).

    The texts of `equal` and `delete` make up `a`, those of `equal` and `insert` make up `b`.
    """
    pieces_a, pieces_b = _pieces(a, language), _pieces(b, language)
    changes: list[Change] = []
    for op, i, i_end, j, j_end in SequenceMatcher(None, pieces_a, pieces_b, autojunk=False).get_opcodes():
        if op == "equal":
            changes.append(Change("equal", "".join(pieces_a[i:i_end])))
            continue
        if i < i_end:
            changes.append(Change("delete", "".join(pieces_a[i:i_end])))
        if j < j_end:
            changes.append(Change("insert", "".join(pieces_b[j:j_end])))
    return changes


def _tokens(sentence: str, language: str | None) -> tuple[str, ...]:
    text = fold(sentence).text
    return tuple(text[start:end] for start, end in words(text, language)) or (text,)


def _pieces(sentence: str, language: str | None) -> list[str]:
    """Words and what stands between them; joined they give the sentence."""
    pieces, done = [], 0
    for start, end in words(sentence, language):
        if start > done:
            pieces.append(sentence[done:start])
        pieces.append(sentence[start:end])
        done = end
    return [*pieces, sentence[done:]] if done < len(sentence) else pieces


def _same(a: Sequence[tuple[str, ...]], b: Sequence[tuple[str, ...]]) -> dict[int, int]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(b) - 1, -1, -1):
        places[b[j]].append(j)
    return {i: places[tokens].pop() for i, tokens in enumerate(a) if places.get(tokens)}


def _similar(
    a: Sequence[tuple[str, ...]],
    b: Sequence[tuple[str, ...]],
    left: Sequence[int],
    right: Sequence[int],
    threshold: float,
) -> list[tuple[float, int, int]]:
    """Similar pairs among the sentences left over, as (similarity, a, b)."""
    bags_a, bags_b = {i: Counter(a[i]) for i in left}, {j: Counter(b[j]) for j in right}
    holders: dict[str, list[int]] = defaultdict(list)
    for j, bag in bags_b.items():
        for token in bag:
            holders[token].append(j)
    weight = {token: log(1 + len(right) / len(held)) for token, held in holders.items()}
    matcher = SequenceMatcher(None, autojunk=False)
    found = []
    for i, bag in bags_a.items():
        for j in _candidates(bag, holders, weight):
            shared = sum(min(n, bags_b[j][token]) for token, n in bag.items())
            if 2 * shared < threshold * (len(a[i]) + len(b[j])):
                continue
            matcher.set_seqs(a[i], b[j])
            ratio = matcher.ratio()
            if ratio >= threshold:
                found.append((ratio, i, j))
    return found


def _candidates(bag: Counter[str], holders: dict[str, list[int]], weight: dict[str, float]) -> list[int]:
    scores: dict[int, float] = defaultdict(float)
    known = sorted((token for token in bag if token in holders), key=lambda token: len(holders[token]))
    budget = 2_000
    for token in known:
        held = holders[token]
        budget -= len(held)
        if budget < 0 and scores:
            break
        for j in held:
            scores[j] += weight[token]
    return nlargest(_CANDIDATES, scores, key=lambda j: (scores[j], -j))


def _in_order(n_a: int, n_b: int, matched: dict[int, int], similarity: dict[tuple[int, int], float]) -> list[Pair]:
    back = {j: i for i, j in matched.items()}
    pairs: list[Pair] = []
    next_a = 0
    for j in range(n_b):
        i = back.get(j)
        if i is not None:
            pairs += [Pair(k, None, None) for k in range(next_a, i) if k not in matched]
            next_a = max(next_a, i + 1)
        pairs.append(Pair(i, j, None if i is None else similarity[i, j]))
    pairs += [Pair(k, None, None) for k in range(next_a, n_a) if k not in matched]
    return pairs

"""Speaker turns: who speaks where in a transcript, by labels such as `Vladimir Putin:`, `В.Путин:` and `记者：`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cenotaph.corpus.labels import Label, read_label
from cenotaph.text import Span

__all__ = ["Turn", "speakers_of", "turns", "without_labels"]


class Turn(NamedTuple):
    """One turn of a transcript: the `label` with its colon and the space after it, and where the turn ends."""

    label: Span
    speaker: str
    end: int


_COLON = re.compile(r"[:：](?=\s|[^\W\d_]|[\"'«“„‘—–(\[<…-]|$)[^\S\n]*")
_WINDOW = 140
#: A single word is a speaker if it comes back so often in the document.
_COMES_BACK = 3


def turns(text: str, lines: Sequence[Span], language: str | None) -> list[Turn]:
    """The turns of a document, in order; none where it is no transcript.

    Two labels, or one that gives an office (`President of Russia Vladimir Putin:`) or opens the document, make a
    transcript: each turn lasts until the next. A single name elsewhere speaks for its own paragraph only, a single
    role (`Question:`) for nothing. Chinese news put a name before what someone is heard to say and then go on
    themselves: there only a role (记者, 答) among the labels makes a transcript.
    """
    if ":" not in text and "：" not in text:
        return []
    found = list(_labels(text, lines, language))
    counts = Counter(label.speaker for label, _, _ in found)
    found = [item for item in found if item[0].kind != "word" or counts[item[0].speaker] >= _COMES_BACK]
    kinds = {label.kind for label, _, _ in found}
    if language == "zh":
        lasting = len(found) > 1 and "role" in kinds
    else:
        lasting = len(found) > 1 or "office" in kinds or bool(found and found[0][1].start == lines[0].start)
    if not lasting:
        found = [item for item in found if item[0].kind != "role"]
    if not found:
        return []
    stops = [span.start for _, span, _ in found[1:]] + [len(text)]
    return [
        Turn(span, label.speaker, stop if lasting else min(stop, line.end))
        for (label, span, line), stop in zip(found, stops, strict=True)
    ]


def _labels(text: str, lines: Sequence[Span], language: str | None) -> Iterator[tuple[Label, Span, Span]]:
    """Every label with its span and its line."""
    starts = [line.start for line in lines]
    done = 0
    for place in _colons(text):
        colon = _COLON.match(text, place)
        if colon is None:
            continue
        line = lines[bisect_right(starts, colon.start()) - 1]
        first = max(line.start, done)
        cut = colon.start() - first > _WINDOW
        if cut:
            first = colon.start() - _WINDOW
            if language == "zh":
                continue
        label = read_label(" " * cut + text[first : colon.start()], language)
        if label is not None:
            done = colon.end()
            yield label, Span(first + label.start - cut, done), line


def _colons(text: str) -> list[int]:
    """Where the colons of the text stand; two searches for one character each are much faster than one for both."""
    return sorted(_all(text, ":") + _all(text, "："))


def _all(text: str, character: str) -> list[int]:
    found = []
    place = text.find(character)
    while place >= 0:
        found.append(place)
        place = text.find(character, place + 1)
    return found


def without_labels(text: str, spans: Sequence[Span], found: Sequence[Turn]) -> list[Span]:
    """The sentences without the labels in them; a sentence that goes on before a label is cut there."""
    labels = iter([turn.label for turn in found] + [Span(len(text) + 1, len(text) + 1)])
    label = next(labels)
    kept: list[Span] = []
    for start, end in spans:
        while label.start < end:
            before = text[start : label.start].rstrip()
            if before:
                kept.append(Span(start, start + len(before)))
            start = max(start, label.end)
            if label.end > end:
                break
            label = next(labels)
        if start < end:
            kept.append(Span(start, end))
    return kept


def speakers_of(passages: Sequence[Span], found: Sequence[Turn]) -> dict[int, str]:
    """Index of a passage -> its speaker, for the passages that lie wholly in one turn."""
    starts = [turn.label.start for turn in found]
    speakers: dict[int, str] = {}
    for i, (start, end) in enumerate(passages if found else ()):
        place = bisect_right(starts, start) - 1
        if place >= 0 and end <= found[place].end:
            speakers[i] = found[place].speaker
    return speakers

"""One peer of bench/coding.py: python bench/peers.py NAME LANGUAGE FOLDER prints seconds, hits and peak memory.

FOLDER holds `texts.txt`, a sentence a line, and `patterns.txt`, a pattern a line, both folded. Runs in any Python that
has the peer (bench/requirements.txt); it knows nothing of cenotaph.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Work = Callable[[], int]


def spacy(language: str, texts: list[str], patterns: list[str]) -> Work:
    """PhraseMatcher over a blank pipeline, as its users call it."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank(language)
    matcher = PhraseMatcher(nlp.vocab)
    for pattern, doc in zip(patterns, nlp.tokenizer.pipe(patterns), strict=True):
        matcher.add(pattern, [doc])
    return lambda: sum(len(matcher(doc)) for doc in nlp.tokenizer.pipe(texts))


def pyahocorasick(language: str, texts: list[str], patterns: list[str]) -> Work:
    """The automaton in a Python loop, with a test of word boundaries."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for pattern in patterns:
        automaton.add_word(pattern, len(pattern))
    automaton.make_automaton()

    def inside(text: str, place: int) -> bool:
        if language == "zh" or not 0 < place < len(text):
            return False
        return text[place - 1].isalnum() and text[place].isalnum()

    def work() -> int:
        hits = 0
        for text in texts:
            for last, length in automaton.iter(text):
                hits += not (inside(text, last + 1) or inside(text, last + 1 - length))
        return hits

    return work


def flashtext(language: str, texts: list[str], patterns: list[str]) -> Work:
    """KeywordProcessor, spans asked for."""
    from flashtext import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=True)
    for pattern in patterns:
        processor.add_keyword(pattern)
    return lambda: sum(len(processor.extract_keywords(text, span_info=True)) for text in texts)


PEERS = {"spacy": spacy, "pyahocorasick": pyahocorasick, "flashtext": flashtext}


def main(name: str, language: str, folder: str) -> None:
    texts = Path(folder, "texts.txt").read_text("utf-8").split("\n")
    patterns = Path(folder, "patterns.txt").read_text("utf-8").split("\n")
    work = PEERS[name](language, texts, patterns)
    seconds = []
    for _ in range(3):
        began = time.process_time()
        hits = work()
        seconds.append(time.process_time() - began)
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    print(json.dumps({"seconds": sorted(seconds)[1], "hits": hits, "peak_mb": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])

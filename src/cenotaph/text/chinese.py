"""Chinese: where sentences end, and the two scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

__all__ = ["CANDIDATE", "is_end", "scripts"]

_CLOSING = '”’」』）)】》〕"'

#: 。！？ or …… with what closes after it, unless the sentence around a quotation goes on; or a gap of two spaces, by
#: which scraped pages keep their paragraphs apart. A semicolon ends no sentence.
CANDIDATE = re.compile(
    rf"(?:(?:[。！？!?]++|…{{2,}}+)(?:[{_CLOSING}]++(?![的地之等]))?+(?![{_CLOSING}，、；：,;:])|(?=[ \u3000]{{2}}))"
    r"(?P<gap>\s*+)"
)


def is_end(text: str, start: int, match: re.Match[str]) -> bool:
    """Always: Chinese terminators are not ambiguous."""
    return True


def scripts(phrase: str) -> Iterator[str]:
    """The phrase in simplified and in traditional characters, as written on the mainland, in Taiwan and Hong Kong."""
    for converter in _converters():
        yield str(converter.convert(phrase))


@cache
def _converters() -> tuple[Any, ...]:
    from opencc import OpenCC

    return tuple(OpenCC(name) for name in ("t2s", "s2t", "s2tw", "s2hk"))

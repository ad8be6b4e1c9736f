"""Chinese: where sentences end, and the two scripts."""

from __future__ import annotations

import re

__all__ = ["CANDIDATE", "is_end"]

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

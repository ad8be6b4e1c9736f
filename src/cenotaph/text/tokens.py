"""The words of a text as strings, for counting: with a dictionary where a script does not part its words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cenotaph.text.split import word_strings

__all__ = ["DICTIONARY", "tokens"]

#: The dictionary that parts Chinese words. Another version parts some of them elsewhere.
DICTIONARY = "rjieba"


def tokens(text: str, language: str | None, names: tuple[str, ...] = ()) -> list[str]:
    """The words of a text, in order; punctuation may be among them in Chinese.

    English, Russian and others: as `words`. Chinese: by dictionary, to which `names` are added, so that a name is one
    word and never two.

    Args: text, best folded; names, folded.
    """
    if language == "zh":
        return list(_segmenter(names).cut(text))
    return word_strings(text)


@lru_cache(maxsize=4)
def _segmenter(names: tuple[str, ...]) -> Any:
    from rjieba import Jieba

    made = Jieba()
    for name in names:
        made.add_word(name, None, None)
    return made

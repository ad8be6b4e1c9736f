"""The language of a text: scripts first, then its commonest words."""

from __future__ import annotations

import re
from collections.abc import Collection

from cenotaph.text.vocabulary import word_set

__all__ = ["guess_language"]

#: The start of the text that is looked at, in characters.
_SAMPLE = 4000
_SCRIPTS = {
    "zh": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "en": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "": re.compile(r"[\u3040-\u30ff\uac00-\ud7a3\u0600-\u06ff\u0590-\u05ff\u0900-\u0dff\u0e00-\u0eff\u0370-\u03ff]"),
}
#: A Han character says about as much as four letters, and other scripts (kana, Hangul ...) mark another language.
_WEIGHTS = {"zh": 4, "ru": 1, "en": 1, "": 16}
_OTHER_CYRILLIC = re.compile(r"[іїєґўђјљњћџѓќѕәғқңөұүһ]", re.IGNORECASE)
_COMMON_ENGLISH = word_set(
    "the of and to in a is that for it on with as are was be by this have from at his we not i you"
)


def guess_language(text: str, candidates: Collection[str]) -> str | None:
    """The candidate in which the text is written; null where it is none of them, or the text has no letters.

    Only `en`, `ru` and `zh` are known. Japanese, Ukrainian, Serbian or French text is none of them.
    """
    sample = text[:_SAMPLE]
    weights = {name: len(script.findall(sample)) * _WEIGHTS[name] for name, script in _SCRIPTS.items()}
    best = max(weights, key=lambda name: weights[name])
    if not weights[best] or best not in candidates:
        return None
    if best == "ru" and len(_OTHER_CYRILLIC.findall(sample)) > weights["ru"] * 0.01:
        return None
    if best == "en" and not _is_english(sample):
        return None
    return best


def _is_english(sample: str) -> bool:
    """Whether at least one word in twelve is among the commonest; a text of a few words is taken on trust."""
    words = re.findall(r"[^\W\d_]+", sample.lower())
    return len(words) < 12 or sum(word in _COMMON_ENGLISH for word in words) * 12 >= len(words)

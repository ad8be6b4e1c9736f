"""Chinese: the two scripts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

__all__ = ["scripts"]


def scripts(phrase: str) -> Iterator[str]:
    """The phrase in simplified and in traditional characters, as written on the mainland, in Taiwan and Hong Kong."""
    for converter in _converters():
        yield str(converter.convert(phrase))


@cache
def _converters() -> tuple[Any, ...]:
    from opencc import OpenCC

    return tuple(OpenCC(name) for name in ("t2s", "s2t", "s2tw", "s2hk"))

"""Channels of gestures: the ways in which a state can honour a past, so that a gesture that moved is not silence."""

from __future__ import annotations

import re

__all__ = ["channel_of"]

#: Channel -> words of a kind of gesture that belong to it; the first channel with a word in the kind counts.
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("editorial", ("editorial", "commentary")),
    ("op_ed", ("op_ed", "oped", "article", "essay")),
    ("readout_line", ("readout", "communique")),
    ("statement_clause", ("statement",)),
    ("stamp", ("stamp", "coin", "banknote")),
    ("exhibit", ("exhibit", "exhibition", "museum", "monument", "memorial", "statue", "plaque")),
    ("wreath", ("wreath", "flower", "flowers", "basket", "candle")),
    ("site_visit", ("site", "grave", "cemetery")),
    ("letter", ("letter", "message", "telegram", "condolence", "congratulation")),
    ("call", ("call", "phone", "telephone")),
    ("address_line", ("address", "speech", "toast", "remarks", "thanks", "public")),
    ("award", ("award", "medal", "order")),
    ("meeting", ("meeting", "talks", "summit", "visit")),
    ("attendance", ("attendance", "parade", "ceremony", "contingent", "guard")),
)

_MISSING = re.compile(r"^(omitted|withheld|missing|missed|cancelled|no)_")


def channel_of(kind: str) -> str:
    """The channel of a kind of gesture, by its words; a kind of none of the known channels is its own.

    A gesture that was not made has the channel in which it would have been made: `omitted_site_visit` is `site_visit`.
    """
    plain = _MISSING.sub("", re.sub(r"[^0-9a-z]+", "_", kind.lower()).strip("_"))
    words = {plain, *plain.split("_"), *map("_".join, zip(plain.split("_"), plain.split("_")[1:], strict=False))}
    return next((channel for channel, known in _WORDS if words.intersection(known)), plain or "other")

"""Small matters of wording: counts, lists, dates, and the words for confidence and presence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

__all__ = [
    "CONFIDENCE",
    "LANGUAGES",
    "PRESENT",
    "STATUS",
    "SURENESS",
    "capital",
    "counted",
    "day",
    "listed",
    "moment",
    "number",
    "sentence",
    "web_address",
]

#: Confidence in a fact or a coding read elsewhere, and in what a coder made of a text.
CONFIDENCE: dict[int | None, str] = {3: "verified", 2: "probable", 1: "not verified", None: ""}
SURENESS: dict[int | None, str] = {3: "sure", 2: "probable", 1: "a guess", None: ""}

LANGUAGES = {"en": "English", "ru": "Russian", "zh": "Chinese"}

#: The statuses of a participation that are a presence.
PRESENT = ("attended", "virtual", "contingent")

#: What a participation's status says, in words.
STATUS = {
    "attended": "attended",
    "virtual": "attended from afar",
    "contingent": "sent a contingent",
    "absent": "absent",
    "declined": "declined",
    "not_invited": "not invited",
    "cancelled": "cancelled",
    "unknown": "unknown",
}


def number(value: int | None) -> str:
    """A count with thousands apart: `80,123`; a dash for null."""
    return "–" if value is None else f"{value:,}"


def capital(text: str) -> str:
    """The text with its first letter large and nothing else changed."""
    return text[:1].upper() + text[1:]


def sentence(text: str | None) -> str:
    """The text with a large first letter and a full stop, where it has no end of its own."""
    said = capital((text or "").strip())
    return said if not said or said[-1] in ".!?…。！？" else f"{said}."


def counted(n: int, noun: str) -> str:
    """`1 sentence`, `2 sentences`, `80,123 sentences`."""
    return f"{number(n)} {noun if n == 1 else noun + 's'}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; `a, of x; b; and c` where a part has a comma of its own."""
    if len(parts) < 2:
        return "".join(parts)
    if any(", " in part for part in parts):
        return f"{'; '.join(parts[:-1])}; and {parts[-1]}"
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def day(date: dt.date | None) -> str:
    """`9 May 2024`; an empty string for null."""
    return f"{date.day} {date:%B %Y}" if date else ""


def moment(text: str) -> str:
    """`9 May 2024, 18:05 UTC` for a moment of ISO 8601; the text as it is where it is none."""
    try:
        when = dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except ValueError:
        return text
    return f"{day(when.date())}, {when:%H:%M} UTC"


def web_address(address: str | None) -> str:
    """The address where it is one of the web, else an empty string: nothing else may become a link."""
    return address if address and address.lower().startswith(("https://", "http://")) else ""

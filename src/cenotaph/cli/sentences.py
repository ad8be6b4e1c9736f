"""Sentences and codings on a terminal, with the target and the cue marked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.text import Text

    from cenotaph.answer import Answer

__all__ = ["print_sentences"]


def print_sentences(answer: Answer) -> None:
    """Each document with what it says: the treatment, the sentence, who coded it how surely, the address."""
    from rich.padding import Padding
    from rich.text import Text

    from cenotaph.cli.tables import console, print_notes

    out = console()
    for _, group in groupby(answer, key=lambda row: row["document_id"] or row.get("event_id")):
        rows = list(group)
        out.print()
        out.print(Text(_head(rows[0]), style="bold"))
        if rows[0].get("url"):
            out.print(Text(f"  {rows[0]['url']}", style="dim"))
        for row in rows:
            if row["treatment"]:
                out.print(_line(row))
            for text in filter(None, (_sentence(row), row.get("note"), row.get("source_url"))):
                shown = text if isinstance(text, Text) else Text(text, style="dim")
                out.print(Padding(shown, (0, 0, 0, 4), expand=False))
    print_notes(answer)


def _head(row: dict[str, Any]) -> str:
    return "  ".join(filter(None, (str(row["date"] or ""), row.get("speaker"), row.get("title") or row["document_id"])))


def _line(row: dict[str, Any]) -> Text:
    from rich.text import Text

    line = Text(f"  {row['target']} ")
    line.append(row["treatment"], style="bold")
    holder = f" by {row['holder']}" if row.get("holder") else ""
    # That a name stands there is sure; what is meant by it is not judged, so nothing is called sure.
    surest = "" if row["treatment"] == "named only" else "sure"
    sure = {3: surest, 2: "probable", 1: "unverified"}.get(row.get("confidence") or 0)
    line.append(f"{holder}  ({', '.join(filter(None, (sure, row.get('coder'), row.get('rule'))))})", style="dim")
    return line


def _sentence(row: dict[str, Any]) -> Text | None:
    from rich.text import Text

    if row.get("text") is None:
        return None
    sentence = Text(row["text"])
    if row["target_start"] is not None:
        sentence.stylize("bold underline", row["target_start"], row["target_end"])
    if row["cue_start"] is not None:
        sentence.stylize("italic cyan", row["cue_start"], row["cue_end"])
    return sentence

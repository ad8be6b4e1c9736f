"""Writes the figures of docs/coding.md, between its markers, from what `cenotaph code evaluate --json` printed.

cenotaph code evaluate --codebook memory-acts --gold A.jsonl B.jsonl --json > seen.json
python docs/make_coding.py "seen=Sentences that development saw" seen.json "fresh=Sentences drawn afresh" fresh.json

Each pair names a sample (its key is the marker's) and gives its answer. Samples hold texts of others and stay outside.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "coding.md"
LANGUAGES = {"en": "English", "ru": "Russian", "zh": "Chinese", "all": "all"}
UNITS = {"memory": "memory", "act": "act", "act_target": "act and target", "statement": "statement"}
Row = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Write the figures of the samples named into the page; exit status 2 where a sample has no place there."""
    page = PAGE.read_text("utf-8")
    for told, path in zip(arguments[::2], arguments[1::2], strict=True):
        key, _, title = told.partition("=")
        block = re.compile(
            rf"(<!-- {re.escape(key)}: made by docs/make_coding.py -->\n).*?(<!-- end of {re.escape(key)} -->)", re.S
        )
        if not block.search(page):
            print(f"docs/coding.md has no place for {key}")
            return 2
        made = figures(title, json.loads(Path(path).read_text("utf-8")))
        page = block.sub(lambda found, made=made: f"{found[1]}\n{made}\n{found[2]}", page)
    PAGE.write_text(page, "utf-8")
    return 0


def figures(title: str, answer: Row) -> str:
    """The tables of one sample: units by language, acts, confusion."""
    rows = [row for row in answer["rows"] if not row["weighted"]]
    languages = [language for language in LANGUAGES if any(row["language"] == language for row in rows)]
    n = answer["sentences"]
    return "\n".join(
        [
            f"**{title}** ({n} sentences). F1, 95% interval over documents:",
            "",
            *table(("language", *UNITS.values()), [by_unit(rows, language) for language in languages]),
            "",
            "By act, (act, target), all languages:",
            "",
            *table(("act", "in the gold", "found", "precision", "recall", "F1"), by_act(rows)),
            "",
            "Which act was coded for which, for one sentence and target:",
            "",
            *table(("in the gold", "the same", "another act", "nothing"), confusion(answer["confusion"])),
            "",
        ]
    )


def by_unit(rows: list[Row], language: str) -> list[str]:
    """One language's F1 of each unit."""
    found = {row["unit"]: row for row in rows if row["language"] == language and row["act"] == "all"}
    return [LANGUAGES[language], *(with_interval(found[unit]) for unit in UNITS)]


def by_act(rows: list[Row]) -> list[list[str]]:
    """Precision, recall and F1 of each act over all languages."""
    of_all = [row for row in rows if row["unit"] == "act_target" and row["language"] == "all" and row["act"] != "all"]
    numbers = ("n_gold", "n_found")
    shares = ("precision", "recall", "f1")
    return [[row["act"], *(str(row[n]) for n in numbers), *(share(row[s]) for s in shares)] for row in of_all]


def confusion(cells: list[Row]) -> list[list[str]]:
    """Each act of the gold: how often it was found, found as another, not found; last what was found for nothing."""
    lines = []
    for act in sorted({cell["gold"] for cell in cells if cell["gold"]}):
        own = {cell["coder"]: cell["n"] for cell in cells if cell["gold"] == act}
        lines.append([act, str(own.pop(act, 0)), counted(own), str(own.get(None, 0))])
    return [*lines, ["nothing", "", counted({c["coder"]: c["n"] for c in cells if c["gold"] is None}), ""]]


def counted(acts: dict[str | None, int]) -> str:
    """`3 credit, 1 victim`, the most frequent first."""
    return ", ".join(f"{n} {act}" for act, n in sorted(acts.items(), key=lambda item: -item[1]) if act) or "0"


def with_interval(row: Row) -> str:
    """F1 with its interval, where there is one."""
    interval = "" if row["low"] is None else f" ({share(row['low'])}-{share(row['high'])})"
    return f"{share(row['f1'])}{interval}"


def share(value: float | None) -> str:
    """Two decimals without the leading zero; a dash for nothing to measure."""
    return "-" if value is None else f"{value:.2f}".removeprefix("0")


def table(head: tuple[str, ...], rows: list[list[str]]) -> list[str]:
    """A table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


if __name__ == "__main__":
    if len(sys.argv) < 3 or len(sys.argv) % 2 == 0:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))

"""How the answers of `cenotaph code` are shown on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cenotaph.cli.tables import console, print_table

__all__ = ["print_changes", "print_errors", "print_explanation", "print_failure", "print_scores"]

_Row = Mapping[str, Any]
#: So many names that a cue passed over are shown.
_SHOWN = 6


def print_explanation(told: _Row) -> None:
    """A sentence with what was found in it, what fired, and what did not and why."""
    out = console()
    _line(out, Text(told["sentence"], style="bold"))
    memory = {True: "It speaks of the past.", False: "It does not speak of the past.", None: ""}[told["memory"]]
    _line(out, Text(f"{memory} {told['memory_why']}".strip()))
    _line(out, Text(f"Whose text: {told['holder'] or 'not known'}. Language: {told['language']}."))
    for row in told["rows"]:
        said = " ".join((row["holder"] or "?", row["act"], row["target"]))
        _line(out, Text.assemble(("= ", "green"), (said, "bold"), f"  by {row['rule']}"))
    if not told["rows"]:
        _line(out, Text("= no statement", style="dim"))
    _heading(out, "Found", told["words"])
    for word in told["words"]:
        _line(out, _word(word), 2)
    _heading(out, "Cues", told["cues"])
    for cue in told["cues"]:
        _print_cue(out, cue)


def _heading(out: Console, text: str, rows: Sequence[object]) -> None:
    out.print()
    out.print(Text(text if rows else f"{text}: none", style="dim"))


def _word(word: _Row) -> Text:
    aside = word["left_aside"]
    sign = ("- ", "dim") if aside else ("+ ", "green")
    line = Text.assemble(sign, (f"“{word['text']}”", "bold"), f" {word['kind']} {word['owner']}")
    if aside:
        line.append(f": left aside, {aside}")
    line.append(f"  [{word['term']}, {word['place']}]", style="dim")
    return line


def _print_cue(out: Console, cue: _Row) -> None:
    fired = not cue["blocked"]
    what = ", ".join(" ".join(part or "?" for part in said) for said in cue["statements"])
    line = Text.assemble(("+ ", "green") if fired else ("- ", "dim"), (f"“{cue['text']}”", "bold"), f" {cue['rule']}: ")
    line.append(what if fired else f"blocked, {cue['blocked']}")
    line.append(f"  [{cue['place']}]", style="dim")
    _line(out, line, 2)
    for name in cue["passed_over"][:_SHOWN]:
        _line(out, Text(f"not {name['target']} (“{name['text']}”): {name['why']}", style="dim"), 6)
    if len(cue["passed_over"]) > _SHOWN:
        _line(out, Text(f"and {len(cue['passed_over']) - _SHOWN} more names", style="dim"), 6)


def _line(out: Console, line: Text, indent: int = 0) -> None:
    out.print(Padding(line, (0, 0, 0, indent), expand=False))


def print_failure(row: _Row) -> None:
    """An example that fails: what it expects, what is missing, what is too much."""
    out = console()
    out.print(Text(f"{row['place']}: example {row['example']} of {row['act']} fails", style="bold red"))
    _line(out, Text(f"expected: {_triples(row['expected'])}"), 2)
    for name, sign in (("missing", "-"), ("extra", "+")):
        if row[name]:
            _line(out, Text(f"{sign} {name}: {_triples(row[name])}"), 2)


def _triples(triples: Sequence[Sequence[str | None]]) -> str:
    return "; ".join(" ".join(part or "?" for part in triple[:3]) for triple in triples) or "nothing"


def print_scores(rows: Sequence[_Row]) -> None:
    """Two tables: the units by language, then the acts; `weighted` is the F1 weighted by 1/pi."""
    weighted = {_key(row): row["f1"] for row in rows if row["weighted"]}
    plain = [row for row in rows if not row["weighted"]]
    for title, first, shown in (
        ("By unit", "unit", [row for row in plain if row["act"] == "all"]),
        (
            "By act: acts and their targets",
            "act",
            [row for row in plain if row["act"] != "all" and row["unit"] == "act_target"],
        ),
    ):
        heads = [(first, "left"), ("language", "left")]
        heads += [(name, "right") for name in ("gold", "found", "precision", "recall", "F1", "95%", "weighted")]
        lines = [[row[first], row["language"], *_figures(row), _share(weighted[_key(row)])] for row in shown]
        print_table(heads, lines, title=title)


def _key(row: _Row) -> tuple[str, str, str]:
    return row["unit"], row["language"], row["act"]


def _figures(row: _Row) -> list[str]:
    interval = "" if row["low"] is None else f"{row['low']:.2f} to {row['high']:.2f}"
    found = "" if row["n_found"] is None else str(row["n_found"])
    return [str(row["n_gold"]), found, _share(row["precision"]), _share(row["recall"]), _share(row["f1"]), interval]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def print_errors(errors: Sequence[_Row], limit: int) -> None:
    """The sentences on which coder and gold differ."""
    out = console()
    if errors and limit:
        out.print(Text(f"{len(errors)} sentences differ; {min(limit, len(errors))} are shown", style="bold"))
    for error in errors[:limit]:
        _line(out, Text.assemble((f"{error['id']} ", "bold"), error["sentence"]))
        if error["expected_memory"] != bool(error["found_memory"]):
            words = "speaks of the past" if error["expected_memory"] else "does not speak of the past"
            _line(out, Text(f"the gold says that it {words}, the coder not so"), 4)
        for name, sign in (("missing", "-"), ("extra", "+")):
            if error[name]:
                _line(out, Text(f"{sign} {name}: {_triples(error[name])}"), 4)


def print_changes(rows: Sequence[_Row], changes: Sequence[_Row]) -> None:
    """Changes by act, then the statements with their sentences."""
    heads = [("act", "left")] + [(name, "right") for name in ("before", "after", "gained", "lost", "altered")]
    columns = ("n_before", "n_after", "gained", "lost", "altered")
    if rows:
        print_table(heads, [[row["act"], *(f"{row[name]:,}" for name in columns)] for row in rows])
    out = console()
    for change in changes:
        before, after = (_triples([change[side]]) if change[side] else "" for side in ("before", "after"))
        said = f"{before} -> {after}" if before and after else before or after
        sign = {"gained": ("+", "green"), "lost": ("-", "red"), "altered": ("~", "yellow")}[change["change"]]
        rule = (change["after"] or change["before"])[3]
        _line(out, Text.assemble(sign, f" {change['change']}: ", (said, "bold"), (f"  [{rule}]", "dim")))
        if change["sentence"]:
            _line(out, Text(f"{change['passage_id']}  {' '.join(change['sentence'].split())}", style="dim"), 4)

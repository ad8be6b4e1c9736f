"""Makes the reference pages from the code: commands, problem codes, tables and measures.

python docs/make_reference.py           writes them
python docs/make_reference.py --check   says which are stale, and fails if any is
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from cenotaph.cli import COMMANDS, cli
from cenotaph.cli.explain import known_kinds
from cenotaph.errors import ProblemKind
from cenotaph.measures import all_measures
from cenotaph.store.schemas import SCHEMAS, column_meaning, table_meaning

DOCS = Path(__file__).parent
MADE = "<!-- Made by docs/make_reference.py; do not edit. -->"

LETTERS = {
    "B": "Building",
    "C": "The codebook",
    "D": "Documents and their sources",
    "E": "Events, participations, gestures",
    "O": "Occasions",
    "S": "study.toml",
    "X": "Importing dictionaries",
}


def main(check: bool) -> int:
    """Write the pages, or compare them with what is there; the number of stale pages."""
    stale = 0
    for name, make in PAGES.items():
        path = DOCS / name
        text = make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            stale += 1
            print(f"docs/{name} is stale: run make docs")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"docs/{name} written")
    return stale


def commands_page() -> str:
    """Every command as its own help tells it."""
    lines = ["# Commands", "", MADE, ""]
    lines += ["Data goes to standard output, talk to standard error. Exit status: 0, or 2 for bad input.", ""]
    lines += table(
        ("command", "what it does"), ((f"[{name}](#cenotaph-{name})", line) for name, (_, line) in COMMANDS.items())
    )
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        if command is None:
            raise SystemExit(f"there is no command {name}")
        context = click.Context(command, info_name=f"cenotaph {name}", max_content_width=100, terminal_width=100)
        lines += [f"## cenotaph {name}", "", "```text", command.get_help(context), "```", ""]
        for part, inner in getattr(command, "commands", {}).items():
            within = click.Context(inner, info_name=part, parent=context, max_content_width=100, terminal_width=100)
            lines += [f"### cenotaph {name} {part}", "", "```text", inner.get_help(within), "```", ""]
    return page(lines)


def problems_page() -> str:
    """Every kind of problem with a bad and a good example."""
    kinds = known_kinds()
    lines = ["# Problem codes", "", MADE, ""]
    lines += [
        "An error in the files that people write (S, C, O, E) stops a build. An error in a source (D), or one met while"
        " building (B), does not: what it concerns is left out, and `cenotaph build` and `cenotaph status`"
        " tell of it. A warning stops nothing. `cenotaph explain CODE` shows one of these on the terminal.",
        "",
    ]
    letter = ""
    for kind in kinds:
        if kind.code[0] != letter:
            letter = kind.code[0]
            lines += [f"## {letter}: {LETTERS[letter]}", ""]
        lines += problem(kind)
    return page(lines)


def problem(kind: ProblemKind) -> list[str]:
    """One kind of problem."""
    examples = ["Instead of", "", "```text", kind.bad, "```", "", "write", "", "```text", kind.good, "```", ""]
    return [f"### {kind.code} {kind.name}", "", f"*{kind.severity.capitalize()}.* {kind.what}", "", *examples]


def tables_page() -> str:
    """Every derived table with the meaning of each column."""
    lines = ["# Tables", "", MADE, ""]
    lines += ["What a build derives, as Parquet files and as views of `.cenotaph/study.duckdb`.", ""]
    lines += ["Offsets count Unicode code points; the end is exclusive. Missing is null, never zero.", ""]
    for name, schema in SCHEMAS.items():
        lines += [f"## {name}", "", table_meaning(name), ""]
        rows = (
            (f"`{field.name}`", str(field.type), "yes" if field.nullable else "", column_meaning(name, field.name))
            for field in schema
        )
        lines += table(("column", "type", "null", "meaning"), rows)
    return page(lines)


def measures_page() -> str:
    """Every measure as its function describes it."""
    lines = ["# Measures", "", MADE, ""]
    lines += ["Each is a pure function from tables to a table, asked for with `cenotaph measure NAME`.", ""]
    lines += ["`cenotaph measure NAME --list` shows one on the terminal, `--set NAME=VALUE` sets an option.", ""]
    specs = spec_sentences()
    for measure in all_measures():
        bounds = ", ".join(
            f"{word} {bound:g}" for word, bound in (("from", measure.low), ("to", measure.high)) if bound is not None
        )
        facts = [f"Unit: {measure.unit}{f' ({bounds})' if bounds else ''}.", f"Needs: {', '.join(measure.needs)}."]
        facts += [f"By, where nothing is asked: {', '.join(measure.by) or 'nothing'}."]
        facts += [f"Its rows are led by: {', '.join(measure.leading())}."] if measure.keys else []
        facts += [measure.minimum] if measure.minimum else []
        lines += [f"## `{measure.name}`", "", " ".join(facts), "", "```text", measure.doc, "```", ""]
        if measure.options:
            rows = ((f"`{each.shown}`", each.expects, each.meaning) for each in measure.options.values())
            lines += table(("option and default", "takes", "meaning"), rows)
        if shown := specs.get(measure.name):
            lines += ["Rules that the specs in `tests/spec` show with small tables and sums:", ""]
            lines += [*(f"- {sentence} (`{file}`)" for file, sentence in shown), ""]
    return page(lines)


def spec_sentences() -> dict[str, list[tuple[str, str]]]:
    """For each measure, the file and the name, as a sentence, of every spec that asks it.

    A spec asks the measures that it names, else those that its file names outside of specs.
    """
    names = {measure.name for measure in all_measures()}
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((DOCS.parent / "tests" / "spec").glob("test_*.py")):
        parts = ast.parse(path.read_text(encoding="utf-8")).body
        tests = [part for part in parts if isinstance(part, ast.FunctionDef) and part.name.startswith("test_")]
        rest = set().union(*(texts(part) for part in parts if part not in tests)) & names
        for test in tests:
            for name in sorted(texts(test) & names or rest):
                found.setdefault(name, []).append((path.name, test.name.removeprefix("test_").replace("_", " ")))
    return found


def texts(part: ast.AST) -> set[str]:
    """Every text constant in a piece of code."""
    return {each.value for each in ast.walk(part) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A Markdown table."""
    cells = [header, tuple("---" for _ in header), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells] + [""]


def page(lines: list[str]) -> str:
    """The lines as one text that ends in one line end."""
    return "\n".join(lines).rstrip("\n") + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "problems.md": problems_page,
    "tables.md": tables_page,
    "measures.md": measures_page,
}

if __name__ == "__main__":
    sys.exit(1 if main("--check" in sys.argv[1:]) else 0)

"""A number on a terminal is whole or not there: no cell of a table is cut, however many columns a measure has."""

from __future__ import annotations

import re

import pytest

from cenotaph.cli.tables import WIDTH, column_width, print_table


def _words(text: str) -> list[str]:
    return re.findall(r"[\w.-]+", text)


@pytest.mark.parametrize("columns", [3, 9, 16])
def test_every_cell_is_printed_whole(columns: int, capsys: pytest.CaptureFixture[str]) -> None:
    heads = [(f"figure_{n}", "right") for n in range(columns)]
    cells = [f"{n}1/{n}2345678" for n in range(columns)]
    print_table(heads, [cells], title="Many figures")
    printed = capsys.readouterr().out
    assert [head for head, _ in heads] == _words(printed.splitlines()[2])
    assert all(cell in printed for cell in cells)


def test_names_give_way_before_the_line_grows(capsys: pytest.CaptureFixture[str]) -> None:
    heads = [("name", "left"), *((f"figure_{n}", "right") for n in range(6))]
    print_table(heads, [["a long name " * 8, *("1234567" for _ in range(6))]], shrink=("name",))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert sum(line.count("1234567") for line in lines) == 6


def test_width_of_a_column_is_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    heads, row = [("actor", "left"), ("value", "right")], ["中国", "0.5"]
    print_table(heads, [row])
    rule = next(line for line in capsys.readouterr().out.splitlines() if "─" in line)
    taken = sum(column_width(head, [cell]) for (head, _), cell in zip(heads, row, strict=True))
    assert len(rule) == taken - 1  # nothing stands beside the last

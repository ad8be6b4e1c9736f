"""TOML, YAML and CSV are read with the right lines, and their faults are told at the right place."""

from __future__ import annotations

import json
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenotaph.study.files import Notes
from cenotaph.study.kept_yaml import keep, kept
from cenotaph.study.lines import LinedDict, LinedList, line_of
from cenotaph.study.models import Gesture, Participation
from cenotaph.study.tables import read_rows
from cenotaph.study.toml_lines import TomlFault, read_toml
from cenotaph.study.yaml_lines import read_yaml

TOML = '''\
title = "a # b" # [not.a.table]
"a.b" = 1
list = [ # comment with ]
  "x",
  { k = "}", l = [1,
    2] },
]
text = """
[[no]]
x = 1"""
raw = \'\'\'it's\'\'\'
when = 1979-05-27 07:32:00
[one.two]
three.four = 'five'
[[many]]
a = 1
[[many]]
a = 2
[many.inner]
b = 3
[[many.deep]]
c = 4
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("a.b",), 2),
        (("list", 0), 4),
        (("list", 1), 5),
        (("list", 1, "k"), 5),
        (("list", 1, "l", 1), 6),
        (("text",), 8),
        (("raw",), 11),
        (("when",), 12),
        (("one", "two"), 13),
        (("one", "two", "three", "four"), 14),
        (("many", 0, "a"), 16),
        (("many", 1), 17),
        (("many", 1, "a"), 18),
        (("many", 1, "inner", "b"), 20),
        (("many", 1, "deep", 0, "c"), 22),
        (("many", 1, "deep", 0, "nothing"), 21),
        (("nothing",), 1),
    ],
)
def test_every_key_of_a_toml_file_has_its_line(path: tuple[object, ...], line: int) -> None:
    tree = read_toml(TOML)
    assert tree == tomllib.loads(TOML)
    assert line_of(tree, *path) == line


_KEYS = st.text(string.ascii_letters + "-_ .'ж", min_size=1, max_size=5)
_SCALARS = st.one_of(st.text(max_size=8).filter(lambda text: text.isprintable()), st.integers(-9, 9), st.booleans())
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=3))
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=5), st.integers(0, 3))
def test_toml_of_any_shape_is_read_with_a_line_for_every_key(data: dict[str, Any], gap: int) -> None:
    text, lines = "", {}
    for key, value in data.items():
        text += "# [x]\n" * gap
        lines[key] = text.count("\n") + 1
        text += f"{json.dumps(key, ensure_ascii=False)} = {_inline(value)}\n"
    tree = read_toml(text)
    assert tree == data
    assert tree.lines == lines


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {_inline(v)}" for key, v in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = yes\n", 2),
        ("a = 1\n\nb = [1,", 3),
        ("a = 1\na = 2\n", 2),
        ("a = 9" + "9" * 5000, 1),
        ("x = " + "[" * 3000, 1),
    ],
)
def test_faults_of_toml_have_a_line(text: str, line: int) -> None:
    with pytest.raises(TomlFault) as caught:
        read_toml(text)
    assert caught.value.line == line


def test_yaml_is_read_as_people_mean_it() -> None:
    tree, faults = read_yaml(
        "codes: [NO, SE, on, yes]\nversion: 1.10\nyear: 1945\nday: 1945-05-09\nzero: 007\nflag: true\nnone:\n"
    )
    assert faults == []
    assert tree == {
        "codes": ["NO", "SE", "on", "yes"],
        "version": "1.10",
        "year": 1945,
        "day": "1945-05-09",
        "zero": "007",
        "flag": True,
        "none": None,
    }


def test_yaml_lines_of_keys_items_and_flow() -> None:
    tree, _ = read_yaml("# head\na:\n  b: {c: [1,\n    2]}\n  d:\n    - x\n    - y: z\n")
    assert [line_of(tree, *path) for path in (("a",), ("a", "b", "c", 1), ("a", "d", 0), ("a", "d", 1, "y"))] == [
        2,
        4,
        6,
        7,
    ]


def test_every_repeated_key_of_yaml_is_told() -> None:
    tree, faults = read_yaml("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert tree == {"a": 1, "b": {"c": 1}}
    assert [(fault.line, fault.twice) for fault in faults] == [(2, True), (3, True)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n\tb: 2\n", 2),
        ("a: [1, 2\nb: 3\n", 2),
        ("a: &x [*x]\n", 1),
        ("a: !new 1\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("? [a]\n: 1\n", 1),
        ("a: \x01\n", 1),
        ("[" * 5000, 1),
        ("a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)), None),
    ],
)
def test_faults_of_yaml_have_a_line(text: str, line: int | None) -> None:
    tree, faults = read_yaml(text)
    assert tree is None
    assert len(faults) == 1
    assert line is None or faults[0].line == line


def test_what_was_read_is_kept_with_its_lines(tmp_path: Path) -> None:
    text = "a:\n  b: [x, {c: 1}]\n"
    tree, _ = read_yaml(text)
    assert isinstance(tree, LinedDict)
    keep(text, tree, tmp_path / ".cenotaph/parsed")
    assert not (tmp_path / ".cenotaph").exists(), "nothing is written where nothing was built"
    (tmp_path / ".cenotaph").mkdir()
    folder = tmp_path / ".cenotaph/parsed"
    keep(text, tree, folder)
    again = kept(text, folder)
    assert again == tree
    assert line_of(again, "a", "b", 1, "c") == 2
    assert isinstance(again["a"]["b"], LinedList)
    assert kept(text + " ", folder) is None
    (stored,) = folder.iterdir()
    stored.write_text('{"at": 1, "keys": [["a"')
    assert kept(text, folder) is None


HEADER = "event_id,state,rank,status\n"


def _codes(text: str) -> list[tuple[str, int | None]]:
    notes = Notes("participations.csv")
    read_rows(text, Participation, notes)
    return [(problem.code, problem.line) for problem in notes.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEADER, []),
        (HEADER + "\n , , , \n", []),
        (HEADER + "e1,JPN,none,absent\n", []),
        (HEADER.replace(",", ";") + "e1;JPN;none;absent\n", []),
        (HEADER.replace(",", "\t") + "e1\tJPN\tnone\tabsent\n", []),
        ("", [("E006", 1)]),
        (HEADER + "e1,JPN,none\n", [("E003", 2)]),
        (HEADER + "e1,JPN,none,absent,more\ne1,JPN,none,absnt\n", [("E003", 2), ("E007", 3)]),
        (HEADER + 'e1,"JPN,none,absent\n', [("E003", 2)]),
        (HEADER + "e1,JPN,none,abs\0ent\n", [("E003", 2)]),
        (HEADER + "e1,J P N,none,absent\n", [("E007", 2)]),
        (HEADER + f"e1,JPN,none,{'x' * 200_000}\n", [("E003", 2)]),
        ("event_id,state,rank\ne1,JPN,none\n", [("E006", 1)]),
        ("event_id,event_id,state,rank,status\n", [("E004", 1)]),
    ],
)
def test_tables(text: str, expected: list[tuple[str, int]]) -> None:
    assert _codes(text) == expected


def test_a_row_knows_the_line_on_which_it_begins() -> None:
    text = (
        "gesture_id,date,performer_state,kind,made,note\n"
        'g1,2020-01-02,JPN,wreath,yes,"one\ntwo"\n'
        "g2,2020-01-02,JPN,letter,true,\n"
    )
    notes = Notes("gestures.csv")
    rows, declared = read_rows(text, Gesture, notes)
    assert notes.problems == []
    assert [(row.line, row.value.gesture_id, row.value.made) for row in rows] == [(2, "g1", True), (4, "g2", True)]
    assert declared == {"g1", "g2"}


def test_an_id_in_a_faulty_row_is_still_declared() -> None:
    notes = Notes("gestures.csv")
    rows, declared = read_rows("gesture_id,date,performer_state,kind,made\ng1,never,JPN,wreath,yes\n", Gesture, notes)
    assert rows == ()
    assert declared == {"g1"}

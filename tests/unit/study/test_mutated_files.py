"""Damaged study files never give a traceback: `load` returns, whatever stands in them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from cenotaph.errors import CenotaphError, Problem
from cenotaph.study import load, load_checked, write_skeleton

FILES = ("study.toml", "codebook.yaml", "occasions.yaml", "events.csv", "participations.csv", "gestures.csv")

JUNK = (
    b"null",
    b"[]",
    b"{}",
    b"[[[]]]",
    b"true",
    b"-1",
    b"1e999",
    b"9" * 400,
    b"9" * 5000,
    b"0x1F",
    b"2024-13-45",
    b"0000-00-00",
    b"''",
    b'"\\ud800"',
    b'"\\u0000"',
    b"*alias",
    b"&a [*a]",
    b"!!python/object:os.system {}",
    b"<<: *x",
    b"\xff\xfe",
    b"\xc3\x28",
    b"\x00",
    b"\x1b[31m",
    b"../../../../etc",
    b"x" * 10_000,
    "日本".encode(),
    b"'",
    b'"""',
    b"[" * 3000,
    b"{a: " * 3000,
    b"- " * 2000,
    b"? ",
    b"| \n\t",
    b"%YAML 1.1\n---\n",
)


def _flip(raw: bytes, dice: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(dice.randint(1, 5)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _on_lines(change: Callable[[list[bytes], int, random.Random], None]) -> Callable[[bytes, random.Random], bytes]:
    def mutate(raw: bytes, dice: random.Random) -> bytes:
        lines = raw.split(b"\n")
        change(lines, dice.randrange(len(lines)), dice)
        return b"\n".join(lines)

    return mutate


def _drop(lines: list[bytes], at: int, dice: random.Random) -> None:
    del lines[at]


def _repeat(lines: list[bytes], at: int, dice: random.Random) -> None:
    lines.insert(at, lines[at])


def _swap(lines: list[bytes], at: int, dice: random.Random) -> None:
    other = dice.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _indent(lines: list[bytes], at: int, dice: random.Random) -> None:
    lines[at] = dice.choice([b"\t", b"  ", b"      "]) + lines[at]


def _rename_key(raw: bytes, dice: random.Random) -> bytes:
    words = [b"name", b"terms", b"id", b"kind", b"calendar", b"month", b"date", b"event_id", b"en", b"title", b"rank"]
    return raw.replace(dice.choice(words), dice.choice([b"nmae", b"", b"x y", "ключ".encode(), b"9"]))


def _junk_value(raw: bytes, dice: random.Random) -> bytes:
    signs = [place for place, byte in enumerate(raw) if byte in b"=:,"] or [0]
    at = dice.choice(signs) + 1
    end = min((place for place in (raw.find(b"\n", at), raw.find(b",", at)) if place >= 0), default=len(raw))
    return raw[:at] + b" " + dice.choice(JUNK) + raw[end:]


def _insert_junk(raw: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(raw))
    return raw[:at] + dice.choice(JUNK) + raw[at:]


def _truncate(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randrange(len(raw))]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _on_lines(_drop),
    _on_lines(_repeat),
    _on_lines(_swap),
    _on_lines(_indent),
    _rename_key,
    _junk_value,
    _insert_junk,
    _truncate,
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutated") / "study"
    write_skeleton(folder)
    return folder


@pytest.mark.parametrize("start", range(0, 240, 24))
def test_mutated_files_give_problems_and_no_traceback(whole: Path, start: int) -> None:
    for seed in range(start, start + 24):
        dice = random.Random(seed)
        file = whole / FILES[seed % len(FILES)]
        kept = file.read_bytes()
        mutated = kept
        for _ in range(dice.randint(1, 3)):
            mutated = dice.choice(MUTATIONS)(mutated, dice) or b"\n"
        file.write_bytes(mutated)
        try:
            study = load(whole)
            for problem in study.problems:
                _check_shape(problem, whole)
            try:
                load_checked(whole)
            except CenotaphError as error:
                assert study.errors, seed
                str(error).encode()
            else:
                assert not study.errors
        finally:
            file.write_bytes(kept)
    assert load(whole).problems == ()


def _check_shape(problem: Problem, folder: Path) -> None:
    """What is printed can be printed, stands on a line of the file, and sends no commands to the terminal."""
    assert problem.severity in ("error", "warning")
    assert problem.message.strip()
    text = str(problem) + problem.field
    text.encode()
    assert "\x1b" not in text
    if problem.line is not None:
        raw = (folder / problem.file).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        assert 1 <= problem.line <= raw.count(b"\n") + 1


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"\xef\xbb\xbf", b"\x00\x01", b"\xff\xfe\x00", "\ufeffx".encode("utf-16")]
)
def test_files_that_are_hardly_files(whole: Path, file: str, raw: bytes) -> None:
    kept = (whole / file).read_bytes()
    (whole / file).write_bytes(raw)
    try:
        for problem in load(whole).problems:
            _check_shape(problem, whole)
    finally:
        (whole / file).write_bytes(kept)


@pytest.mark.parametrize("file", FILES)
def test_a_folder_in_the_place_of_a_file(tmp_path: Path, file: str) -> None:
    write_skeleton(tmp_path / "study")
    (tmp_path / "study" / file).unlink()
    (tmp_path / "study" / file).mkdir()
    problems = load(tmp_path / "study").problems
    assert any(problem.file == file and problem.name == "unreadable-file" for problem in problems)

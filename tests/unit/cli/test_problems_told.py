"""What check, build and status say of tables whose columns do not fit, and of all that a build passed over."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

import cenotaph
from cenotaph.cli import cli
from cenotaph.cli.check import found_problems
from cenotaph.study import load, write_skeleton

STUDY = """
title = "Letters"
languages = ["en"]

[actors.AUR]
name = "Auria"

[[sources]]
id = "letters"
kind = "table"
path = "letters.*"
[sources.columns]
id = "number"
date = "day"
text = "body"
[sources.constant]
actor = "AUR"
language = "en"
"""

ROWS = [{"number": str(n), "date": f"2021-08-{n:02d}", "Body": f"We thank Verland, letter {n}."} for n in range(1, 31)]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_skeleton(tmp_path / "mine")
    here = tmp_path / "mine"
    for name in ("occasions.yaml", "events.csv", "participations.csv", "gestures.csv"):
        (here / name).unlink()
    (here / "study.toml").write_text(STUDY, encoding="utf-8")
    codebook = here / "codebook.yaml"
    codebook.write_text(
        'codebook: letters\nversion: "1"\ntargets:\n  VER: {name: Verland, terms: {en: [Verland]}}\n', encoding="utf-8"
    )
    return here


def _write(file: Path) -> None:
    delimited = {".csv": ",", ".tsv": "\t", ".gz": ","}
    if file.suffix in delimited:
        mark = delimited[file.suffix]
        cells = [f'"{cell}"' for row in ROWS for cell in row.values()]
        lines = [mark.join(ROWS[0]), *(mark.join(cells[at : at + 3]) for at in range(0, len(cells), 3))]
        raw = "\n".join(lines).encode()
        file.write_bytes(gzip.compress(raw) if file.suffix == ".gz" else raw)
    elif file.suffix == ".jsonl":
        file.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    elif file.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), file)
    else:
        sheet = pytest.importorskip("openpyxl").Workbook()
        sheet.active.append(list(ROWS[0]))
        for row in ROWS:
            sheet.active.append(list(row.values()))
        sheet.save(file)


@pytest.mark.parametrize("name", ["csv", "tsv", "csv.gz", "jsonl", "parquet", "xlsx"])
def test_check_names_the_columns_that_a_table_lacks(folder: Path, name: str) -> None:
    _write(folder / f"letters.{name}")
    found = run("check", folder)
    assert found.exit_code == 2
    assert found.stdout.count(f"letters.{name}: D006 missing-column") == 2
    assert 'There is no column "body"' in found.stdout
    assert "there are: number, date, Body." in found.stdout
    assert 'Did you mean "Body"? The source letters asks for it (study.toml, line 8).' in found.stdout
    assert "2 errors in" in found.stderr


def test_check_is_silent_where_the_columns_fit(folder: Path) -> None:
    _write(folder / "letters.csv")
    toml = folder / "study.toml"
    toml.write_text(STUDY.replace('"day"', '"date"').replace('"body"', '"Body"'), encoding="utf-8")
    assert found_problems(load(folder)) == []


def test_check_says_that_nothing_gives_the_text(folder: Path) -> None:
    _write(folder / "letters.csv")
    toml = folder / "study.toml"
    toml.write_text(STUDY.replace('"day"', '"date"').replace('text = "body"\n', ""), encoding="utf-8")
    (problem,) = found_problems(load(folder))
    assert problem.message.startswith("The source does not say which column holds the text")


def test_build_and_status_tell_the_problems_themselves_errors_first(folder: Path) -> None:
    _write(folder / "letters.csv")
    toml = folder / "study.toml"
    toml.write_text(STUDY.replace('"day"', '"date"').replace('id = "number"', 'id = "nmber"'), encoding="utf-8")
    lines = (folder / "letters.csv").read_text(encoding="utf-8").replace("-08-", "-13-")
    (folder / "letters.csv").write_text(lines, encoding="utf-8")
    built = run("build", "--study", folder, "--jobs", "1")
    asked = run("status", "--study", folder)
    for shown, more in ((built.stderr, built.stderr), (asked.stdout, asked.stderr)):
        codes = [line.split()[1] for line in shown.splitlines() if line.startswith("letters.csv")]
        assert codes[:2] == ["D006", "D006"]
        assert len(codes) == 20
        assert 'Did you mean "Body"?' in shown
        assert f"cenotaph status --problems --study {folder}" in more
    every = run("status", "--study", folder, "--problems")
    listed = [line for line in every.stdout.splitlines() if line.startswith("letters.csv")]
    rows = json.loads(run("status", "--study", folder, "--json").stdout)["problems"]
    assert len(listed) == len(rows) == cenotaph.open(folder).problems.num_rows > 20
    assert rows[0]["severity"] == "error"
    assert rows[0]["remedy"]
    assert "more" not in every.stderr
    quiet = run("build", "--study", folder, "--quiet")
    assert quiet.stdout == ""
    assert quiet.stderr.count("missing-column") == 2
    assert "not-a-date" not in quiet.stderr


def test_status_as_of_a_day_counts_what_was_public_then(folder: Path) -> None:
    _write(folder / "letters.csv")
    toml = folder / "study.toml"
    toml.write_text(STUDY.replace('"day"', '"date"').replace('"body"', '"Body"'), encoding="utf-8")
    run("build", "--study", folder, "--quiet")
    (then,) = json.loads(run("status", "--study", folder, "--json", "--as-of", "2021-08-10").stdout)["rows"]
    (now,) = json.loads(run("status", "--study", folder, "--json").stdout)["rows"]
    assert (then["rows"]["documents"], now["rows"]["documents"]) == (10, 30)
    assert (then["last_date"], then["sources"]) == ("2021-08-10", {"letters": 10})
    assert run("status", "--study", folder).stdout.endswith("Up to date.\n")

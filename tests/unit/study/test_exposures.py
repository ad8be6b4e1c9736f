"""exposures.csv: read as a table of the study, with its slips told by line."""

from __future__ import annotations

from pathlib import Path

from cenotaph.study import load

STUDY = 'title = "t"\nlanguages = ["en"]\n'
CODEBOOK = """codebook: own
version: 1
targets:
  NRO: {name: Northland, terms: {en: [northland]}}
  SUD: {name: Southland}
"""


def loaded(folder: Path, rows: str):  # type: ignore[no-untyped-def]
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "exposures.csv").write_text(f"label,target,value,contested,source_url\n{rows}", encoding="utf-8")
    return load(folder)


def codes(folder: Path, rows: str) -> list[tuple[str, int | None]]:
    return [(each.code, each.line) for each in loaded(folder, rows).problems if each.file == "exposures.csv"]


def test_rows_are_read_with_their_lines(tmp_path: Path) -> None:
    study = loaded(tmp_path, "served,NRO,1200,,\nserved,SUD,300.5,true,https://example.org/roll\n")
    assert [each for each in study.problems if each.file == "exposures.csv"] == []
    assert [(row.line, row.value.target, row.value.value, row.value.contested) for row in study.exposures] == [
        (2, "NRO", 1200.0, None),
        (3, "SUD", 300.5, True),
    ]


def test_slips_are_told_by_line(tmp_path: Path) -> None:
    assert codes(tmp_path, "served,NRO,5,,\nserved,SUDD,3,,\n") == [("E030", 3)]
    assert codes(tmp_path, "served,NRO,5,,\nserved,NRO,3,,\nserved,SUD,2,,\n") == [("E031", 3)]
    assert codes(tmp_path, "served,NRO,5,,\n") == [("E032", 2)]
    assert codes(tmp_path, "served,NRO,0,,\nserved,SUD,3,,\n")[0][1] == 2
    assert [line for _, line in codes(tmp_path, "served,NRO,1,,\nserved,SUD,3,,nowhere\n")] == [3]
    (problem,) = (each for each in loaded(tmp_path, "a,SUDD,1,,\na,NRO,2,,\n").problems if each.code == "E030")
    assert 'Did you mean "SUD"' in problem.remedy

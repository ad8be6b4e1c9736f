"""Measures asked of a built study: options, what stands behind a row, charts, and yardsticks as of a date."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_study import make_study

import cenotaph
from cenotaph.asked import write_chart
from cenotaph.cli import cli
from cenotaph.errors import CenotaphError, MissingExtra
from cenotaph.opened import OpenStudy

YARDSTICKS = """label,target,value,contested,known_at
served,SUD,10,,2019-01-01
served,EAS,5,,2019-01-01
fallen,SUD,4,true,2021-01-01
fallen,EAS,2,,2021-01-01
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_study(tmp_path_factory.mktemp("measured"))
    (made / "exposures.csv").write_text(YARDSTICKS, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def study(folder: Path) -> OpenStudy:
    return cenotaph.open(folder)


def test_options_come_as_keywords_as_a_mapping_and_on_the_command_line(study: OpenStudy, folder: Path) -> None:
    by_keyword = study.measure("novelty", window=1)
    assert by_keyword.more["options"] == {"window": 1, "of": "words", "vocabulary": 200}
    assert study.measure("novelty", options={"window": 1}).rows.equals(by_keyword.rows)
    said = CliRunner().invoke(cli, ["measure", "novelty", "--set", "window=1", "--study", str(folder), "--json"])
    assert [row["value"] for row in json.loads(said.stdout)["rows"]] == [row["value"] for row in by_keyword]
    with pytest.raises(CenotaphError, match='Did you mean "window"'):
        study.measure("novelty", windows=1)
    assert CliRunner().invoke(cli, ["measure", "novelty", "--set", "window", "--study", str(folder)]).exit_code == 2


def test_a_row_with_ids_opens_onto_both_sentences(study: OpenStudy, folder: Path) -> None:
    rows = {row["passage_id"]: row for row in study.measure("nearest_predecessor", document="nor-2020")}
    (altered,) = (name for name, row in rows.items() if row["predecessor_id"] and 0 < row["value"] < 0.6)
    behind = study.counted("nearest_predecessor", {"passage_id": altered}, document="nor-2020")
    assert [row["text"] for row in behind] == ["The fields were green.", "The fields are green."]
    assert [str(row["date"]) for row in behind] == ["2020-06-01", "2019-06-01"]
    shown = CliRunner().invoke(
        cli, ["measure", "nearest_predecessor", "--set", "document=nor-2020", "--open", f"passage_id={altered}",
              "--study", str(folder)],
    )  # fmt: skip
    assert "The fields are green." in shown.stdout
    with pytest.raises(CenotaphError, match="No row of nearest_predecessor is passage_id=none"):
        study.counted("nearest_predecessor", {"passage_id": "none"}, document="nor-2020")
    with pytest.raises(CenotaphError, match='no column "actor"'):
        study.counted("nearest_predecessor", {"actor": "NOR"}, document="nor-2020")


def test_coverage_is_divided_by_the_yardsticks_of_the_study(study: OpenStudy, folder: Path) -> None:
    answer = study.measure("coverage_ratio")
    assert {row["exposure"] for row in answer} == {"items of the outlet", "served", "fallen"}
    (row,) = (row for row in answer if (row["exposure"], row["counted"]) == ("fallen", "stories"))
    assert (row["numerator"], row["denominator"], row["contested"]) == (2, 1, True)
    assert row["abstains"] == "3 on the two targets together; at least 5 are needed"
    assert any("at least 5 are needed" in note for note in answer.notes)
    # Of the fallen nothing was known in 2020.
    then = cenotaph.open(folder, "2020-12-31").measure("coverage_ratio")
    assert {row["exposure"] for row in then} == {"items of the outlet", "served"}


def test_words_of_us_are_counted_language_by_language(study: OpenStudy) -> None:
    found = {row["language"]: (row["numerator"], row["denominator"]) for row in study.measure("us_words_rate")}
    # "We thank", "We blame" in five sentences; "Мы помним" in two, the reprint not counted again.
    assert found == {"en": (2, 5), "ru": (1, 2)}


def test_a_chart_is_a_page_a_specification_or_an_image(
    study: OpenStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = study.measure("mention_rate", ["target"])
    spec = json.loads(write_chart(answer, tmp_path / "a.vl.json").read_text(encoding="utf-8"))
    assert len(spec["data"]["values"]) == 2
    page = write_chart(answer, tmp_path / "a.html").read_text(encoding="utf-8")
    assert "vegaLite.compile" in page
    assert "<script src" not in page  # nothing comes from elsewhere
    assert "<table>" in page
    with pytest.raises(CenotaphError, match="a chart is written to a file that ends in"):
        write_chart(answer, tmp_path / "a.png")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtra, match=r"cenotaph\[svg\]"):
        write_chart(answer, tmp_path / "a.svg")


def test_one_measure_is_listed_in_full() -> None:
    shown = CliRunner().invoke(cli, ["measure", "novelty", "--list"]).stdout
    assert "--set window=5" in shown
    assert "As many earlier texts" in shown
    (row,) = json.loads(CliRunner().invoke(cli, ["measure", "novelty", "--list", "--json"]).stdout)["rows"]
    assert [option["name"] for option in row["options"]] == ["window", "of", "vocabulary"]

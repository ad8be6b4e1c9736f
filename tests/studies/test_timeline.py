"""Words and deeds on one axis: what is on it, what bounds it, what a day that is past could not know."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import cenotaph
from cenotaph.charts import timeline_chart
from cenotaph.cli import cli
from cenotaph.errors import CenotaphError, NotFound
from cenotaph.study import packaged_studies

BOMBING = "belgrade-embassy-bombing"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> cenotaph.OpenStudy:
    place = tmp_path_factory.mktemp("timeline") / "study"
    shutil.copytree(
        packaged_studies()["frail-foundations"], place, ignore=shutil.ignore_patterns(".cenotaph", "report")
    )
    cenotaph.open(place).build(jobs=1)
    return cenotaph.open(place)


def test_the_withheld_visit_and_the_article_stand_side_by_side(study: cenotaph.OpenStudy) -> None:
    rows = study.timeline(referent=BOMBING, from_date="2024-05-01", to_date="2024-05-31").rows.to_pylist()
    told = {(row["channel"], row["done"]) for row in rows if row["kind"] == "gesture"}
    assert {("site_visit", False), ("op_ed", True)} <= told
    assert all(row["referent"] == BOMBING for row in rows if row["kind"] == "gesture")


def test_every_row_opens_and_the_dates_ascend(study: cenotaph.OpenStudy) -> None:
    rows = study.timeline().rows.to_pylist()
    known = {
        "words": set(study.documents["document_id"].to_pylist()),
        "presence": set(study.events["event_id"].to_pylist()),
        "event": set(study.events["event_id"].to_pylist()),
        "gesture": set(study.gestures["gesture_id"].to_pylist()),
    }
    assert {row["kind"] for row in rows} == set(known)
    assert all(row["source_id"] in known[row["kind"]] for row in rows)
    days = [row["date"] for row in rows]
    assert days == sorted(days)
    assert sum(row["kind"] == "gesture" for row in rows) == study.gestures.num_rows
    assert sum(row["kind"] == "presence" for row in rows) == study.participations.num_rows


def test_actors_rites_and_days_bound_it(study: cenotaph.OpenStudy) -> None:
    rows = study.timeline(
        actors="RUS,CHN", occasion="victory-day-moscow", from_date="2023-01-01", to_date="2024-12-31"
    ).rows.to_pylist()
    assert {row["actor"] for row in rows} == {"RUS", "CHN"}
    assert {row["occasion"] for row in rows} == {"victory-day-moscow"}
    assert all(dt.date(2023, 1, 1) <= row["date"] <= dt.date(2024, 12, 31) for row in rows)
    absent = [row for row in rows if row["kind"] == "presence" and row["actor"] == "CHN" and row["date"].year == 2024]
    assert [row["done"] for row in absent] == [False]


def test_unknown_presence_is_neither_done_nor_undone(study: cenotaph.OpenStudy) -> None:
    unknown = [row for row in study.timeline().rows.to_pylist() if row["status"] == "unknown"]
    assert all(row["done"] is None for row in unknown)
    chart = timeline_chart(study.timeline().rows, title="all")
    assert chart is not None
    assert all(point["sign"] != "did not come" for point in chart.rows if "unknown:" in point["what"])


def test_a_past_day_knows_nothing_later(study: cenotaph.OpenStudy) -> None:
    then = cenotaph.open(study.folder, "2024-05-01").timeline(referent=BOMBING)
    assert max(row["date"] for row in then) < dt.date(2024, 5, 2)
    now = {row["source_id"] for row in study.timeline(referent=BOMBING)}
    assert {row["source_id"] for row in then} < now
    far = cenotaph.open(study.folder, "2099-01-01").timeline(referent=BOMBING)
    assert far.rows.equals(study.timeline(referent=BOMBING).rows)


def test_the_chart_draws_what_was_withheld_hollow_and_says_so(study: cenotaph.OpenStudy, tmp_path: Path) -> None:
    chart = timeline_chart(study.timeline(referent=BOMBING).rows, title="Belgrade")
    assert chart is not None
    points, undone = chart.spec["layer"]
    shape, fill = (
        dict(zip(scale["domain"], scale["range"], strict=True))
        for scale in (points["encoding"][channel]["scale"] for channel in ("shape", "fill"))
    )
    assert shape["gesture made"] != shape["gesture withheld"]
    assert fill["gesture made"] != fill["gesture withheld"] == "#ffffff"
    assert undone["mark"]["text"] == "not"
    assert "gesture withheld 2" in chart.sentence
    assert timeline_chart(study.timeline(actors="ETH", referent=BOMBING).rows, title="none") is None
    file = tmp_path / "t.vl.json"
    ran = CliRunner().invoke(
        cli, ["timeline", "--study", str(study.folder), "--referent", BOMBING, "--chart", str(file), "--json"]
    )
    assert len(json.loads(ran.stdout)["rows"]) == len(json.loads(file.read_text("utf-8"))["data"]["values"])


def test_the_list_has_date_kind_who_what_and_source(study: cenotaph.OpenStudy) -> None:
    ran = CliRunner().invoke(cli, ["timeline", "--study", str(study.folder), "--referent", BOMBING, "--limit", "3"])
    assert ran.exit_code == 0
    line = next(line for line in ran.stdout.splitlines() if "g-belgrade-2024-site" in line)
    assert line.split()[:4] == ["2024-05-08", "gesture", "○", "CHN"]
    assert "--limit" in ran.stderr


def test_who_is_not_known_is_refused_with_the_nearest_name(study: cenotaph.OpenStudy) -> None:
    with pytest.raises(NotFound, match="belgrade-embassy-bombing"):
        study.timeline(referent="belgrade")
    with pytest.raises(NotFound):
        study.timeline(actors="Atlantis")
    with pytest.raises(CenotaphError, match="before it begins"):
        study.timeline(from_date="2024-05-02", to_date="2024-05-01")

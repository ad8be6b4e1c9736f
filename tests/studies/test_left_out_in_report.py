"""The report of whole studies says what was left out, marks what surprises, and draws words and deeds on one axis."""

from __future__ import annotations

import datetime as dt
import json
import math
import shutil
from pathlib import Path

import pytest
from lxml import html

import cenotaph
from cenotaph.absence import findings, group_sentence
from cenotaph.report import gather, render
from cenotaph.study import packaged_studies

INVENTED = Path(__file__).parents[2] / "examples" / "invented"
MAY = "2024-05-31"


def built(source: Path, place: Path) -> Path:
    shutil.copytree(source, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    cenotaph.open(place).build(jobs=1)
    return place


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(packaged_studies()["frail-foundations"], tmp_path_factory.mktemp("left") / "study")


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(INVENTED, tmp_path_factory.mktemp("left-invented") / "study")


def page(folder: Path, as_of: str | None = None) -> html.HtmlElement:
    study = cenotaph.open(folder, as_of)
    source = render(gather(study.loaded, study.snapshot))
    return html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def today(packaged: Path) -> html.HtmlElement:
    return page(packaged)


def test_the_section_stands_between_the_roll_calls_and_the_gestures(today: html.HtmlElement) -> None:
    ids = [section.get("id") or "" for section in today.xpath("//main/section")]
    last_rite = max(place for place, name in enumerate(ids) if name.startswith("rite-"))
    assert ids[last_rite + 1 : last_rite + 4] == ["left-out", "axis", "gestures"]
    assert {"#left-out", "#axis"} <= set(today.xpath("//nav//a/@href"))


def test_it_says_what_the_command_says(packaged: Path, today: html.HtmlElement) -> None:
    told = {" ".join(group_sentence(group).split()) for group in findings(cenotaph.open(packaged).omissions())}
    shown = [words(each) for each in today.xpath("//ol[contains(@class, 'findings')]/li/div/p[1]")]
    assert shown
    assert set(shown) <= told


def test_a_finding_opens_onto_the_very_years_with_outcome_and_source(packaged: Path, today: html.HtmlElement) -> None:
    rows = list(cenotaph.open(packaged).omissions("victory-day-moscow", target="west"))
    (row,) = [each for each in rows if each["act"] == "named" and each["kind"] == "word"]
    expected = {
        (str(each["year"]), each["outcome"], each["source_id"])
        for each in row["reference"]
        if each["outcome"] != "unknown" and row["reference_label"] in each["labels"]
    }
    sentence = today.xpath("//ol[contains(@class, 'findings')]/li[contains(div/p[1], 'the West was not named')]")[0]
    table = {(words(line[0]), words(line[1]), words(line[3])) for line in sentence.xpath(".//details//tbody/tr")}
    assert table == expected
    assert len(table) == round(row["n"])
    assert f"{row['surprise_bits']:.2f} bits" in words(sentence)
    assert sentence.xpath(".//details//a/@href")


def test_what_rests_on_unverified_record_is_marked(packaged: Path, today: html.HtmlElement) -> None:
    groups = findings(cenotaph.open(packaged).omissions())
    unsure = {" ".join(group_sentence(group).split()) for group in groups if group[0]["confidence"] == 1}
    for each in today.xpath("//ol[contains(@class, 'findings')]/li"):
        said = words(each.xpath("./div/p[1]")[0])
        cautions = " ".join(words(one) for one in each.xpath(".//p[@class='caution']"))
        assert ("not verified that it is so" in cautions) == (said in unsure)


@pytest.mark.parametrize("as_of", [None, MAY])
def test_the_withheld_visit_stands_with_the_article_of_the_day_before(packaged: Path, as_of: str | None) -> None:
    shown = [words(each) for each in page(packaged, as_of).xpath("//h3[@id='withheld-head']/following-sibling::ol/li")]
    (visit,) = [each for each in shown if "No site visit of Xi Jinping (belgrade" in each]
    assert "op ed (1 day before)" in visit
    assert "7 May 2024, op ed:" in visit


def test_a_past_day_shows_nothing_later(packaged: Path) -> None:
    then = page(packaged, MAY)
    for said in then.xpath("//ol[contains(@class, 'findings')]/li/div/p[1]"):
        assert int(words(said)[:4]) <= 2024
    days = [dt.date.fromisoformat(each) for each in then.xpath("//section[@id='axis']//td[@class='date']/text()")]
    assert days
    assert max(days) <= dt.date(2024, 5, 31)
    assert all(f"--as-of {MAY}" in words(code) for code in then.xpath("//section[@id='left-out']//code"))


def test_squares_that_surprise_have_a_sign_a_legend_and_a_sentence(packaged: Path, today: html.HtmlElement) -> None:
    rows = list(cenotaph.open(packaged).rollcall("victory-day-moscow"))
    expected = {
        f"#victory-day-moscow-RUS-{row['target']}-{row['year']}"
        for row in rows
        if row["surprise_bits"] is not None and row["surprise_bits"] >= math.log2(10)
    }
    table = today.xpath("//table[@id='victory-day-moscow-RUS']")[0]
    marked = table.xpath(".//a[i[@class='bang']]")
    assert expected
    assert {each.get("href") for each in marked} == expected
    assert all("less likely than 1 in 10" in each.get("aria-label") for each in marked)
    assert "surprising: less likely than 1 in 10" in words(table.xpath("preceding::ul[@class='legend'][1]")[0])
    for href in expected:
        opening = today.xpath(f"//article[@id='{href[1:]}']/p[@class='expected']")[0]
        assert "What was to be expected: named in" in words(opening)
        assert "bits of surprise" in words(opening)


def test_the_axis_has_a_picture_a_sentence_and_the_same_list(packaged: Path, today: html.HtmlElement) -> None:
    section = today.xpath("//section[@id='axis']")[0]
    place = section.xpath(".//*[@data-spec]/@data-spec")[0]
    spec = json.loads(today.xpath(f"//script[@id='{place}']")[0].text)
    listed = section.xpath(".//tbody/tr")
    assert len(spec["data"]["values"]) == len(listed)
    assert {point["source_id"] for point in spec["data"]["values"]} == {words(line[4]) for line in listed}
    assert "gesture withheld" in words(section.xpath(".//figcaption")[0])
    assert spec["$schema"].startswith("https://vega.github.io/schema/")


def test_a_study_of_other_states_has_it_too(invented: Path) -> None:
    shown = page(invented)
    assert shown.xpath("//section[@id='left-out']//li")
    assert shown.xpath("//section[@id='axis']//tbody/tr")
    assert shown.xpath("//i[@class='bang']")


def test_words_of_several_taken_together_have_no_surprise(packaged: Path) -> None:
    study = cenotaph.open(packaged)
    rolls = [roll for rite in gather(study.loaded, study.snapshot).rites for roll in rite.spoken]
    assert all(("surprise_bits" in roll.rows.column_names) != roll.together for roll in rolls)

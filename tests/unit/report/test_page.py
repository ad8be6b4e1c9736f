"""The page: complete in itself, closed to what a source might smuggle in, readable without scripts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from importlib import resources

import pyarrow as pa
import pytest
from invented_study import invented_study
from lxml import html

from cenotaph.report import render
from cenotaph.report.words import counted, listed, web_address


@pytest.fixture(scope="module")
def source() -> str:
    return render(invented_study())


@pytest.fixture(scope="module")
def page(source: str) -> html.HtmlElement:
    return html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))


def test_nothing_is_loaded_from_anywhere(page: html.HtmlElement):
    assert not page.xpath("//link | //img | //iframe | //object | //embed | //audio | //video | //base | //form")
    assert not page.xpath("//@src | //@srcset | //@action | //@formaction")
    styles = "".join(page.xpath("//style/text()") + page.xpath("//@style"))
    assert "url(" not in styles
    assert "@import" not in styles


def test_the_policy_forbids_requests_and_knows_every_script(source: str, page: html.HtmlElement):
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert "http" not in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    scripts = re.findall(r"<script>(.*?)</script>", source, re.DOTALL)
    assert len(scripts) == 3
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
        assert "sourceMappingURL" not in script


def test_what_a_source_says_cannot_become_markup(source: str, page: html.HtmlElement):
    assert "<script>alert" not in source
    assert "Xia <script>alert(1)</script>" in page.text_content()


def test_only_web_addresses_become_links(page: html.HtmlElement):
    outside = [href for href in page.xpath("//a/@href") if not href.startswith("#")]
    assert outside
    assert all(href.startswith(("https://", "http://")) for href in outside)
    assert set(page.xpath("//a[not(starts-with(@href, '#'))]/@rel")) == {"noreferrer noopener"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///x", "ftp://x", "", None, " //x"]
)
def test_other_addresses_are_refused(address: str | None):
    assert web_address(address) == ""


def test_every_anchor_has_its_place_and_every_id_is_unique(page: html.HtmlElement):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert targets <= set(ids)


def test_every_square_that_is_known_opens_onto_its_evidence(page: html.HtmlElement):
    squares = page.xpath("//table[@class='grid']//tbody//td[not(@class='tally')]")
    assert len(squares) == 4 * 14 + 2 * 14
    for square in squares:
        links = square.xpath("./a/@href")
        if "unknown" in square.get("class").split():
            assert not links
            assert square.text_content() == "unknown"
        else:
            assert page.xpath(f"//article[@id='{links[0][1:]}']//h4")


def test_quotations_keep_their_language(page: html.HtmlElement):
    assert {"en", "ru", "zh"} <= set(page.xpath("//blockquote/@lang"))
    russian = page.xpath("//blockquote[@lang='ru']")[0]
    assert russian.text_content() == "Мы благодарим Беллорию за паромы, прошедшие сквозь лёд."
    assert russian.xpath("./mark[@class='target']/text()") == ["Беллорию"]


def test_codings_without_text_show_note_and_address_and_say_so(page: html.HtmlElement):
    text = page.xpath("//article[@id='day-of-the-bridge-ARD-BEL-2015']")[0].text_content()
    assert "Read in a press report of the day" in text
    assert "text not in the study" in text


def test_every_chart_has_its_sentence_and_its_table(page: html.HtmlElement):
    for figure in page.xpath("//figure"):
        assert len(figure.xpath(".//figcaption")[0].text_content()) > 40
        assert figure.xpath(".//details[@open]//table//tbody/tr")
        spec = figure.xpath(".//*[@data-spec]/@data-spec")[0]
        assert json.loads(page.xpath(f"//script[@id='{spec}']/text()")[0])["facet"]


def test_provenance_stands_on_the_page(page: html.HtmlElement):
    footer = page.xpath("//footer")[0].text_content()
    for part in ("5f00c0ffee", "abcdef012345", "0.0.0", "31 December 2025"):
        assert part in footer


def test_words_between_backticks_are_code():
    problems = invented_study().problems.to_pylist()
    problems[0]["remedy"] = "Name `encoding <b>`."
    page = render(replace(invented_study(), problems=pa.Table.from_pylist(problems)))
    assert "Name <code>encoding &lt;b&gt;</code>." in page


def test_what_is_missing_is_said(page: html.HtmlElement):
    missing = page.xpath("//section[@id='missing']")[0].text_content()
    assert "4 documents of 14 without text" in missing
    assert "1 document of 14 without a date" in missing
    assert "without a language" not in missing  # nothing to say
    assert "9 of 84 squares of the roll calls are unknown" in missing
    assert "S004" in missing


def test_gestures_say_who_to_whom_and_on_what_ground(page: html.HtmlElement):
    section = page.xpath("//section[@id='gestures']")[0]
    text = " ".join(section.text_content().split())
    assert "2 gestures made and 1 expected and not made; 1 of these 3 is not verified." in text
    withheld, made = section.xpath(".//ol[@class='deeds']")[:2]
    first = " ".join(withheld.text_content().split())
    assert first.startswith("3 May 2025 Wreath: Ardania to Belloria (Vessa Orl).")
    assert "Why it was expected: A wreath came every year from 2012 to 2023. not verified" in first
    assert "the past referred to: the ferrymen · source" in first
    second = " ".join(made.text_content().split())
    assert "Why it was expected" not in second
    assert "Read aloud <b>on the bridge</b>." in second
    assert "confidence not stated" in second
    assert "Lamps are set on the river. Ardan. Host: Ardania." in text
    assert page.xpath("//nav//a[@href='#gestures']")


def test_a_title_keeps_its_letters_and_its_hyphenated_words_whole():
    page = render(replace(invented_study(), title="The Ardan-Belloria <friendship>"))
    assert '<h1>The <span class="unbroken">Ardan-Belloria</span> &lt;friendship&gt;</h1>' in page


def test_landmarks_and_a_way_past_the_head(page: html.HtmlElement):
    assert page.xpath("//main/@id") == ["main"]
    assert page.xpath("//header")
    assert page.xpath("//nav/@aria-label")
    assert page.xpath("//footer")
    assert page.xpath("//body/a[1]/@href") == ["#main"]
    assert [h.tag for h in page.xpath("//h1")] == ["h1"]
    assert page.xpath("/html/@lang") == ["en"]


def test_a_study_with_nothing_in_it_is_a_page_too():
    counts = dict.fromkeys(invented_study().counts, 0)
    empty = replace(
        invented_study(),
        rites=(),
        figures=(),
        counts=counts,
        first_date=None,
        last_date=None,
        languages=(),
        as_of=None,
        **{
            name: getattr(invented_study(), name).slice(0, 0)
            for name in (
                "gestures",
                "events",
                "documents_by_year",
                "documents_by_language",
                "sources",
                "coders",
                "problems",
                "acts",
                "targets",
            )
        },
    )
    text = html.document_fromstring(render(empty)).text_content()
    assert "No roll call yet" in text
    assert "Everything in the study was used" in text
    assert "0 documents" in text


def test_the_same_data_give_the_same_page(source: str):
    assert render(invented_study()) == source


def test_a_text_that_closes_a_script_does_not_close_ours():
    study = invented_study()
    figure = study.figures[0]
    spec = {**figure.chart.spec, "description": "</script><b>out</b>"}
    page = render(replace(study, figures=(replace(figure, chart=replace(figure.chart, spec=spec)),)))
    assert "</script><b>out</b>" not in page


def test_vendored_programs_are_the_ones_their_notice_names():
    vendor = resources.files("cenotaph.report").joinpath("vendor")
    notice = vendor.joinpath("LICENSES.txt").read_text(encoding="utf-8")
    scripts = [each for each in vendor.iterdir() if each.name.endswith(".js")]
    assert len(scripts) == 2
    for script in scripts:
        version = re.search(r"-(\d+\.\d+\.\d+)\.min\.js$", script.name)
        assert version
        assert version[1] in script.read_text(encoding="utf-8")
        assert script.name in notice
        assert hashlib.sha256(script.read_bytes()).hexdigest() in notice


def test_counts_and_lists_in_words():
    assert counted(1, "sentence") == "1 sentence"
    assert counted(80123, "document") == "80,123 documents"
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert listed(["a, of x", "b", "c"]) == "a, of x; b; and c"


def test_tables_may_come_in_several_chunks(source: str):
    study = invented_study()
    roll = study.rites[0].spoken[0]
    pieces = pa.concat_tables([roll.rows.slice(0, 20), roll.rows.slice(20)])
    rite = replace(study.rites[0], spoken=(replace(roll, rows=pieces),))
    assert render(replace(study, rites=(rite,))) == source

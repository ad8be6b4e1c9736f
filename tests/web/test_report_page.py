"""The report in a real browser: no request, charts drawn, squares that open, keyboard only, without scripts, axe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pytest

from cenotaph.report import render

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "report"))
from invented_study import invented_study

playwright = pytest.importorskip("playwright.sync_api", reason="needs the test group: playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.web,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium on this machine (apt-get install chromium)"),
]

THANKED = "#day-of-the-bridge-ARD-BEL-2019"
SQUARE = f"a[href='{THANKED}']"


@dataclass
class Opened:
    """A page with everything that it asked of the network and said on the console."""

    page: playwright.Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("report") / "index.html"
    file.write_text(render(invented_study()), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(chromium: playwright.Browser, address: str, **options: object) -> Opened:
    page = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}).new_page()
    seen = Opened(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.console.append(f"error: {error}"))
    page.goto(address)
    return seen


@pytest.fixture
def report(chromium: playwright.Browser, address: str) -> Iterator[Opened]:
    seen = opened(chromium, address)
    yield seen
    seen.page.context.close()


def test_it_asks_the_network_for_nothing_and_complains_of_nothing(report: Opened, address: str):
    report.page.locator(".draw svg").wait_for()
    report.page.locator("summary").last.click()
    report.page.click(SQUARE)
    assert report.requests == [address]
    assert report.console == []


def test_the_policy_stops_what_a_source_might_have_smuggled_in(report: Opened):
    outcome = report.page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
            document.body.insertAdjacentHTML("beforeend", "<img src='https://elsewhere.example/x.png'>");
            setTimeout(() => done("loaded"), 2000);
        })"""
    )
    assert outcome == "img-src"


def test_charts_are_drawn_with_a_panel_for_each_target(report: Opened):
    drawing = report.page.locator(".draw svg")
    drawing.wait_for()
    words = drawing.text_content()
    assert all(name in words for name in ("Belloria", "The allies", "Xia <script>alert(1)</script>"))
    assert drawing.locator("path").count() > 20


def test_the_numbers_wait_behind_their_summary_and_open(report: Opened):
    table = report.page.locator("details.numbers table")
    assert not table.is_visible()
    report.page.get_by_text("The numbers", exact=True).click()
    assert table.is_visible()
    assert "of 10" in table.inner_text()


def test_a_square_opens_onto_its_sentences_under_its_row_and_closes(report: Opened):
    page = report.page
    page.click(SQUARE)
    tray = page.locator("tr.opened")
    assert "We thank Belloria, whose ferries came through the ice." in tray.inner_text()
    assert tray.evaluate("row => row.previousElementSibling.cells[0].textContent") == "Belloria"
    assert page.locator(SQUARE).get_attribute("aria-expanded") == "true"
    assert page.url.endswith(THANKED)
    page.click(SQUARE)
    assert tray.count() == 0
    assert page.locator(SQUARE).get_attribute("aria-expanded") == "false"
    assert page.locator(f"details.behind {THANKED}").count() == 1


def test_one_square_is_open_at_a_time(report: Opened):
    report.page.click(SQUARE)
    report.page.click("a[href='#day-of-the-bridge-ARD-ARD-2017']")
    assert report.page.locator("tr.opened").count() == 1
    assert "Ardania, 3 May 2017: honoured" in report.page.locator("tr.opened").inner_text()


def test_an_address_with_a_square_opens_it(chromium: playwright.Browser, address: str):
    page = opened(chromium, address + THANKED).page
    assert "Belloria, 3 May 2019: thanked" in page.locator("tr.opened").inner_text()


def test_it_works_with_the_keyboard_alone(report: Opened):
    page = report.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(SQUARE).focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.hash") == "#day-of-the-bridge-ARD-BEL-2018"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.hash") == "#day-of-the-bridge-ARD-allies-2019"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Belloria, 3 May 2019: thanked"
    page.keyboard.press("Escape")
    assert page.locator("tr.opened").count() == 0
    assert page.evaluate("document.activeElement.hash") == THANKED


def test_arrows_pass_over_what_is_unknown(report: Opened):
    # Belloria is unknown in 2022: from 2021 the next square is 2023.
    report.page.locator("a[href='#day-of-the-bridge-ARD-BEL-2021']").focus()
    report.page.keyboard.press("ArrowRight")
    assert report.page.evaluate("document.activeElement.hash") == "#day-of-the-bridge-ARD-BEL-2023"


def test_without_scripts_tables_and_sentences_are_there(chromium: playwright.Browser, address: str):
    page = opened(chromium, address, java_script_enabled=False).page
    assert page.locator("details.numbers table").is_visible()
    assert page.locator("table.grid").count() == 2
    page.click(SQUARE)
    assert page.locator(f"article{THANKED}").is_visible()
    assert "ferries" in page.locator(f"article{THANKED}").inner_text()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_itself_never_scrolls_sideways(chromium: playwright.Browser, address: str, width: int):
    page = opened(chromium, address, viewport={"width": width, "height": 800}).page
    page.locator(".draw svg").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_the_newest_years_are_in_sight(chromium: playwright.Browser, address: str):
    page = opened(chromium, address, viewport={"width": 360, "height": 800}).page
    scroll = page.locator(".scroll:has(.grid)").first
    assert scroll.evaluate("e => e.scrollLeft + e.clientWidth >= e.scrollWidth - 1")
    page.click("a[href='#day-of-the-bridge-ARD-BEL-2025']")
    tray = page.locator("tr.opened article").bounding_box()
    assert tray is not None
    assert tray["x"] >= 0
    assert tray["x"] + tray["width"] <= 360


def test_a_table_that_hides_earlier_years_says_so_and_one_that_fits_does_not(
    chromium: playwright.Browser, address: str
):
    wide = opened(chromium, address).page
    assert wide.locator(".hint:visible").count() == 0
    assert wide.locator(".scroll.earlier").count() == 0
    narrow = opened(chromium, address, viewport={"width": 360, "height": 800}).page
    assert narrow.locator(".hint:visible").count() == 2
    scroll = narrow.locator(".scroll.years").first
    assert "earlier" in (scroll.get_attribute("class") or "")
    scroll.evaluate("e => { e.scrollLeft = 0; }")
    narrow.wait_for_function("!document.querySelector('.scroll.years').classList.contains('earlier')")


def test_thirty_two_years_fit_on_a_desk_screen(chromium: playwright.Browser, tmp_path: Path):
    study = invented_study()
    roll = study.rites[0].attendance
    assert roll is not None
    last = roll.rows.slice(13, 1).to_pylist()[0]
    years = pa.Table.from_pylist([{**last, "year": year} for year in range(1994, 2012)], schema=roll.rows.schema)
    rite = replace(study.rites[0], attendance=replace(roll, rows=pa.concat_tables([roll.rows, years])))
    file = tmp_path / "long.html"
    file.write_text(render(replace(study, rites=(rite,))), encoding="utf-8")
    scroll = opened(chromium, file.as_uri()).page.locator(".scroll.years").nth(1)
    assert scroll.locator("thead th").count() > 32
    assert scroll.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(chromium: playwright.Browser, address: str, width: int):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the test group: axe")
    page = opened(chromium, address, viewport={"width": width, "height": 800}, bypass_csp=True).page
    page.locator(".draw svg").wait_for()
    page.click(SQUARE)
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_it_prints_on_paper_with_its_colours(chromium: playwright.Browser, address: str):
    page = opened(chromium, address).page
    page.emulate_media(media="print")
    assert not page.locator("nav.contents").is_visible()
    assert (
        page.locator("td.credited:not(.guess) > a").first.evaluate("e => getComputedStyle(e).backgroundColor")
        == "rgb(18, 67, 109)"
    )
    assert len(page.pdf(prefer_css_page_size=True, print_background=True)) > 20_000

"""What was left out, in a real browser: it opens, leads to its square, asks the network for nothing; axe is content."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import cenotaph

playwright = pytest.importorskip("playwright.sync_api", reason="needs the test group: playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
INVENTED = Path(__file__).parents[2] / "examples" / "invented"

pytestmark = [
    pytest.mark.web,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium on this machine (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("left-out") / "study"
    shutil.copytree(INVENTED, place, ignore=shutil.ignore_patterns(".cenotaph", "report"))
    study = cenotaph.open(place)
    study.build(jobs=1)
    return study.report().as_uri()


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def test_a_finding_opens_and_leads_to_its_square(chromium: playwright.Browser, address: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    finding = page.locator("#left-out .findings > li").first
    table = finding.locator("table")
    assert not table.is_visible()
    finding.locator("summary").focus()
    page.keyboard.press("Enter")
    assert table.is_visible()
    page.locator("#left-out a", has_text="its square").first.click()
    assert page.locator("tr.opened .opening").is_visible()
    page.locator("#axis .draw svg").wait_for()
    assert page.locator("#axis .draw svg").text_content()
    assert asked == [address]
    assert said == []


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_in_what_was_left_out(chromium: playwright.Browser, address: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the test group: axe")
    page = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
    page.goto(address)
    page.locator("#axis .draw svg").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

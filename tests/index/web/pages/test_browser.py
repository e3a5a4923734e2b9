"""The pages in a browser: with a little JavaScript and without, on a phone and on a desk, in light and in dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from index import EVERYTHING
from tests import ROOT
from tests.index.web.pages.documents import MODERATOR, first_passage
from tests.makers.archives import Place
from tests.makers.serving import Running, running

CHROMIUM = os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium")
AXE = Path(os.environ.get("DATELINE_AXE") or ROOT / ".ci/node/node_modules/axe-core/axe.min.js")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = (320, 360, 1280, 1600)
DRAFT = "“A lantern was lit above the harbour” and “A lantern was lit above the tower”, and “these are nobody's words”"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here: apt-get install chromium")


def book() -> str:
    """A document that is longer than a screen."""
    return "date 1907-01-01 A book of lanterns\n\n" + "\n\n".join(
        f"Lantern {number} burned." * 9 for number in range(60)
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Documents of twelve years, a book, one that was edited and one that was removed, seen by a moderator."""
    years = {
        f"{'coast' if year % 2 else 'inland'}/{year}.txt": f"date {year}-04-05 The light of {year}\n\n"
        f"A lantern of w{year} was lit x{year} above the harbour y{year}.\n"
        for year in range(1901, 1913)
    }
    place = Place(tmp_path_factory.mktemp("lights"), {**years, "book.txt": book(), "gone.txt": "A lantern went out.\n"})
    place.index()
    with place.opened() as archive:
        archive.cite([first_passage(archive, path) for path in ("gone.txt", "coast/1901.txt")], EVERYTHING)
    place.edit("coast/1901.txt", "lit x1901 above", "lit high above")
    place.remove("gone.txt")
    place.file("broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    place.index()
    with running(place, visitor=MODERATOR) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


def context(browser: Browser, *, javascript: bool = True) -> BrowserContext:
    """A reader with a phone."""
    return browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=javascript)


def opened(site: Running, reader: BrowserContext) -> Page:
    """From the search page through the timeline to a citation, by clicks alone.

    A click doesn't wait for the page that it leads to: what is there is expected, not read at once.
    """
    page = reader.new_page()
    page.set_default_timeout(10_000)
    page.goto(site.url)
    page.get_by_label("Words").fill("lantern harbour")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="1903: 1 document").click()
    expect(page.locator(".hits li")).to_have_count(1)
    page.get_by_role("link", name="1905: 1 document; choose 1903–1905").click()
    page.wait_for_url("**since=1903-01-01&until=1905-12-31**")
    expect(page.locator(".hits time")).to_have_count(3)
    assert sorted(page.locator(".hits time").all_text_contents()) == ["5 April 1903", "5 April 1904", "5 April 1905"]
    page.get_by_role("link", name="The light of 1904").click()
    expect(page.locator("mark")).to_have_text("A lantern of w1904 was lit x1904 above the harbour y1904.")
    return page


def test_a_reader_searches_narrows_opens_copies_and_goes_back(site: Running, browser: Browser) -> None:
    """Two clicks make a range, one opens a citation, one copies a reference, and back leads to the hits."""
    with context(browser) as reader:
        reader.grant_permissions(["clipboard-read", "clipboard-write"])
        page = opened(site, reader)
        page.get_by_role("button", name="Copy as APA").click()
        page.get_by_role("button", name="Copied").wait_for()
        reference = page.locator(".reference pre").first.text_content()
        assert page.evaluate("navigator.clipboard.readText()") == reference
        assert reference is not None
        assert reference.startswith("The light of 1904. (1904, April 5).")
        page.go_back()
        expect(page.locator(".hits li")).to_have_count(3)
        page.get_by_role("link", name="All times").click()
        expect(page.locator(".hits li")).to_have_count(10)


def test_without_javascript_all_is_there_but_copying(site: Running, browser: Browser) -> None:
    """The same clicks lead to the same pages; references are text, a draft is sent, and no button does nothing."""
    with context(browser, javascript=False) as reader:
        page = opened(site, reader)
        expect(page.locator("button:visible")).to_have_text(["Sign out"])
        assert "The light of 1904. (1904, April 5)." in (page.locator(".reference pre").first.text_content() or "")
        page.go_back()
        expect(page.locator(".hits li")).to_have_count(3)
        page.goto(f"{site.url}/verify")
        page.get_by_label("Text").fill(DRAFT)
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".verdict h2")).to_have_count(3)


def test_a_citation_is_scrolled_to_its_passage(site: Running, browser: Browser) -> None:
    """Without a fragment in its address, too, the passage is in sight, however long its document."""
    last = site.archive.document("book.txt", EVERYTHING).passages[-1].id
    with context(browser) as reader:
        page = reader.new_page()
        page.goto(f"{site.url}/p/{last}")
        page.wait_for_function("scrollY > 0")
        assert page.locator("#passage").evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_a_draft_can_be_dropped(site: Running, browser: Browser) -> None:
    """A file that is dropped on the form is the one that is sent."""
    with context(browser) as reader:
        page = reader.new_page()
        page.goto(f"{site.url}/verify")
        page.locator("form[data-drop]").evaluate(
            """form => {
                const data = new DataTransfer();
                data.items.add(new File(["words"], "dropped.txt"));
                form.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
            }"""
        )
        assert page.locator("#draft").evaluate("input => input.files[0].name") == "dropped.txt"


def addresses(site: Running) -> list[str]:
    """Each kind of page."""
    paths = ("gone.txt", "coast/1901.txt")
    cited = [site.archive.history(path, EVERYTHING).versions[0].citations[0] for path in paths]
    return [
        "/",
        "/?q=lantern+harbour+in+1903",
        "/?q=lantern&since=1903-01-01&until=1903-12-31&folder=coast",
        "/?q=%22no+such+words%22&since=1990",
        "/?q=x&since=never",
        f"/p/{first_passage(site.archive, 'coast/1903.txt')}",
        *(f"/p/{passage}" for passage in cited),
        "/p/zzzzzzzz",
        "/d/coast/1903.txt",
        "/d/none",
        "/verify",
        "/status",
    ]


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not here: npm install --prefix .ci/node axe-core@4")
def test_every_page_can_be_used_by_everybody(site: Running, browser: Browser) -> None:
    """Axe finds nothing wrong with any page, on a phone and a desk, in light and dark, and nothing is too wide."""
    rules = AXE.read_text("utf-8")
    with context(browser) as reader:
        page = reader.new_page()
        for address in [*addresses(site), "checked"]:
            if address == "checked":
                page.goto(f"{site.url}/verify")
                page.get_by_label("Text").fill(DRAFT)
                page.get_by_role("button", name="Check").click()
                page.locator(".verdict").first.wait_for()
            else:
                page.goto(f"{site.url}{address}")
            page.evaluate(rules)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
                if width not in {360, 1280}:
                    continue
                page.emulate_media(color_scheme="dark")
                assert not violations(page, "runOnly: ['color-contrast']"), (address, width, "dark")
                page.emulate_media(color_scheme="light")
                assert not violations(page, ""), (address, width)


def violations(page: Page, options: str) -> list[tuple[str, str]]:
    """What Axe finds wrong: of a page in another scheme only its contrast can be."""
    found = page.evaluate(f"axe.run({{resultTypes: ['violations'], preload: false, {options}}})")["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]

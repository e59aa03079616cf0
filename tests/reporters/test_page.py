"""The HTML page in a real browser: nothing from a card runs, and all that it offers works."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hostile import NAMES, finding, report, shown, told
from hypothesis import given
from hypothesis import strategies as st

from exlint.findings import Finding, Report, Severity
from exlint.reporters import html, page_model
from exlint.reporters.page_model import page
from exlint.reporters.terminal import visible

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

REPORT = report()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def readable(text: str) -> str:
    """As the page shows a text: what can't be seen as an escape, but for tabs."""
    return "\t".join(visible(part) for part in text.split("\t"))


# The text of the page


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    text = shown("html", REPORT)
    attributes = Attributes()
    attributes.feed(text)
    asked = {value for name, value in attributes.found if name in ("src", "href", "action", "data", "srcset", "poster")}
    assert asked == {"#i-error", "#i-warning", "#i-info", "#i-clean", "#results"}
    assert not any(name.startswith("on") for name, _ in attributes.found)
    assert "@import" not in text
    assert "url(" not in text
    (policy,) = (value for name, value in attributes.found if name == "content" and "default-src" in value)
    assert policy.startswith("default-src 'none'; ")
    assert html._script_hash() in policy


class Attributes(HTMLParser):
    """All attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += ((name, value or "") for name, value in attrs)


def test_everything_from_the_content_is_escaped() -> None:
    text = shown("html", REPORT)
    assert text.count("<script") == text.count("</script") == 1
    assert text.count("<title") == text.count("<style") == 1
    assert "<img" not in text
    assert not set(text) & {"\x00", "\x07", "\x1b", "\u202e", "\u200f", "\u2066", "\ud800", "\ufeff"}


def test_a_large_collection_stays_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, bound in (("MAX_FINDINGS", 60), ("MAX_SOURCES", 5), ("MAX_CELLS", 10), ("MAX_LINES", 2)):
        monkeypatch.setattr(page_model, name, bound)
    names = [f"{number:03}.md" for number in range(100)]
    found = [finding(name, "a rwo\nb\nc\n", "rwo", "no word", severity=Severity.WARNING) for name in names]
    found[90] = finding(names[90], "a rwo\nb\nc\n", "rwo", "worse")
    sources = dict.fromkeys(names, ("a rwo", "b", "c"))
    made = page(Report(tuple(found), 100, 100, (), tuple(names), (), sources))
    assert (made.total, made.shown, len(made.sheets), made.dirty) == (100, 60, 60, 100)
    assert made.sheets[-1].filename == "090.md", "the worst is kept"
    assert [sheet.filename for sheet in made.sheets if sheet.lines] == [
        "000.md",
        "001.md",
        "002.md",
        "003.md",
        "090.md",
    ]
    assert (len(made.sheets[0].lines), made.sheets[0].more) == (2, 1)
    assert (len(made.cells), made.per_cell) == (10, 10)
    assert (made.cells[0].title, made.cells[0].findings, made.cells[0].sheet) == ("000.md … 009.md", 10, 0)
    assert (made.cells[9].severity, made.cells[9].sheet) == (Severity.ERROR, 59)


@given(st.text("ab \t🏋\u0301"), st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), max_size=5))
def test_marks_change_nothing_of_a_line(line: str, spans: list[tuple[int, int]]) -> None:
    hits: list[tuple[int, int, page_model.Hit]] = []
    for start, length in spans:
        low, high = min(start - 1, len(line)), min(start - 1 + length, len(line))
        hits.append((low, high, page_model.Hit(len(hits), finding("a.md", "x", "x", "m"), "", ())))
    made = list(page_model._segments(line, hits))
    assert "".join(segment.text for segment in made) == line
    for low, high, hit in hits:
        assert "".join(segment.text for segment in made if hit.number in segment.findings) == line[low:high]
        assert any(hit.number in segment.findings for segment in made)


# The browser


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Debian's chromium (or the one that EXLINT_CHROMIUM names) without a network."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = (os.environ.get("EXLINT_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no chromium here; EXLINT_CHROMIUM can name one")
    with sync_api.sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=program,
            headless=True,
            args=FLAGS,
            offline=True,
            viewport={"width": 1300, "height": 900},
            color_scheme="light",
        )
        context.set_default_timeout(5_000)
        yield context
        context.close()


class Watched:
    """A page, and what went wrong on it."""

    def __init__(self, opened: Page) -> None:
        self.page = opened
        self.wrong: list[str] = []
        opened.on("console", lambda message: self.wrong.append(f"console: {message.text}"))
        opened.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        opened.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))
        opened.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith("file:"):
            self.wrong.append(f"request: {url}")


@pytest.fixture
def opened(browser: BrowserContext, tmp_path: Path) -> Iterator[Watched]:
    """The page of the hostile report, opened from disk; nothing may go wrong on it."""
    yield from _opened(browser, tmp_path, shown("html", REPORT))


def _opened(browser: BrowserContext, folder: Path, text: str) -> Iterator[Watched]:
    file = folder / "a #report?.html"
    file.write_text(text, encoding="utf-8")
    watched = Watched(browser.new_page())
    watched.page.goto(file.as_uri())
    yield watched
    assert watched.wrong == []
    assert watched.page.title().startswith("exlint: ")
    watched.page.close()


HITS = """() => [...document.querySelectorAll('.hit')].map((hit) => [
    hit.closest('.sheet').dataset.name, hit.querySelector('.at').textContent, hit.dataset.code, hit.dataset.severity,
    hit.querySelector('.message bdi').textContent, hit.querySelector('.excerpt mark')?.textContent])"""


def visible_hits(opened_page: Page) -> int:
    return opened_page.locator(".hit:visible").count()


def wanted(each: Finding) -> list[str]:
    """What the page shows of a finding."""
    here = told(each)
    place = f"{here.row}:{here.column}"
    return [readable(here.filename), place, here.code, here.severity, readable(here.message)]


def test_it_shows_the_same_findings(opened: Watched) -> None:
    found: list[list[Any]] = opened.page.evaluate(HITS)
    assert [each[:5] for each in found] == [wanted(each) for each in REPORT.findings]


def test_a_run_shows_the_same_findings(browser: BrowserContext, run: Path, tmp_path: Path) -> None:
    for opened in _opened(browser, tmp_path, (run / "html").read_text(encoding="utf-8")):
        found = opened.page.evaluate(HITS)
        listed = json.loads((run / "json").read_text())
        places = [[readable(each["filename"]), each["code"], readable(each["message"])] for each in listed]
        assert [[each[0], each[2], each[4]] for each in found] == places


def test_nothing_of_a_card_becomes_an_element(opened: Watched) -> None:
    page = opened.page
    for button in page.locator(".open").all():
        button.click()
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed, [onerror], [onload]').length") == 0
    page.wait_for_timeout(50)


def test_a_finding_is_marked_in_its_card(opened: Watched) -> None:
    page = opened.page
    for number, each in enumerate(REPORT.findings):
        page.evaluate("(id) => document.getElementById(id).click()", f"hit-{number}")
        marks = page.evaluate(
            "[...document.querySelectorAll('#v-source mark.current')].map((mark) => mark.textContent)"
        )
        place = each.place
        inner = place.lines[0][place.start.column - 1 : place.end.column - 1 if len(place.lines) == 1 else None]
        assert marks[0] == readable(inner), each
        row = page.evaluate(
            "[...document.querySelectorAll('#v-source li')].findIndex((li) => li.matches('.at-row')) + 1"
        )
        assert row == place.start.row
        shown_lines = page.evaluate("[...document.querySelectorAll('#v-source li')].map((li) => li.textContent)")
        assert shown_lines == [readable(line) for line in REPORT.sources[place.filename]]


def test_it_explains_the_rule(opened: Watched) -> None:
    page = opened.page
    page.locator(".hit[data-code=EX201] .open").first.click()
    assert (page.locator("#v-rule").get_attribute("href") or "").endswith("/docs/rules/rule-ex201.md")
    page.locator("#v-why summary").click()
    assert page.locator("#v-why-text").inner_text().startswith("About ")
    page.locator(".hit[data-code=EX501] .open").first.click()
    assert page.locator("#v-why").is_hidden(), "the report tells nothing of this rule"


def test_the_filters(opened: Watched) -> None:
    page = opened.page
    total = len(REPORT.findings)
    assert visible_hits(page) == total
    assert page.locator("#status").inner_text() == f"{total} findings in {len(NAMES)} cards"

    page.fill("#f-text", "OVER lines")
    assert visible_hits(page) == len(NAMES)
    page.fill("#f-file", "emoji")
    assert visible_hits(page) == 1
    assert page.locator(".strip .cell:not(.off)").count() == 1
    assert page.locator("#status").inner_text() == f"1 of {total} findings, in 1 card"
    page.fill("#f-text", "")
    assert visible_hits(page) == 4
    page.click("#reset")
    assert visible_hits(page) == total

    page.select_option("#f-rule", "EX201")
    assert visible_hits(page) == len(NAMES)
    assert page.locator("[data-pick=EX201]").get_attribute("aria-pressed") == "true"
    page.click("[data-pick=EX5]")
    assert visible_hits(page) == 2 * len(NAMES)
    page.click("[data-pick=EX5]")
    assert visible_hits(page) == total

    page.click(".chip[data-severity=error]")
    assert visible_hits(page) == sum(each.severity is Severity.WARNING for each in REPORT.findings)
    page.click(".chip[data-severity=warning]")
    assert visible_hits(page) == 0
    assert page.locator("#none").is_visible()


def test_the_keyboard(opened: Watched) -> None:
    page = opened.page
    focused = "document.activeElement.id"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(focused) == "hit-1"
    assert page.locator("#v-message").inner_text().strip() == readable(REPORT.findings[1].message).strip()
    page.keyboard.press("k")
    assert page.evaluate(focused) == "hit-0"
    page.keyboard.press("Escape")
    assert page.locator("#shown").is_hidden()
    page.keyboard.press("/")
    assert page.evaluate(focused) == "f-text"
    page.keyboard.type("jk/")
    assert page.input_value("#f-text") == "jk/"
    assert visible_hits(page) == 0
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert visible_hits(page) == len(REPORT.findings)
    assert page.evaluate(focused) == ""

    page.focus("#strip .cell[tabindex='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert page.locator("#readout").inner_text() == " ".join(label.split())
    assert page.locator("#strip [tabindex='0']").count() == 1, "the strip is one stop for the Tab key"
    page.keyboard.press("Enter")
    assert label.startswith(page.locator("#v-name").text_content() or "-")

    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    stops = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(stops) == 12, "the Tab key moves on"


def test_light_and_dark(opened: Watched) -> None:
    page = opened.page
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(background)
    assert light != dark
    page.click("[data-theme=light]")
    assert page.evaluate(background) == light
    page.emulate_media(color_scheme="light")
    page.click(".themes [data-theme=dark]")
    assert page.evaluate(background) == dark
    page.click(".themes [data-theme=auto]")
    assert page.evaluate(background) == light


def test_on_a_phone(opened: Watched) -> None:
    page = opened.page
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".open").nth(5).click()
    box = page.locator("#viewer").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
    assert page.evaluate("document.activeElement.id") == "v-close"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("#v-next")
    assert page.locator("#v-message").inner_text().strip() == readable(REPORT.findings[6].message).strip()
    page.keyboard.press("Escape")
    assert page.locator("#viewer").is_hidden()
    assert page.evaluate("document.activeElement.id") == "hit-6"
    assert page.locator("[inert]").count() == 0


def test_a_clean_run(browser: BrowserContext, tmp_path: Path) -> None:
    for opened in _opened(browser, tmp_path, shown("html", Report((), 465, 465, (), ("a.md",)))):
        assert "Nothing to report" in opened.page.locator("h1").inner_text()
        assert opened.page.get_by_text("All 465 cards are clean.").is_visible()

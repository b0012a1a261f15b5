"""What the HTML report must not do to its reader: act on foreign text, hide, blind, crawl or overflow."""

import time
from collections.abc import Callable

import pytest

from sekisho.model.verdict import GateReport
from sekisho.report.html import gate_html

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: scripts/bootstrap test")
Shown = Callable[..., "sync_api.Page"]
Page = "sync_api.Page"
LIMIT = 3_000_000

COLOURS = """(selector) => {
  const item = document.querySelector(selector);
  let ground = item;
  const solid = (value) => value !== "rgba(0, 0, 0, 0)" && value !== "transparent";
  while (ground.parentElement && !solid(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  return [getComputedStyle(item).color, getComputedStyle(ground).backgroundColor];
}"""
TEXTS = (
    "h1",
    ".verdict p",
    ".reasons li > div",
    ".mark.fail",
    "nav a",
    "section h2",
    ".soft",
    "caption",
    "td",
    "thead th",
    ".badge.fail",
    ".badge.inconclusive",
    "details.case summary .title",
    ".user",
    ".who",
    ".reply del",
    ".reply ins",
    ".stages .differs code",
    ".parted",
    ".diff del",
    ".diff ins",
    "button",
    "#search",
    "footer p",
)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(page: Page, selector: str) -> float:
    bright, dark = sorted((_luminance(colour) for colour in page.evaluate(COLOURS, selector)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_have_the_contrast_of_wcag_aa(show: Shown, report: GateReport, scheme: str) -> None:
    """4.5 : 1 for every main text by its computed colours, in both schemes and after the toggle too."""
    page = show(report, color_scheme=scheme)
    schemes = []
    for _ in range(2):
        weak = {selector: ratio for selector in TEXTS if (ratio := _contrast(page, selector)) < 4.5}
        assert weak == {}
        schemes.append(page.evaluate(COLOURS, "body")[1])
        page.click("#theme-toggle")
    assert len(set(schemes)) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_axe_finds_nothing(show: Shown, report: GateReport, scheme: str, language: str) -> None:
    """axe-core's rules (WCAG 2.2 A and AA, best practices) hold with a dialogue and a map open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    page = show(report, color_scheme=scheme)
    if language == "ja":
        page.click("#language-toggle")
    page.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true; })")
    found = axe.Axe().run(page)
    assert [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found.response["violations"]
    ] == []


def test_foreign_text_is_inert(show: Shown, hostile_report: GateReport) -> None:
    """Scripts, handlers, markup and direction overrides in every foreign text are characters, in both kinds of body."""
    page = show(hostile_report)
    page.select_option("#kind", "")
    for summary in page.query_selector_all("details.case summary"):
        summary.click()
    page.mouse.move(300, 300)
    assert page.title() == "Sekisho: FAIL"
    assert (
        page.evaluate("document.querySelectorAll('img, iframe, object, embed, base, main script, [onerror]').length")
        == 0
    )
    assert page.evaluate("document.querySelectorAll('script').length") == 3
    handlers = (
        "[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes]).filter((a) => /^on/.test(a.name))"
    )
    assert page.evaluate(f"{handlers}.length") == 0
    text = page.inner_text("body")
    assert '<script>document.title="owned"</script>' in text
    assert "\\u202e" in text
    assert not {"\u202e", "\u2066", "\u200b", "\x1b"} & set(text)


def test_a_hundred_kilobyte_reply_is_cut(hostile_report: GateReport) -> None:
    """One reply cannot make the page heavy."""
    assert len(gate_html(hostile_report).encode()) < 300_000


@pytest.mark.parametrize("width", [400, 320])
def test_narrow_screens_scroll_down_only(show: Shown, report: GateReport, width: int) -> None:
    """On a telephone only tables and pictures scroll sideways, each in its own box."""
    page = show(report, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("#language-toggle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_boxes_that_scroll_can_be_scrolled_by_keyboard(show: Shown, report: GateReport) -> None:
    """Each has a name and is reached by the tab key."""
    page = show(report)
    boxes = page.query_selector_all(".wide, .diff")
    assert len(boxes) > 5
    assert all(box.get_attribute("tabindex") == "0" and box.get_attribute("aria-label") for box in boxes)


def test_motion_is_reduced_on_request(show: Shown, report: GateReport) -> None:
    """Jumps within the page are smooth only for those who did not ask for less motion."""
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert show(report, reduced_motion="reduce").evaluate(behaviour) == "auto"
    assert show(report, reduced_motion="no-preference").evaluate(behaviour) == "smooth"


def test_five_hundred_cases_stay_small_and_quick(show: Shown, large_report: GateReport) -> None:
    """Eight turns each: under 3 MB, on the screen within seconds, a search without a pause."""
    assert len(gate_html(large_report).encode()) < LIMIT
    start = time.perf_counter()
    page = show(large_report)
    assert time.perf_counter() - start < 20
    assert page.locator("details.case:not([hidden])").count() == 50
    page.select_option("#kind", "")
    took = page.evaluate(
        """() => {
          const start = performance.now();
          const search = document.getElementById("search");
          search.value = "受付番号3991で";
          search.dispatchEvent(new Event("input", { bubbles: true }));
          document.body.offsetHeight;
          return performance.now() - start;
        }"""
    )
    found = page.query_selector_all("details.case:not([hidden])")
    assert [row.get_attribute("id") for row in found] == ["golden/en-0498"]
    assert took < 500

"""The HTML report as its readers use it, in a real browser."""

import re
from collections.abc import Callable

import pytest

from sekisho.model.base import Language
from sekisho.model.verdict import GateReport

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: scripts/bootstrap test")
Shown = Callable[..., "sync_api.Page"]
Page = "sync_api.Page"
SHOWN = "details.case:not([hidden])"


def _shown(page: Page) -> list[str]:
    return [row.get_attribute("id") or "" for row in page.query_selector_all(SHOWN)]


def test_the_page_shows_the_verdict_and_opens_on_what_broke(show: Shown, report: GateReport) -> None:
    """From a file, without a request or a message: the answer, why, and the broken dialogue with both replies."""
    page = show(report)
    assert "FAIL" in page.inner_text("h1")
    assert _shown(page) == ["golden/ja-broken-01"]
    body = page.inner_text("details.case[open]")
    for part in (
        "IR.intent",
        "お聞きできません",
        "ご訪問日をお聞かせください",
        "policy.ended",
        "timeout",
        "2 attempts",
    ):
        assert part in body
    assert page.locator("details.case[open] .route svg .node.baseline").count() == 1
    assert page.locator("details.case[open] .route svg .node.candidate").count() == 1
    assert page.locator("details.case[open] .route svg .node.both").count() == 2
    assert "intent == 'out_of_scope'" in page.inner_text(".fork >> nth=1")
    assert page.inner_text("details.case[open] .turn.diverged h3").startswith("Turn 1")


def test_search_finds_what_was_said_also_in_full_width(show: Shown, report: GateReport) -> None:
    """Half-width and full-width, upper and lower case, several words: the same text is found."""
    page = show(report)
    page.click("#clear")
    page.wait_for_function("() => document.querySelectorAll('details.case:not([hidden])').length === 4")
    for typed in ("4 VISITS", "４　ｖｉｓｉｔｓ", "which en-passed"):
        page.fill("#search", typed)
        assert _shown(page) == ["golden/en-passed-01"]
    assert "1 of 4" in page.inner_text("#count")
    page.fill("#search", "ao-1")
    assert _shown(page) == ["golden/ja-broken-01"]
    page.fill("#search", "nobody said this")
    assert _shown(page) == []
    assert "No case matches" in page.inner_text("#count")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("kind", "fixed", ["golden/en-fixed-01"]),
        ("kind", "unstable", ["golden/ja-unstable-01"]),
        ("language", "en", ["golden/en-fixed-01", "golden/en-passed-01"]),
        ("tag", "must", ["golden/ja-broken-01"]),
        ("cause", "IR.intent", ["golden/ja-broken-01"]),
    ],
)
def test_each_filter_narrows_the_list(
    show: Shown, report: GateReport, name: str, value: str, expected: list[str]
) -> None:
    """Outcome, language, tag and cause each leave exactly the cases that have it."""
    page = show(report)
    page.select_option("#kind", "")
    page.select_option(f"#{name}", value)
    assert sorted(_shown(page)) == sorted(expected)


def test_must_pass_and_a_filter_together(show: Shown, report: GateReport) -> None:
    """Filters are joined by and; the address remembers them, and reset forgets them."""
    page = show(report)
    page.select_option("#kind", "")
    page.check("#must")
    assert _shown(page) == ["golden/ja-broken-01"]
    page.select_option("#language", "en")
    assert _shown(page) == []
    assert "must=1" in page.url
    assert "language=en" in page.url
    page.click("#clear")
    page.wait_for_function("() => document.querySelectorAll('details.case:not([hidden])').length === 4")
    assert page.url.endswith("#dialogues")


def test_a_packed_dialogue_is_drawn_when_it_is_opened(show: Shown, report: GateReport) -> None:
    """What is stored compressed appears in full, in the language chosen."""
    page = show(report, "#?kind=passed")
    page.click("#language-toggle")
    row = page.locator(SHOWN)
    assert row.locator(".turn").count() == 0
    row.locator("summary").click()
    row.locator(".turn").wait_for()
    assert "Which day?" in row.inner_text()
    assert "ターン1" in row.inner_text()


def test_a_deep_link_opens_its_case(show: Shown, report: GateReport) -> None:
    """A link in a comment leads to the dialogue itself, whatever the filters would hide; a later one works too."""
    page = show(report, "#golden/en-passed-01")
    assert page.evaluate("document.getElementById('golden/en-passed-01').open")
    assert page.evaluate("document.activeElement.closest('details').id") == "golden/en-passed-01"
    page.evaluate("location.hash = '#golden/en-fixed-01'")
    page.wait_for_function("() => document.getElementById('golden/en-fixed-01').open")
    page.evaluate("location.hash = '#%E0%A4%A'")
    assert "4 of 4" in page.inner_text("#count")


def test_cells_of_matrix_and_slots_lead_to_their_cases(show: Shown, report: GateReport) -> None:
    """Who asks which turns were confused, or where a slot was missed, gets the cases."""
    page = show(report)
    matrix = page.locator("#intents table")
    assert matrix.locator("th.out_of_scope .badge").count() == 2
    matrix.locator("td.more a").first.click()
    page.wait_for_function("() => document.getElementById('count').textContent.includes('intent:')")
    page.click("text=0→1 ▲ >> nth=-1")
    page.goto(page.url.partition("#")[0] + "#?mark=intent%3Abook_visit%3Eout_of_scope")
    page.wait_for_function("() => document.getElementById('count').textContent.includes('>out_of_scope')")
    assert sorted(_shown(page)) == ["golden/en-fixed-01", "golden/ja-broken-01"]
    page.locator("#slots td a").click()
    page.wait_for_function("() => document.getElementById('count').textContent.includes('slot:')")
    assert _shown(page) == ["golden/ja-broken-01"]


def test_the_keyboard_is_enough(show: Shown, report: GateReport) -> None:
    """/ searches, j and k walk, Enter opens, Escape leaves, ? explains; letters typed in a field stay letters."""
    page = show(report)
    page.keyboard.press("/")
    page.keyboard.type("jk?/")
    assert page.input_value("#search") == "jk?/"
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    page.select_option("#kind", "")
    page.evaluate("document.activeElement.blur()")
    focused = "document.activeElement.closest('details').id"
    order = [row.get_attribute("id") for row in page.query_selector_all(SHOWN)]
    for key, expected in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        assert page.evaluate(focused) == order[expected]
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.getElementById('{order[1]}').open")
    page.keyboard.press("Escape")
    assert not page.evaluate(f"document.getElementById('{order[1]}').open")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_the_language_changes_while_reading_and_is_kept(show: Shown, report: GateReport) -> None:
    """The report's language is only the default; no word stays behind, and the address keeps its filters."""
    page = show(report)
    english = page.inner_text("body")
    page.click("#language-toggle")
    japanese = page.inner_text("body")
    assert page.get_attribute("html", "lang") == "ja"
    for part in (
        "不合格",
        "判定の理由",
        "レジストリにエラーはありません",
        "タスク成功率",
        "意図の混同行列",
        "4件中 1件を表示",
    ):
        assert part in japanese
        assert part not in english
    assert not re.search(r"\b(baseline|candidate|expected|observed|margin|turn \d)\b", japanese)
    page.reload()
    page.wait_for_selector("html[data-ready='1']")
    assert page.get_attribute("html", "lang") == "ja"
    page.click("#language-toggle")
    assert page.inner_text("body") == english
    japanese_first = show(report.model_copy(update={"language": Language.JA}))
    assert "不合格" in japanese_first.inner_text("h1")


def test_without_script_the_verdict_and_what_broke_can_be_read(show: Shown, report: GateReport) -> None:
    """Verdict, reasons, metrics, the list of cases and the broken dialogues need no script."""
    page = show(report, java_script_enabled=False)
    text = page.inner_text("body")
    for part in ("FAIL", "1 must-pass case failed", "Task success", "お聞きできません"):
        assert part in text
    for row in page.query_selector_all("details.case"):
        row.scroll_into_view_if_needed()
        assert row.query_selector("summary").is_visible()
    assert "Needs JavaScript" in text
    assert page.locator("#theme-toggle").is_hidden()


def test_a_report_of_nothing_opens_too(show: Shown, report: GateReport) -> None:
    """A gate that could not run has a page without dialogues."""
    bare = GateReport(verdict=report.verdict)
    page = show(bare)
    assert "Nothing was run" in page.inner_text("#dialogues")

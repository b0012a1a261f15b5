import base64
import json
import re
import zlib
from html.parser import HTMLParser

import pytest

from sekisho.model.base import Language
from sekisho.model.finding import Finding
from sekisho.model.ref import Location
from sekisho.model.verdict import GateReport
from sekisho.report.html import cases, gate_html
from sekisho.report.markup import element
from sekisho.report.wording import WORDS


class Elements(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep one start tag."""
        self.found.append((tag, dict(attrs)))


def _elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(page)
    return parser.found


def test_the_page_loads_nothing(report: GateReport) -> None:
    """No element names an address outside the page, and the content policy allows none."""
    found = _elements(gate_html(report))
    assert not [attrs for _, attrs in found if "src" in attrs]
    assert all((attrs["href"] or "").startswith("#") for _, attrs in found if "href" in attrs)
    policy = next(attrs["content"] for tag, attrs in found if tag == "meta" and "http-equiv" in attrs)
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_foreign_text_is_never_an_element(report: GateReport) -> None:
    """The hostile reply is shown as text; the only script that is run is ours, beside two that hold data."""
    page = gate_html(report)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert [attrs.get("type") for tag, attrs in _elements(page) if tag == "script"] == [
        "application/json",
        "application/octet-stream",
        None,
    ]


def test_every_case_is_on_the_page_with_its_outcome(report: GateReport) -> None:
    """Broken, fixed and unjudged dialogues can be told apart by script and by eye."""
    cases = [attrs for _, attrs in _elements(gate_html(report)) if attrs.get("class") == "case"]
    assert [attrs["data-kind"] for attrs in cases] == ["broken", "fixed", "not_compared"]


def test_attributes_are_escaped() -> None:
    """A quote in a value cannot end the attribute."""
    assert element("p", "x", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;">x</p>'


def _packed(page: str) -> dict[str, dict[str, str]]:
    (text,) = re.findall(r'id="packed">([^<]*)<', page)
    held: dict[str, dict[str, str]] = json.loads(zlib.decompress(base64.b64decode(text)))
    return held


def test_broken_dialogues_stand_on_the_page_and_the_others_are_packed(report: GateReport) -> None:
    """What broke needs no script; every case can be searched."""
    page = gate_html(report)
    held = _packed(page)
    assert set(held["bodies"]) == {"golden/two", "golden/three"}
    assert set(held["texts"]) == {"golden/one", "golden/two", "golden/three"}
    assert "承りました" in held["texts"]["golden/two"]
    assert '<div class="turn diverged">' in page


def test_more_broken_dialogues_than_a_page_should_hold_are_packed_too(
    report: GateReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has a size; what goes beyond it can still be opened, and beyond all bounds is in the JSON report."""
    monkeypatch.setattr(cases, "PLAIN_BYTES", 10)
    assert "golden/one" in _packed(gate_html(report))["bodies"]
    monkeypatch.setattr(cases, "MOST_PACKED", 1)
    page = gate_html(report)
    assert set(_packed(page)["bodies"]) == {"golden/one"}
    assert "2 more cases are listed without their dialogue" in page


def test_equal_reports_give_equal_pages(report: GateReport) -> None:
    """A page is a function of its report."""
    assert gate_html(report) == gate_html(report.model_copy(deep=True))


def test_the_report_language_is_the_default(report: GateReport) -> None:
    """A Japanese policy opens the page in Japanese."""
    page = gate_html(report.model_copy(update={"language": Language.JA}))
    assert '<html lang="ja">' in page
    assert "<title>Sekisho: 不合格</title>" in page


def test_a_deeper_report_says_how_far_to_trust_it(rich_report: GateReport) -> None:
    """Trials, noise, coverage and segments have their place."""
    page = gate_html(rich_report)
    for part in ("passed trials: 2/2 before, 1/2 after", "1 of 40 cases ended differently", "40 / 45", "language:ja"):
        assert part in page


def test_every_word_the_page_marks_is_in_the_table(rich_report: GateReport) -> None:
    """No mark would stay in the wrong language."""
    marked = [
        attrs[name]
        for _, attrs in _elements(gate_html(rich_report))
        for name in ("data-w", "data-l", "data-p")
        if attrs.get(name)
    ]
    assert len(marked) > 50
    assert set(marked) <= WORDS.keys()


def test_many_checks_findings_and_changes_are_bounded(report: GateReport) -> None:
    """What nobody reads to its end is counted."""
    finding = Finding(rule="prompt/x", location=Location(path="registry/a.yml"), message="wrong")
    assert report.plan is not None
    change = report.plan.change_set.changes[0].model_copy(update={"before": "a", "after": "b"})
    plan = report.plan.model_copy(
        update={"change_set": report.plan.change_set.model_copy(update={"changes": (change,) * 130})}
    )
    page = gate_html(report.model_copy(update={"findings": (finding,) * 350, "plan": plan}))
    assert page.count("wrong [prompt/x]") == 300
    assert "and 50 more" in page
    assert "and 30 more" in page


def test_a_case_without_a_known_cause_is_listed(report: GateReport) -> None:
    """Broken and unexplained is shown, not hidden."""
    assert report.comparison is not None
    pairs = (report.comparison.pairs[0].model_copy(update={"cause": None}), *report.comparison.pairs[1:])
    page = gate_html(report.model_copy(update={"comparison": report.comparison.model_copy(update={"pairs": pairs})}))
    assert 'href="#golden/one"' in page
    fixed = report.comparison.model_copy(update={"pairs": report.comparison.pairs[1:]})
    assert "No dialogue broke." in gate_html(report.model_copy(update={"comparison": fixed}))

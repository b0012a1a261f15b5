from html.parser import HTMLParser

from sekisho.model.verdict import GateReport
from sekisho.report.html import gate_html
from sekisho.report.markup import element


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
    """No element names an address, and the content policy allows none."""
    found = _elements(gate_html(report))
    assert not [attrs for _, attrs in found if "src" in attrs or "href" in attrs]
    policy = next(attrs["content"] for tag, attrs in found if tag == "meta" and "http-equiv" in attrs)
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_foreign_text_is_never_an_element(report: GateReport) -> None:
    """The hostile reply is shown as text; the only script is ours."""
    page = gate_html(report)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert [tag for tag, _ in _elements(page)].count("script") == 1


def test_every_case_is_on_the_page_with_its_outcome(report: GateReport) -> None:
    """Broken, fixed and unjudged dialogues can be told apart by script and by eye."""
    cases = [attrs for tag, attrs in _elements(gate_html(report)) if tag == "details"]
    assert [attrs["data-pairing"] for attrs in cases] == ["broken", "fixed", "not_compared"]


def test_attributes_are_escaped() -> None:
    """A quote in a value cannot end the attribute."""
    assert element("p", "x", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;">x</p>'

from markdown_it import MarkdownIt

from sekisho.model.base import Language
from sekisho.model.finding import Finding
from sekisho.model.ref import Location
from sekisho.model.verdict import GateReport
from sekisho.report.markdown import gate_markdown


def test_no_foreign_markup_survives(report: GateReport) -> None:
    """Rendered, the hostile text of the report makes no HTML, image or link."""
    tokens = MarkdownIt("commonmark").enable("table").parse(gate_markdown(report))
    inner = [child.type for token in tokens for child in token.children or []]
    assert not {"html_inline", "html_block", "image", "link_open"} & {*inner, *(token.type for token in tokens)}


def test_sections_are_cut_whole_and_named(report: GateReport) -> None:
    """A report that is too long loses whole sections, says which, and keeps the verdict."""
    text = gate_markdown(report, limit=1300)
    assert len(text) <= 1300
    assert text.startswith("## ✗ FAIL")
    assert "Left out for length:" in text


def test_the_policy_chooses_the_language(report: GateReport) -> None:
    """A Japanese policy gives a Japanese comment."""
    text = gate_markdown(report.model_copy(update={"language": Language.JA}))
    assert "不合格" in text
    assert "壊れた対話" in text


def _many(report: GateReport, count: int, reply: str) -> GateReport:
    """The same report with `count` broken dialogues that answer `reply`."""
    assert report.comparison is not None
    (pair, *_), (result, *_) = report.comparison.pairs, report.candidate_results
    (turn,) = result.turns
    pairs = tuple(pair.model_copy(update={"case": f"golden/c{number:04}"}) for number in range(count))
    results = tuple(
        result.model_copy(
            update={"case": pair.case, "turns": (turn.model_copy(update={"user": reply, "reply": reply}),)}
        )
        for pair in pairs
    )
    comparison = report.comparison.model_copy(update={"pairs": pairs})
    return report.model_copy(update={"comparison": comparison, "candidate_results": results})


def test_a_huge_report_keeps_its_limit_verdict_reasons_and_figures(report: GateReport) -> None:
    """GitHub refuses 65,536 characters; a thousand broken dialogues cost neither the reasons nor the metrics."""
    text = gate_markdown(_many(report, 1000, "長い*応答*|" * 400))
    assert len(text) < 60_000
    for part in ("### Broken dialogues (1000)", "### Why", "### Metrics", "980 more", "Reproduce"):
        assert part in text
    small = gate_markdown(_many(report, 30, "[応答](x)|" * 400), limit=6000)
    assert len(small) <= 6000
    assert "### Metrics" in small
    assert "Left out for length: Broken dialogues" in small


def test_the_order_is_that_of_the_terminal(rich_report: GateReport) -> None:
    """What broke, why, the figures, how far to trust them, then what changed."""
    text = gate_markdown(rich_report)
    parts = (
        "## ✗ FAIL",
        "### Broken",
        "### Why",
        "### Metrics",
        "### Segments",
        "### Noise",
        "### Coverage",
        "### Unst",
    )
    places = [text.index(part) for part in (*parts, "### What changed", "Reproduce")]
    assert places == sorted(places)


def test_findings_are_listed_and_bounded(report: GateReport) -> None:
    """More findings than anybody reads are counted."""
    finding = Finding(rule="prompt/x", location=Location(path="registry/prompts/a.yml"), message="wrong")
    text = gate_markdown(report.model_copy(update={"findings": (finding,) * 60}))
    assert text.count("wrong") == 50
    assert "and 10 more" in text


def test_code_cannot_be_left(report: GateReport) -> None:
    """A revision or id with backticks and pipes stays inside its code span."""
    hostile = "x` @team | ``<img src=x>"
    text = gate_markdown(report.model_copy(update={"reproduce": hostile}))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    spans = [child.content for token in tokens for child in token.children or [] if child.type == "code_inline"]
    assert [span for span in spans if "@team" in span]
    assert not [token for token in tokens if token.type == "html_block"]


def test_the_turn_that_parts_is_marked(report: GateReport) -> None:
    """The first differing turn of a broken dialogue stands out in its table."""
    assert "**1 ≠**" in gate_markdown(report)

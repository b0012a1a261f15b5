from markdown_it import MarkdownIt

from sekisho.model.base import Language
from sekisho.model.verdict import GateReport
from sekisho.report.markdown import gate_markdown


def test_no_foreign_markup_survives(report: GateReport) -> None:
    """Rendered, the hostile text of the report makes no HTML, image or link."""
    tokens = MarkdownIt("commonmark").enable("table").parse(gate_markdown(report))
    inner = [child.type for token in tokens for child in token.children or []]
    assert not {"html_inline", "html_block", "image", "link_open"} & {*inner, *(token.type for token in tokens)}


def test_sections_are_cut_whole_and_named(report: GateReport) -> None:
    """A report that is too long loses whole sections, says which, and keeps the verdict."""
    text = gate_markdown(report, limit=1100)
    assert len(text) <= 1100
    assert text.startswith("## ✗ FAIL")
    assert "Left out for length:" in text


def test_the_policy_chooses_the_language(report: GateReport) -> None:
    """A Japanese policy gives a Japanese comment."""
    text = gate_markdown(report.model_copy(update={"language": Language.JA}))
    assert "不合格" in text
    assert "壊れた対話" in text

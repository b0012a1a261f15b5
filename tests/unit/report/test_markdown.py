import json
from pathlib import Path

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

from sekisho.report.markdown import details, inline_html, markdown, markdown_code
from sekisho.report.safe import printable
from sekisho.report.tables import markdown_table

CORPUS = [
    json.loads(line)["text"]
    for file in sorted((Path(__file__).parents[2] / "examples/hostile").glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").split("\n")
    if line
]


@pytest.mark.parametrize("hostile", CORPUS)
@pytest.mark.parametrize("before", ["", "x "])
def test_markdown_renders_as_the_text_itself(hostile: str, before: str) -> None:
    """A GFM renderer shows exactly the text, in one paragraph without any element but one around a dollar sign."""
    (_, inline, _) = MarkdownIt("gfm-like", {"html": True}).parse(before + markdown(hostile)) or [None] * 3
    children = (inline.children or []) if inline else []
    assert {child.type for child in children} <= {"text", "text_special", "html_inline"}
    assert {child.content for child in children if child.type == "html_inline"} <= {"<span>", "</span>"}
    shown = "".join(child.content for child in children if child.type != "html_inline")
    assert shown.replace("\u200b", "") == (before + printable(hostile).strip()).strip()


@pytest.mark.parametrize("hostile", CORPUS)
def test_code_is_code_in_a_table_and_outside(hostile: str) -> None:
    """One code span with the text, whatever backticks and bars are in it, by GitHub's own parser."""
    code = markdown_code(hostile)
    inside = markdown_table((code, "b"), [("c", code)])
    for text, count in ((code, 1), (inside, 2)):
        html = cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
        assert html.count("<code>") == (count if code else 0)
        assert html.count("<td>") == (2 if count == 2 else 0)


@pytest.mark.parametrize("hostile", CORPUS)
def test_a_summary_shows_the_text_itself(hostile: str) -> None:
    """In a line of our own HTML no Markdown is read and nothing of others is markup."""
    html = MarkdownIt("gfm-like", {"html": True}).render(details(inline_html(hostile), "body"))
    head, _, rest = html.partition("</summary>")
    assert "<" not in head.removeprefix("<details>\n<summary>").replace("<span>$</span>", "")
    assert rest == "\n<p>body</p>\n</details>"


def test_nothing_is_nothing() -> None:
    """No empty code span is left open, no blank begins a block."""
    assert [markdown(""), markdown("    x"), markdown_code(""), markdown_code("\t")] == ["", "x", "", ""]


def test_a_long_text_is_cut_before_it_is_escaped() -> None:
    """An escape is never cut in two, and the limit is of what is shown."""
    assert markdown("*" * 300, 3) == "\\*\\*…"


def test_a_dollar_sign_begins_no_formula() -> None:
    """It stands in an element, as GitHub's manual says."""
    assert markdown("$x$") == "<span>$</span>x<span>$</span>"

import pytest
from markdown_it import MarkdownIt

from sekisho.report.safe import markdown, printable

CORPUS = [
    "@everyone look",
    "<!-- marker -->",
    "<img src=x onerror=alert(1)>",
    "![x](http://e.example/p.png)",
    "[click](javascript:alert(1))",
    "```\nfence",
    "| a | b |",
    "# heading",
    "::set-output name=x::y",
    "https://e.example",
    "**bold** _it_ ~~del~~",
    "&lt;b&gt;",
    "a\nb\n\n- item",
    "1. item",
]


def test_control_characters_become_visible() -> None:
    """No escape sequence, direction override or zero-width character reaches the terminal."""
    assert printable("a\x1b[31m\u202e\u200b\n\tb") == "a\\u001b[31m\\u202e\\u200b⏎ b"


def test_long_text_is_cut_to_the_limit() -> None:
    """The result never has more characters than asked for."""
    assert printable("x" * 10, 5) == "xxxx…"
    assert printable("xxxxx", 5) == "xxxxx"


@pytest.mark.parametrize("hostile", CORPUS)
def test_markdown_renders_as_the_text_itself(hostile: str) -> None:
    """A Markdown renderer shows exactly the text, in one paragraph without any element."""
    tokens = (
        MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).parse("x" + markdown(hostile))
    )
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == "x" + printable(hostile)

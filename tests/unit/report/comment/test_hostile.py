"""The corpus in every field of the report and of the decision, rendered by two Markdown libraries."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sekisho.model.decision import Decision
from sekisho.model.verdict import GateReport
from sekisho.report.comment import CommentLinks, gate_comment, gate_summary
from sekisho.report.comment.marker import MARKER, marked, run_of
from sekisho.report.gate_annotations import gate_annotations
from sekisho.report.html import gate_html
from sekisho.report.text import gate_text
from sekisho.text.workflow_command import inert

CORPUS = Path(__file__).parents[3] / "examples/hostile"
REPOSITORY = "https://github.com/o/r"
LINKS = CommentLinks(repository=REPOSITORY, commit="c" * 40, run=f"{REPOSITORY}/runs/1", report=f"{REPOSITORY}/a/2")
NO_LIMIT = 10**9
TAGS = {
    *("h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"),
    *("pre", "code", "strong", "em", "b", "details", "summary", "a", "span"),
}
INLINE = {"p", "code", "strong", "em", "b", "a", "span"}


class Page(HTMLParser):
    """What a rendered comment has: tags, links, comments, and the texts GitHub looks for mentions in."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.skeleton: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.comments: list[str] = []
        self.texts: list[str] = []
        self.code: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and what it may do."""
        self.open.append(tag)
        self.skeleton += [tag] if tag not in INLINE else []
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        """Every tag closes the one that was opened last."""
        assert self.open.pop() == tag
        self.skeleton += [f"/{tag}"] if tag not in INLINE else []

    def handle_comment(self, data: str) -> None:
        """Keep comments."""
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        """Keep texts, those in code apart; a dollar sign in its own element is GitHub's way to write one."""
        if {"code", "pre"} & set(self.open):
            self.code.append(data)
        elif not (self.open and self.open[-1] == "span" and data == "$"):
            self.texts.append(data)


def _read() -> Iterator[Any]:
    for file in sorted(CORPUS.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").split("\n"):
            if line:
                item = json.loads(line)
                text = item["text"] * item.get("times", 1)
                yield pytest.param(text, id=f"{file.stem}: {item['name']}")


ITEMS = list(_read())


@cache
def _markdown_it() -> MarkdownIt:
    renderer = MarkdownIt("gfm-like", {"html": True})
    renderer.linkify.set({"fuzzy_link": False})  # links `one.example` without a scheme, which GitHub does not
    return renderer


def _by_markdown_it(text: str) -> str:
    return str(_markdown_it().render(text))


def _by_cmark_gfm(text: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE))


CALM: dict[int, list[list[str]]] = {}
"""The tags of a harmless comment, by the way its texts were put in and by library."""
RENDERERS = (_by_markdown_it, _by_cmark_gfm)
LOUD = re.compile(r"@(?=[\w-])|#(?=\d)|\bGH-(?=\d)|://|\bwww\.|:[\w+-]+:|\$", re.IGNORECASE)
"""What GitHub would make a mention, a reference, a link, an emoji or a formula of."""


TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
HIDDEN = "\xad\u061c\u180e\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff"


def _seen(text: str) -> bool:
    """Say whether a text has no control, surrogate, private character, direction or joiner but our zero-width space."""
    return not [
        one
        for one in set(text) - {"\n"}
        if unicodedata.category(one) in {"Cc", "Cs", "Co"} or one in HIDDEN or unicodedata.bidirectional(one) in TURNS
    ]


def _check(text: str, renderers: Sequence[Callable[[str], str]] = RENDERERS) -> list[Page]:
    """Hold a comment to all its promises and return it as the libraries render it."""
    assert _seen(text)
    assert text.count("<!--") == text.startswith(MARKER)
    assert run_of(text) is None
    assert run_of(marked(text, (7, 2))) == (7, 2)
    pages = [Page(render(text)) for render in renderers]
    for page in pages:
        assert page.open == []
        assert {tag.removeprefix("/") for tag in page.skeleton} <= TAGS
        assert page.attributes <= {("a", "href"), ("details", "open"), ("code", "class"), ("pre", "lang")}
        assert page.comments == ([" sekisho:gate "] if text.startswith(MARKER) else [])
        assert all(link.startswith(f"{REPOSITORY}/") for link in page.links)
        assert not [found for part in page.texts if (found := LOUD.search(part))]
    return pages


def _rendered(report: GateReport, decision: Decision, limit: int = NO_LIMIT) -> str:
    return gate_comment(report, decision, limit=limit, links=LINKS)


@pytest.mark.parametrize("text", ITEMS)
def test_nothing_of_the_corpus_survives(
    text: str, full_report: GateReport, decision: Decision, poisoned: Callable[..., Any]
) -> None:
    """In every field at once: no mention, reference, link, HTML or marker, and the structure of a harmless one."""
    for place, put in enumerate(_puts(text)):
        report, decided = poisoned(full_report, put), poisoned(decision, put)
        renderers = RENDERERS if place == 0 else RENDERERS[1:]
        skeletons = [page.skeleton for page in _check(_rendered(report, decided), renderers)]
        if place not in CALM:
            harmless = (
                poisoned(one, lambda old, put=put: put(old).replace(text, "x")) for one in (full_report, decision)
            )
            CALM[place] = [page.skeleton for page in _check(_rendered(*harmless), renderers)]
        assert skeletons == CALM[place]


@pytest.mark.parametrize("text", ITEMS[::7] + [item for item in ITEMS if len(item.values[0]) > 1000])
def test_nothing_survives_where_there_is_no_room(
    text: str, full_report: GateReport, decision: Decision, poisoned: Callable[..., Any]
) -> None:
    """The same of a comment that was cut and of the summary; both keep their limits."""
    report, decided = (poisoned(one, lambda _: text) for one in (full_report, decision))
    for limit in (60_000, 7_000):
        limited = _rendered(report, decided, limit)
        assert len(limited) <= limit
        _check(limited)
    summary = gate_summary(report, decided, links=LINKS)
    assert len(summary.encode("utf-8")) <= 1024 * 1024
    _check(summary)


def _puts(text: str) -> Iterator[Callable[[str], str]]:
    """Yield the ways a text can stand in a field: alone, before and after what was there."""
    yield lambda _: text
    if len(text) < 1000:
        yield lambda old: text + old
        yield lambda old: old + text


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40))
def test_no_text_survives(full_report: GateReport, decision: Decision, poisoned: Callable[..., Any], text: str) -> None:
    """Any text at all, drawn with the signs that mean something to a renderer."""
    _check(_rendered(poisoned(full_report, lambda old: text + old), poisoned(decision, lambda _: text)))


SIGNS = "\\`*_{}[]()<>#+-.!|~@$&:;=^\"'/ \n\r\ta1é応😀\u200b\u202e\x00"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from(SIGNS), min_size=1, max_size=30))
def test_no_mix_of_signs_survives(
    full_report: GateReport, decision: Decision, poisoned: Callable[..., Any], text: str
) -> None:
    """The same of the signs alone, where an escape would be wrong first."""
    _check(_rendered(poisoned(full_report, lambda _: text), poisoned(decision, lambda old: old + text)))


@pytest.mark.parametrize("text", ITEMS)
def test_the_terminal_obeys_nothing(text: str, full_report: GateReport, poisoned: Callable[..., Any]) -> None:
    """No control code but our own styles, no direction, and after `inert` no line a runner takes for a command."""
    for put in _puts(text):
        shown = inert(gate_text(poisoned(full_report, put)))
        plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
        assert _seen(plain)
        assert not [line for line in plain.split("\n") if line.strip().startswith("::") or "##[" in line]


@pytest.mark.parametrize("text", ITEMS)
def test_annotations_are_ours(text: str, full_report: GateReport, poisoned: Callable[..., Any]) -> None:
    """Every command in the log is an error, a warning or a notice of ours, one a line, however many there are."""
    for put in _puts(text):
        lines = gate_annotations(poisoned(full_report, put)).rstrip("\n").split("\n")
        assert len(lines) == 5
        for line in lines:
            found = re.fullmatch(r"::(error|warning|notice) ?([^:]*)::(.*)", line)
            assert found
            assert all(re.fullmatch(r"(file|line|col|title)=[^,]+", part) for part in found[2].split(","))
            assert _seen(line)


@pytest.mark.parametrize("text", ITEMS)
def test_the_html_report_has_no_markup_of_others(
    text: str, full_report: GateReport, poisoned: Callable[..., Any]
) -> None:
    """The page has the elements of a harmless one in the same order, whatever the texts are."""
    if len(text) > 1000:
        text = text[:1000]
    page, calm = (_elements(gate_html(poisoned(full_report, put))) for put in (lambda _: text, lambda _: "x"))
    assert page <= calm


def _elements(html: str) -> set[tuple[str, str]]:
    """Return every tag with each attribute it has."""
    found: set[tuple[str, str]] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update((tag, name) for name, _ in [*attrs, ("", "")])

    Reader().feed(html)
    return found

"""HTML and SVG as values: every text is escaped when it becomes an element, so nothing foreign can be markup."""

from collections.abc import Iterable, Sequence
from html import escape

from sekisho.report.safe import paragraph, printable

TEXT_LIMIT = 4000
ATTRIBUTE_LIMIT = 40_000


class Html(str):
    """A string that is markup already."""

    __slots__ = ()


def element(tag: str, *children: object, **attributes: object) -> Html:
    """Return `<tag …>children</tag>`; children that are not Html are escaped, attributes that are None left out.

    A trailing underscore of an attribute's name is dropped (`class_`), other underscores become hyphens.
    """
    return Html(f"<{tag}{_written(attributes) if attributes else ''}>{join(children)}</{tag}>")


def void(tag: str, **attributes: object) -> Html:
    """Return an element that has no content, as in HTML (`<input>`) and inside SVG (`<rect/>`)."""
    return Html(f"<{tag}{_written(attributes)}/>")


def _written(attributes: dict[str, object]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(printable(value, ATTRIBUTE_LIMIT))}"'
        for name, value in attributes.items()
        if value is not None
    )


def join(children: object) -> Html:
    """Return the children one after the other, each escaped unless it is markup."""
    items = children if isinstance(children, list | tuple) else (children,)
    return Html("".join([item if isinstance(item, Html) else escape(printable(item, TEXT_LIMIT)) for item in items]))


def prose(text: object, limit: int = TEXT_LIMIT) -> Html:
    """Return a text with its line breaks (they are drawn by `white-space: pre-wrap`), cut at `limit` characters."""
    return Html(escape(paragraph(text, limit)))


def grid(
    caption: object,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    numbers: frozenset[int] = frozenset(),
) -> Html:
    """Return a captioned table in a box that scrolls sideways by mouse and keyboard; the first cell heads its row.

    The columns in `numbers` are right-aligned.
    """
    head = element("tr", *(element("th", name, scope="col", class_=_of(n, numbers)) for n, name in enumerate(header)))
    body = [element("tr", *(_cell(cell, n, numbers) for n, cell in enumerate(row))) for row in rows]
    return scrolling(
        element("table", element("caption", caption), element("thead", head), element("tbody", *body)), caption
    )


def scrolling(content: Html, label: object) -> Html:
    """Return a box that scrolls sideways when its content is too wide; it can be reached and moved by keyboard."""
    return element("div", content, class_="wide", tabindex="0", role="group", aria_label=_plain(label))


def _plain(label: object) -> object:
    """The label of a box is read, not drawn: markup in it is reduced to its text."""
    if not isinstance(label, Html):
        return label
    text, depth = [], 0
    for character in label:
        depth += (character == "<") - (character == ">")
        if depth == 0 and character != ">":
            text.append(character)
    return "".join(text)


def _cell(cell: object, number: int, numbers: frozenset[int]) -> Html:
    tag, scope = ("th", "row") if number == 0 else ("td", None)
    return element(tag, cell, scope=scope, class_=_of(number, numbers))


def _of(number: int, numbers: frozenset[int]) -> str | None:
    return "number" if number in numbers else None

"""HTML as values: every text is escaped when it becomes an element, so nothing foreign can be markup."""

from html import escape

from sekisho.report.safe import printable

TEXT_LIMIT = 4000


class Html(str):
    """A string that is markup already."""

    __slots__ = ()


def element(tag: str, *children: object, **attributes: str | None) -> Html:
    """Return `<tag …>children</tag>`; children that are not Html are escaped, attributes that are None left out.

    A trailing underscore of an attribute's name is dropped (`class_`), other underscores become hyphens.
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{written}>{join(children)}</{tag}>")


def join(children: object) -> Html:
    """Return the children one after the other, each escaped unless it is markup."""
    items = children if isinstance(children, list | tuple) else (children,)
    return Html("".join(item if isinstance(item, Html) else escape(printable(item, TEXT_LIMIT)) for item in items))


def grid(header: tuple[str, ...], rows: list[tuple[object, ...]], *, numbers: frozenset[int] = frozenset()) -> Html:
    """Return a table in a box that scrolls sideways; the columns in `numbers` are right-aligned."""
    head = element("tr", *(element("th", name, scope="col") for name in header))
    body = [
        element("tr", *(element("td", cell, class_="number" if n in numbers else None) for n, cell in enumerate(row)))
        for row in rows
    ]
    return element("div", element("table", element("thead", head), element("tbody", *body)), class_="table")

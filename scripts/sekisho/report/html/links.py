"""Links inside the page: to one case, and to the list of cases narrowed down."""

from urllib.parse import quote

from sekisho.report.markup import Html, element


def case_link(case: str) -> Html:
    """Return a link that opens a case."""
    return element("a", element("code", case), href=f"#{quote(case, errors='surrogatepass')}")


def filter_link(mark: str, text: object, label: str) -> Html:
    """Return a link that shows only the cases with a mark."""
    return element("a", text, href=f"#?mark={quote(mark, safe='', errors='surrogatepass')}", aria_label=label)

"""Plain tables, for the terminal and in Markdown."""

from collections.abc import Iterable, Sequence

from sekisho.report.canvas import Canvas
from sekisho.report.safe import printable


def simple_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), width: int = 100
) -> str:
    """Return a table of short texts; the columns numbered in `right` are right-aligned."""
    canvas = Canvas(width)
    canvas.table(header, [[printable(cell) for cell in row] for row in rows], right=right)
    return canvas.text()


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; the cells are Markdown already, on one line each. A bar in a cell does not end it."""
    lines = ([cell.replace("|", "\\|") for cell in cells] for cells in (header, *rows))
    head, *body = ("| " + " | ".join(cells) + " |" for cells in lines)
    return "\n".join([head, "|" + " --- |" * len(header), *body])

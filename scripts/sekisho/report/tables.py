"""A plain table for the terminal."""

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

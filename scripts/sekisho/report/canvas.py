"""Terminal text in memory: rich does widths (full-width characters too), wrapping and styles; we return a string."""

from collections.abc import Iterable, Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table


class Canvas:
    """Lines and tables drawn one after the other at a fixed width; `text()` returns them with ANSI styles."""

    def __init__(self, width: int = 100) -> None:
        self._buffer = StringIO()
        self._console = Console(
            file=self._buffer, width=width, force_terminal=True, color_system="standard", highlight=False, emoji=False
        )

    def line(self, text: str = "", style: str = "") -> None:
        """Draw one paragraph of plain text."""
        self._console.print(escape(text), style=style or None)

    def heading(self, text: str) -> None:
        """Draw a heading with a blank line above it."""
        self.line()
        self.line(text, "bold")

    def table(
        self, header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), styles: str = ""
    ) -> None:
        """Draw a borderless table; the columns numbered in `right` are right-aligned. No header: pass empty names."""
        drawn = Table(
            box=box.SIMPLE_HEAD if any(header) else None, show_header=any(header), pad_edge=False, style=styles
        )
        for number, name in enumerate(header):
            drawn.add_column(name, justify="right" if number in right else "left", overflow="fold")
        for row in rows:
            drawn.add_row(*(escape(cell) for cell in row))
        self._console.print(drawn)

    def text(self) -> str:
        """Return everything drawn so far, without trailing blanks."""
        return "\n".join(line.rstrip() for line in self._buffer.getvalue().splitlines()) + "\n"

"""Terminal text in memory: rich does widths (full-width characters too), wrapping and styles; we return a string."""

from collections.abc import Collection, Iterable, Sequence
from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from sekisho.report.safe import printable

NARROWEST, WIDEST = 60, 140
LONGEST = 10_000


class Canvas:
    """Lines and tables drawn one after the other at a fixed width; `text()` returns them with ANSI styles.

    The width is kept between 60 and 140 columns: narrower tables cannot be read, longer lines nobody reads. No control
    code of what is drawn reaches the terminal, only our styles do.
    """

    def __init__(self, width: int = 100) -> None:
        self.width = min(max(width, NARROWEST), WIDEST)
        self._buffer = StringIO()
        self._console = Console(
            file=self._buffer,
            width=self.width,
            force_terminal=True,
            color_system="standard",
            highlight=False,
            emoji=False,
        )

    def line(self, text: str = "", style: str = "") -> None:
        """Draw one paragraph of plain text."""
        self._console.print(escape(printable(text, LONGEST)), style=style or None)

    def item(self, label: str, text: str, style: str = "") -> None:
        """Draw a paragraph after a label; lines that do not fit go on below the text, not below the label."""
        label = printable(label, LONGEST)
        room = self.width - cell_len(label)
        for line in Text(printable(text, LONGEST)).wrap(self._console, room, overflow="fold") or [Text("")]:
            self._console.print(Text(label + line.plain.rstrip()), style=style or None)
            label = " " * cell_len(label)

    def heading(self, text: str) -> None:
        """Draw a heading with a blank line above it."""
        self.line()
        self.line(text, "bold")

    def table(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        right: Sequence[int] = (),
        faint: Collection[int] = (),
        whole: Collection[int] = (0,),
    ) -> None:
        """Draw a borderless table; `right` numbers the right-aligned columns, `faint` the rows that matter less.

        `whole` are columns whose cells are not broken into lines; they must be short, since what does not fit is cut.
        No header: pass empty names.
        """
        drawn = Table(box=box.SIMPLE_HEAD if any(header) else None, show_header=any(header), pad_edge=False)
        for number, name in enumerate(header):
            drawn.add_column(
                name, justify="right" if number in right else "left", overflow="fold", no_wrap=number in whole
            )
        for number, row in enumerate(rows):
            drawn.add_row(*(escape(printable(cell, LONGEST)) for cell in row), style="dim" if number in faint else None)
        self._console.print(drawn)

    def text(self) -> str:
        """Return everything drawn so far, without trailing blanks."""
        return "\n".join(line.rstrip() for line in self._buffer.getvalue().splitlines()) + "\n"

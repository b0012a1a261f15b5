"""Registry listings and single artifacts for the terminal."""

from collections.abc import Sequence

from sekisho.model.overview import Listed, Shown
from sekisho.report.canvas import Canvas
from sekisho.report.safe import printable

SHOWN_IDS = 400


def listed_text(listed: Sequence[Listed], *, width: int = 100) -> str:
    """Return one row a kind, or every id when there is only one kind."""
    canvas = Canvas(width)
    if len(listed) == 1:
        for artifact in listed[0].ids:
            canvas.line(printable(artifact))
        return canvas.text()
    rows = [(entry.kind, str(len(entry.ids)), printable(", ".join(entry.ids), SHOWN_IDS // 4)) for entry in listed]
    canvas.table(("kind", "files", "ids"), rows, right=(1,))
    return canvas.text()


def shown_text(shown: Shown, *, width: int = 100) -> str:
    """Return one artifact: where it is, what it uses, who uses it."""
    canvas = Canvas(width)
    canvas.line(f"{shown.kind}:{shown.id}", "bold")
    canvas.table(("", ""), [("file", shown.path), ("revision", shown.revision)])
    for title, refs in (("uses", shown.uses), ("used by", shown.used_by)):
        canvas.heading(f"{title} ({len(refs)})")
        canvas.line("  " + (printable(", ".join(refs), SHOWN_IDS) or "-"))
    return canvas.text()

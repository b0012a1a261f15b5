"""Who owns which path, for a terminal: the owners, and the line that says so."""

from collections.abc import Sequence

from sekisho.model.owners import Ownership
from sekisho.report.safe import printable
from sekisho.report.tables import simple_table

NOBODY = "(nobody)"


def owners_text(found: Sequence[Ownership], width: int = 100) -> str:
    """Return a table of `width` columns: path, owners, and where that is written."""
    rows = [(printable(one.path), _owners(one), _source(one)) for one in found]
    return simple_table(("path", "owners", "because of"), rows, width=width)


def _owners(one: Ownership) -> str:
    return printable(" ".join(one.owners)) or NOBODY


def _source(one: Ownership) -> str:
    if one.file is None:
        return "there is no CODEOWNERS file"
    if one.line is None:
        return f"no line of {one.file} matches"
    return printable(f"{one.file}:{one.line}  {one.pattern}")

"""A published page of measured figures: prose written by hand around one part that a command writes."""

from pathlib import Path

from sekisho.adapters.files import read_bytes, write_atomic
from sekisho.errors import SourceError

FOLDER = Path(".github") / "methods"
BEGIN = "<!-- generated: begin -->"
END = "<!-- generated: end -->"


def generated_part(root: Path, page: str) -> str:
    """Return what stands between the two marks of a page. Raises SourceError when the page or a mark is missing."""
    return _parts(root, page)[1]


def publish(root: Path, page: str, text: str) -> Path:
    """Put `text` between the two marks of a page and return its path. Raises SourceError as `generated_part` does."""
    before, _, after = _parts(root, page)
    path = root / FOLDER / page
    write_atomic(path, f"{before}{BEGIN}\n{text.strip()}\n{END}{after}".encode())
    return path


def _parts(root: Path, page: str) -> tuple[str, str, str]:
    path = root / FOLDER / page
    before, begin, rest = read_bytes(path).decode("utf-8").partition(BEGIN)
    text, end, after = rest.partition(END)
    if not (begin and end):
        raise SourceError(f"{path} lacks the marks between which figures are written", hint=f"{BEGIN} ... {END}")
    return before, text.strip(), after

from pathlib import Path

import pytest

from sekisho.commands.simulate_page import BEGIN, END, FOLDER, generated_part, publish
from sekisho.errors import SourceError


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with prose around its figures."""
    path = tmp_path / FOLDER / "p.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"# Before\n\n{BEGIN}\nold\n{END}\n\nAfter\n", encoding="utf-8")
    return path


def test_only_the_figures_are_replaced(page: Path) -> None:
    """Prose stays as it is, and writing the same again changes nothing."""
    root = page.parents[2]
    assert generated_part(root, "p.md") == "old"
    for _ in range(2):
        assert publish(root, "p.md", "\nnew\n") == page
        assert page.read_text(encoding="utf-8") == f"# Before\n\n{BEGIN}\nnew\n{END}\n\nAfter\n"


@pytest.mark.parametrize("text", [None, "no marks", f"{BEGIN} only"])
def test_a_page_without_its_marks_is_refused(page: Path, text: str | None) -> None:
    """Nothing is written where nobody said where."""
    page.write_text(text, encoding="utf-8") if text is not None else page.unlink()
    with pytest.raises(SourceError):
        publish(page.parents[2], "p.md", "new")
    assert not page.exists() or page.read_text(encoding="utf-8") == text

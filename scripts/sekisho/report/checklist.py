"""The checklist for a terminal, in English or Japanese: what is shown, what is open, and by which evidence."""

from collections.abc import Mapping, Sequence

from sekisho.model.base import Language
from sekisho.model.decision import ChecklistItem, ItemState
from sekisho.report.canvas import Canvas
from sekisho.report.pull_words import PULL_WORDS
from sekisho.report.safe import printable

STATES: Mapping[ItemState, tuple[str, str, str, str]] = {
    ItemState.DONE: ("✓", "done", "確認済み", "green"),
    ItemState.OPEN: ("…", "open", "未確認", "yellow"),
    ItemState.FAILED: ("✗", "failed", "不合格", "red"),
    ItemState.NOT_NEEDED: ("-", "not needed", "対象外", "dim"),
}
"""Mark, word in both languages, and style."""


def title(id_: str, language: Language) -> str:
    """Return what an item is called; one nobody knows by its id."""
    return PULL_WORDS.get(f"item.{id_}", (id_, id_))[language is Language.JA]


def state_word(state: ItemState, language: Language) -> str:
    """Return what a state is called."""
    return STATES[state][1 + (language is Language.JA)]


def checklist_text(items: Sequence[ChecklistItem], language: Language, width: int) -> str:
    """Return each item with its state, its evidence and where to look."""
    canvas = Canvas(width)
    for item in items:
        mark, style = STATES[item.state][0], STATES[item.state][3]
        canvas.line(f"{mark} {printable(title(item.id, language))} ({state_word(item.state, language)})", style)
        canvas.item("    ", printable(item.evidence, 2000))
        if item.link:
            canvas.item("    → ", printable(item.link, 500), "dim")
    return canvas.text()

"""The checklist for a terminal, in English or Japanese: what is shown, what is open, and by which evidence."""

from collections.abc import Mapping, Sequence

from sekisho.model.base import Language
from sekisho.model.decision import ChecklistItem, ItemState
from sekisho.report.canvas import Canvas
from sekisho.report.safe import printable

TITLES: Mapping[str, tuple[str, str]] = {
    "ticket": ("The ticket is complete", "変更チケットが記入済み"),
    "golden": ("The Golden Set differs within tolerance", "Golden Set の差分が許容幅の範囲内"),
    "e2e": ("Representative end-to-end scenarios pass", "代表的な E2E シナリオに合格"),
    "logs": ("Logs carry model_id and prompt_revision", "ログに model_id と prompt_revision を記録"),
    "canary": ("Stop conditions of the canary are defined", "カナリアの停止条件を定義"),
    "rollback": ("The change can be taken back", "ロールバックが実行可能"),
}
STATES: Mapping[ItemState, tuple[str, str, str, str]] = {
    ItemState.DONE: ("✓", "done", "確認済み", "green"),
    ItemState.OPEN: ("…", "open", "未確認", "yellow"),
    ItemState.FAILED: ("✗", "failed", "不合格", "red"),
    ItemState.NOT_NEEDED: ("-", "not needed", "対象外", "dim"),
}
"""Mark, word in both languages, and style."""


def title(id_: str, language: Language) -> str:
    """Return what an item is called; one nobody knows by its id."""
    return TITLES.get(id_, (id_, id_))[language is Language.JA]


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

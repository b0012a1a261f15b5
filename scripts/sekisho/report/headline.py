"""The verdict in one line, as a title: its name and what it means for the change."""

from sekisho.model.base import Language
from sekisho.model.verdict import VerdictState
from sekisho.report.wording import words

_STATE_KEY = {
    VerdictState.PASS: ("pass", "go"),
    VerdictState.FAIL: ("fail", "no-go"),
    VerdictState.INCONCLUSIVE: ("inconclusive", "cannot-tell"),
    VerdictState.ERROR: ("error", "broken-gate"),
}


def headline_keys(state: VerdictState) -> tuple[str, str]:
    """Return the words for the verdict's name and for what it means."""
    return _STATE_KEY[state]


def headline(state: VerdictState, language: Language) -> tuple[str, str]:
    """Return the verdict's name and what it means for the change, in one phrase."""
    name, meaning = headline_keys(state)
    table = words(language)
    return table[name], table[meaning]

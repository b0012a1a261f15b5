from collections.abc import Callable
from dataclasses import replace

from sekisho.evaluation.settings import RunSettings, judged
from sekisho.model.change import PlannedSuite
from sekisho.model.run import Check


def _suite(name: str, fields: tuple[str, ...]) -> PlannedSuite:
    return PlannedSuite(name=name, because=(), cases=("golden/a",), fields=fields)


def test_a_case_of_several_suites_is_judged_by_all_their_fields(settings: RunSettings) -> None:
    """Fields of suites add up; the word `tools` means the trace's tool calls."""
    both = replace(settings, suites=(_suite("x", ("intent", "tools")), _suite("y", ("mode",))))
    assert both.judged_fields("golden/a") == {"intent", "tool_calls", "mode"}
    assert both.judged_fields("golden/b") is None


def test_a_suite_without_fields_judges_everything(settings: RunSettings) -> None:
    """One unlimited suite lifts the limits of the others."""
    assert replace(settings, suites=(_suite("x", ("intent",)), _suite("y", ()))).judged_fields("golden/a") is None


def test_errors_are_always_judged(make_check: Callable[..., Check]) -> None:
    """A limit never hides that a turn failed."""
    slot = make_check(0, "slots.x", "1", "1")
    error = slot.model_copy(update={"field": "error"})
    mode = make_check(0, "mode", "A", "A")
    assert judged([slot, error, mode], frozenset({"slots"})) == (slot, error)
    assert judged([slot, error, mode], None) == (slot, error, mode)

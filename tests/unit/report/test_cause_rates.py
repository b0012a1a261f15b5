from typing import Any

import pytest

from sekisho.model.injection import Attribution, AttributionRates, FaultKind, InjectedFault
from sekisho.report.cause_rates import cause_rates_markdown, cause_rates_text, confusion


def _attribution(injected: str, named: str, turn: int = 1, **more: Any) -> Attribution:
    fault = InjectedFault(kind=more.pop("kind", FaultKind.OTHER_LABEL), turn=1, node="desk/hear")
    code = {"IR": "IR.intent", "safety": "policy.safety"}.get(named, f"{named}.x")
    fields = {
        "case": "golden/a",
        "fault": fault,
        "injected": injected,
        "turn": 1,
        "named": named,
        "named_turn": turn,
        "code": code,
    }
    return Attribution(**fields | more)


@pytest.fixture
def rates() -> AttributionRates:
    """Three faults alone, of which one is named in another turn and one at another stage; one after a difference."""
    return AttributionRates(
        seed=1,
        dialogues=1,
        harmless=7,
        stand_ins=3,
        attributions=(
            _attribution("IR", "IR"),
            _attribution("IR", "IR", turn=0),
            _attribution("slot", "policy", kind=FaultKind.SLOT_LOST),
            _attribution("IR", "IR", earlier=FaultKind.REWORDED),
        ),
    )


def test_right_is_the_stage_and_the_turn(rates: AttributionRates) -> None:
    """The right stage in another turn stands on the diagonal and is not right."""
    assert [one.right for one in rates.attributions] == [True, False, False, True]
    assert confusion(rates.attributions[:3]) == [
        ["injected \\ named", "IR", "mode", "slot", "policy", "exec", "NLG", "safety", "faults", "right"],
        ["IR", "2", "", "", "", "", "", "", "2", "50.0 %"],
        ["slot", "", "", "", "1", "", "", "", "1", "0.0 %"],
        ["all", "2", "", "", "1", "", "", "", "3", "33.3 %"],
    ]


def test_what_is_unsafe_is_counted_apart(rates: AttributionRates) -> None:
    """A fault of three turns ago that led to something unsafe is named where that happened, and by rule."""
    unsafe = _attribution("safety", "safety", turn=4).model_copy(update={"turn": 4})
    page = cause_rates_markdown(rates.model_copy(update={"attributions": (*rates.attributions, unsafe)}))
    assert "rightly for 50.0 %; 1 more that led to something unsafe, named by rule, 100.0 %" in page


def test_the_page_keeps_faults_with_a_difference_apart_and_lists_what_was_wrong(rates: AttributionRates) -> None:
    """Two confusion tables, what each kind was called, every attribution that was not right, and every dialogue."""
    page = cause_rates_markdown(rates)
    assert "4 faults of the six stages that made their case fail, stage and turn named rightly for 50.0 %; 0" in page
    assert "named by rule, -; 7 faults" in page
    assert page.count("| injected \\ named |") == 2
    assert "| another intent | 3 | 66.7 % | IR.intent (3) |" in page
    assert page.endswith("| golden/a | 4 | 2 |")
    assert "- golden/a: a slot not heard at desk/hear in turn 2, named policy.x in turn 2" in page


def test_a_terminal_gets_the_same(rates: AttributionRates) -> None:
    """With nothing wrong that is said, and a long list is cut."""
    right = rates.model_copy(update={"attributions": rates.attributions[:1]})
    assert cause_rates_text(right).endswith("What was named wrongly\n- nothing")
    many = rates.model_copy(update={"attributions": rates.attributions[2:3] * 22})
    assert cause_rates_text(many).endswith("- and 2 more")

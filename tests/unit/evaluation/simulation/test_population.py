from collections import Counter
from random import Random

from sekisho.evaluation.simulation.population import Population, Slip
from sekisho.model.run import CaseState


def test_equal_seeds_make_equal_populations() -> None:
    """Every fifth case must pass and passes by majority; some others fail by majority."""
    cases = Population(60, 1).cases
    assert cases == Population(60, 1).cases
    assert sum(case.must_pass for case in cases) == 12
    failing = [case for case in cases if case.failing]
    assert failing
    assert not any(case.must_pass for case in failing)
    assert {case.turns for case in cases} == {1, 2, 3, 4}


def test_a_result_is_made_once() -> None:
    """The same trial that goes wrong the same way is the same value."""
    population = Population(3, 1)
    case = population.cases[1]
    assert population.result(case, Slip.SLOT, 2) is population.result(case, Slip.SLOT, 2)
    assert population.result(case, Slip.SLOT, 2).trial == 2


def test_a_slip_costs_what_hangs_on_it() -> None:
    """The intent takes slot, task and reply with it, a slot the task, the wording the reply alone."""
    population = Population(3, 1)
    case = population.cases[1]
    lost = {}
    for slip in (None, *Slip):
        result = population.result(case, slip, 0)
        failed = sorted({check.field for check in result.checks if not check.passed})
        lost[slip] = (result.state, result.task_success, result.response_accurate, failed)
    assert lost == {
        None: (CaseState.PASSED, True, True, []),
        Slip.INTENT: (CaseState.FAILED, False, False, ["intent", "reply.contains", "slots.date"]),
        Slip.SLOT: (CaseState.FAILED, False, True, ["slots.date"]),
        Slip.WORDING: (CaseState.FAILED, True, False, ["reply.contains"]),
    }


def test_slips_come_as_often_as_they_should() -> None:
    """Five, three and two of ten; a case without slots cannot lose one."""
    slots, none = Population(4, 1).cases[1], Population(4, 1).cases[0]
    dice = Random(1)  # noqa: S311 - a test
    counts = Counter(slots.slip(dice) for _ in range(10_000))
    assert [round(counts[slip] / 1000) for slip in Slip] == [5, 3, 2]
    assert {none.slip(dice) for _ in range(200)} == {Slip.INTENT, Slip.WORDING}

"""How many jobs a plan is worth."""

import pytest

from sekisho.change.jobs import MOST_BY_ITSELF, jobs_of
from sekisho.model.change import ChangeSet, ChangeType, PlannedSuite, TestPlan
from sekisho.model.finding import Finding
from sekisho.model.ref import Location

FINDING = Finding(rule="change/mixed", location=Location(path="x"), message="m", found="f", expected="e")


def _suite(name: str, cases: int, *prompts: str) -> PlannedSuite:
    return PlannedSuite(name=name, because=(), cases=tuple(f"golden/{n}" for n in range(cases)), prompts=prompts)


def _plan(*suites: PlannedSuite, findings: tuple[Finding, ...] = ()) -> TestPlan:
    changes = ChangeSet(base="b", head="h", changes=(), types=(ChangeType.PROMPT,), findings=findings)
    return TestPlan(change_set=changes, affected=(), suites=suites)


@pytest.mark.parametrize(
    ("cases", "expected"), [(0, 1), (1, 1), (100, 1), (101, 2), (1500, 15), (9999, MOST_BY_ITSELF)]
)
def test_by_itself_a_plan_gets_a_job_for_every_hundred_dialogues(cases: int, expected: int) -> None:
    """At least one, so that a suite that selects nothing is still judged; at most sixteen."""
    assert len(jobs_of(_plan(_suite("golden", cases))).matrix.include) == expected


def test_a_case_of_several_suites_counts_once() -> None:
    """The rows are shards of the union of the suites."""
    found = jobs_of(_plan(_suite("golden", 150), _suite("safety", 120), _suite("unit", 0, "p")))
    assert [(job.shard, job.name) for job in found.matrix.include] == [
        ("1/2", "1 of 2: golden, safety, unit"),
        ("2/2", "2 of 2: golden, safety, unit"),
    ]
    assert (found.run, found.types, found.suites) == (True, (ChangeType.PROMPT,), ("golden", "safety", "unit"))


def test_no_job_is_empty() -> None:
    """More parts than dialogues and prompts are not made; what only looks at cases needs one."""
    assert len(jobs_of(_plan(_suite("golden", 2), _suite("unit", 0, "p")), 9).matrix.include) == 3
    lint = PlannedSuite(name="lint", because=(), linted=("golden/1",))
    assert [job.name for job in jobs_of(_plan(lint), 9).matrix.include] == ["1 of 1: lint"]
    assert [job.name for job in jobs_of(_plan(lint, _suite("golden", 1)), 9).matrix.include] == ["1 of 1: golden"]


@pytest.mark.parametrize("plan", [_plan(), _plan(_suite("golden", 5), findings=(FINDING,))])
def test_what_is_not_run_has_no_jobs(plan: TestPlan) -> None:
    """Nothing to test, or a change that is refused as a whole."""
    found = jobs_of(plan, 3)
    assert (found.run, found.matrix.include) == (False, ())

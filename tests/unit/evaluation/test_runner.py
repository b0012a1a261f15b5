import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sekisho.errors import RateLimitedError, TargetError, WeightsError
from sekisho.evaluation.pace import Timing
from sekisho.evaluation.runner import BASELINE, CANDIDATE, ONLY, Results, Watch, run_each, run_sides
from sekisho.evaluation.settings import RunSettings
from sekisho.model.base import Language
from sekisho.model.kinds.case import CaseBase, ErrorFault, Fault, GoldenCase, Scenario
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.trace import Conversation, TurnError, TurnTrace
from sekisho.ports import Target

MakeCase = Callable[..., GoldenCase]


class Counter:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.events: list[tuple[str, int]] = []

    def start(self, label: str, total: int) -> None:
        """Remember the size of the work."""
        self.events.append((label, total))

    def advance(self, steps: int = 1) -> None:
        """Remember a step."""
        self.events.append(("step", steps))

    def finish(self) -> None:
        """Remember the end."""
        self.events.append(("finish", 0))


class Echo:
    """A target that recognises the intent the utterance names, and writes down what it was asked.

    `first` are what it does instead on its first dialogues: an exception is raised, a fault ends the turn.
    """

    def __init__(self, name: str = "", log: list[Any] | None = None, first: Sequence[Any] = ()) -> None:
        self.name, self.log, self.first = name, [] if log is None else log, list(first)
        self.running = self.most = 0

    async def converse(
        self, utterances: Sequence[str], *, now: datetime, trial: int, faults: Sequence[Fault], language: Language
    ) -> Conversation:
        """Answer every utterance with the intent it names."""
        self.log.append((self.name, utterances[0], trial, now, tuple(faults)))
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0)
        self.running -= 1
        trouble = self.first.pop(0) if self.first else None
        if isinstance(trouble, BaseException):
            raise trouble
        error = TurnError(code="net", message="down", fault=trouble) if trouble else None
        return Conversation(
            turns=tuple(TurnTrace(user=text, language=language, intent=text, error=error) for text in utterances)
        )


def _case(make_case: MakeCase, intent: str, **more: Any) -> GoldenCase:
    case = make_case({"intent": intent}, **more)
    turn = case.turns[0].model_copy(update={"user": intent})
    return case.model_copy(update={"turns": (turn,)})


async def run_cases(cases: Mapping[str, CaseBase], target: Target, settings: RunSettings, watch: Watch) -> Results:
    """Run the cases on one target."""
    return (await run_sides(cases, {ONLY: target}, settings, watch))[ONLY]


def test_results_come_in_case_and_trial_order(make_case: MakeCase, settings: RunSettings) -> None:
    """Whatever finishes first, results are sorted; all of a case's trials are run."""
    cases = {name: _case(make_case, name) for name in ("c", "a", "b")}
    progress = Counter()
    results = asyncio.run(run_cases(cases, Echo(), replace(settings, trials=2), Watch(progress)))
    assert [(result.case, result.trial) for result in results] == [(c, t) for c in "abc" for t in (0, 1)]
    assert all(result.state is CaseState.PASSED for result in results)
    assert progress.events == [("cases", 6), *[("step", 1)] * 6, ("finish", 0)]


def test_only_so_many_dialogues_at_a_time(make_case: MakeCase, settings: RunSettings) -> None:
    """Concurrency is bounded, and used."""
    cases = {str(n): _case(make_case, str(n)) for n in range(20)}
    target = Echo()
    asyncio.run(run_cases(cases, target, replace(settings, concurrency=3), Watch(Counter())))
    assert target.most == 3


def test_the_clock_is_the_case_or_the_settings(make_case: MakeCase, settings: RunSettings) -> None:
    """A case's own clock wins; a scenario's faults are handed over."""
    clock = datetime(2020, 1, 1, tzinfo=UTC)
    fault = ErrorFault(tool="book", kind="timeout")
    scenario = Scenario(
        title="t", language="ja", purpose="task", faults=(fault,), turns=_case(make_case, "s").turns, clock=clock
    )
    target = Echo()
    asyncio.run(run_cases({"a": _case(make_case, "a"), "s": scenario}, target, settings, Watch(Counter())))
    assert target.log == [("", "a", 0, settings.clock, ()), ("", "s", 0, clock, (fault,))]


def test_two_targets_are_interleaved(make_case: MakeCase, settings: RunSettings) -> None:
    """Each case is run on the baseline and then on the candidate before the next case begins."""
    log: list[Any] = []
    seen: list[tuple[str, str]] = []
    cases = {name: _case(make_case, name) for name in "ab"}
    watch = Watch(Counter(), lambda side, result: seen.append((side, result.case)))
    one_at_a_time = replace(settings, concurrency=1)
    targets = {BASELINE: Echo("old", log), CANDIDATE: Echo("new", log)}
    sides = asyncio.run(run_sides(cases, targets, one_at_a_time, watch))
    assert [entry[:2] for entry in log] == [("old", "a"), ("new", "a"), ("old", "b"), ("new", "b")]
    assert seen == [("baseline", "a"), ("candidate", "a"), ("baseline", "b"), ("candidate", "b")]
    assert [len(sides[BASELINE]), len(sides[CANDIDATE])] == [2, 2]


@pytest.mark.parametrize(
    ("first", "state", "reason", "dialogues"),
    [
        (["harness"], CaseState.PASSED, "", 2),
        (["harness", "harness"], CaseState.INVALID, "net: down", 2),
        ([OSError("gone")], CaseState.PASSED, "", 2),
        ([OSError("gone"), OSError("gone")], CaseState.INVALID, "the target crashed: OSError: gone", 2),
        (["harness", OSError("gone")], CaseState.INVALID, "the target crashed: OSError: gone", 2),
        (["agent"], CaseState.FAILED, "net in turn 1", 1),
    ],
)
def test_the_harness_gets_a_second_try(
    make_case: MakeCase, settings: RunSettings, first: list[Any], state: CaseState, reason: str, dialogues: int
) -> None:
    """A crash or a fault of the harness is retried once, then invalid; the agent's error is judged at once."""
    target = Echo(first=first)
    (result,) = asyncio.run(run_cases({"a": _case(make_case, "a")}, target, settings, Watch(Counter())))
    assert (result.state, result.reason, len(target.log)) == (state, reason, dialogues)


def test_finished_cases_are_not_run_again(make_case: MakeCase, settings: RunSettings) -> None:
    """A resumed run makes and hands over only what is new."""
    cases = {name: _case(make_case, name) for name in "ab"}
    seen: list[str] = []
    target = Echo()
    watch = Watch(Counter(), lambda _, result: seen.append(result.case), {("", "a", 0)})
    results = asyncio.run(run_cases(cases, target, settings, watch))
    assert ([one.case for one in results], [entry[1] for entry in target.log], seen) == (["b"], ["b"], ["b"])


def test_cancelling_keeps_what_is_finished(make_case: MakeCase, settings: RunSettings) -> None:
    """Results handed over before a cancellation stay; nothing is left running and the progress is closed."""
    cases = {name: _case(make_case, name) for name in "abc"}
    seen: list[str] = []
    progress = Counter()

    async def interrupted() -> None:
        def stop(_: str, result: CaseResult) -> None:
            seen.append(result.case)
            task.cancel()

        run = run_cases(cases, Echo(), replace(settings, concurrency=1), Watch(progress, stop))
        task = asyncio.create_task(run)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(interrupted())
    assert seen == ["a"]
    assert progress.events[-1] == ("finish", 0)


def test_what_stops_a_command_stops_the_run(make_case: MakeCase, settings: RunSettings) -> None:
    """Missing weights are nobody's fault and no case's trouble: the error is raised, and nothing is tried again."""
    target = Echo(first=[WeightsError("no weights")])
    cases = {name: _case(make_case, name) for name in "abc"}
    with pytest.raises(WeightsError, match="no weights"):
        asyncio.run(run_cases(cases, target, replace(settings, concurrency=1), Watch(Counter())))
    assert len(target.log) == 1


def test_a_full_disk_stops_the_run(make_case: MakeCase, settings: RunSettings) -> None:
    """An error while a result is handed over is raised; it is no case's trouble."""

    def full(_side: str, _result: CaseResult) -> None:
        raise OSError("disk full")

    cases = {name: _case(make_case, name) for name in "abc"}
    with pytest.raises(OSError, match="disk full"):
        asyncio.run(run_cases(cases, Echo(), settings, Watch(Counter(), full)))


def test_results_can_be_handed_over_without_being_kept(make_case: MakeCase, settings: RunSettings) -> None:
    """Each result is told once, those whose keys are kept are not made, and every case is counted."""
    cases = {name: _case(make_case, name) for name in "abc"}
    seen: list[tuple[str, str, int]] = []
    progress = Counter()
    kept = {("new", "b", 0)}
    watch = Watch(progress, lambda side, result: seen.append((side, result.case, result.trial)), kept=kept)
    targets = {"old": Echo(), "new": Echo()}
    one_at_a_time = replace(settings, concurrency=1)
    assert asyncio.run(run_each(cases, targets, one_at_a_time, watch)) is None
    assert seen == [(side, case, 0) for case in "abc" for side in targets if (side, case, 0) not in kept]
    assert progress.events == [("cases", 6), *[("step", 1)] * 6, ("finish", 0)]


def _patient(settings: RunSettings, waited: list[float]) -> RunSettings:
    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await asyncio.sleep(0)

    return replace(settings, timing=Timing(lambda: sum(waited), sleep), concurrency=2)


def test_a_refused_dialogue_is_held_again(make_case: MakeCase, settings: RunSettings) -> None:
    """A rate limit costs time and no case: the dialogue is begun anew after the wait that was asked for."""
    waited: list[float] = []
    refusal = RateLimitedError("429", retry_after=3.0)
    target = Echo(first=[refusal, refusal])
    cases = {name: _case(make_case, name) for name in "abc"}
    results = asyncio.run(run_cases(cases, target, _patient(settings, waited), Watch(Counter())))
    assert [result.state for result in results] == [CaseState.PASSED] * 3
    assert (len(target.log), set(waited)) == (5, {3.0})


def test_a_limit_that_never_lifts_stops_the_run(make_case: MakeCase, settings: RunSettings) -> None:
    """The command says so instead of making every case invalid."""
    target = Echo(first=[RateLimitedError("429")] * 100)
    with pytest.raises(TargetError, match="no room"):
        asyncio.run(run_cases({"a": _case(make_case, "a")}, target, _patient(settings, []), Watch(Counter())))


def test_one_case_that_is_always_refused_is_invalid(make_case: MakeCase, settings: RunSettings) -> None:
    """While others get through, and it is the harness's trouble: no verdict on the agent."""

    class Picky(Echo):
        async def converse(self, utterances: Sequence[str], **more: Any) -> Conversation:
            if utterances[0] == "a":
                raise RateLimitedError("429", retry_after=1.0)
            return await super().converse(utterances, **more)

    cases = {name: _case(make_case, name) for name in [*"abcdefgh", *(str(n) for n in range(40))]}
    results = asyncio.run(run_cases(cases, Picky(), _patient(settings, []), Watch(Counter())))
    states = {result.case: result.state for result in results}
    assert states.pop("a") is CaseState.INVALID
    assert set(states.values()) == {CaseState.PASSED}

from collections.abc import Callable

import pytest

from sekisho.evaluation.durations import from_recordings, from_results
from sekisho.model.completion import ModelAnswer, Recording
from sekisho.model.run import CaseResult
from sekisho.model.trace import TurnTrace


def _recording(prompt: str, said: str, latency: float) -> Recording:
    answer = ModelAnswer(text="x", model="m", latency_ms=latency)
    return Recording(key="0" * 64, prompt=prompt, input=said, engine="e", answer=answer)


def test_an_utterance_takes_what_all_prompts_took_for_it() -> None:
    """The mean of each prompt's recordings, added up; what a step puts before the utterance is not part of it."""
    recorded = [
        _recording("intent", "book", 100),
        _recording("intent", "book", 300),
        _recording("slots", "[ask_date] book", 50),
        _recording("slots", "thanks", 10),
    ]
    said = {"a": ["book", "thanks"], "b": ["book"], "c": ["who knows"]}
    assert from_recordings(said, recorded) == {"a": 260, "b": 250, "c": pytest.approx(510 / 3)}


@pytest.mark.parametrize("recorded", [[], [_recording("p", "else", 5)], [_recording("p", "hi", 0)]])
def test_without_recordings_turns_count(recorded: list[Recording]) -> None:
    """Nothing known, or nothing but zeros: every turn takes the same."""
    assert from_recordings({"a": ["hi", "ho"], "b": ["hi"]}, recorded) == {"a": 2, "b": 1}


def test_an_earlier_run_knows_its_cases(make_result: Callable[..., CaseResult]) -> None:
    """The mean over trials; a case it did not have takes the typical time of its turns, a foreign one nothing."""

    def result(case: str, *latencies: float, trial: int = 0) -> CaseResult:
        turns = [TurnTrace(user="u", language="en", latency_ms=latency) for latency in latencies]
        return make_result(case, trial=trial, turns=turns)

    earlier = [result("a", 10, 30), result("a", 20, 40, trial=1), result("b", 20), result("gone", 999)]
    assert from_results({"a": 2, "b": 1, "new": 3}, earlier) == {"a": 50, "b": 20, "new": 70}
    assert from_results({"a": 2, "new": 3}, [result("a", 0, 0)]) == {"a": 2, "new": 3}
    assert from_results({"a": 2}, []) == {"a": 2}

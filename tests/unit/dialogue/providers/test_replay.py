"""Replay and filling."""

import asyncio
from collections.abc import Callable

import pytest

from sekisho.dialogue.providers.replay import FillProvider, ReplayProvider
from sekisho.errors import ProviderError, UnrecordedError
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.serialize import digest

RequestFor = Callable[..., ModelRequest]


class Live:
    """Repeats what was said, with a finish reason of its own; `fail` first raises that many errors."""

    def __init__(self, finish_reason: str = "stop", fail: int = 0) -> None:
        self.asked: list[ModelRequest] = []
        self._finish_reason = finish_reason
        self._fail = fail

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer after the other tasks had a turn."""
        self.asked.append(request)
        await asyncio.sleep(0)
        if len(self.asked) <= self._fail:
            raise ProviderError(f"{prompt}: {timeout_s}", retryable=True)
        text = request.messages[-1].content
        return ModelAnswer(text=text, model=request.model, finish_reason=self._finish_reason)


def ask(provider: ReplayProvider | FillProvider, *requests: ModelRequest) -> list[ModelAnswer]:
    """Ask all at the same time."""

    async def gather() -> list[ModelAnswer]:
        calls = (provider.complete(request, prompt="greet", timeout_s=1.0) for request in requests)
        return list(await asyncio.gather(*calls))

    return asyncio.run(gather())


def test_replay_returns_the_recorded_answer(request_for: RequestFor) -> None:
    """An answer belongs to the digest of its request."""
    answer = ModelAnswer(text="hello", model="m")
    assert ask(ReplayProvider({digest(request_for("hi")): answer}), request_for("hi")) == [answer]


def test_replay_never_guesses(request_for: RequestFor) -> None:
    """A request that differs in one letter is unrecorded, and the error names the key and the prompt."""
    replay = ReplayProvider({digest(request_for("hi")): ModelAnswer(text="hello", model="m")})
    with pytest.raises(UnrecordedError) as raised:
        ask(replay, request_for("hi!"))
    assert (raised.value.key, raised.value.prompt) == (digest(request_for("hi!")), "greet")


def test_filling_asks_only_for_what_is_missing(request_for: RequestFor) -> None:
    """A recorded request is not asked again; a new one is asked and kept."""
    live, kept = Live(), []
    replay = ReplayProvider({digest(request_for("old")): ModelAnswer(text="recorded", model="m")})
    provider = FillProvider(replay, live, lambda *told: kept.append(told))
    answers = ask(provider, request_for("old"), request_for("new"))
    assert [answer.text for answer in answers] == ["recorded", "new"]
    assert kept == [(request_for("new"), "greet", answers[1])]


def test_equal_requests_are_asked_once(request_for: RequestFor) -> None:
    """Ten dialogues that wait for the same answer cost one call and one recording."""
    live, kept = Live(), []
    provider = FillProvider(ReplayProvider({}), live, lambda *told: kept.append(told))
    answers = ask(provider, *[request_for("new")] * 10)
    answers += ask(provider, request_for("new"))
    assert (len(live.asked), len(kept), len({answer.text for answer in answers})) == (1, 1, 1)


@pytest.mark.parametrize("reason", ["length", "content_filter", "refusal"])
def test_cut_and_refused_answers_are_not_kept(request_for: RequestFor, reason: str) -> None:
    """The caller sees them, and asks once, but no recording is made of them."""
    live, kept = Live(finish_reason=reason), []
    provider = FillProvider(ReplayProvider({}), live, lambda *told: kept.append(told))
    answers = ask(provider, request_for("new"), request_for("new"))
    assert [answer.finish_reason for answer in answers] == [reason, reason]
    assert (len(live.asked), kept) == (1, [])


def test_an_error_is_raised_and_the_next_caller_asks_again(request_for: RequestFor) -> None:
    """A failure is no answer: it is neither kept nor remembered."""
    live, kept = Live(fail=1), []
    provider = FillProvider(ReplayProvider({}), live, lambda *told: kept.append(told))
    with pytest.raises(ProviderError):
        ask(provider, request_for("new"))
    assert kept == []
    assert [answer.text for answer in ask(provider, request_for("new"))] == ["new"]
    assert len(kept) == 1


def test_a_cancelled_caller_leaves_the_answer_to_the_others(request_for: RequestFor) -> None:
    """When the dialogue that asked first is stopped, the second still gets the one answer, and it is kept."""
    live, kept = Live(), []
    provider = FillProvider(ReplayProvider({}), live, lambda *told: kept.append(told))

    async def cancel_first() -> ModelAnswer:
        first, second = (
            asyncio.create_task(provider.complete(request_for("new"), prompt="greet", timeout_s=1.0)) for _ in "12"
        )
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(cancel_first()).text == "new"
    assert (len(live.asked), len(kept)) == (1, 1)


def test_an_interrupted_run_can_be_followed_by_another(request_for: RequestFor) -> None:
    """A call that ended with its event loop is asked anew in the next."""
    live = Live()
    provider = FillProvider(ReplayProvider({}), live, lambda *_: None)

    async def leave_at_once() -> None:
        call = asyncio.create_task(provider.complete(request_for("new"), prompt="greet", timeout_s=1.0))
        await asyncio.sleep(0)
        call.cancel()

    asyncio.run(leave_at_once())
    assert [answer.text for answer in ask(provider, request_for("new"))] == ["new"]

import asyncio
from collections.abc import Callable

import pytest

from sekisho.dialogue.providers.nearest import NearestProvider
from sekisho.dialogue.providers.replay import ReplayProvider
from sekisho.errors import UnrecordedError
from sekisho.model.completion import ModelAnswer, ModelRequest, Recording
from sekisho.serialize import digest

RequestFor = Callable[..., ModelRequest]


def _recording(text: str, answer: str, prompt: str = "p") -> Recording:
    return Recording(
        key=digest(text), prompt=prompt, input=text, engine="e", answer=ModelAnswer(text=answer, model="m")
    )


def _ask(provider: NearestProvider, request: ModelRequest, prompt: str = "p") -> str:
    return asyncio.run(provider.complete(request, prompt=prompt, timeout_s=1.0)).text


def test_what_is_recorded_is_replayed(request_for: RequestFor) -> None:
    """The stand-in only answers what nobody recorded."""
    request = request_for("book a visit")
    known = ReplayProvider({digest(request): ModelAnswer(text="recorded", model="m")})
    provider = NearestProvider(known, [_recording("book a visit", "near")])
    assert (_ask(provider, request), provider.stand_ins) == ("recorded", 0)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("book the visit", "booking"), ("cancel it now", "cancelling"), ("x", "booking"), ("", "booking")],
)
def test_the_most_similar_input_of_the_prompt_answers(request_for: RequestFor, text: str, answer: str) -> None:
    """By shared letter pairs; of equally similar ones the first by input; other prompts do not count."""
    recordings = [
        _recording("cancel it", "cancelling"),
        _recording("book a visit", "booking"),
        _recording("book the visit", "elsewhere", prompt="q"),
    ]
    provider = NearestProvider(ReplayProvider({}), recordings)
    assert [_ask(provider, request_for(text)) for _ in range(2)] == [answer, answer]
    assert provider.stand_ins == 2


def test_a_prompt_without_recordings_stays_unrecorded(request_for: RequestFor) -> None:
    """There is nothing to stand in."""
    with pytest.raises(UnrecordedError):
        _ask(NearestProvider(ReplayProvider({}), []), request_for("hello"))

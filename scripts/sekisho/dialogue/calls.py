"""Model calls: the prompt's model with its retries, then the fallbacks in order."""

from collections.abc import Mapping

from sekisho.dialogue.prompting import CompiledPrompt, Route
from sekisho.dialogue.request_key import request_key
from sekisho.dialogue.turn import Turn
from sekisho.errors import ProviderError, WorkflowError
from sekisho.model.base import Json
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.model.trace import ModelCall


async def ask(turn: Turn, node: str, prompt: CompiledPrompt, inputs: Mapping[str, Json]) -> ModelAnswer:
    """Return the answer of the first model that gives one, and note the call in the turn.

    Raises WorkflowError `exec.model` when none does, `exec.input` for a bad input; UnrecordedError in replay.
    """
    messages = prompt.render(inputs, turn.context["language"])
    failure = None
    for place, route in enumerate(prompt.routes):
        request = prompt.request(route, messages, turn.world.trial)
        try:
            answer = await _try(turn, prompt.id, route, request)
        except ProviderError as error:
            failure = error
            continue
        turn.calls.append(_noted(node, prompt.id, request, answer, fallback=place > 0))
        turn.latency_ms += answer.latency_ms
        return answer
    raise WorkflowError(f"no model answered prompt {prompt.id!r}: {failure}", code="exec.model", at_fault="harness")


async def _try(turn: Turn, prompt: str, route: Route, request: ModelRequest) -> ModelAnswer:
    """Ask one model. Raises ProviderError at once when that is final, else after the last retry."""
    settings = route.settings
    for _ in range(settings.retries):
        try:
            return await turn.world.provider.complete(request, prompt=prompt, timeout_s=settings.timeout_s)
        except ProviderError as error:
            if not error.retryable:
                raise
    return await turn.world.provider.complete(request, prompt=prompt, timeout_s=settings.timeout_s)


def _noted(node: str, prompt: str, request: ModelRequest, answer: ModelAnswer, *, fallback: bool) -> ModelCall:
    return ModelCall(
        node=node,
        prompt=prompt,
        key=request_key(request),
        usage=answer.usage,
        latency_ms=answer.latency_ms,
        model=request.model,
        fallback=fallback,
    )

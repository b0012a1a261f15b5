"""A model request as the engine's call, and the engine's result as a model answer. Pure."""

import json
from collections.abc import Sequence
from typing import Any

from sekisho.errors import ProviderError
from sekisho.model.base import JsonObject
from sekisho.model.completion import ModelAnswer, ModelRequest, Usage
from sekisho.serialize import canonical_json

DEFAULT_MAX_TOKENS = 512
_FIELDS = {"temperature": "temperature", "top_p": "top_p", "seed": "seed", "max_tokens": "n_predict"}
# Greedy unless asked otherwise, and none of the engine's own defaults shapes an answer.
_DEFAULTS = {"temperature": 0.0, "top_p": 1.0, "top_k": 0, "min_p": 0.0, "seed": 0, "n_predict": DEFAULT_MAX_TOKENS}


def call_body(request: ModelRequest, tokens: Sequence[int]) -> dict[str, Any]:
    """Return the body of the engine's completion call. Raises ProviderError for what the engine cannot do."""
    unknown = sorted(set(request.parameters) - set(_FIELDS))
    if unknown:
        raise ProviderError(f"the local provider does not know the model parameter {unknown[0]!r}")
    if request.tools:
        raise ProviderError("the local provider does not offer tools to the model")
    named = {_FIELDS[name]: value for name, value in request.parameters.items() if value is not None}
    body: dict[str, Any] = {**_DEFAULTS, **named}
    body["seed"] += request.trial
    body |= {"prompt": list(tokens), "id_slot": 0, "cache_prompt": request.pinned > 0}
    if request.response_schema is not None:
        body["json_schema"] = ordered(request.response_schema)
    return body


def ordered(schema: Any) -> Any:
    """Return `schema` in the one order its canonical JSON implies: the model writes properties in this order.

    Names in `required` come first, in that order; the others follow by name. Requests with the same digest so ask
    for the same thing.
    """
    if isinstance(schema, list | tuple):
        return [ordered(item) for item in schema]
    if not hasattr(schema, "items"):
        return schema
    plain = {name: ordered(schema[name]) for name in sorted(schema)}
    properties, required = plain.get("properties"), plain.get("required")
    if isinstance(properties, dict) and isinstance(required, list):
        names = dict.fromkeys([name for name in required if name in properties] + list(properties))
        plain["properties"] = {name: properties[name] for name in names}
    return plain


def answer_of(request: ModelRequest, result: JsonObject, latency_ms: float) -> ModelAnswer:
    """Return the answer in the engine's `result`. Raises ProviderError for a cut or unreadable JSON answer."""
    text = str(result["content"])
    finish = "length" if result["stop_type"] == "limit" or result["truncated"] else "stop"
    return ModelAnswer(
        text=text,
        object=None if request.response_schema is None else _parsed(text, finish),
        usage=Usage(input_tokens=result["tokens_evaluated"], output_tokens=result["tokens_predicted"]),
        model=request.model,
        latency_ms=round(latency_ms, 1),
        finish_reason=finish,
    )


def _parsed(text: str, finish: str) -> Any:
    if finish == "length":
        raise ProviderError(
            f"the answer was cut before its JSON ended: {text[-80:]!r}", hint="raise max_tokens, or bound the schema"
        )
    try:
        value = json.loads(text)
        canonical_json(value).encode("utf-8")  # no NaN, no half characters: it can be recorded
        return value
    except ValueError as error:
        raise ProviderError(f"the answer is not JSON: {text[:80]!r}") from error

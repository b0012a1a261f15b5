"""A request as the engine's call."""

from collections.abc import Callable
from typing import Any

import pytest

from sekisho.dialogue.providers.local_call import answer_of, call_body, ordered
from sekisho.errors import ProviderError
from sekisho.model.completion import ModelRequest

RequestFor = Callable[..., ModelRequest]
RESULT = {"content": '{"a": 1}', "stop_type": "eos", "truncated": False, "tokens_evaluated": 7, "tokens_predicted": 3}


def test_a_call_is_greedy_and_seeded_unless_asked_otherwise(request_for: RequestFor) -> None:
    """Nothing the engine would choose by itself shapes an answer."""
    body = call_body(request_for("hi"), [4, 5])
    assert {name: body[name] for name in ("temperature", "seed", "top_k", "min_p", "prompt", "id_slot")} == {
        "temperature": 0.0,
        "seed": 0,
        "top_k": 0,
        "min_p": 0.0,
        "prompt": [4, 5],
        "id_slot": 0,
    }


def test_parameters_reach_the_engine(request_for: RequestFor) -> None:
    """What the model file sets is sent under the engine's names; what it leaves open is not."""
    given = {"temperature": 0.5, "top_p": None, "max_tokens": 9, "seed": 3}
    body = call_body(request_for("hi").model_copy(update={"parameters": given}), [])
    assert (body["temperature"], body["top_p"], body["n_predict"], body["seed"]) == (0.5, 1.0, 9, 3)


def test_trials_differ_by_their_seed(request_for: RequestFor) -> None:
    """With a temperature, trial k is another draw, and always the same one."""
    assert [call_body(request_for("hi", trial=k), [])["seed"] for k in (0, 1, 2)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"parameters": {"beam": 4}}, "'beam'"), ({"tools": ({"name": "look"},)}, "tools")],
)
def test_what_the_engine_cannot_do_is_refused(request_for: RequestFor, change: dict[str, Any], said: str) -> None:
    """An unknown parameter or a tool is an error, never silently dropped."""
    with pytest.raises(ProviderError, match=said):
        call_body(request_for("hi").model_copy(update=change), [])


def test_properties_follow_required() -> None:
    """The model writes properties in the order of `required`, which the request's digest can tell apart."""
    inner = {"type": "object", "properties": {"y": {}, "x": {}}}
    schema = {"properties": {"a": {}, "z": inner, "b": {"enum": ["q", "p"]}}, "required": ["z", "gone", "b"]}
    done = ordered(schema)
    assert list(done["properties"]) == ["z", "b", "a"]
    assert list(done["properties"]["z"]["properties"]) == ["x", "y"]
    assert done["properties"]["b"]["enum"] == ["q", "p"]


def test_the_schema_of_a_request_is_sent(request_for: RequestFor) -> None:
    """A response schema constrains the answer."""
    assert call_body(request_for("hi", response_schema={"type": "object"}), [])["json_schema"] == {"type": "object"}


def test_an_answer_has_its_text_object_and_usage(request_for: RequestFor) -> None:
    """The engine's result is parsed only when the request had a schema."""
    request = request_for("hi", response_schema={"type": "object"})
    answer = answer_of(request, RESULT, 12.34)
    assert (answer.text, answer.object, answer.model, answer.latency_ms) == ('{"a": 1}', {"a": 1}, "m", 12.3)
    assert (answer.usage.input_tokens, answer.usage.output_tokens, answer.finish_reason) == (7, 3, "stop")
    assert answer_of(request_for("hi"), RESULT, 0.0).object is None


def test_a_cut_text_says_so(request_for: RequestFor) -> None:
    """Free text that hit its limit is returned with the reason."""
    assert answer_of(request_for("hi"), {**RESULT, "stop_type": "limit"}, 0.0).finish_reason == "length"
    assert answer_of(request_for("hi"), {**RESULT, "truncated": True}, 0.0).finish_reason == "length"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stop_type": "limit"}, "cut before"),
        ({"content": "Sure!"}, "not JSON: 'Sure!'"),
        ({"content": "NaN"}, "not JSON"),
        ({"content": '"\\ud800"'}, "not JSON"),
    ],
)
def test_json_that_is_cut_or_unreadable_is_an_error(request_for: RequestFor, change: dict[str, Any], said: str) -> None:
    """Half an object is never an answer."""
    with pytest.raises(ProviderError, match=said) as raised:
        answer_of(request_for("hi", response_schema={}), {**RESULT, **change}, 0.0)
    assert not raised.value.retryable

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.dialogue import request_key as module
from sekisho.dialogue.request_key import request_key
from sekisho.model.completion import Message, ModelRequest, Role
from sekisho.serialize import digest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECT = st.dictionaries(st.text(), JSON, max_size=3)
MESSAGE = st.fixed_dictionaries({"role": st.sampled_from(["system", "user", "assistant"]), "content": st.text()})
REQUEST = st.fixed_dictionaries(
    {
        "provider": st.text(),
        "model": st.text(),
        "parameters": OBJECT,
        "messages": st.lists(MESSAGE, max_size=4),
        "pinned": st.integers(0, 3),
        "response_schema": st.none() | OBJECT,
        "tools": st.lists(OBJECT, max_size=2),
        "trial": st.integers(0, 3),
    }
)


@given(fields=REQUEST)
def test_the_key_is_the_digest_of_the_request(fields: dict[str, Any]) -> None:
    """Whatever is in it: recordings are found under the digest of the whole."""
    request = ModelRequest.model_validate(fields)
    assert request_key(request) == request_key(request) == digest(request)


def test_many_prompts_are_not_all_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of leading messages is bounded, and every key stays right."""
    monkeypatch.setattr(module, "_MAX_KNOWN", 3)
    monkeypatch.setattr(module, "_known", {})
    for number in range(10):
        said = (Message(role=Role.SYSTEM, content=str(number)), Message(role=Role.USER, content="hi"))
        request = ModelRequest(provider="p", model="m", parameters={}, messages=said, pinned=1)
        assert request_key(request) == digest(request)
        assert len(module._known) <= 3


def test_another_request_has_another_key() -> None:
    """What was asked about before does not answer for it."""
    first = ModelRequest(provider="p", model="m", parameters={}, messages=())
    second = first.model_copy(update={"trial": 1})
    assert request_key(first) != request_key(second)
    assert request_key(first) == digest(first)


def test_values_that_only_look_equal_have_their_own_keys() -> None:
    """0 is not 0.0 and true is not 1; an enum is the text it stands for."""
    for value in (0, 0.0, False, 1, 1.0, True, Role.USER, "user", {"b": 1, "a": 2}, {"a": 2, "b": 1}):
        request = ModelRequest(provider="p", model="m", parameters={"t": value}, messages=())
        assert request_key(request) == digest(request)

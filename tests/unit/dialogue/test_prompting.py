"""From a prompt to a request: messages, pinned head, schema, inputs."""

from typing import Any

import pytest

from sekisho.dialogue.prompting import CompiledPrompt, compile_prompt
from sekisho.errors import RegistryInvalidError, TemplateRenderError, WorkflowError
from sekisho.model.completion import Role
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.kinds.prompt import Prompt

MODEL = ModelSettings(provider="fake", model="fake-1")
SYSTEM, USER = {"role": "system", "content": "Rules."}, {"role": "user", "content": "{{ user }}"}


def compiled(*messages: dict[str, str], few_shot: tuple[Any, ...] = (), **more: Any) -> CompiledPrompt:
    """Compile a prompt of these messages."""
    inputs = more.pop("inputs", {"user": {}})
    data = {"name": "P", "model": "m", "messages": messages, "x-sekisho": {"inputs": inputs, "few_shot": few_shot}}
    return compile_prompt("p", Prompt.model_validate({**data, **more}), (MODEL,))


def test_examples_follow_the_leading_system_messages() -> None:
    """Each example is a user and an assistant message, in order, and never a template."""
    late = {"role": "system", "content": "Be brief."}
    shots = ({"user": "{{ a }}", "assistant": "A"}, {"user": "b", "assistant": "B"})
    prompt = compiled(SYSTEM, SYSTEM, USER, late, few_shot=shots)
    said = [(message.role, message.content) for message in prompt.render({"user": "hi"}, "en")]
    assert said == [
        (Role.SYSTEM, "Rules."),
        (Role.SYSTEM, "Rules."),
        (Role.USER, "{{ a }}"),
        (Role.ASSISTANT, "A"),
        (Role.USER, "b"),
        (Role.ASSISTANT, "B"),
        (Role.USER, "hi"),
        (Role.SYSTEM, "Be brief."),
    ]
    assert len(prompt.opening) == 6


@pytest.mark.parametrize(
    ("messages", "pinned"),
    [
        ((USER,), 0),
        ((SYSTEM, USER), 1),
        ((SYSTEM,), 1),
        (({"role": "system", "content": "{{ user }}"}, SYSTEM, USER), 0),
        (({"role": "system", "content": "{% raw %}{{ user }}{% endraw %}{{ 1 + 1 }}"}, USER), 1),
    ],
)
def test_the_pinned_head_has_no_variables(messages: tuple[dict[str, str], ...], pinned: int) -> None:
    """What every call shares ends where the first variable stands; its markup is rendered once."""
    prompt = compiled(*messages)
    assert len(prompt.opening) == pinned
    assert all("{%" not in message.content for message in prompt.render({"user": "hi"}, "en"))


def test_examples_without_a_system_message_come_first() -> None:
    """A prompt may do without rules, or without anything else."""
    shots = ({"user": "a", "assistant": "A"},)
    assert [message.content for message in compiled(USER, few_shot=shots).render({"user": "x"}, "en")] == [
        "a",
        "A",
        "x",
    ]
    assert compiled(SYSTEM, few_shot=shots).render({"user": "x"}, "en")[0].content == "Rules."


SCHEMA = '{"type": "object", "properties": {"a": {"type": "string"}}}'


@pytest.mark.parametrize(
    ("more", "schema"),
    [
        ({}, None),
        ({"responseFormat": "text", "jsonSchema": SCHEMA}, None),
        ({"responseFormat": "json_object"}, {"type": "object"}),
        (
            {"responseFormat": "json_schema", "jsonSchema": SCHEMA},
            {"type": "object", "properties": {"a": {"type": "string"}}},
        ),
        (
            {"responseFormat": "json_schema", "jsonSchema": f'{{"name": "n", "schema": {SCHEMA}}}'},
            {"type": "object", "properties": {"a": {"type": "string"}}},
        ),
    ],
)
def test_the_bare_schema_is_sent(more: dict[str, Any], schema: Any) -> None:
    """A schema's wrapping with its name is taken off."""
    prompt = compiled(USER, **more)
    assert prompt.request(prompt.routes[0], (), 0).response_schema == schema


@pytest.mark.parametrize("schema", [None, "{", "[]", '{"schema": 1}'])
def test_a_bad_schema_is_refused(schema: str | None) -> None:
    """Compiling says which prompt."""
    with pytest.raises(RegistryInvalidError, match="prompt 'p': jsonSchema is not"):
        compiled(USER, responseFormat="json_schema", jsonSchema=schema)


def test_a_bad_template_is_refused() -> None:
    """Nothing with a problem is ever compiled."""
    with pytest.raises(TemplateRenderError):
        compiled({"role": "user", "content": "{{ user.upper() }}"})


@pytest.mark.parametrize(
    ("declared", "value", "fits"),
    [
        ({"type": "string", "max_length": 2}, "ab", True),
        ({"type": "string", "max_length": 2}, "abc", False),
        ({"type": "string"}, None, False),
        ({"type": "string"}, 1, False),
        ({"type": "number"}, 1.5, True),
        ({"type": "number"}, True, False),
        ({"type": "number"}, "1", False),
        ({"type": "boolean"}, False, True),
        ({"type": "boolean"}, 0, False),
        ({"type": "list", "max_length": 1}, ["a"], True),
        ({"type": "list", "max_length": 1}, ["a", "b"], False),
        ({"type": "list"}, "ab", False),
        ({"type": "object"}, {"a": 1}, True),
        ({"type": "object"}, [], False),
    ],
)
def test_inputs_are_of_their_type_and_length(declared: dict[str, Any], value: Any, fits: bool) -> None:
    """What does not fit is the agent's error."""
    prompt = compiled({"role": "user", "content": "{{ user | tojson }}"}, inputs={"user": declared})
    if fits:
        assert prompt.render({"user": value}, "en")
    else:
        with pytest.raises(WorkflowError, match="input 'user' of prompt 'p'") as caught:
            prompt.render({"user": value}, "en")
        assert caught.value.code == "exec.input"


def test_a_missing_input_is_refused() -> None:
    """An input nobody computed is an error, not an empty text."""
    with pytest.raises(WorkflowError, match="takes a string, found None"):
        compiled(USER).render({}, "en")


def test_a_message_speaks_the_dialogue_s_language() -> None:
    """Filters follow the dialogue's language."""
    prompt = compiled({"role": "user", "content": "{{ user | date }}"})
    assert prompt.render({"user": "2026-11-18"}, "ja")[0].content == "11月18日(水)"

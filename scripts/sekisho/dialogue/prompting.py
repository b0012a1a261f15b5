"""From a prompt and its inputs to model requests: one for the prompt's model and one for each of its fallbacks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.errors import RegistryInvalidError, WorkflowError
from sekisho.model.base import Json, JsonObject
from sekisho.model.completion import Message, ModelRequest, Role
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.kinds.prompt import InputType, ModelParameters, Prompt, PromptInput
from sekisho.template import Template, check_template, compile_template

MAX_MESSAGE_CHARS = 32 * 1024

_TYPES: Mapping[InputType, tuple[type, ...]] = {
    InputType.STRING: (str,),
    InputType.NUMBER: (int, float),
    InputType.BOOLEAN: (bool,),
    InputType.LIST: (list, tuple),
    InputType.OBJECT: (dict,),
}
_SIZED = (str, list, tuple)


CompiledMessage = Message | tuple[Role, Template]
"""What is said in every call, or who says what is rendered anew in each."""


@dataclass(frozen=True, slots=True)
class Route:
    """One model that can answer the prompt, with the parameters it is asked with."""

    settings: ModelSettings
    parameters: JsonObject


@dataclass(frozen=True, slots=True)
class CompiledPrompt:
    """A prompt whose messages are compiled. The `opening` ones have no variables: every call shares them."""

    id: str
    inputs: Mapping[str, PromptInput]
    opening: tuple[Message, ...]
    others: tuple[CompiledMessage, ...]
    schema: JsonObject | None
    routes: tuple[Route, ...]

    def render(self, values: Mapping[str, Json], language: str) -> tuple[Message, ...]:
        """Return the messages for these inputs. Raises WorkflowError for a bad input, TemplateRenderError."""
        for name, declared in self.inputs.items():
            self._check(name, declared, values)
        context = {**values, "language": language}
        rendered = [
            message
            if isinstance(message, Message)
            else Message(role=message[0], content=message[1].render(context, MAX_MESSAGE_CHARS))
            for message in self.others
        ]
        return (*self.opening, *rendered)

    def request(self, route: Route, messages: tuple[Message, ...], trial: int) -> ModelRequest:
        """Return what `route` is asked."""
        return ModelRequest(
            provider=route.settings.provider,
            model=route.settings.model,
            parameters=route.parameters,
            messages=messages,
            pinned=len(self.opening),
            response_schema=self.schema,
            trial=trial,
        )

    def _check(self, name: str, declared: PromptInput, values: Mapping[str, Json]) -> None:
        value = values.get(name)
        is_truth = isinstance(value, bool) and declared.type is not InputType.BOOLEAN
        if is_truth or not isinstance(value, _TYPES[declared.type]):
            message = f"input {name!r} of prompt {self.id!r} takes a {declared.type}, found {value!r:.60}"
            raise WorkflowError(message, code="exec.input")
        if isinstance(value, _SIZED) and len(value) > declared.max_length:
            message = f"input {name!r} of prompt {self.id!r} is longer than {declared.max_length}"
            raise WorkflowError(message, code="exec.input")


def compile_prompt(prompt_id: str, prompt: Prompt, models: tuple[ModelSettings, ...]) -> CompiledPrompt:
    """Compile a prompt for its model and the model's fallbacks, in order.

    The few-shot examples follow the leading system messages and are never templates.
    Raises RegistryInvalidError for a bad schema, TemplateRenderError for a bad template.
    """
    systems = next((at for at, said in enumerate(prompt.messages) if said.role is not Role.SYSTEM), None)
    head, rest = prompt.messages[:systems], prompt.messages[len(prompt.messages) if systems is None else systems :]
    examples = [
        Message(role=role, content=content)
        for shot in prompt.extension.few_shot
        for role, content in ((Role.USER, shot.user), (Role.ASSISTANT, shot.assistant))
    ]
    messages = (*map(_compile_message, head), *examples, *map(_compile_message, rest))
    opening = opening_of(messages)
    return CompiledPrompt(
        id=prompt_id,
        inputs=prompt.extension.inputs,
        opening=opening,
        others=messages[len(opening) :],
        schema=response_schema(prompt_id, prompt),
        routes=tuple(Route(model, merged(model.parameters, prompt.model_parameters)) for model in models),
    )


def opening_of(messages: Sequence[CompiledMessage]) -> tuple[Message, ...]:
    """Return the leading messages that are the same in every call."""
    fixed: list[Message] = []
    for message in messages:
        if not isinstance(message, Message):
            break
        fixed.append(message)
    return tuple(fixed)


def response_schema(prompt_id: str, prompt: Prompt) -> JsonObject | None:
    """Return the bare JSON schema of the answer, None for free text.

    `jsonSchema` is a JSON string: a schema, or a schema under the key `schema` beside its name.
    """
    if prompt.response_format == "text":
        return None
    if prompt.response_format == "json_object":
        return {"type": "object"}
    try:
        schema = json.loads(prompt.json_schema or "")
    except json.JSONDecodeError as error:
        raise RegistryInvalidError(f"prompt {prompt_id!r}: jsonSchema is not JSON: {error}") from error
    bare = schema.get("schema", schema) if isinstance(schema, dict) else schema
    if not isinstance(bare, dict):
        raise RegistryInvalidError(f"prompt {prompt_id!r}: jsonSchema is not an object")
    return bare


def _compile_message(message: Message) -> CompiledMessage:
    template = compile_template(message.content)
    if check_template(message.content).variables:
        return message.role, template
    return Message(role=message.role, content=template.render({}, MAX_MESSAGE_CHARS))


def merged(model: ModelParameters, prompt: ModelParameters) -> dict[str, Any]:
    """Return the parameters a call is made with: the prompt's own, and the model's where it sets none."""
    return {**model.model_dump(exclude_none=True), **prompt.model_dump(exclude_none=True)}

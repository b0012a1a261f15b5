"""A prompt: the `.prompt.yml` shape editors know, with everything of ours under `x-sekisho`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field

from sekisho.model.base import Float, Frozen, Id, Int, Json, Name, Positive, Text
from sekisho.model.completion import Message


class InputType(StrEnum):
    """The type of a template variable."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    LIST = "list"
    OBJECT = "object"


class PromptInput(Frozen):
    """A variable the messages may use; strings and lists longer than `max_length` are refused at run time."""

    type: InputType = InputType.STRING
    description: str = ""
    max_length: Positive = 2000


class FewShot(Frozen):
    """One worked example, sent as a user and an assistant message after the system messages."""

    user: Text
    assistant: Text
    note: str = ""


class PromptExtension(Frozen):
    """Our own part of a prompt file."""

    inputs: Mapping[Name, PromptInput] = {}
    few_shot: tuple[FewShot, ...] = ()
    owner: str | None = None
    notes: str = ""


class ModelParameters(Frozen):
    """Sampling parameters; those set in a prompt override the model's."""

    temperature: Float | None = Field(default=None, ge=0, le=2)
    top_p: Float | None = Field(default=None, gt=0, le=1)
    max_tokens: Positive | None = None
    seed: Int | None = None


class StringEvaluator(Frozen):
    """Checks on the answer's text; every one that is given must hold."""

    equals: str | None = None
    contains: str | None = None
    starts_with: str | None = Field(default=None, alias="startsWith")
    ends_with: str | None = Field(default=None, alias="endsWith")


class Evaluator(Frozen):
    """One check of a prompt's unit tests; its strings may use the row's variables."""

    name: Text
    string: StringEvaluator | None = None
    uses: str | None = None


class Prompt(Frozen):
    """One prompt file."""

    name: Text
    description: str = ""
    model: Id
    model_parameters: ModelParameters = Field(default=ModelParameters(), alias="modelParameters")
    response_format: Literal["text", "json_object", "json_schema"] = Field(default="text", alias="responseFormat")
    json_schema: str | None = Field(default=None, alias="jsonSchema")
    messages: tuple[Message, ...] = Field(min_length=1)
    test_data: tuple[Mapping[str, Json], ...] = Field(default=(), alias="testData")
    evaluators: tuple[Evaluator, ...] = ()
    extension: PromptExtension = Field(default=PromptExtension(), alias="x-sekisho")

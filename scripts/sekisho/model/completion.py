"""One call of a language model: everything that can change its answer, and the answer."""

from enum import StrEnum

from pydantic import SkipValidation

from sekisho.model.base import Count, Float, Frozen, Int, Json, JsonObject, Sha256


class Role(StrEnum):
    """Who speaks in a message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Message(Frozen):
    """One rendered message."""

    role: Role
    content: str


class ModelRequest(Frozen):
    """All that can change a model's answer, and nothing else: its canonical JSON is a recording's identity.

    `pinned` is how many leading messages are the same in every call of the prompt; a local engine evaluates them
    as one prefix, and where the prefix ends can flip a close decision, so it belongs to the identity. Parameters and
    schema come from a compiled prompt and stay the very same values: they are neither checked nor copied again.
    """

    provider: str
    model: str
    parameters: SkipValidation[JsonObject]
    messages: tuple[Message, ...]
    pinned: Count = 0
    response_schema: SkipValidation[JsonObject | None] = None
    tools: tuple[JsonObject, ...] = ()
    trial: Count = 0


class Usage(Frozen):
    """Tokens of one call or of many."""

    input_tokens: Count = 0
    output_tokens: Count = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


class ModelAnswer(Frozen):
    """What a model said. `object` is the parsed text when the request had a response schema."""

    text: str
    object: Json = None
    usage: Usage = Usage()
    model: str
    latency_ms: Float = 0.0
    finish_reason: str = "stop"


class Recording(Frozen):
    """One line of a recordings file: the answer to the request with this key.

    `prompt` and `input` (the last message) are for the human reader; `engine` names what produced the answer.
    """

    key: Sha256
    prompt: str
    input: str
    trial: Int = 0
    engine: str
    answer: ModelAnswer

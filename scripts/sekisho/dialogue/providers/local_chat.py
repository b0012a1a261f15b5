"""ChatML, the markup of the Qwen family, as tokens.

The content of a message is tokenised as plain text, so a user who types the markup cannot open a turn. Nothing is
added: what the prompt does not say (a default system message) is not said.
"""

from collections.abc import Sequence

from sekisho.dialogue.providers.local_engine import Engine
from sekisho.errors import ProviderError
from sekisho.model.completion import Message, Role

OPEN, CLOSE = "<|im_start|>", "<|im_end|>"


async def encode(engine: Engine, messages: Sequence[Message]) -> list[int]:
    """Return the tokens of `messages`. The tokens of a list begin with the tokens of each of its heads."""
    opening, closing = await _mark(engine, OPEN), await _mark(engine, CLOSE)
    newline = await _tokens(engine, "\n")
    encoded: list[int] = []
    for message in messages:
        inside = await _tokens(engine, f"{message.role}\n{message.content}")
        encoded += [opening, *inside, closing, *newline]
    return encoded


async def encode_reply(engine: Engine) -> list[int]:
    """Return the tokens that open the model's own turn."""
    return [await _mark(engine, OPEN), *await _tokens(engine, f"{Role.ASSISTANT}\n")]


async def _mark(engine: Engine, mark: str) -> int:
    tokens = await _tokens(engine, mark, special=True)
    if len(tokens) != 1:
        raise ProviderError(f"these weights do not know the chat markup {mark}")
    return tokens[0]


async def _tokens(engine: Engine, text: str, *, special: bool = False) -> list[int]:
    answer = await engine.post("/tokenize", {"content": text, "add_special": False, "parse_special": special})
    return list(answer["tokens"])

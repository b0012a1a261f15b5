"""The key of a recording: the digest of a whole request, at the price of what is new in it.

The leading messages of a prompt are the very same values in every call; they are written as JSON and hashed once.
Its parameters and schema are equal in every call, and written once too.
"""

import hashlib
import marshal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from sekisho.model.completion import Message, ModelRequest
from sekisho.serialize import canonical_json

_MAX_PROMPTS = 256


class _Last:
    """The request that was asked about last: one call is looked up and then noted under the same key."""

    request: ModelRequest | None = None
    key = ""


def request_key(request: ModelRequest) -> str:
    """Return `digest(request)`: sha256 of its canonical JSON, in which `messages` is the first key."""
    if _Last.request is not request:
        pinned = request.messages[: request.pinned]
        said = request.messages[len(pinned) :]
        hashed = _begun(pinned).copy()
        rest = _rest_of(request)
        comma = "," if pinned and said else ""
        hashed.update(f"{comma}{_joined(said)}],{rest[1:]}".encode())
        _Last.request, _Last.key = request, hashed.hexdigest()
    return _Last.key


def _joined(messages: tuple[Message, ...]) -> str:
    """Return messages as canonical JSON, one after the other: two texts each, in the order of their names."""
    return ",".join([f'{{"content":{encode_basestring(one.content)},"role":"{one.role}"}}' for one in messages])


_REST = tuple(name for name in ModelRequest.model_fields if name != "messages")
_WITHOUT_REFERENCES = 2
"""The version of marshal that writes equal values of equal types as equal bytes; 0 and 0.0 differ, as in JSON."""


def _rest_of(request: ModelRequest) -> str:
    """Return the JSON of all but the messages: the same for every call of a prompt."""
    fields = [getattr(request, name) for name in _REST]
    try:
        return _rest(marshal.dumps(fields, _WITHOUT_REFERENCES))
    except ValueError:  # a value of a type of its own, such as an enum
        return canonical_json(dict(zip(_REST, fields, strict=True)))


@lru_cache(maxsize=1024)
def _rest(fields: bytes) -> str:
    return canonical_json(dict(zip(_REST, marshal.loads(fields), strict=True)))  # noqa: S302 - what was dumped above


_prompts: dict[tuple[int, ...], tuple[tuple[Message, ...], Any]] = {}
"""By the identities of leading messages: the messages, which keeps their identities theirs, and their hash so far."""


def _begun(pinned: tuple[Message, ...]) -> Any:
    identities = tuple(map(id, pinned))
    known = _prompts.get(identities)
    if known is None:
        if len(_prompts) >= _MAX_PROMPTS:
            _prompts.clear()
        begun = hashlib.sha256(('{"messages":[' + _joined(pinned)).encode())
        known = _prompts[identities] = pinned, begun
    return known[1]

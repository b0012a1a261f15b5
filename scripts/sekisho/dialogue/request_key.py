"""The key of a recording: the digest of a whole request, at the price of what is new in it.

The leading messages of a prompt are the very same values in every call; they are written as JSON and hashed once.
"""

import hashlib
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
        rest = canonical_json({name: getattr(request, name) for name in _REST})
        comma = "," if pinned and said else ""
        hashed.update(f"{comma}{','.join(map(canonical_json, said))}],{rest[1:]}".encode())
        _Last.request, _Last.key = request, hashed.hexdigest()
    return _Last.key


_REST = tuple(name for name in ModelRequest.model_fields if name != "messages")
_prompts: dict[tuple[int, ...], tuple[tuple[Message, ...], Any]] = {}
"""By the identities of leading messages: the messages, which keeps their identities theirs, and their hash so far."""


def _begun(pinned: tuple[Message, ...]) -> Any:
    identities = tuple(map(id, pinned))
    known = _prompts.get(identities)
    if known is None:
        if len(_prompts) >= _MAX_PROMPTS:
            _prompts.clear()
        begun = hashlib.sha256(('{"messages":[' + ",".join(map(canonical_json, pinned))).encode())
        known = _prompts[identities] = pinned, begun
    return known[1]

"""The key of a recording: the digest of a whole request, at the price of what is new in it.

The opening messages of a prompt, its parameters and its schema are the very same values in every call: they are written
as JSON and hashed once.
"""

import hashlib
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from sekisho.model.completion import Message, ModelRequest
from sekisho.serialize import canonical_json

_MAX_KNOWN = 1024


class _Known(NamedTuple):
    """What the requests of a prompt share; while the `first` of them is kept, no other value has its identities."""

    first: ModelRequest
    opening: tuple[Message, ...]
    begun: Any
    """The hash of all before the other messages."""
    end: str
    """The JSON of all after them."""


class _Last:
    """The request that was asked about last: one call is looked up and then noted under the same key."""

    request: ModelRequest | None = None
    key = ""


def request_key(request: ModelRequest) -> str:
    """Return `digest(request)`: sha256 of its canonical JSON, in which `messages` is the first key."""
    if _Last.request is not request:
        known = _known_of(request)
        said = request.messages[request.pinned :]
        comma = "," if known.opening and said else ""
        hashed = known.begun.copy()
        hashed.update(f"{comma}{_joined(said)}{known.end}".encode())
        _Last.request, _Last.key = request, hashed.hexdigest()
    return _Last.key


_known: dict[tuple[Any, ...], _Known] = {}
"""By what is shared: short values as they are, long ones by identity; of the opening only the last is looked up by."""


def _known_of(request: ModelRequest) -> _Known:
    opening = request.messages[: request.pinned]
    marks = (
        id(opening[-1]) if opening else 0,
        id(request.parameters),
        id(request.response_schema),
        id(request.tools),
        request.provider,
        request.model,
        request.pinned,
        request.trial,
    )
    known = _known.get(marks)
    if known is None or known.opening != opening:
        if len(_known) >= _MAX_KNOWN:
            _known.clear()
        known = _known[marks] = _shared(request, opening)
    return known


def _shared(request: ModelRequest, opening: tuple[Message, ...]) -> _Known:
    rest = {name: getattr(request, name) for name in ModelRequest.model_fields if name != "messages"}
    begun = hashlib.sha256(f'{{"messages":[{_joined(opening)}'.encode())
    return _Known(request, opening, begun, f"],{canonical_json(rest)[1:]}")


def _joined(messages: tuple[Message, ...]) -> str:
    """Return messages as canonical JSON, one after the other: two texts each, in the order of their names."""
    return ",".join([f'{{"content":{encode_basestring(one.content)},"role":"{one.role}"}}' for one in messages])

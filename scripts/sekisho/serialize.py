"""Canonical JSON: equal values give equal bytes, so digests are identities.

Keys are sorted by code point and numbers are written as Python does; RFC 8785 differs in both where keys leave the
Basic Multilingual Plane or a float is whole, so digests are ours and not another program's.
"""

import hashlib
import json
from typing import Any

from pydantic import BaseModel


def plain(value: Any) -> Any:
    """Return a model as JSON types, and anything else as it is."""
    return value.model_dump(mode="json", by_alias=True) if isinstance(value, BaseModel) else value


def _model(value: Any) -> Any:
    if not isinstance(value, BaseModel):
        raise TypeError(f"JSON cannot say {type(value).__name__}")
    return plain(value)


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_model
).encode


def canonical_json(value: Any) -> str:
    """Serialise with sorted keys, no white space and no escapes of printable characters.

    Raises ValueError for NaN and infinities, TypeError for what JSON cannot say.
    """
    return _encode(value)


def digest(value: Any) -> str:
    """Return the sha256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def pretty_json(value: Any) -> str:
    """Serialise for people and files: indented, in field order, with a final newline."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=_model) + "\n"

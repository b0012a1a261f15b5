"""Canonical JSON (RFC 8785 for the values used here): equal values give equal bytes, so digests are identities."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel


def plain(value: Any) -> Any:
    """Turn models inside `value` into JSON types. Raises TypeError for what JSON cannot say."""
    return value.model_dump(mode="json", by_alias=True) if isinstance(value, BaseModel) else value


def canonical_json(value: Any) -> str:
    """Serialise with sorted keys, no white space and no escapes of printable characters.

    Raises ValueError for NaN and infinities, TypeError for what JSON cannot say.
    """
    return json.dumps(
        plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=plain
    )


def digest(value: Any) -> str:
    """Return the sha256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def pretty_json(value: Any) -> str:
    """Serialise for people and files: indented, in field order, with a final newline."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False, default=plain) + "\n"

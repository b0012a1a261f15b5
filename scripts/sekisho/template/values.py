"""Data as templates see it: JSON only. Reading a member never reaches a Python attribute."""

import math
from collections.abc import Mapping
from typing import Any

from sekisho.template.language import MAX_TEXT

MISSING: Any = object()
_OBJECTS = (dict, Mapping)
"""A dict is seen to be one at once, any other mapping only by the search of an abstract class."""


def member(owner: Any, key: Any) -> Any:
    """Return an entry of an object, an item or slice of a list or text, or MISSING."""
    if isinstance(owner, _OBJECTS):
        return owner.get(key, MISSING) if isinstance(key, str) else MISSING
    if isinstance(owner, str | list | tuple) and (_is_index(key) or isinstance(key, slice)):
        try:
            return owner[key]
        except IndexError:
            return MISSING
    return MISSING


def text_of(value: Any) -> str:
    """Return the text of a string, number or boolean. Raises TypeError for what has no one way to be said."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and math.isfinite(value):
        return str(value)
    if value is None:
        raise TypeError("the value is none, which has no text; use `default` or a condition")
    raise TypeError(f"{kind_of(value)} has no text; use `join` or `tojson`")


def bounded(text: str) -> str:
    """Return `text`. Raises ValueError when it is longer than any text may become."""
    check_length(len(text))
    return text


def check_length(length: int) -> None:
    """Raise ValueError when a text of `length` characters must not be made."""
    if length > MAX_TEXT:
        raise ValueError(f"a text of {length} characters is too long; at most {MAX_TEXT}")


def kind_of(value: Any) -> str:
    """Return the JSON word for the type of `value`."""
    kinds = ((bool, "a boolean"), (int | float, "a number"), (str, "a string"), (list | tuple, "a list"))
    named = next((name for kind, name in kinds if isinstance(value, kind)), None)
    return named or ("none" if value is None else "an object")


def _is_index(key: Any) -> bool:
    return isinstance(key, int) and not isinstance(key, bool)

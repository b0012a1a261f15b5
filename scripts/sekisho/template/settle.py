"""The value of an expression, made plain: JSON, with nothing undefined inside."""

from typing import Any

from jinja2 import Undefined

_SCALARS = (bool, str, int, float, type(None))
"""What most expressions come to: nothing else needs to be asked about these."""


def settle(value: Any) -> Any:
    """Return `value` with tuples as lists. Raises UndefinedError for an undefined value at any depth of a literal."""
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, list | tuple):
        return [settle(item) for item in value]
    if isinstance(value, dict):
        return {key: settle(item) for key, item in value.items()}
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return value

"""What every value is made of: frozen pydantic models and the scalar types that convert nothing silently."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic import WithJsonSchema as JsonSchema

Json = Any
"""Anything JSON can say. Values of this type come from a file or a model and are never mutated."""

JsonObject = Mapping[str, Any]

Int = Annotated[int, Strict()]
Float = Annotated[float, Strict()]
Bool = Annotated[bool, Strict()]
Text = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=100)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]
Positive = Annotated[int, Strict(), Field(ge=1)]
Count = Annotated[int, Strict(), Field(ge=0)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _iso_moment(value: object) -> object:
    return _written(value, datetime, _MOMENT, "a time such as 2026-11-16T10:00:00+09:00")


def _iso_day(value: object) -> object:
    return _written(value, date, _DAY, "a date such as 2026-11-16")


def _written(value: object, kind: type, pattern: str, expected: str) -> object:
    """Numbers and half-written times are refused: pydantic would read 20261116 as seconds since 1970."""
    if isinstance(value, kind) or (isinstance(value, str) and re.fullmatch(pattern, value)):
        return value
    raise ValueError(expected)


Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_iso_moment),
    JsonSchema({"type": "string", "format": "date-time", "pattern": _MOMENT}),
]
Day = Annotated[date, BeforeValidator(_iso_day), JsonSchema({"type": "string", "format": "date", "pattern": _DAY})]


def is_lazy(value: object) -> bool:
    """Say whether a value is a sequence that makes its items on use: not one of Python's own."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | tuple | list)


class Frozen(BaseModel):
    """A value: immutable, closed against unknown keys, its validator built on first use."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        populate_by_name=True,
        ser_json_inf_nan="null",
        protected_namespaces=(),
    )

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Nothing in it changes, so it is its own copy; pydantic copies defaults, one for every value it makes."""
        return self


class Language(StrEnum):
    """The languages dialogues are written in."""

    JA = "ja"
    EN = "en"


LocalText = Mapping[Language, Text]
"""The same sentence in each language, by language code."""

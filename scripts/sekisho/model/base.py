"""What every value is made of: frozen pydantic models and the scalar types that convert nothing silently."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

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


class Language(StrEnum):
    """The languages dialogues are written in."""

    JA = "ja"
    EN = "en"


LocalText = Mapping[Language, Text]
"""The same sentence in each language, by language code."""

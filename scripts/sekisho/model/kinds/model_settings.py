"""A model: who serves it, its exact name, its parameters, and what to do when it fails."""

from typing import Annotated

from pydantic import Field, StringConstraints

from sekisho.model.base import Count, Float, Frozen, Id, Sha256, Text
from sekisho.model.kinds.prompt import ModelParameters


class Price(Frozen):
    """Price per million tokens."""

    input_per_million: Float = Field(ge=0)
    output_per_million: Float = Field(ge=0)
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "USD"


class ModelSettings(Frozen):
    """One model file. `model` is a dated name, or an undated one with the digest of its weights."""

    description: str = ""
    provider: Id
    model: Text
    weights_sha256: Sha256 | None = None
    parameters: ModelParameters = ModelParameters()
    timeout_s: Float = Field(default=30.0, gt=0, le=600)
    retries: Count = Field(default=1, le=10)
    fallbacks: tuple[Id, ...] = ()
    price: Price | None = None

"""A config: the thresholds and limits that guards read as `config.<name>`."""

from collections.abc import Mapping

from pydantic import Field

from sekisho.model.base import Bool, Float, Frozen, Int, Name


class Setting(Frozen):
    """One value with its reason and, for numbers, the range it may be moved in."""

    value: Bool | Int | Float | str
    description: str = ""
    minimum: Float | None = None
    maximum: Float | None = None


class Config(Frozen):
    """One config file; `timezone` (IANA) is where relative dates are resolved."""

    description: str = ""
    timezone: str = "Asia/Tokyo"
    settings: Mapping[Name, Setting] = Field(min_length=1)

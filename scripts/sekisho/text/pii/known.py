"""Whether a value was already said: however it was written there, and however it is written here."""

import re
from collections.abc import Iterator, Mapping

from sekisho.model.base import Json
from sekisho.model.pii import PiiKind
from sekisho.text.pii.aligned import align, with_digits
from sekisho.text.pii.detector import compact
from sekisho.text.pii.phone import national

_BETWEEN_FIGURES = re.compile("(?<=[0-9])の(?=[0-9])")


def comparable(text: str) -> str:
    """Return the letters and digits of a text as the detectors read them, in one case, nothing between them."""
    written = "".join(character for character in with_digits(align(text).text).lower() if character.isalnum())
    return _BETWEEN_FIGURES.sub("", written)


def is_said(kind: PiiKind, value: str, text: str) -> bool:
    """Say whether `text`, as `comparable` writes it, has the value; a telephone number may lack its country code."""
    written = with_digits(align(value).text)
    wanted = national(written).removeprefix("0") if kind is PiiKind.PHONE else comparable(value)
    return wanted in text


def is_quoted(value: Json, text: str) -> bool:
    """Say whether `text`, as `comparable` writes it, has an argument as it is written, or at least its figures."""
    written = comparable(str(value))
    figures = "".join(filter(str.isdigit, compact(written)))
    return written in text or (figures != "" and figures in text)


def leaves(value: Json) -> Iterator[str]:
    """Yield every text and number inside a JSON value, as text; truth values say nothing."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)

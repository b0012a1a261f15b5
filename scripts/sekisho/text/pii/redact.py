"""Taking personal data out of what is written to logs. When in doubt, it goes."""

from collections.abc import Mapping

from sekisho.model.base import Json
from sekisho.text.pii.find import find_pii


def redact(text: str, hint: str = "") -> str:
    """Return `text` with the name of its kind, in brackets, in place of every piece of personal data or secret.

    A number with a wrong check digit goes too where the words beside it, or the `hint`, say what it was meant to be: a
    slip of one key leaves most of a number readable. Redacting twice changes nothing.
    """
    while (less := _redact_once(text, hint)) != text:
        text = less
    return text


def _redact_once(text: str, hint: str) -> str:
    """Replace what is found; what a find was a part of may only be seen when the rest of it is gone."""
    parts, at = [], 0
    for span in find_pii(text, hint, strict=False):
        parts += [text[at : span.start], f"[{span.kind}]"]
        at = span.end
    return "".join([*parts, text[at:]])


def redact_json(value: Json, hint: str = "") -> Json:
    """Return a JSON value with every text and whole number in it redacted; the key of a member is its hint."""
    if isinstance(value, str):
        return redact(value, hint)
    if isinstance(value, Mapping):
        return {redact(str(key)): redact_json(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact_json(item, hint) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return value if redact(str(value), hint) == str(value) else redact(str(value), hint)
    return value

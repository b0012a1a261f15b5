"""Where somebody lives and can be called: Japanese postal codes and telephone numbers."""

import re

from sekisho.text.profile import normalise

_POSTAL_CODE = re.compile(r"(?<![0-9])(?<![0-9][- ])([0-9]{3})[- の]?([0-9]{4})(?![0-9]|-[0-9]| [0-9]{4}(?![0-9]))")
_PHONE = re.compile(
    r"(?<![0-9])(?<![0-9][-(])(?:\+81[- ]?(?:\(0\)|0)?|\(?0)"
    r"([0-9]{1,4})\)?[- ]?\(?([0-9]{1,4})\)?[- ]?([0-9]{3,4})(?![0-9]|-[0-9])"
)
_GROUPS = (
    re.compile("(0120|0570)([0-9]{3})([0-9]{3})"),
    re.compile("(0[5789]0)([0-9]{4})([0-9]{4})"),
    re.compile("(0[36])([0-9]{4})([0-9]{4})"),
    re.compile("(0(?![5789]0)[1-9][0-9])([0-9]{3})([0-9]{4})"),
)
"""Free and shared-cost numbers; mobile and IP telephones; Tokyo and Osaka; all others, whose grouping needs a table."""


def postal_code_value(text: str) -> str | None:
    """Return the postal code in `text` as `123-4567`, or None; part of a telephone number is none."""
    match = _POSTAL_CODE.search(normalise(text))
    return f"{match[1]}-{match[2]}" if match else None


def phone_value(text: str) -> str | None:
    """Return the first valid Japanese telephone number in `text` with its canonical hyphens, or None.

    `+81` becomes the leading 0. Numbers of other areas have ten digits and are written 3-3-4.
    """
    for match in _PHONE.finditer(normalise(text)):
        digits = "0" + "".join(match.groups())
        for groups in _GROUPS:
            if number := groups.fullmatch(digits):
                return "-".join(number.groups())
    return None

"""E-mail addresses, also with the at sign written out in brackets."""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.detector import Detector, by_pattern

_LOCAL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+-](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_%+-])?"
_AT = r"(?: ?@ ?| ?[\[(<{] ?(?:at|アット|アットマーク) ?[\])>}] ?)"
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])"

DETECTORS = (
    Detector(
        PiiKind.EMAIL,
        by_pattern(f"(?P<value>{_LOCAL}{_AT}{_DOMAIN})"),
        marks=("@", "at)", "at]", "at ", "アット"),
        raw=True,
    ),
)
"""Local part and labels as long as RFC 5321, section 4.5.3.1, allows."""

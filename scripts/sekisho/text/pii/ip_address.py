"""Public internet addresses. Those of home networks, documentation and the machine itself are nobody's."""

import re
from collections.abc import Iterator

from sekisho.model.pii import PiiKind
from sekisho.text.pii.detector import Candidate, Detector, words

_V4 = r"(?<![0-9A-Za-z.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9A-Za-z]|\.[0-9])"
_V6 = r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f:]{0,4}:)(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![0-9A-Za-z:])"
_ADDRESS = re.compile(f"{_V4}|{_V6}")


def _find(text: str) -> Iterator[Candidate]:
    """Yield the addresses that are reachable from everywhere."""
    from ipaddress import ip_address

    for match in _ADDRESS.finditer(text):
        try:
            is_global = ip_address(match[0]).is_global
        except ValueError:
            continue
        if is_global:
            yield Candidate(*match.span())


DETECTORS = (
    Detector(
        PiiKind.IP_ADDRESS,
        _find,
        words(r"\bip\b|\bipv[46]\b|アドレス|address"),
        digits=1,
        marks=(".", ":"),
        raw=True,
    ),
)
"""A version with four parts (`1.2.3.4`) cannot be told from an address."""

"""API keys, tokens and private keys (`text.secrets`); of a private key all of it, not its first line alone."""

import re
from collections.abc import Iterator

from sekisho.model.pii import PiiKind
from sekisho.text.pii.detector import Candidate, Detector
from sekisho.text.secrets import PATTERNS, find_secrets

_LONGEST_KEY = 20_000
_END_OF_KEY = re.compile("[-]----END [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----")
_KEY_BODY = re.compile(r"[\sA-Za-z0-9+/=\\]*+")


def _find(text: str) -> Iterator[Candidate]:
    for _, match in find_secrets(text):
        start, end = match.span()
        yield Candidate(start, _end_of_key(text, end) if match[0].startswith("-----BEGIN") else end)


def _end_of_key(text: str, start: int) -> int:
    """Return where a private key ends: after its last line, or where its letters do when that is missing."""
    last = _END_OF_KEY.search(text, start, start + _LONGEST_KEY)
    if last and "-----BEGIN" not in text[start : last.start()]:
        return last.end()
    body = _KEY_BODY.match(text, start, start + _LONGEST_KEY)
    return body.end() if body else start


DETECTORS = (Detector(PiiKind.SECRET, _find, marks=tuple({marker for _, marker, _ in PATTERNS}), raw=True),)

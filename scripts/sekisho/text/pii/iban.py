"""International bank account numbers: the country decides the length, the check digits the rest (ISO 13616)."""

import re
from collections.abc import Iterator

from sekisho.model.pii import PiiKind
from sekisho.text.pii.check_digits import iban_holds
from sekisho.text.pii.detector import Candidate, Detector, words

_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
LENGTHS = {item[:2]: int(item[2:]) for item in _LENGTHS.split()}
"""Country -> characters of an IBAN, as in the SWIFT registry."""

_START = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?=[ -]?[0-9A-Z])")
_LONGEST_WRITTEN = 48


def _find(text: str) -> Iterator[Candidate]:
    for match in _START.finditer(text):
        end = _end(text, match.start(), LENGTHS.get(match[0][:2], 0))
        if end is not None:
            iban = re.sub("[ -]", "", text[match.start() : end])
            yield Candidate(match.start(), end, iban_holds(iban))


def _end(text: str, start: int, length: int) -> int | None:
    """Return where `length` letters and digits from `start`, in groups or not, end; None if they do not."""
    left = length
    for at in range(start, min(len(text), start + _LONGEST_WRITTEN)):
        character = text[at]
        if character.isascii() and (character.isdigit() or character.isupper()):
            left -= 1
            if left == 0:
                return None if text[at + 1 : at + 2].isascii() and text[at + 1 : at + 2].isalnum() else at + 1
        elif character not in " -":
            return None
    return None


DETECTORS = (Detector(PiiKind.IBAN, _find, words(r"\biban\b|account|口座"), digits=8, raw=True),)

"""Telephone numbers: Japanese mobile, IP and land lines, and those of other countries. Free dial is nobody's own.

The first digits are those of Japan's numbering plan (Ministry of Internal Affairs and Communications): numbers that
begin with 060, 070, 080, 090 (mobile) and 050 (IP) have eleven digits, land lines ten.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from sekisho.model.pii import PiiKind
from sekisho.text.pii.detector import Candidate, Detector, Finder, by_pattern, compiled, words
from sekisho.text.pii.shapes import BEGINS, ENDS, JOINT, number

CONTEXT = words(
    r"電話|でんわ|デンワ|携帯|ケータイ|連絡先|ファク|\btel\b|phone|mobile|\bcell\b|\bcall\b|\bfax\b|\bring\b"
)

_GROUPS = ((2, 4, 4), (3, 3, 4), (3, 4, 4), (4, 2, 4), (4, 3, 3), (5, 1, 4))
_REST = rf"[0-9]{{1,4}}{JOINT}?[0-9]{{4}}"
_AREA_IN_BRACKETS = rf"(?P<value>\((?<![0-9].)0[0-9]{{1,4}}\) ?{_REST}){ENDS}"
_MIDDLE_IN_BRACKETS = rf"(?P<value>0{BEGINS}[0-9]{{1,4}} ?\([0-9]{{1,4}}\) ?-?[0-9]{{4}}){ENDS}"
_CODE = rf"(?:\+(?<![0-9A-Za-z].)|(?<![0-9A-Za-z])00)81{JOINT}?(?:\(0\){JOINT}?)?"
_FROM_ABROAD = rf"(?P<value>{_CODE}0?[1-9][0-9]{{0,4}}{JOINT}?{_REST}){ENDS}"
_OTHER_COUNTRY = rf"(?P<value>\+(?<![0-9A-Za-z].)(?!81)[1-9](?:[- .]?\(?[0-9]\)?){{7,14}}){ENDS}"
_NORTH_AMERICA = rf"(?P<value>\(?[2-9](?<![0-9A-Za-z].)[0-9]{{2}}\)?[-. ]{{1,2}}[2-9][0-9]{{2}}[-. ][0-9]{{4}}){ENDS}"

_SHARED = ("0120", "0570", "0990", "0180", "0170")
_FREE_DIAL = re.compile("[(]?0800[^0-9]")
_ELEVEN = ("070", "080", "090", "050")
_ABROAD = re.compile("(?:00)?81(?:0)?([1-9][0-9]{8,9})")


def national(value: str) -> str:
    """Return the digits of a Japanese number, with its leading 0 in place of the country code."""
    digits = re.sub("[^0-9]", "", value)
    abroad = _ABROAD.fullmatch(digits)
    return f"0{abroad[1]}" if abroad else digits


def is_personal(digits: str) -> bool:
    """Say whether a national number can be somebody's: a mobile, IP or land line, not a shared service."""
    if digits.startswith(_SHARED) or not re.match("0[1-9]", digits):
        return False
    if len(digits) == 11:
        return digits.startswith((*_ELEVEN, "060"))
    return len(digits) == 10 and not digits.startswith(_ELEVEN)


def _plain(value: str) -> bool:
    """Say whether a number needs no words beside it: land lines in one piece look like any other ten digits.

    0800 is free dial where it is written as a group; `080-0...` is written as a mobile number, and taken for one.
    """
    if _FREE_DIAL.match(value):
        return False
    return is_personal(national(value)) and (len(national(value)) == 11 or not value.isdigit())


def _in_one_piece(value: str) -> bool:
    return value.isdigit() and is_personal(value)


def _accepted(patterns: Sequence[str], accept: Callable[[str], bool]) -> Finder:
    def find(text: str) -> Iterator[Candidate]:
        for pattern in patterns:
            for match in compiled(pattern).finditer(text):
                if accept(match["value"]):
                    yield Candidate(*match.span("value"))

    return find


_GROUPED = [number(*groups, first="0") for groups in _GROUPS]

DETECTORS = (
    Detector(
        PiiKind.PHONE,
        _accepted([*_GROUPED, _AREA_IN_BRACKETS, _MIDDLE_IN_BRACKETS, _FROM_ABROAD], _plain),
        CONTEXT,
        digits=10,
    ),
    Detector(PiiKind.PHONE, _accepted([number(10, first="0")], _in_one_piece), CONTEXT, needs_context=True, digits=10),
    Detector(PiiKind.PHONE, by_pattern(_OTHER_COUNTRY), CONTEXT, digits=8, marks=("+",)),
    Detector(PiiKind.PHONE, by_pattern(_NORTH_AMERICA), CONTEXT, needs_context=True, digits=10),
)

"""Payment cards: the issuers' first digits, their lengths, and the Luhn check digit."""

import re

from sekisho.model.pii import PiiKind
from sekisho.text.pii.check_digits import luhn_holds
from sekisho.text.pii.detector import Detector, by_pattern, words
from sekisho.text.pii.shapes import number, run

_ISSUERS = re.compile(
    r"4(?:[0-9]{15}|[0-9]{18})"
    r"|(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}"
    r"|3[47][0-9]{13}"
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12}"
    r"|3(?:0[0-59]|[689][0-9])[0-9]{11}"
    r"|6(?:011|4[4-9][0-9]|5[0-9]{2})[0-9]{12}"
    r"|62[0-9]{14,17}"
)
"""Visa, Mastercard, American Express, JCB, Diners Club, Discover, UnionPay (ISO/IEC 7812 ranges)."""

_SHAPES = (number(4, 4, 4, 4), number(4, 6, 5), number(4, 6, 4), run(14, 19))


def holds(digits: str) -> bool:
    """Say whether digits begin and end as a card's do, and are as many."""
    return _ISSUERS.fullmatch(digits) is not None and luhn_holds(digits)


DETECTORS = tuple(
    Detector(
        PiiKind.CREDIT_CARD,
        by_pattern(shape, holds),
        words(r"カード|クレカ|クレジット|\bcard\b|credit|debit|visa|mastercard|\bjcb\b|amex"),
        digits=14,
    )
    for shape in _SHAPES
)

"""Japanese driver's licences: 12 digits, first the code of a public safety commission, the eleventh a check digit."""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.check_digits import licence_digit
from sekisho.text.pii.detector import Detector, by_pattern, words
from sekisho.text.pii.places import COMMISSIONS
from sekisho.text.pii.shapes import number

CONTEXT = words(r"免許|driver'?s?[ _]licen[cs]e|driving[ _]licen[cs]e|licen[cs]e[ _](?:number|no)")


def holds(digits: str) -> bool:
    """Say whether the first two digits are a commission's, and the eleventh is the check digit."""
    return digits[:2] in COMMISSIONS and licence_digit(digits[:10]) == int(digits[10])


DETECTORS = (
    Detector(PiiKind.DRIVERS_LICENCE, by_pattern(number(4, 4, 4), holds), CONTEXT, needs_context=True, digits=12),
)

"""Corporate number: 13 digits, the first of which is a check digit. It is public; bar codes have as many digits."""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.check_digits import corporate_number_digit
from sekisho.text.pii.detector import Detector, by_pattern, words
from sekisho.text.pii.shapes import ENDS, number

CONTEXT = words(r"法人番号|インボイス|登録番号|corporate[ _]number|invoice[ _](?:registration|number)")


def holds(digits: str) -> bool:
    """Say whether 13 digits begin with their check digit."""
    return corporate_number_digit(digits[1:]) == int(digits[0])


DETECTORS = (
    Detector(
        PiiKind.CORPORATE_NUMBER,
        by_pattern(number(1, 4, 4, 4, first="[1-9]"), holds),
        CONTEXT,
        needs_context=True,
        digits=13,
    ),
    Detector(
        PiiKind.CORPORATE_NUMBER,
        by_pattern(rf"(?<![0-9A-Za-z])T-?(?P<value>[1-9][0-9]{{12}}){ENDS}", holds),
        digits=13,
    ),
)
"""T before the number makes it the number of an issuer of qualified invoices."""

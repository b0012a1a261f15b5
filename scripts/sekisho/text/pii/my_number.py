"""My Number: 12 digits, the last of which is a check digit."""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.check_digits import my_number_digit
from sekisho.text.pii.detector import Detector, by_pattern, words
from sekisho.text.pii.shapes import ENDS, number

CONTEXT = words(r"マイナンバー|個人番号|my[ _-]?number|individual[ _]number")
_MOMENT = r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]"


def holds(digits: str) -> bool:
    """Say whether 12 digits end in their check digit."""
    return my_number_digit(digits[:11]) == int(digits[11])


DETECTORS = (
    Detector(
        PiiKind.MY_NUMBER,
        by_pattern(rf"(?!{_MOMENT}{ENDS}){number(4, 4, 4)}", holds),
        CONTEXT,
        digits=12,
    ),
)
"""A year, month, day, hour and minute in one piece is a moment, not a number."""

"""Japanese passports: two letters and seven digits, with the word beside them."""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.detector import Detector, by_pattern, words

DETECTORS = (
    Detector(
        PiiKind.PASSPORT,
        by_pattern(r"(?<![0-9A-Za-z])(?P<value>[A-Za-z]{2}[- ]?[0-9]{7})(?![0-9A-Za-z])"),
        words("パスポート|旅券|passport"),
        needs_context=True,
        digits=7,
    ),
)

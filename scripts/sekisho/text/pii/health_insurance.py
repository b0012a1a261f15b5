"""Japanese health insurance: the insured person's symbol and number, and the insurer's number with its check digit."""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.check_digits import luhn_holds
from sekisho.text.pii.detector import Detector, by_pattern, words
from sekisho.text.pii.shapes import ENDS, run

INSURANCE = words(r"保険証|健康保険|健保|国保|被保険者|資格確認書|health[ _]insurance|insurance[ _]card|insured")
INSURER = words(r"(?<!被)保険者番号|insurer(?:'s)? number")

_SYMBOL_AND_NUMBER = rf"(?P<value>記号[^0-9]{{0,4}}[0-9]{{1,8}}[^0-9]{{1,6}}番号[^0-9]{{0,4}}[0-9]{{1,8}}){ENDS}"

DETECTORS = (
    Detector(
        PiiKind.HEALTH_INSURANCE,
        by_pattern(_SYMBOL_AND_NUMBER),
        INSURANCE,
        needs_context=True,
        digits=2,
        marks=("記号",),
    ),
    Detector(
        PiiKind.HEALTH_INSURANCE,
        by_pattern(run(8), luhn_holds),
        INSURER,
        needs_context=True,
        digits=8,
    ),
    Detector(
        PiiKind.HEALTH_INSURANCE,
        by_pattern(run(6, 10)),
        words(r"被保険者[^。]{0,4}番号|insured person(?:'s)? number|insurance (?:card )?number"),
        needs_context=True,
        digits=6,
    ),
)

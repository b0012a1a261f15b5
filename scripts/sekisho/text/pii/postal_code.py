"""Japanese postal codes where an address is spoken of; three and four digits alone can be anything."""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.detector import Detector, by_pattern, words
from sekisho.text.pii.places import PREFECTURE
from sekisho.text.pii.shapes import BEGINS, ENDS, number

CONTEXT = words(
    rf"〒|郵便番号|住所|所在地|お届け先|postal[ _]?code|post[ _]?code|zip\b|zip[ _]?code|\baddress|{PREFECTURE}"
)
_MARKED = rf"(?P<value>〒 ?[0-9]{{3}}[- ]?[0-9]{{4}}){ENDS}"
_WRITTEN = rf"(?P<value>[0-9]{BEGINS}[0-9]{{2}} ?[-の] ?[0-9]{{4}}){ENDS}"

DETECTORS = (
    Detector(PiiKind.POSTAL_CODE, by_pattern(_MARKED), CONTEXT, digits=7, marks=("〒",)),
    Detector(PiiKind.POSTAL_CODE, by_pattern(_WRITTEN), CONTEXT, needs_context=True, digits=7),
    Detector(
        PiiKind.POSTAL_CODE,
        by_pattern(number(3, 4)),
        words(r"〒|郵便番号|postal[ _]?code|post[ _]?code|zip\b|zip[ _]?code"),
        needs_context=True,
        digits=7,
    ),
)

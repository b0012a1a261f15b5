"""Japanese addresses down to the house: a municipality, then a block number. Names alone are no address.

A city whose name has kana (さいたま市) is only recognised after its prefecture: kana before a city is mostly grammar.
"""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.detector import Detector, by_pattern
from sekisho.text.pii.places import PREFECTURE

_KANJI = "[々〆ヶケノ一-鿿]"
_NAME = "[々〆ヶケノぁ-ん一-鿿]"
_TOWN = "[々〆ヶケノぁ-んァ-ヺー一-鿿]"
_BLOCK = r"[0-9]{1,4}(?:(?:-|の|丁目?|番地?の?|番町)[0-9]{1,4}){1,3}(?:番地?|号)?"
_IN_PREFECTURE = rf"(?:{PREFECTURE})(?:{_NAME}{{1,8}}[市区町村郡]){{1,3}}"
_IN_CITY = rf"(?<!{_KANJI})(?:{_KANJI}{{1,5}}[市区郡]){{1,2}}"

DETECTORS = (
    Detector(
        PiiKind.ADDRESS,
        by_pattern(rf"(?P<value>(?:{_IN_PREFECTURE}|{_IN_CITY}){_TOWN}{{1,12}} ?{_BLOCK})(?![0-9])"),
        digits=2,
        marks=("市", "区", "町", "村", "郡"),
    ),
)

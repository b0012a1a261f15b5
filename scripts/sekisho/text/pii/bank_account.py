"""Accounts of Japanese banks: seven digits beside the words of a transfer, and the two numbers of Japan Post Bank."""

from sekisho.model.pii import PiiKind
from sekisho.text.pii.detector import Detector, by_pattern, words
from sekisho.text.pii.shapes import ENDS, run

CONTEXT = words(
    r"普通|当座|貯蓄|口座番号|口座は|(?:振込|振り込み|入金|返金)先|銀行|信用金庫|信金|支店"
    r"|\baccount (?:number|no\b|#)|\bacct\b|bank[ _]account|account[ _]number|\bbranch\b|\bbank\b"
)
_NO_AMOUNT = "(?!(?: ?円| ?万| ?yen)|,[0-9])"
_ACCOUNT = rf"(?<![¥$,]){run(7)}{_NO_AMOUNT}"
_POST_BANK = rf"記号[^0-9]{{0,4}}(?P<value>1[0-9]{{3}}0(?:-[0-9])?[^0-9]{{1,8}}[0-9]{{2,8}}){ENDS}"

DETECTORS = (
    Detector(PiiKind.BANK_ACCOUNT, by_pattern(_ACCOUNT), CONTEXT, needs_context=True, digits=7),
    Detector(PiiKind.BANK_ACCOUNT, by_pattern(_POST_BANK), words("ゆうちょ|記号|番号"), digits=7, marks=("記号",)),
)

"""Personal data and secrets in Japanese and English text: `find_pii`, `redact`, `redact_json`.

Shapes, check digits and the words beside a number decide; no model is asked. Every repeat of every pattern is bounded
and every pattern begins where its number begins, so the time is linear in the text whatever the text is.
"""

from sekisho.text.pii.find import find_pii
from sekisho.text.pii.redact import redact, redact_json

__all__ = ["find_pii", "redact", "redact_json"]

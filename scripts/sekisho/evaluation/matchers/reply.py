"""Replies: texts and concepts that must or must not be in them, and their language. One check for each item.

Both sides are compared on the text profile. A concept that is there but denied is `NLG.negation`, not a missing one.
"""

from collections.abc import Iterator

from sekisho.evaluation.matchers.check import make_check
from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.model.base import Json
from sekisho.model.kinds.case import Concept, ReplyExpectation, TurnAssertions
from sekisho.model.run import Check
from sekisho.model.trace import TurnTrace
from sekisho.text.language import detect
from sekisho.text.match import concept_holds, contains

Verdict = tuple[str, str, bool, Json]
"""Field, failing code, passed, expected."""


def check_reply(expected: TurnAssertions, trace: TurnTrace, turn: int, criteria: Criteria) -> Iterator[Check]:
    """Yield the checks of one reply; an explicit null asserts that nothing was said."""
    if "reply" not in expected.model_fields_set:
        return
    if expected.reply is None:
        yield make_check(turn, "reply", "NLG.extra", not trace.reply, expected=None, observed=trace.reply)
        return
    for found in (_texts, _concepts, _language):
        for field, code, passed, wanted in found(expected.reply, trace.reply, criteria):
            yield make_check(turn, field, code, passed, expected=wanted, observed=trace.reply)


def _texts(expected: ReplyExpectation, reply: str, _: Criteria) -> Iterator[Verdict]:
    for text in expected.contains:
        yield "reply.contains", "NLG.keyword", contains(reply, text), text
    for text in expected.not_contains:
        yield "reply.not_contains", "NLG.keyword", not contains(reply, text), text
    if expected.any_of:
        holds = any(contains(reply, text) for text in expected.any_of)
        yield "reply.any_of", "NLG.keyword", holds, list(expected.any_of)


def _concepts(expected: ReplyExpectation, reply: str, criteria: Criteria) -> Iterator[Verdict]:
    for name in expected.concepts:
        concept = criteria.concepts[name]
        code = "NLG.negation" if _mentions(reply, concept) else "NLG.concept"
        yield "reply.concepts", code, concept_holds(reply, concept), name
    for name in expected.not_concepts:
        yield "reply.not_concepts", "NLG.concept", not concept_holds(reply, criteria.concepts[name]), name


def _language(expected: ReplyExpectation, reply: str, _: Criteria) -> Iterator[Verdict]:
    if expected.language is not None:
        yield "reply.language", "NLG.language", detect(reply) is expected.language, expected.language


def _mentions(reply: str, concept: Concept) -> bool:
    return any(contains(reply, text) for variants in concept.variants.values() for text in variants)

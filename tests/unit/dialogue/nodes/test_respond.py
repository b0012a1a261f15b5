"""`respond` nodes: reply, action, outcome, citations, and what can be wrong with them."""

from collections.abc import Callable
from typing import Any

import pytest

from sekisho.model.base import Language

MakeDesk = Callable[..., Any]

RESPOND = """
workflows:
  desk:
    entry: true
    start: end
    limits: {max_reply_chars: 10}
    nodes:
      end: {kind: respond, next_action: said, outcome: done, citations: "%s", reply: {en: '%s'}}
"""


def test_a_reply_of_the_limit_is_allowed_and_a_longer_one_is_cut(make_desk: MakeDesk) -> None:
    """A reply past the limit is an error, and what fits of it is in the trace."""
    assert make_desk(RESPOND % ("[]", "{{ text }}")).turns("1234567890")[0].reply == "1234567890"
    turn = make_desk(RESPOND % ("[]", "{{ text }}")).failing("1234567890+")
    assert (turn.error.code, turn.error.fault, turn.reply) == ("NLG.length", "agent", "1234567890")


def test_the_action_is_known_even_when_the_reply_fails(make_desk: MakeDesk) -> None:
    """Policy and wording are judged apart."""
    turn = make_desk(RESPOND % ("[]", "{{ slots.nowhere }}")).failing("x")
    assert (turn.error.code, turn.next_action, turn.outcome, turn.reply) == ("NLG.template", "said", "done", "")


def test_a_reply_exists_in_the_language_of_the_dialogue(make_desk: MakeDesk) -> None:
    """No reply in another language stands in."""
    assert make_desk(RESPOND % ("[]", "x")).failing("x", language=Language.JA).error.code == "NLG.language"


@pytest.mark.parametrize(("expression", "code"), [("text", "citation"), ("[1]", "citation"), ("nowhere", "template")])
def test_citations_are_a_list_of_ids(make_desk: MakeDesk, expression: str, code: str) -> None:
    """Anything else is an error."""
    assert make_desk(RESPOND % (expression, "x")).failing("x").error.code == f"NLG.{code}"


def test_citations_are_in_the_trace(make_desk: MakeDesk) -> None:
    """In the order of the expression; without one there are none."""
    assert make_desk(RESPOND % ("['b', 'a']", "x")).turns("x")[0].citations == ("b", "a")
    without = (RESPOND % ("[]", "x")).replace('citations: "[]", ', "")
    assert make_desk(without).turns("x")[0].citations == ()

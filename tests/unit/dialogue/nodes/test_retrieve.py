"""`retrieve` nodes: what was found is in the node's result and in the trace."""

from collections.abc import Callable
from typing import Any

from sekisho.model.base import Language

MakeDesk = Callable[..., Any]

RETRIEVE = """
knowledge: {faq: {}, other: {}}
documents:
  faq/fees: {title: {en: Fees, ja: 料金}, text: {en: The fee is 10., ja: 料金は10円です。}}
  faq/fee-rules: {title: {en: Rules}, text: {en: A fee is due monthly.}}
  other/fees: {title: {en: Fees}, text: {en: Fees of another base.}}
workflows:
  desk:
    entry: true
    start: find
    nodes:
      find: {kind: retrieve, knowledge: faq, query: %s, top_k: %s}
      end:
        kind: respond
        next_action: said
        citations: "[nodes.find.documents[0].id] if nodes.find.documents else []"
        reply: {en: "{{ nodes.find.documents[0].text }}", ja: "{{ nodes.find.documents | length }}"}
    edges: [{from: find, to: end}]
"""


def test_documents_of_the_base_are_found(make_desk: MakeDesk) -> None:
    """Ids in the trace are those of the registry, best first; other bases are not searched."""
    turn = make_desk(RETRIEVE % ("text", 5)).turns("What are the fees?")[0]
    assert turn.retrieved == ("faq/fees", "faq/fee-rules")
    assert (turn.reply, turn.citations) == ("The fee is 10.", ("faq/fees",))


def test_top_k_of_the_node_limits_what_is_found(make_desk: MakeDesk) -> None:
    """The node's own number wins over the base's."""
    assert make_desk(RETRIEVE % ("text", 1)).turns("fees")[0].retrieved == ("faq/fees",)


def test_only_documents_in_the_language_are_found(make_desk: MakeDesk) -> None:
    """A document without a Japanese text is not there for a Japanese dialogue; nothing found is an empty list."""
    desk = make_desk(RETRIEVE % ("text", 5))
    assert desk.turns("料金を知りたい", language=Language.JA)[0].retrieved == ("faq/fees",)
    turn = desk.turns("天気", language=Language.JA)[0]
    assert (turn.retrieved, turn.citations, turn.reply) == ((), (), "0")


def test_a_query_that_is_no_text_is_the_agents_error(make_desk: MakeDesk) -> None:
    """A query is a text, whatever the expression makes."""
    assert make_desk(RETRIEVE % ("turn", 1)).failing("x").error.code == "exec.query"
    assert make_desk(RETRIEVE % ("nodes.x", 1)).failing("x").error.code == "exec.query"

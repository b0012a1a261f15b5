"""The dependencies of what a change touches."""

from sekisho.change.links import links
from sekisho.model.facts import FileFacts, Reference
from sekisho.model.ref import Kind, Ref


def _facts(kind: Kind, name: str, *named: tuple[Kind, str, str | None]) -> FileFacts:
    references = tuple(Reference(target, other, "", 1, 1, node) for target, other, node in named)
    return FileFacts(f"registry/{kind}/{name}", "b", kind, name, references, {})


FACTS = (
    _facts(Kind.MODEL, "m"),
    _facts(Kind.PROMPT, "p", (Kind.MODEL, "m", None)),
    _facts(Kind.WORKFLOW, "w", (Kind.PROMPT, "p", "say"), (Kind.PROMPT, "p", "ask"), (Kind.TOOL, "t", "call")),
    _facts(Kind.GOLDEN, "g", (Kind.LEXICON, "l", None)),
)
MODEL, PROMPT = Ref(kind=Kind.MODEL, id="m"), Ref(kind=Kind.PROMPT, id="p")
ASK, SAY = (Ref(kind=Kind.WORKFLOW, id="w", node=node) for node in ("ask", "say"))
GOLDEN = Ref(kind=Kind.GOLDEN, id="g")


def test_every_dependency_between_affected_things_is_one_link() -> None:
    """Model to prompt, prompt to each node that uses it; in the order of what is affected."""
    found = links((MODEL, PROMPT, ASK, SAY, GOLDEN), FACTS)
    assert [(link.source, link.target) for link in found] == [(MODEL, PROMPT), (PROMPT, ASK), (PROMPT, SAY)]


def test_what_is_not_affected_is_no_end_of_a_link() -> None:
    """A tool of the same workflow that nobody touched is not drawn, nor is a case."""
    assert [(link.source, link.target) for link in links((PROMPT, SAY, GOLDEN), FACTS)] == [(PROMPT, SAY)]
    assert links((GOLDEN,), FACTS) == ()

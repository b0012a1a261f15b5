"""Words and checks that several rules share."""

from collections.abc import Iterable, Iterator

from sekisho.model.ref import Kind
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt
from sekisho.template import TemplateFacts

NOUNS = {Kind.GOLDEN: "golden case", Kind.KNOWLEDGE: "knowledge base", Kind.CHANGE: "change ticket"}
NOUNS[Kind.LEXICON] = "concept"
"""What a kind's members are called where the kind's own word would not do."""


def noun(kind: Kind) -> str:
    """Return what one file of a kind is called in a message (of a lexicon: one concept)."""
    return NOUNS.get(kind, str(kind))


def near(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant."""
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1)
    return f"{close[0]} (did you mean it?)" if close else None


def template_problems(path: Path, facts: TemplateFacts) -> Iterator[Problem]:
    """Yield what the static check of a template or expression at `path` says."""
    for problem in facts.problems:
        rule = problem.rule.replace("-", "/", 1)
        found = None if problem.found is None else excerpt(problem.found)
        yield Problem(rule, path, problem.message, found, problem.expected, offset=problem.offset)

"""Nothing stands unused: each orphan is a warning, because it can wait for the change that will use it.

A workflow is used when the entry workflow leads to it, over whatever others; a model when a prompt or rubric names it
or a used model falls back to it; a rubric when a policy names it; other things when any file names them. Everything
else that is dropped silently (a node that is never reached, a case no suite selects, an expired quarantine) is an
error.
"""

from collections.abc import Iterator

from sekisho.closure import closure
from sekisho.model.finding import Severity
from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import noun

NAMED = (Kind.MODEL, Kind.PROMPT, Kind.TOOL, Kind.CONFIG, Kind.KNOWLEDGE)
NAMING = (Kind.WORKFLOW, Kind.PROMPT, Kind.MODEL, Kind.RUBRIC)


def check(joined: Joined) -> Iterator[Located]:
    """Yield files and concepts nobody uses; nothing where a file that could use them is unreadable."""
    if joined.readable(*NAMING) and joined.ids(Kind.WORKFLOW):
        yield from _unnamed(joined)
        yield from _unreached(joined)
    if joined.readable(Kind.GOLDEN, Kind.SCENARIO, Kind.POLICY):
        yield from _unused_concepts(joined)
    if joined.readable(Kind.POLICY):
        yield from _unnamed_rubrics(joined)


def _orphan(kind: Kind, path: tuple[str | int, ...], name: str) -> Problem:
    message = f"a {noun(kind)} nobody uses"
    rule = "orphan/concept" if kind is Kind.LEXICON else f"orphan/{kind}"
    return Problem(rule, path, message, excerpt(name), severity=Severity.WARNING, at_key=bool(path))


def _unnamed(joined: Joined) -> Iterator[Located]:
    named = {(reference.kind, reference.id) for fact in joined.of(*NAMING) for reference in fact.references}
    for kind in NAMED:
        for fact in joined.of(kind):
            if fact.details and (kind, fact.id) not in named:
                yield fact, _orphan(kind, (), fact.id)


def _unnamed_rubrics(joined: Joined) -> Iterator[Located]:
    named = {reference.id for fact in joined.of(Kind.POLICY) for reference in fact.references}
    for fact in joined.of(Kind.RUBRIC):
        if fact.details and fact.id not in named:
            yield fact, _orphan(Kind.RUBRIC, (), fact.id)


def _unreached(joined: Joined) -> Iterator[Located]:
    arrows = {fact.id: fact.details["leads_to"] for fact in joined.of(Kind.WORKFLOW)}
    entries = [fact.id for fact in joined.of(Kind.WORKFLOW) if fact.details["entry"]]
    reached = closure(entries, arrows)
    for fact in joined.of(Kind.WORKFLOW):
        if entries and fact.id not in reached:
            yield fact, _orphan(Kind.WORKFLOW, (), fact.id)


def _unused_concepts(joined: Joined) -> Iterator[Located]:
    used = {reference.id for fact in joined.facts for reference in fact.references if reference.kind is Kind.LEXICON}
    for fact in joined.of(Kind.LEXICON):
        for concept in fact.details.get("concepts", ()):
            if concept not in used:
                yield fact, _orphan(Kind.LEXICON, ("concepts", concept), concept)

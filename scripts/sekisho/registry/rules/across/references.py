"""Whatever a file names exists: models, prompts, tools, workflows, documents, concepts, policies, environments..."""

from collections.abc import Iterator, Mapping

from sekisho.model.facts import FileFacts
from sekisho.model.ref import Kind
from sekisho.registry.extract.collector import undotted
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import near, noun


def check(joined: Joined) -> Iterator[Located]:
    """Yield every reference to nothing."""
    for fact in joined.facts:
        for reference in fact.references:
            known = _known(joined, fact.kind, reference.kind)
            if reference.id not in known:
                expected = near(reference.id, known) or one_of(sorted(known))
                path = undotted(reference.field)
                message = f"an unknown {noun(reference.kind)}"
                yield fact, Problem("reference/unknown", path, message, excerpt(reference.id), expected)


def _known(joined: Joined, naming: Kind | None, named: Kind) -> Mapping[str, FileFacts]:
    """Return what may be named; a recordings file belongs to a prompt or to a rubric."""
    if named is Kind.LEXICON:
        return joined.concepts
    rubrics = joined.ids(Kind.RUBRIC) if naming is Kind.RECORDING else {}
    return {**rubrics, **joined.ids(named)}

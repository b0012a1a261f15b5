"""The expressions and replies of a workflow parse, and read only names that exist."""

from collections.abc import Iterator

from sekisho.model.kinds.workflow import Workflow
from sekisho.registry.extract.sources import Source, sources
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near, template_problems
from sekisho.template.language import WORKFLOW_NAMES


def check(subject: Subject) -> Iterator[Problem]:
    """Yield what is wrong with each source, and each name in it that nothing has."""
    workflow: Workflow = subject.artifact
    known = {"slots": workflow.slots, "vars": workflow.variables, "nodes": workflow.nodes}
    for source in sources(workflow):
        facts = source.facts()
        yield from template_problems(source.path, facts)
        for root in sorted(facts.variables - WORKFLOW_NAMES):
            yield _unknown(source, root, near(root, WORKFLOW_NAMES) or one_of(WORKFLOW_NAMES, 20))
        for name in sorted(facts.names):
            root, _, rest = name.partition(".")
            member = rest.partition(".")[0]
            if root in known and member and member not in known[root]:
                yield _unknown(source, f"{root}.{member}", near(member, known[root]) or one_of(list(known[root])))


def _unknown(source: Source, name: str, expected: str) -> Problem:
    offset = max(source.text.find(name), 0)
    return Problem("expression/unknown-name", source.path, "an unknown name", excerpt(name), expected, offset=offset)

"""A slot or variable that several workflows declare is the same thing in all of them: threads share their state."""

from collections.abc import Iterator

from sekisho.model.facts import FileFacts
from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Joined, Located


def check(joined: Joined) -> Iterator[Located]:
    """Yield declarations whose type differs from that of the workflow that comes first."""
    first: dict[tuple[str, str], tuple[str, FileFacts]] = {}
    for fact in sorted(joined.of(Kind.WORKFLOW), key=lambda file: file.id):
        for group in ("slots", "variables"):
            for name, type_ in fact.details.get(group, {}).items():
                before, origin = first.setdefault((group, name), (type_, fact))
                if before != type_:
                    message = f"another type than in the workflow {origin.id}"
                    path = (group, name)
                    yield fact, Problem("workflow/type-conflict", path, message, excerpt(type_), before, at_key=True)

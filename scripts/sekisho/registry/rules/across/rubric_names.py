"""No rubric is called like a prompt: recorded answers are kept by that name, one file each."""

from collections.abc import Iterator

from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Joined, Located


def check(joined: Joined) -> Iterator[Located]:
    """Yield a problem for each rubric whose id is a prompt's."""
    for name, fact in joined.ids(Kind.RUBRIC).items():
        if name in joined.ids(Kind.PROMPT):
            message = "a rubric with the name of a prompt: their recorded answers would share a file"
            yield fact, Problem("rubric/name", (), message, excerpt(name), "another file name")

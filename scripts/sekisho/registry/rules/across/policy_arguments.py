"""An argument that must be the user's own words is one the tool takes: of any other nothing would ever be checked."""

from collections.abc import Iterator

from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import near


def check(joined: Joined) -> Iterator[Located]:
    """Yield the arguments of `said_by_user` that their tools do not take."""
    for fact in joined.of(Kind.POLICY):
        for tool, names in fact.details.get("said_by_user", {}).items():
            details = joined.details(Kind.TOOL, tool)
            known = details["arguments"] if details else names
            for index, name in enumerate(names):
                if name not in known:
                    expected = near(name, known) or one_of(sorted(known))
                    path = ("said_by_user", tool, index)
                    message = "no argument of this tool has this name"
                    yield fact, Problem("policy/unknown-argument", path, message, excerpt(name), expected)

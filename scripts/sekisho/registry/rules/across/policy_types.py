"""One policy of each type, except for rollouts; and an environment names a rollout policy."""

from collections.abc import Iterator

from sekisho.model.facts import FileFacts
from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Joined, Located

ROLLOUT = "rollout"


def check(joined: Joined) -> Iterator[Located]:
    """Yield second policies of a type and environments whose rollout is another policy."""
    first: dict[str, FileFacts] = {}
    for fact in sorted(joined.of(Kind.POLICY), key=lambda file: file.id):
        type_ = fact.details.get("type", ROLLOUT)
        origin = first.setdefault(type_, fact)
        if origin is not fact and type_ != ROLLOUT:
            message, expected = "a second policy of this type", f"one (also in {origin.path})"
            yield fact, Problem("policy/duplicate-type", ("type",), message, excerpt(type_), expected)
    for fact in joined.of(Kind.ENVIRONMENT):
        for reference in fact.references:
            policy = joined.details(Kind.POLICY, reference.id)
            if reference.kind is Kind.POLICY and policy is not None and policy["type"] != ROLLOUT:
                message = "not a rollout policy"
                yield fact, Problem("environment/rollout", ("rollout",), message, excerpt(policy["type"]), ROLLOUT)

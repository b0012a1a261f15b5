"""A segment of the gate policy has cases: some case has the tag or the language, some workflow the intent.

Margins of a segment nobody is in would never be looked at.
"""

from collections.abc import Iterator

from sekisho.model.ref import Kind
from sekisho.registry.extract.workflow import ANY
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import near


def check(joined: Joined) -> Iterator[Located]:
    """Yield segments by a tag or language no case has, and by an intent no workflow has."""
    named = [(fact, segments) for fact in joined.of(Kind.POLICY) if (segments := fact.details.get("segments"))]
    if not named or not joined.readable(Kind.GOLDEN, Kind.SCENARIO, Kind.WORKFLOW):
        return
    known = _known(joined)
    for fact, segments in named:
        for index, segment in enumerate(segments):
            for kind, name in segment.items():
                if not known[kind] & {name, ANY}:
                    owner = "workflow" if kind == "intent" else "case"
                    message, expected = f"no {owner} has this {kind}", near(name, known[kind]) or one_of(known[kind])
                    yield (
                        fact,
                        Problem("policy/empty-segment", ("segments", index, kind), message, excerpt(name), expected),
                    )


def _known(joined: Joined) -> dict[str, set[str]]:
    cases, workflows = list(joined.of(Kind.GOLDEN, Kind.SCENARIO)), list(joined.of(Kind.WORKFLOW))
    return {
        "tag": {tag for fact in cases for tag in fact.details["tags"]},
        "language": {fact.details["language"] for fact in cases},
        "intent": {intent for fact in workflows for intent in fact.details["intents"]},
    }

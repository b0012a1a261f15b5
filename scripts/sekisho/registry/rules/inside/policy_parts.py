"""The parts of a policy agree: suites that are asked for exist, a ladder climbs, a case is quarantined once.

A segment is one part of the cases, named once: by tag, by language or by intent.
"""

from collections.abc import Iterator

from sekisho.model.change import ChangeType
from sekisho.model.kinds.policy import ChangeMatrix, GatePolicy, RolloutPolicy, SegmentRule
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near

ALL = "all"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield problems of one policy file."""
    policy = subject.artifact
    if isinstance(policy, ChangeMatrix):
        yield from _matrix(policy)
    elif isinstance(policy, RolloutPolicy):
        yield from _ladder(policy)
    elif isinstance(policy, GatePolicy):
        yield from _quarantine(policy)
        yield from _segments(policy)


def _matrix(policy: ChangeMatrix) -> Iterator[Problem]:
    for type_ in ChangeType:
        if type_ not in policy.rules:
            message = "a change type has no row"
            yield Problem("policy/missing-row", ("rules",), message, None, f"{type_}: ...", at_key=True)
    for type_, row in policy.rules.items():
        path: Path = ("rules", str(type_), "must")
        for index, suite in enumerate(row.must):
            if suite not in policy.suites and suite != ALL:
                expected = near(suite, policy.suites) or one_of([*policy.suites, ALL])
                yield Problem("policy/unknown-suite", (*path, index), "an unknown suite", excerpt(suite), expected)
        if not row.must:
            message = "a change type that needs no test at all"
            yield Problem("policy/nothing-to-run", path, message, None, "at least one suite")


def _ladder(policy: RolloutPolicy) -> Iterator[Problem]:
    weights = [stage.weight_bp for stage in policy.stages]
    for index in range(1, len(weights)):
        if weights[index] <= weights[index - 1]:
            path: Path = ("stages", index, "weight_bp")
            message = "a stage that does not raise the exposure"
            yield Problem("policy/ladder", path, message, excerpt(weights[index]), f"more than {weights[index - 1]}")


def _segments(policy: GatePolicy) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, segment in enumerate(policy.segments):
        path: Path = ("segments", index)
        names = _names(segment)
        if len(names) != 1:
            found = " and ".join(name.partition(":")[0] for name in names)
            expected = "exactly one of tag, language, intent"
            yield Problem("policy/segment", path, "a segment is one part of the cases", found or None, expected)
        elif names[0] in seen:
            message, expected = "a segment is named twice", "all its metrics in one place"
            yield Problem("policy/segment", path, message, names[0], expected)
        seen.update(names[:1])


def _names(segment: SegmentRule) -> list[str]:
    named = {"tag": segment.tag, "language": segment.language, "intent": segment.intent}
    return [f"{kind}:{name}" for kind, name in named.items() if name is not None]


def _quarantine(policy: GatePolicy) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, entry in enumerate(policy.quarantine):
        if entry.case in seen:
            path: Path = ("quarantine", index, "case")
            yield Problem("policy/quarantined-twice", path, "a case is quarantined twice", excerpt(entry.case))
        seen.add(entry.case)

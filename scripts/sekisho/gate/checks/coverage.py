"""What a change touches must be reached by the cases that are to judge it; what none of them reaches is not judged.

A change of evaluation can take cases away, and one of unknown type anything, so every part counts then.
"""

from collections.abc import Iterator

from sekisho.gate.evidence import Evidence
from sekisho.model.change import ChangeType
from sekisho.model.coverage import Coverage
from sekisho.model.ref import Kind
from sekisho.model.verdict import GateCheck, VerdictState

SUBJECTS = {"edges": Kind.WORKFLOW, "tool faults": Kind.TOOL}
WIDE = frozenset({ChangeType.EVALUATION, ChangeType.UNKNOWN})
SHOWN = 3


def check_coverage(evidence: Evidence) -> Iterator[GateCheck]:
    """Judge what each suite covers on the candidate; inconclusive where something touched is short of its goal."""
    for what in dict.fromkeys((item.suite, item.what) for item in evidence.coverage):
        parts = [item for item in evidence.coverage if (item.suite, item.what) == what and _touched(item, evidence)]
        if parts:
            yield _judged(parts)


def _touched(item: Coverage, evidence: Evidence) -> bool:
    if evidence.plan is None or not item.subject or evidence.types & WIDE:
        return True
    kind = SUBJECTS[item.what]
    return any(ref.kind is kind and ref.id == item.subject for ref in evidence.plan.affected)


def _judged(parts: list[Coverage]) -> GateCheck:
    suite, what = parts[0].suite, parts[0].what
    short = [item for item in parts if not item.reached]
    covered, total = sum(item.covered for item in parts), sum(item.total for item in parts)
    message = f"{suite} reaches {covered} of {total} {what}"
    missing = [name for item in short for name in item.missing]
    if short:
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        message += f"; no case reaches {', '.join(missing[:SHOWN])}{more}"
    return GateCheck(
        id=f"coverage-{suite}-{what.replace(' ', '-')}",
        state=VerdictState.INCONCLUSIVE if short else VerdictState.PASS,
        message=message,
        evidence={"covered": covered, "total": total, "missing": missing},
    )

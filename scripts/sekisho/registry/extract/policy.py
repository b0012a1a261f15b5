"""Facts of policies: the cases, tools and concepts they name, and the suites of a change matrix."""

from collections.abc import Mapping

from sekisho.model.base import Json
from sekisho.model.kinds.policy import ChangeMatrix, GatePolicy, SafetyPolicy, SegmentRule
from sekisho.model.ref import Kind
from sekisho.model.registry import AnyPolicy
from sekisho.registry.extract.collector import Collector


def policy(artifact: AnyPolicy, collector: Collector) -> Mapping[str, Json]:
    """Return `type` and, of a change matrix, `suites`; of a gate policy, `quarantine` (case, until) and `segments`.

    Of a safety policy, `said_by_user` (tool -> arguments).
    """
    details: dict[str, Json] = {"type": artifact.type}
    if isinstance(artifact, ChangeMatrix):
        details["suites"] = {
            name: [str(suite.cases), list(suite.tags), list(suite.fields)] for name, suite in artifact.suites.items()
        }
    if isinstance(artifact, GatePolicy):
        details["quarantine"] = [[entry.case, entry.until.isoformat()] for entry in artifact.quarantine]
        details["segments"] = [_segment(segment) for segment in artifact.segments]
        collector.refer(Kind.RUBRIC, artifact.judge.rubric if artifact.judge else None, "judge", "rubric")
    if isinstance(artifact, SafetyPolicy):
        collector.refer_all(Kind.LEXICON, artifact.prohibited_concepts, "prohibited_concepts")
        collector.refer_all(Kind.TOOL, artifact.confirm_before, "confirm_before")
        collector.refer_all(Kind.TOOL, artifact.forbidden_tools, "forbidden_tools")
        for tool in artifact.said_by_user:
            collector.refer(Kind.TOOL, tool, "said_by_user", tool)
        details["said_by_user"] = {tool: list(names) for tool, names in artifact.said_by_user.items()}
    return details


def _segment(rule: SegmentRule) -> dict[str, str]:
    """Return what a segment names, by the kind of name."""
    named = {"tag": rule.tag, "language": rule.language, "intent": rule.intent}
    return {kind: str(name) for kind, name in named.items() if name is not None}

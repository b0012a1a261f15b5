"""Facts of policies: the cases, tools and concepts they name, and the suites of a change matrix."""

from collections.abc import Mapping

from sekisho.model.base import Json
from sekisho.model.kinds.policy import ChangeMatrix, GatePolicy, SafetyPolicy
from sekisho.model.ref import Kind
from sekisho.model.registry import AnyPolicy
from sekisho.registry.extract.collector import Collector


def policy(artifact: AnyPolicy, collector: Collector) -> Mapping[str, Json]:
    """Return `type` and, of a change matrix, `suites`; of a gate policy, `quarantine` (case -> until)."""
    details: dict[str, Json] = {"type": artifact.type}
    if isinstance(artifact, ChangeMatrix):
        details["suites"] = {
            name: [str(suite.cases), list(suite.tags), list(suite.fields)] for name, suite in artifact.suites.items()
        }
    if isinstance(artifact, GatePolicy):
        details["quarantine"] = [[entry.case, entry.until.isoformat()] for entry in artifact.quarantine]
    if isinstance(artifact, SafetyPolicy):
        collector.refer_all(Kind.LEXICON, artifact.prohibited_concepts, "prohibited_concepts")
        collector.refer_all(Kind.TOOL, artifact.confirm_before, "confirm_before")
    return details

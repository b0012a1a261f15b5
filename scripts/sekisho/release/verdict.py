"""Whether a gate's report speaks for a release."""

from sekisho.model.verdict import GateReport, VerdictState


def refusal(report: GateReport, commit: str) -> str:
    """Return why a report does not let `commit` be released; "" where it does: a pass about exactly this commit."""
    if report.verdict.state is not VerdictState.PASS:
        return f"its verdict is {report.verdict.state.name.lower()}, not pass"
    if report.plan is None or report.plan.change_set.head != commit:
        return f"it is not about {commit[:12]}"
    return ""

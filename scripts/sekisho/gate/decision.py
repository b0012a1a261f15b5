"""Go or No-Go for a pull request: what the gate found, who approved the head commit, the ticket and the checklist.

The worst reason decides. What a person still has to do is waiting; what no approval can mend is a No-Go, and so is a
verdict of inconclusive: nobody can approve past what nobody knows. Nothing to rest on is never a Go.
"""

from collections.abc import Iterator, Sequence

from sekisho.codeowners.lint import must_be_owned
from sekisho.codeowners.table import Codeowners
from sekisho.gate.approvals import changed_paths, owner_groups
from sekisho.gate.wording import counted, listed
from sekisho.model.decision import (
    ApprovalState,
    ChecklistItem,
    Decision,
    DecisionReason,
    DecisionState,
    ItemState,
    OwnerGroup,
    TicketStanding,
)
from sekisho.model.kinds.policy import ApprovalPolicy
from sekisho.model.pull import PullChange, PullEvidence
from sekisho.model.verdict import GateReport, VerdictState

PROGRAM = ("scripts/", ".github/", ".ci/", "pyproject.toml", "requirements")
"""Paths of the gate's own program and of what runs it."""

SUCCESS = "success"
GO, WAITING, NO_GO = DecisionState.GO, DecisionState.WAITING, DecisionState.NO_GO


def decide(
    report: GateReport | None,
    evidence: PullEvidence,
    owners: Codeowners,
    policy: ApprovalPolicy | None,
    ticket: TicketStanding,
    checklist: Sequence[ChecklistItem],
) -> Decision:
    """Return the decision about a pull request at its head commit, with every reason, the worst first.

    `owners` and `policy` are the base revision's. `report` is the gate's, None where it has not (yet) left one: it is
    believed only as far as it agrees with `evidence`.
    """
    groups = owner_groups(evidence, owners, policy, ticket.environments)
    reasons = [
        *_draft(evidence),
        *_verdict(report, evidence),
        *_belongs(report, evidence),
        _check(evidence),
        *_ownership(evidence.change, owners),
        *_approvals(groups, evidence),
        *_program(evidence.change),
        _ticket(ticket),
        *_checklist(checklist, evidence.change, _spoken_for(report, ticket)),
    ]
    return Decision(
        state=DecisionState.worst(reason.state for reason in reasons),
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.state)),
        verdict=report.verdict.state if report else None,
        pull=evidence.pull,
        groups=groups,
        ticket=ticket,
        checklist=tuple(checklist),
    )


def _reason(id_: str, state: DecisionState, message: str) -> DecisionReason:
    return DecisionReason(id=id_, state=state, message=message)


def _draft(evidence: PullEvidence) -> Iterator[DecisionReason]:
    if evidence.pull.draft:
        yield _reason("draft", WAITING, "the pull request is a draft")


def _verdict(report: GateReport | None, evidence: PullEvidence) -> Iterator[DecisionReason]:
    if report is None:
        over = bool(evidence.gate_conclusion)
        message = "the gate has ended and left no report" if over else "the gate has not finished"
        yield _reason("verdict", NO_GO if over else WAITING, message)
        return
    state = report.verdict.state
    if state is VerdictState.PASS:
        yield _reason("verdict", GO, "the gate passes")
        return
    checks = [check.message for check in report.verdict.checks if check.state is state]
    why = f": {checks[0]}" if checks else ""
    if state is VerdictState.INCONCLUSIVE:
        why += "; an approval does not make it known: give the gate what it lacks"
    word = {VerdictState.FAIL: "the gate fails", VerdictState.ERROR: "the gate could not run"}
    yield _reason("verdict", NO_GO, word.get(state, "the gate cannot tell") + why)


def _belongs(report: GateReport | None, evidence: PullEvidence) -> Iterator[DecisionReason]:
    """Hold what the report says of itself against the commits; a report can come from a branch's own workflow."""
    if report is None:
        return
    wrong = _foreign(report, evidence)
    if wrong:
        yield _reason("report", NO_GO, f"the report is not about this change: {wrong}")
    else:
        yield _reason("report", GO, f"the report is about {evidence.pull.head[:12]}")


def _foreign(report: GateReport, evidence: PullEvidence) -> str:
    if report.plan is None:
        return "it does not say which commits it compares"
    about, change = report.plan.change_set, evidence.change
    if about.head != evidence.pull.head:
        return f"it judges {about.head[:12]}, the head is {evidence.pull.head[:12]}"
    if change is None:
        return ""
    if about.base not in (change.base, evidence.pull.base):
        return f"it compares with {about.base[:12]}, the base is {change.base[:12]}"
    if hidden := [str(kind) for kind in change.types if kind not in about.types]:
        return f"it does not speak of the change of {', '.join(hidden)}"
    return ""


def _check(evidence: PullEvidence) -> DecisionReason:
    conclusion = evidence.gate_conclusion
    if not conclusion:
        return _reason("check", WAITING, "the required check has not ended")
    if conclusion != SUCCESS:
        return _reason("check", NO_GO, f"the required check ended as {conclusion!r}; only success counts")
    return _reason("check", GO, "the required check succeeded")


def _ownership(change: PullChange | None, owners: Codeowners) -> Iterator[DecisionReason]:
    """What nobody owns nobody can say Go for; outside the registry and what judges it, nobody is asked then."""
    if change is None:
        yield _reason("ownership", NO_GO, "nobody has looked which files the commits change")
        return
    if not owners.path:
        yield _reason("ownership", NO_GO, "the base has no CODEOWNERS file, so nobody can say Go")
        return
    unowned = [path for path in changed_paths(change.files) if not owners.of(path).owners]
    orphans = [path for path in unowned if must_be_owned(path, owners.path)]
    if orphans:
        message = f"nobody owns {listed(orphans)}: CODEOWNERS of the base must name who can say Go"
        yield _reason("ownership", NO_GO, message)
    elif unowned:
        yield _reason("ownership", GO, f"CODEOWNERS asks nobody about {listed(unowned)}")


def _approvals(groups: Sequence[OwnerGroup], evidence: PullEvidence) -> Iterator[DecisionReason]:
    if not groups:
        yield _reason("approvals", WAITING, "no owner and no policy is asked about this change, so nobody can say Go")
        return
    open_ = [group for group in groups if group.state is not ApprovalState.APPROVED]
    for group in open_:
        state = NO_GO if group.state is ApprovalState.OBJECTED else WAITING
        yield _reason("approvals", state, _still_open(group))
    if not open_:
        head = evidence.pull.head[:12]
        yield _reason("approvals", GO, f"{counted(len(groups), 'owner group')} approved {head}")


def _still_open(group: OwnerGroup) -> str:
    who, why = " or ".join(group.owners), f"({group.because})"
    if group.state is ApprovalState.OBJECTED:
        return f"{', '.join(group.objecting)} of {who} requests changes {why}"
    lacking = max(group.need - len(group.approved_by), 0)
    parts = [f"waiting for {counted(lacking, 'approval')} of {who} {why}"]
    if group.state is ApprovalState.UNKNOWN:
        parts = [f"who belongs to {', '.join(group.unknown)} cannot be read {why}", _needed(group.unknown)]
    if group.stale:
        parts.append(f"the approval of {', '.join(group.stale)} is for an older commit")
    if group.people is not None and group.people < group.need:
        parts.append(f"without the author only {group.people} can give it: name more owners")
    return "; ".join(parts)


def _needed(unknown: Sequence[str]) -> str:
    if all(owner.startswith("@") for owner in unknown):
        return "it takes a token that may read the organisation's members (read:org)"
    return "name a user or a team instead of an e-mail address"


def _program(change: PullChange | None) -> Iterator[DecisionReason]:
    paths = [path for path in changed_paths(change.files) if path.startswith(PROGRAM)] if change else []
    if paths:
        message = f"the change is also one of the gate's own program, whose owners answer for it: {listed(paths)}"
        yield _reason("program", GO, message)


def _ticket(ticket: TicketStanding) -> DecisionReason:
    if ticket.findings:
        more = f" (and {len(ticket.findings) - 1} more)" if len(ticket.findings) > 1 else ""
        return _reason("ticket", NO_GO, f"the change ticket is not complete: {ticket.findings[0]}{more}")
    if ticket.path:
        return _reason("ticket", GO, f"{ticket.path} is complete")
    if ticket.exempt:
        return _reason("ticket", GO, f"no ticket is needed: {ticket.exempt}")
    return _reason("ticket", NO_GO, "there is no change ticket: sekisho ticket new")


def _spoken_for(report: GateReport | None, ticket: TicketStanding) -> frozenset[str]:
    """Return the items whose trouble is a No-Go of its own already: the reader is told once."""
    ticket_said = () if ticket.complete else ("ticket",)
    verdict_said = () if report is None or report.verdict.state is VerdictState.PASS else ("golden",)
    return frozenset((*ticket_said, *verdict_said))


def _checklist(
    checklist: Sequence[ChecklistItem], change: PullChange | None, spoken_for: frozenset[str]
) -> Iterator[DecisionReason]:
    failed = [item for item in checklist if item.state is ItemState.FAILED]
    open_ = [item for item in checklist if item.state is ItemState.OPEN]
    for state, items in ((NO_GO, failed), (WAITING, open_)):
        for item in items:
            if item.id not in spoken_for:
                yield _reason("checklist", state, f"{item.id}: {item.evidence}")
    if not checklist and change is not None and change.types:
        yield _reason("checklist", WAITING, "the checklist is empty")
    elif all(item.state in (ItemState.DONE, ItemState.NOT_NEEDED) for item in checklist):
        yield _reason("checklist", GO, "every item of the checklist is shown")

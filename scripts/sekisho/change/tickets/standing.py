"""Whether the ticket of a change is complete, or why the change needs none. The base revision's policies judge."""

from collections.abc import Iterator, Sequence

from sekisho.change.tickets.agreement import agreement, number_after
from sekisho.change.tickets.case import WRITE, TicketCase, TicketPolicies
from sekisho.change.tickets.completeness import completeness
from sekisho.change.tickets.edits import said, speaking
from sekisho.change.tickets.exemption import Exempt, exempt
from sekisho.model.change import ChangeType
from sekisho.model.decision import TicketStanding
from sekisho.model.facts import FileFacts
from sekisho.model.finding import Finding
from sekisho.model.kinds.policy import ExperimentPolicy
from sekisho.model.ref import Location
from sekisho.model.ticketing import GitFacts

FOLDER = "registry/changes"


def standing(case: TicketCase, policies: TicketPolicies, git: GitFacts) -> TicketStanding:
    """Return how a change stands with its ticket: its path, the reason it needs none, and all that is wrong.

    A ticket that rides with an exempt change is judged like any other. Of several tickets the first is named.
    """
    tickets = speaking(case.edits)
    freed = exempt(case.change_set, policies.approvals)
    findings = [*agreement(*case), *(found for file in tickets for found in _inside(file, case, policies, git))]
    if not tickets and not freed.reason:
        findings.append(_missing(case, freed))
    first = said(tickets[0]) if tickets else {}
    return TicketStanding(
        path=tickets[0].path if tickets else "",
        title=first.get("title", ""),
        status=first.get("status", ""),
        exempt="" if tickets else freed.reason,
        environments=_environments(tickets),
        findings=tuple(sorted(findings, key=lambda found: found.order)),
    )


def _environments(tickets: Sequence[FileFacts]) -> tuple[str, ...]:
    """Return the environments the tickets name, each once; none at all when one of them cannot be read."""
    named = [said(file).get("environments", ()) for file in tickets]
    return tuple(dict.fromkeys(name for names in named for name in names)) if all(named) else ()


def must_compare(types: Sequence[ChangeType], policy: ExperimentPolicy | None) -> list[ChangeType]:
    """Return the types of a change for which an A/B test is a must."""
    return [kind for kind in types if policy is not None and kind in policy.required_for]


def _inside(file: FileFacts, case: TicketCase, policies: TicketPolicies, git: GitFacts) -> Iterator[Finding]:
    yield from file.findings
    yield from completeness(file, must_compare(case.change_set.types, policies.experiment), git)


def _missing(case: TicketCase, freed: Exempt) -> Finding:
    path = f"{FOLDER}/{number_after(case.numbers)}.yaml"
    types = f"a change of {', '.join(case.change_set.types)}"
    return Finding(
        rule="change/ticket-missing",
        location=Location(path=path),
        message="the change has no ticket",
        found=f"{types}; {freed.exceeded}" if freed.exceeded else types,
        expected=f"this file: {WRITE}",
    )

"""What can be written for the author, and what is left to them."""

import pytest

from sekisho.change.change_set import change_set
from sekisho.change.tickets.case import TicketCase, TicketPolicies
from sekisho.change.tickets.draft import Given, draft, risk_of
from sekisho.change.tickets.lifecycle import FOLLOWERS, followers
from sekisho.model.change import Change, ChangeType, Operation
from sekisho.model.kinds.policy import ApprovalPolicy, ExperimentPolicy
from sekisho.model.kinds.ticket import TicketStatus
from sekisho.model.ref import Kind, Ref
from sekisho.model.ticketing import ReleaseTag, TicketDraft

APPROVALS = ApprovalPolicy.model_validate(
    {"type": "approvals", "rules": [{"types": ["model", "tool"], "groups": ["@o/platform", "@o/safety"]}]}
)
EXPERIMENT = ExperimentPolicy.model_validate(
    {"type": "experiment", "required_for": ["model"], "minimum_weeks": 2, "primary_metric": "task_success"}
)
RELEASES = [ReleaseTag(name="release/2", commit="c2"), ReleaseTag(name="release/1", commit="c1")]


def _draft(
    *types: ChangeType, refs: tuple[Ref, ...] = (), releases: list[ReleaseTag] = RELEASES, given: Given | None = None
) -> TicketDraft:
    changes = [Change(type=kind, operation=Operation.CHANGED, path="p", reason="r") for kind in types]
    case = TicketCase(change_set("b", "h", changes), refs, (), ())
    known = given or Given(environments=("prod",))
    return draft(case, TicketPolicies(APPROVALS, EXPERIMENT), releases, ["CHG-0009", "CHG-0010"], known)


def test_a_change_of_a_model() -> None:
    """The owner is whom the policy asks first, the test it demands is planned, the way back is the newest release."""
    found = _draft(ChangeType.MODEL)
    assert found.id == "CHG-0011"
    assert (found.ticket.owner, found.ticket.risk) == ("@o/platform", "high")
    assert found.ticket.experiment.required
    assert "2 weeks" in found.ticket.experiment.reason
    assert found.ticket.rollback.target == "release/2"
    assert found.ticket.status is TicketStatus.DRAFT


def test_a_change_of_evaluation() -> None:
    """Nothing of it is deployed: it is reverted, and nobody is named whom no policy names."""
    ticket = _draft(ChangeType.EVALUATION).ticket
    assert (ticket.rollback.method, ticket.rollback.target) == ("revert_commit", "the commit of this change")
    assert ticket.risk == "low"
    assert ticket.owner.startswith("FILL IN")
    assert ticket.experiment.reason.startswith("FILL IN")


def test_before_the_first_release_the_way_back_is_a_persons_to_say() -> None:
    """No release is made up."""
    assert _draft(ChangeType.PROMPT, releases=[]).ticket.rollback.target.startswith("FILL IN")


def test_a_workflow_with_many_nodes_is_named_whole() -> None:
    """Cases are never listed, a few nodes are, more than eight of one workflow are its name."""
    many = tuple(Ref(kind=Kind.WORKFLOW, id="visit", node=f"n{number}") for number in range(9))
    few = tuple(Ref(kind=Kind.WORKFLOW, id="desk", node=f"n{number}") for number in range(8))
    refs = (Ref(kind=Kind.PROMPT, id="intent"), *few, *many, Ref(kind=Kind.GOLDEN, id="a"))
    affected = _draft(ChangeType.PROMPT, refs=refs).ticket.affected
    assert affected == ("prompt:intent", *(f"workflow:desk#n{number}" for number in range(8)), "workflow:visit")


def test_what_is_given_is_taken() -> None:
    """The author knows better."""
    given = Given(title="t", why="w", owner="o", risk="low", environments=("stg",))
    found = _draft(ChangeType.MODEL, given=given)
    assert (found.ticket.title, found.ticket.why, found.ticket.owner, found.ticket.risk) == ("t", "w", "o", "low")
    assert (found.ticket.environments, found.why_risk) == (("stg",), "given")


@pytest.mark.parametrize("kind", ChangeType)
def test_every_type_has_a_risk(kind: ChangeType) -> None:
    """A change of two types is as risky as the riskier one; only what users never meet is low."""
    risk, why = risk_of((kind,))
    assert (risk == "low") is (kind is ChangeType.EVALUATION)
    assert why
    assert risk_of((kind, ChangeType.UNKNOWN))[0] == "high"


def test_a_life_leads_from_draft_to_an_end() -> None:
    """Every status can be reached from draft, and only the two ends lead nowhere."""
    reached = {TicketStatus.DRAFT}
    for _ in TicketStatus:
        reached |= {after for before in reached for after in FOLLOWERS[before]}
    assert reached == set(TicketStatus)
    assert {status for status in TicketStatus if not FOLLOWERS[status]} == {
        TicketStatus.CLOSED,
        TicketStatus.ROLLED_BACK,
    }
    assert TicketStatus.CLOSED not in followers(TicketStatus.GATED, ["evaluation", "prompt"])

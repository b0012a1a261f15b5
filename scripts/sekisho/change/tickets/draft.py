"""A ticket as far as the change itself tells it; what only a person knows is marked, and named until it is said."""

from collections.abc import Iterator, Sequence
from typing import Literal

from sekisho.change.tickets.agreement import number_after, whole
from sekisho.change.tickets.case import TicketCase, TicketPolicies
from sekisho.change.tickets.completeness import THIS_CHANGE, UNFILLED
from sekisho.change.tickets.standing import must_compare
from sekisho.model.base import Frozen
from sekisho.model.change import ChangeSet, ChangeType
from sekisho.model.kinds.ticket import Experiment, Rollback, Ticket
from sekisho.model.ref import CASES, Kind, Ref
from sekisho.model.ticketing import ReleaseTag, TicketDraft

MOST_NODES = 8
"""A workflow with more touched nodes is named as a whole."""

Risk = Literal["low", "medium", "high"]
RISKS: Sequence[tuple[Risk, tuple[ChangeType, ...], str]] = (
    ("high", (ChangeType.UNKNOWN,), "nobody can say what the change touches"),
    ("high", (ChangeType.MODEL,), "another model can answer everything differently"),
    ("high", (ChangeType.TOOL,), "tools act on the world, and what they did stays done"),
    ("medium", (ChangeType.ROUTING,), "dialogues take another way"),
    ("medium", (ChangeType.PROMPT, ChangeType.KNOWLEDGE), "answers are worded or founded differently"),
)
NO_RISK: tuple[Risk, str] = ("low", "users meet nothing of it")


class Given(Frozen):
    """What an author says on the command line, or the command knows: "" and () leave it to the change."""

    title: str = ""
    why: str = ""
    owner: str = ""
    risk: Risk | None = None
    environments: tuple[str, ...] = ()


def draft(
    case: TicketCase, policies: TicketPolicies, releases: Sequence[ReleaseTag], numbers: Sequence[str], given: Given
) -> TicketDraft:
    """Return a ticket for a change with types. `releases` are those the base contains, newest first.

    `numbers` are the ids of the tickets of both sides. Raises ValueError when nothing typed changes.
    """
    types = case.change_set.types
    risk, why_risk = (given.risk, "given") if given.risk else risk_of(types)
    rollback, why_rollback = _rollback(types, releases)
    ticket = Ticket(
        title=given.title or f"{UNFILLED}: what is changed, in one line",
        why=given.why or f"{UNFILLED}: the reason, so that a reader in a year understands it",
        types=types,
        affected=tuple(dict.fromkeys(_affected(case.affected))),
        environments=given.environments,
        risk=risk,
        rollback=rollback,
        experiment=_experiment(case.change_set, policies),
        owner=given.owner or _owner(types, policies),
    )
    return TicketDraft(id=number_after(numbers), ticket=ticket, why_risk=why_risk, why_rollback=why_rollback)


def risk_of(types: Sequence[ChangeType]) -> tuple[Risk, str]:
    """Return the risk that change types suggest, and why: the first row of the table that one of them is in."""
    return next(((risk, why) for risk, kinds, why in RISKS if set(kinds) & set(types)), NO_RISK)


def _rollback(types: Sequence[ChangeType], releases: Sequence[ReleaseTag]) -> tuple[Rollback, str]:
    if set(types) == {ChangeType.EVALUATION}:
        why = "nothing of it is deployed, so there is no environment to switch back"
        return Rollback(method="revert_commit", target=THIS_CHANGE), why
    if releases:
        why = "the newest release the change starts from"
        return Rollback(method="environment_flag", target=releases[0].name), why
    text = f"{UNFILLED}: there is no release to go back to yet; what do users get instead?"
    return Rollback(method="environment_flag", target=text), "git has no release yet"


def _experiment(change_set: ChangeSet, policies: TicketPolicies) -> Experiment:
    asked = must_compare(change_set.types, policies.experiment)
    if asked and policies.experiment:
        weeks = policies.experiment.minimum_weeks
        text = f"The experiment policy asks for it when {' and '.join(asked)} changes; it lasts {weeks} weeks or more."
        return Experiment(required=True, reason=text)
    return Experiment(required=False, reason=f"{UNFILLED}: why no A/B test is needed, or `required: true` and why")


def _affected(refs: Sequence[Ref]) -> Iterator[str]:
    nodes = [ref for ref in refs if ref.kind is Kind.WORKFLOW]
    for ref in refs:
        if ref.kind in CASES:
            continue
        together = sum(node.id == ref.id for node in nodes) > MOST_NODES if ref.kind is Kind.WORKFLOW else False
        yield whole(ref) if together else str(ref)


def _owner(types: Sequence[ChangeType], policies: TicketPolicies) -> str:
    """The group that the approval policy asks first for such a change."""
    rules = policies.approvals.rules if policies.approvals else ()
    groups = (rule.groups[0] for kind in types for rule in rules if kind in rule.types)
    return next(groups, f"{UNFILLED}: the team that answers for the change")

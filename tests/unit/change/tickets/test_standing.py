"""Every example below tests/examples/tickets: a change and its tickets in, how it stands with them out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.change.change_set import change_set
from sekisho.change.tickets.case import NOTE, TicketCase, TicketPolicies, note
from sekisho.change.tickets.edits import TicketEdit, edits_of
from sekisho.change.tickets.standing import standing
from sekisho.model.change import Change, ChangeType
from sekisho.model.facts import FileFacts
from sekisho.model.kinds.policy import ApprovalPolicy, ExperimentPolicy
from sekisho.model.ref import Kind, Ref
from sekisho.model.ticketing import GitFacts
from sekisho.registry.reading import read_file

EXAMPLES = Path(__file__).parents[3] / "examples" / "tickets"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir())
TICKET = (EXAMPLES / "_ticket.yaml").read_text(encoding="utf-8")
DEFAULTS: Mapping[str, Any] = yaml.safe_load((EXAMPLES / "_defaults.yaml").read_text(encoding="utf-8"))


def _facts(id_: str, edits: Sequence[Sequence[str]]) -> FileFacts:
    text = TICKET
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return read_file(f"registry/changes/{id_}.yaml", text, text.encode()).facts


def _ref(name: str) -> Ref:
    kind, _, rest = name.partition(":")
    id_, _, node = rest.partition("#")
    return Ref(kind=Kind(kind), id=id_, node=node or None)


def _case(example: Mapping[str, Any]) -> TicketCase:
    changes = [Change(**{"operation": "changed", "reason": "r", **change}) for change in example["changes"]]
    before, after = ({id_: _facts(id_, edits) for id_, edits in example.get(side, {}).items()} for side in SIDES)
    edits = [TicketEdit(before.get(id_), after.get(id_)) for id_ in sorted({*before, *after})]
    affected = [_ref(name) for name in example["affected"]]
    return TicketCase(change_set("base", "head", changes), affected, edits, example["numbers"])


SIDES = ("before", "after")


def _policies(data: Mapping[str, Any]) -> TicketPolicies:
    approvals, experiment = data.get("approvals"), data.get("experiment")
    return TicketPolicies(
        ApprovalPolicy.model_validate(approvals) if approvals else None,
        ExperimentPolicy.model_validate(experiment) if experiment else None,
    )


@pytest.mark.parametrize("name", NAMES)
def test_example(name: str) -> None:
    """A change stands with its ticket as the example's standing.yaml says, and a plan asks for one where it must."""
    example = {**DEFAULTS, **yaml.safe_load((EXAMPLES / name / "change.yaml").read_text(encoding="utf-8"))}
    case, policies = _case(example), _policies(example["policies"])
    found = standing(case, policies, GitFacts.model_validate(example["git"]))
    seen = {
        "path": found.path,
        "status": found.status,
        "exempt": found.exempt,
        "complete": found.complete,
        "findings": [str(finding) for finding in found.findings],
    }
    assert seen == yaml.safe_load((EXAMPLES / name / "standing.yaml").read_text(encoding="utf-8"))
    missing = any(finding.rule == "change/ticket-missing" for finding in found.findings)
    assert (NOTE in note(case, policies)) is missing


def test_where_tickets_want_to_go() -> None:
    """All of them together, each place once; one that cannot be read may mean any place, so nothing is known."""
    prod, stg, broken = (
        _facts(id_, [["environments: [prod]", f"environments: {named}"]])
        for id_, named in (("CHG-0003", "[prod]"), ("CHG-0004", "[stg, prod]"), ("CHG-0005", "stg"))
    )
    changes = change_set("base", "head", [Change(operation="changed", path="a", type=ChangeType.PROMPT, reason="r")])

    def named(*tickets: FileFacts) -> tuple[str, ...]:
        case = TicketCase(changes, (), [TicketEdit(None, ticket) for ticket in tickets], ())
        return standing(case, TicketPolicies(), GitFacts()).environments

    assert named(prod, stg) == ("prod", "stg")
    assert named(prod, broken) == ()
    assert named() == ()


def test_a_ticket_under_another_name_is_another_ticket() -> None:
    """What git calls a rename takes a record away and brings one that nobody opened."""
    status = [["status: draft", "status: rolled_out"]]
    record, renamed = (_facts(id_, status) for id_ in ("CHG-0002", "CHG-0003"))
    case = TicketCase(change_set("base", "head", []), (), edits_of(record, renamed), ["CHG-0001", "CHG-0002"])
    rules = [finding.rule for finding in standing(case, TicketPolicies(), GitFacts()).findings]
    assert rules == ["change/ticket-removed", "change/ticket-status"]
    assert edits_of(record, record) == (TicketEdit(record, record),)
    assert edits_of(None, None) == ()

"""A ticket owns up to the change it rides with."""

import pytest

from sekisho.change.change_set import change_set
from sekisho.change.ticket import with_ticket
from sekisho.model.change import Change, ChangeType, Operation
from sekisho.model.facts import FileFacts
from sekisho.model.ref import Kind, Ref

PATH = "registry/changes/CHG-0001.yaml"
NODES = [Ref(kind=Kind.WORKFLOW, id="visit", node=name) for name in ("ask", "book")]


def _ticket(types: list[str], affected: list[str], status: str = "draft", path: str = PATH) -> FileFacts:
    details = {"types": types, "affected": affected, "status": status}
    return FileFacts(path, "b", Kind.CHANGE, "CHG-0001", details=details)


def _found(tickets: list[FileFacts], affected: list[Ref], *types: ChangeType) -> list[tuple[str, str | None]]:
    changes = [Change(type=kind, operation=Operation.CHANGED, path="p", reason="r") for kind in types]
    ticket = Ref(kind=Kind.CHANGE, id="CHG-0001")
    changes.append(Change(type=None, operation=Operation.ADDED, path=PATH, ref=ticket, reason="r"))
    findings = with_ticket(change_set("b", "h", changes), affected, tickets).findings
    return [(finding.rule, finding.expected) for finding in findings]


def test_ticket_that_says_everything() -> None:
    """Types may be more than needed; a whole workflow stands for its nodes."""
    assert _found([_ticket(["tool", "prompt"], ["workflow:visit"])], NODES, ChangeType.TOOL) == []
    assert _found([_ticket(["tool"], ["workflow:visit#ask", "workflow:visit#book"])], NODES, ChangeType.TOOL) == []


def test_missing_types_and_nodes_are_named() -> None:
    """What the ticket leaves out is in the message."""
    found = _found([_ticket(["tool"], ["workflow:visit#ask"])], NODES, ChangeType.TOOL, ChangeType.MODEL)
    assert found == [("change/ticket-types", "also model"), ("change/ticket-affected", "also workflow:visit#book")]


def test_two_tickets_share_a_change() -> None:
    """Several open tickets in one change speak together."""
    tickets = [_ticket(["tool"], ["workflow:visit#ask"]), _ticket(["model"], ["workflow:visit#book"])]
    assert _found(tickets, NODES, ChangeType.TOOL, ChangeType.MODEL) == []


def test_ticket_that_names_nothing_touched_is_not_asked() -> None:
    """Whether a ticket is complete is the checklist's question."""
    assert _found([_ticket(["tool"], [])], NODES, ChangeType.TOOL) == []


@pytest.mark.parametrize("ticket", [_ticket([], [], "closed"), _ticket([], [], path="registry/changes/CHG-0009.yaml")])
def test_other_tickets_do_not_count(ticket: FileFacts) -> None:
    """History and tickets of other changes are left alone."""
    assert _found([ticket], NODES, ChangeType.TOOL) == []


def test_neutral_changes_need_no_ticket() -> None:
    """A ticket may be edited by itself."""
    assert _found([_ticket([], [])], []) == []


def test_long_lists_are_cut() -> None:
    """A model change can touch hundreds of nodes."""
    nodes = [Ref(kind=Kind.WORKFLOW, id="w", node=f"n{number}") for number in range(9)]
    assert _found([_ticket(["model"], ["workflow:visit"])], nodes, ChangeType.MODEL) == [
        (
            "change/ticket-affected",
            "also workflow:w#n0, workflow:w#n1, workflow:w#n2, workflow:w#n3, workflow:w#n4 and 4 more",
        )
    ]

"""What a ticket calls affected is written `kind:id`, or `workflow:id#node`."""

import re
from collections.abc import Iterator

from sekisho.model.kinds.ticket import Ticket
from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Subject

NAME = re.compile(rf"(?P<kind>{'|'.join(Kind)}):(?P<id>[a-z0-9][a-z0-9_/-]*)(#(?P<node>[a-z0-9][a-z0-9_-]*))?")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield names that are not references."""
    ticket: Ticket = subject.artifact
    for index, name in enumerate(ticket.affected):
        match = NAME.fullmatch(name)
        if match is None or (match["node"] and match["kind"] != Kind.WORKFLOW):
            expected = "kind:id, or workflow:id#node"
            yield Problem("ticket/affected", ("affected", index), "not a reference", excerpt(name), expected)

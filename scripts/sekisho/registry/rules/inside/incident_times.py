"""The times of an incident are in order: it starts, it is detected, it is resolved; the timeline runs forward."""

from collections.abc import Iterator
from itertools import pairwise

from sekisho.model.kinds.operation import Incident
from sekisho.registry.problem import Problem
from sekisho.registry.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield times that stand before an earlier one."""
    incident: Incident = subject.artifact
    moments = [("started", incident.started), ("detected", incident.detected), ("resolved", incident.resolved)]
    given = [(name, moment) for name, moment in moments if moment is not None]
    for (before, earlier), (name, later) in pairwise(given):
        if later < earlier:
            message = f"an incident is {name} before it is {before}"
            yield Problem("incident/times", (name,), message, later.isoformat(), f"{earlier.isoformat()} or later")
    for index, (first, second) in enumerate(pairwise(incident.timeline), start=1):
        if second.at < first.at:
            message = "the timeline runs backward"
            expected = f"{first.at.isoformat()} or later"
            yield Problem("incident/times", ("timeline", index, "at"), message, second.at.isoformat(), expected)

"""How much of what a suite must reach its cases do reach."""

from enum import StrEnum

from sekisho.model.base import Count, Frozen, Share


class CoverageKind(StrEnum):
    """What can be covered: edges of workflows, faults of tools, ways a user leaves the straight path."""

    EDGES = "edges"
    TOOL_FAULTS = "tool_faults"
    RECOVERY_PATHS = "recovery_paths"


class Coverage(Frozen):
    """What the judged cases of a suite reach of one thing, the workflow or tool `subject` where it is about one.

    `missing` names what no case reaches. `least` is the share the suite asks for; 0 asks for nothing.
    """

    suite: str
    what: str
    subject: str = ""
    covered: Count
    total: Count
    missing: tuple[str, ...] = ()
    least: Share = 0.0

    @property
    def reached(self) -> bool:
        """Whether the suite has what it asks for; where there is nothing to cover, it has."""
        return self.covered >= self.least * self.total
